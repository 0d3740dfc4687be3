// SPDX-License-Identifier: Apache-2.0
/// The directory: homes with their people, devices and contacts; operators; plans.
/// In memory, because a call must be handled while the disk is dead.

package import Vocabulary

/// Everything about one home, as the holder of its call sees it.
package struct HomeFile: Hashable, Sendable {
    package var home: Home
    package var subscribers: [Subscriber] = []
    /// By `order`, ascending.
    package var contacts: [Contact] = []
    package var devices: [DeviceID] = []
    /// This home's closed calls, newest first, at most `Limits.lastCallsKept`: who answers the next
    /// one sees what happened before (Farshchian CSCW 2017).
    package var lastCalls: [LastCall] = []

    package init(home: Home) { self.home = home }

    /// Puts a closed call before the older ones.
    package mutating func remember(_ call: LastCall) {
        lastCalls.removeAll { $0.call == call.call }
        lastCalls.insert(call, at: 0)
        if lastCalls.count > Limits.lastCallsKept { lastCalls.removeLast() }
    }

    /// The language its people are best spoken to in; empty where unknown.
    package var language: String { subscribers.first?.language ?? "" }
    /// Name for offers and lists.
    package var name: String { subscribers.first?.name ?? "" }
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
    package init(device: Device) { self.device = device }
}

/// All records.
package struct Directory: Equatable, Sendable {
    package var homes = Table<HomeID, HomeFile>()
    package var devices = Table<DeviceID, DeviceEntry>()
    package var subscribers: [SubscriberID: HomeID] = [:]
    package var plans = Table<PlanID, Plan>()

    package init() {}

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
            if devices.update(device.id, { $0.device = device }) == nil {
                devices[device.id] = DeviceEntry(device: device)
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
