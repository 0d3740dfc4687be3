// SPDX-License-Identifier: Apache-2.0
/// What must always hold; run after every step in tests and simulation.

import Vocabulary

extension DeskState {
    /// Sentences about what is wrong; empty when all is well.
    package var violations: [String] {
        var wrong: [String] = []
        for call in calls.all {
            switch call.state {
            case .waiting:
                if call.holder != nil { wrong.append("\(call.id) waits but is held") }
                if call.offeredTo != nil { wrong.append("\(call.id) waits but is offered") }
            case .offered:
                guard let person = call.offeredTo, let seat = seats[person] else {
                    wrong.append("\(call.id) is offered to nobody")
                    continue
                }
                if seat.offered != call.id { wrong.append("\(person) does not know of \(call.id)") }
                if seat.duty != .offered { wrong.append("\(person) is \(seat.duty), not offered") }
            case .handling, .parked:
                guard let person = call.holder, let seat = seats[person] else {
                    wrong.append("\(call.id) is in nobody's hands")
                    continue
                }
                if !seat.calls.contains(call.id) {
                    wrong.append("\(person) does not know of holding \(call.id)")
                }
                if call.state == .handling, seat.duty != .handling, seat.duty != .gone {
                    wrong.append("\(person) holds \(call.id) but is \(seat.duty)")
                }
            case .confirming:
                if call.proposal == nil { wrong.append("\(call.id) confirms nothing") }
            case .closed: wrong.append("\(call.id) is closed but remembered")
            }
            if let home = call.home, openCall(of: home) != call.id {
                wrong.append("home \(home) has another open call than \(call.id)")
            }
            if let mark = call.storm { wrong += violations(of: call, in: mark.storm) }
        }
        for storm in storms.all {
            let group = calls.all.count { $0.storm?.storm == storm.id }
            if group != storm.calls {
                wrong.append("storm \(storm.id) has \(storm.calls) calls, its group \(group)")
            }
        }
        for seat in seats.all {
            if let offered = seat.offered, calls[offered]?.offeredTo != seat.record.id {
                wrong.append("\(seat.record.id) believes in an offer of \(offered)")
            }
            for held in seat.calls where calls[held]?.holder != seat.record.id {
                wrong.append("\(seat.record.id) believes to hold \(held)")
            }
            if seat.duty == .handling,
                !seat.calls.contains(where: { calls[$0]?.state == .handling })
            {
                wrong.append("\(seat.record.id) handles nothing")
            }
        }
        return wrong
    }
}

extension DeskState {
    /// A storm touches technical calls of its area and kinds that nobody has had, and nothing else.
    private func violations(of call: OpenCall, in id: StormID) -> [String] {
        guard let storm = storms[id] else { return ["\(call.id) is in storm \(id), which is over"] }
        var wrong: [String] = []
        if call.isAtStakeForLife { wrong.append("\(call.id) is a press in storm \(id)") }
        if !call.isWaiting { wrong.append("\(call.id) is \(call.state) in storm \(id)") }
        if call.answeredAt != nil { wrong.append("\(call.id) was answered and is in storm \(id)") }
        if call.isRunaway { wrong.append("\(call.id) is a runaway in storm \(id)") }
        if !storm.area.covers(call.district) || !storm.kinds.contains(call.kind) {
            wrong.append("\(call.id) does not concern storm \(id)")
        }
        return wrong
    }
}

extension Desk {
    /// The state's violations, and those that only the whole desk can see.
    package var violations: [String] {
        var wrong = state.violations
        let free = state.seats.all.contains { $0.duty == .ready && $0.record.role.answersCalls }
        if free, state.calls.all.contains(where: { $0.state == .waiting }) {
            wrong.append("a call waits while an operator is ready")
        }
        return wrong
    }
}
