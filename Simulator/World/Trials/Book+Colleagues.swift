// SPDX-License-Identifier: Apache-2.0
/// The part of the books that is about colleagues: shifts, messages, listening, what a supervisor changes.
/// Never believes that a shift moved: what it moves is entered call by call.

import Desk
import Vocabulary
import Wire

extension Book {
    mutating func enterColleagues(_ fact: Fact, at now: Moment) {
        switch fact {
        case .followUpMoved(let id, let from, let to):
            if followUps[id]?.owner != from {
                wrong.append("\(id) moved from \(from), not its owner")
            }
            followUps[id]?.owner = to
            followUps[id]?.version += 1
        case .shiftOffered(let from, let to, let calls, let promises, _):
            if shifts[from] != nil { wrong.append("\(from) offers a second shift") }
            if calls != seats[from]?.calls {
                wrong.append("\(from) offers \(calls), not what is held")
            }
            if let other = promises.first(where: { followUps[$0]?.owner != from }) {
                wrong.append("\(from) offers \(other) of somebody else")
            }
            shifts[from] = BookShift(
                to: to, calls: calls, followUps: promises, until: now + rules.shiftSpan)
        case .shiftEnded(let from, let to, let ending, let by, _):
            guard let shift = shifts.removeValue(forKey: from), shift.to == to else {
                wrong.append("a shift of \(from) to \(to) ends that was not offered")
                return
            }
            if ending == .lapsed, now < shift.until { wrong.append("a shift lapsed early") }
            guard ending == .accepted else { return }
            if by != .person(to) { wrong.append("\(by) accepted a shift offered to \(to)") }
            let left = shift.calls.filter { calls[$0]?.holder == from }
            if !left.isEmpty { wrong.append("\(from) still has \(left) after the shift") }
            if shift.followUps.contains(where: { followUps[$0]?.owner == from }) {
                wrong.append("\(from) still owes promises of the shift")
            }
        case .messageSent(let to, _, _):
            if seats[to]?.connection == nil { wrong.append("a message to \(to), who is not here") }
        case .listened(let id, let by, let isHere):
            if isHere {
                listeners[id, default: []].append(by)
            } else {
                listeners[id]?.removeAll { $0 == by }
            }
        case .recordSaved(.person(let person), _):
            _ = seats.update(person.id) { $0.record = person }
        default: break
        }
    }

    func foresee(_ order: ShiftOrder, _ me: OperatorID, _ seat: BookSeat) -> Foreseen {
        switch order {
        case .offer(let to, _):
            guard let other = seats[to] else { return Foreseen(.notFound, ["who": to.text]) }
            guard other.duty != .gone, rules.powers.allows(.take, other.record.role), to != me else {
                return Foreseen(.wrongState, ["who": to.text])
            }
            let owed = followUps.values.count { $0.owner == me }
            guard !seat.calls.isEmpty || owed > 0 else { return Foreseen(.notFound) }
            return Foreseen(
                .shift,
                [
                    "what": "offered", "to": to.text, "calls": String(seat.calls.count),
                    "followups": String(min(owed, Limits.shiftFollowUpsMax)),
                ])
        case .show(nil): return Foreseen(.dataShift, ["calls": String(held(of: me, seat).count)])
        case .show(let from?):
            return shifts[from]?.to == me
                ? Foreseen(.dataShift, ["from": from.text]) : Foreseen(.notFound)
        case .refuse(let from, _):
            return shifts[from]?.to == me
                ? Foreseen(.shift, ["what": "refused"]) : Foreseen(.notFound)
        case .withdraw:
            return shifts[me] == nil ? Foreseen(.notFound) : Foreseen(.shift, ["what": "withdrawn"])
        case .accept(let from):
            guard let shift = shifts[from], shift.to == me else { return Foreseen(.notFound) }
            let moves = shift.calls.count { calls[$0]?.holder == from }
            guard seat.calls.count + moves <= Limits.callsPerOperatorMax else {
                return Foreseen(.limit)
            }
            return Foreseen(.shift, ["what": "accepted", "calls": String(moves)])
        }
    }

    /// What is offered, else all that is held.
    private func held(of me: OperatorID, _ seat: BookSeat) -> [CallID] {
        guard let shift = shifts[me] else { return seat.calls }
        return shift.calls.filter { calls[$0]?.holder == me }
    }

    func foreseeListening(_ id: CallID, ends: Bool, _ me: OperatorID) -> Foreseen {
        guard let call = calls[id] else { return Foreseen(.notFound, ["call": id.description]) }
        let known = listeners[id] ?? []
        if ends {
            return known.contains(me)
                ? Foreseen(.left, ["v": String(call.version)]) : Foreseen(.notFound)
        }
        if call.holder == me { return Foreseen(.wrongState) }
        guard known.contains(me) || known.count < Limits.listenersPerCallMax else {
            return Foreseen(.limit)
        }
        return Foreseen(.listening, ["call": id.description])
    }

    mutating func forgetListening(of person: OperatorID) {
        for id in listeners.keys { listeners[id]?.removeAll { $0 == person } }
    }

    func foreseeMessage(to person: OperatorID, _ text: String) -> Foreseen {
        guard let seat = seats[person] else { return Foreseen(.notFound, ["who": person.text]) }
        guard (1...Limits.messageBytesMax).contains(text.utf8.count) else {
            return Foreseen(.field)
        }
        return Foreseen(seat.connection == nil ? .wrongState : .told, ["who": person.text])
    }

    func foresee(_ order: StaffOrder, of person: OperatorID) -> Foreseen {
        guard let seat = seats[person] else { return Foreseen(.notFound, ["who": person.text]) }
        guard rules.powers.allows(.take, seat.record.role) else { return Foreseen(.wrongState) }
        let known: (String) -> Bool = { word in
            rules.kinds[SignalKind(word)] != nil || districts.contains(word)
        }
        if let queues = order.queues, !queues.allSatisfy(known) { return Foreseen(.field) }
        switch order.duty {
        case .away where order.reason.isEmpty, .gone where order.reason.isEmpty:
            return Foreseen(.reason)
        case .gone where seat.duty == .gone: return Foreseen(.wrongState)
        case .away where seat.connection == nil || seat.duty == .handling,
            .ready where seat.connection == nil || seat.duty == .handling:
            return Foreseen(.wrongState)
        default: return Foreseen(.staffed, ["who": person.text])
        }
    }
}
