// SPDX-License-Identifier: Apache-2.0
/// The directory: homes with their people, devices and contacts; operators; plans.
/// In memory, because a call must be handled while the disk is dead.

package import Vocabulary

/// What the directory says of a home.
struct HomeRecords: Hashable, Sendable {
    fileprivate(set) var home: Home
    fileprivate(set) var subscribers: [Subscriber] = [] {
        didSet { language = subscribers.first?.language ?? "" }
    }
    fileprivate(set) var contacts: [Contact] = []
    fileprivate(set) var devices: [DeviceID] = []
    /// Of the first person: each alarm asks for it, and the list stands elsewhere in memory.
    private(set) var language = ""
    var name: String { subscribers.first?.name ?? "" }

    init(home: Home) { self.home = home }
}

/// Everything about one home, as the holder of its call sees it. Its records are shared with all who
/// were shown them.
package struct HomeFile: Hashable, Sendable {
    private(set) var records: Boxed<HomeRecords>
    /// This home's closed calls, newest first, at most `Limits.lastCallsKept`: who answers the next
    /// one sees what happened before (Farshchian CSCW 2017).
    package var lastCalls: [LastCall] = []
    /// This home's call that is not closed.
    package var openCall: CallID?
    /// When its newest closed call was closed; beside it, because each alarm asks.
    private(set) var closedAt = Moment(milliseconds: .min)

    package init(home: Home) { records = Boxed(HomeRecords(home: home)) }

    package var home: Home {
        get { records.value.home }
        set { records.value.home = newValue }
    }
    package var subscribers: [Subscriber] {
        get { records.value.subscribers }
        _modify { yield &records.value.subscribers }
    }
    /// By `order`, ascending.
    package var contacts: [Contact] {
        get { records.value.contacts }
        _modify { yield &records.value.contacts }
    }
    package var devices: [DeviceID] {
        get { records.value.devices }
        _modify { yield &records.value.devices }
    }

    /// Puts a closed call before the older ones.
    package mutating func remember(_ call: LastCall) {
        if let again = lastCalls.firstIndex(where: { $0.call == call.call }) {
            lastCalls.remove(at: again)
        }
        if lastCalls.count == Limits.lastCallsKept { lastCalls.removeLast() }
        closedAt = max(closedAt, call.closedAt)
        // Moved to the front by hand: the library's insertion makes a new list.
        lastCalls.append(call)
        for place in lastCalls.indices.dropFirst().reversed() { lastCalls.swapAt(place, place - 1) }
    }

    /// The language its people are best spoken to in; empty where unknown.
    package var language: String { records.value.language }
    /// Where it can be rung: each number once, in the order of its people.
    package var phones: [String] {
        subscribers.reduce(into: []) { phones, person in
            if !person.phone.isEmpty, !phones.contains(person.phone) { phones.append(person.phone) }
        }
    }
    /// Name for offers and lists.
    package var name: String { records.value.name }
}

/// A closed call of a home, as the next one's record shows it.
package struct LastCall: Hashable, Sendable {
    package var call: CallID
    /// Who answered it; who closed it where nobody is known to have answered.
    package var by: OperatorID
    package var closedAt: Moment
    /// nil where the call is too old to have been read at the start.
    package var kind: SignalKind?
    package var outcome: Outcome?

    package init(
        call: CallID, by: OperatorID, closedAt: Moment, kind: SignalKind? = nil,
        outcome: Outcome? = nil
    ) {
        self.call = call
        self.by = by
        self.closedAt = closedAt
        self.kind = kind
        self.outcome = outcome
    }
}

/// A device as the desk remembers it.
package struct DeviceEntry: Hashable, Sendable {
    package var device: Device
    package var lastHeard: Moment?
    /// To its home.
    package var shortCut: ShortCut
    package init(device: Device, homePosition: Int? = nil) {
        self.device = device
        shortCut = ShortCut(homePosition)
    }
}

/// Where a home stands in the table of homes, which none ever leaves; nil: look it up. Found again
/// from the home's key at any time, it is no part of what is remembered: any two are equal.
package struct ShortCut: Hashable, Sendable {
    private let place: Int32?
    package init(_ position: Int? = nil) { place = position.map { Int32($0) } }
    package var position: Int? { place.map { Int($0) } }
    package static func == (a: ShortCut, b: ShortCut) -> Bool { true }
    package func hash(into hasher: inout Hasher) {}
}

/// All records.
package struct Directory: Equatable, Sendable {
    package var homes = Table<HomeID, HomeFile>()
    package var devices = Table<DeviceID, DeviceEntry>()
    package var subscribers: [SubscriberID: HomeID] = [:]
    package var plans = Table<PlanID, Plan>()

    package init() {}

    /// Where the home of a call stands in the table of homes.
    func position(of call: borrowing OpenCall) -> Int? {
        if let known = call.shortCut.position { return known }
        return call.home.flatMap { homes.position(of: $0) }
    }

    /// Puts a record in its place, replacing one with the same key. Operators stand in their seats.
    mutating func save(_ record: Record) {
        switch record {
        case .home(let home):
            if homes.update(home.id, { $0.home = home }) == nil {
                homes[home.id] = HomeFile(home: home)
            }
        case .subscriber(let person):
            // The first person of a home is the one it is called by: a changed row keeps its place.
            if subscribers[person.id] == person.home {
                _ = homes.update(person.home) { file in
                    guard let at = file.subscribers.firstIndex(where: { $0.id == person.id }) else {
                        return file.subscribers.append(person)
                    }
                    file.subscribers[at] = person
                }
                return
            }
            if let old = subscribers[person.id] {
                _ = homes.update(old) { $0.subscribers.removeAll { $0.id == person.id } }
            }
            subscribers[person.id] = person.home
            _ = homes.update(person.home) { $0.subscribers.append(person) }
        case .device(let device):
            if let old = devices[device.id]?.device.home, old != device.home {
                _ = homes.update(old) { $0.devices.removeAll { $0 == device.id } }
            }
            let place = homes.position(of: device.home)
            let known: Void? = devices.update(device.id) {
                $0.device = device
                $0.shortCut = ShortCut(place)
            }
            if known == nil {
                devices[device.id] = DeviceEntry(device: device, homePosition: place)
            }
            _ = homes.update(device.home) {
                if !$0.devices.contains(device.id) { $0.devices.append(device.id) }
            }
        case .contact(let contact):
            _ = homes.update(contact.home) { file in
                file.contacts.removeAll { $0.order == contact.order }
                let at = file.contacts.firstIndex { $0.order > contact.order }
                file.contacts.insert(contact, at: at ?? file.contacts.count)
            }
        case .plan(let plan):
            plans[plan.id] = plan
        case .planStep(let id, let number, let step):
            var plan = plans[id] ?? Plan(id: id, steps: [])
            if number == 1 { plan.steps = [] }
            plan.steps = Array(plan.steps.prefix(number - 1)) + [step]
            plans[id] = plan
        case .person:
            break
        }
    }
}
