// SPDX-License-Identifier: Apache-2.0
/// What a disk would remember: facts folded through `apply`, and the desk's memory after a crash.
/// Never keeps what only a running centre knows: connections, offers, duty states.

package import Desk
package import Vocabulary

extension DeskState {
    /// Takes a fact as the store does; the beginning of an import is no fact, its rows are.
    package mutating func remember(_ fact: Fact, at moment: Moment) {
        switch fact {
        case .importStaged(_, let record, _) where importWork == nil:
            importWork = ImportWork(kind: record.kind, by: OperatorID("?"), asker: nil)
        case .importAccepted(let kind, _, let by):
            if importWork == nil { importWork = ImportWork(kind: kind, by: by, asker: nil) }
            importWork?.by = by
        default: break
        }
        apply(fact, at: moment)
    }

    /// The desk's memory as rows give it back after a crash (the same as Store's revival does).
    package func revived() -> DeskState {
        var state = self
        state.presence = Presence()
        for id in state.seats.allIDs {
            _ = state.seats.update(id) {
                $0.duty = .gone
                $0.reason = ""
                $0.offered = nil
            }
        }
        for id in state.calls.allIDs {
            _ = state.calls.update(id) {
                if $0.state == .offered {
                    $0.state = .waiting
                    $0.offeredTo = nil
                }
                if $0.state == .waiting || $0.state == .confirming { $0.deadline = nil }
                $0.nextDutyCallAt = nil
            }
        }
        for (series, block) in state.numbers {
            let most = max(block.given, block.reserved)
            state.numbers[series] = NumberBlock(given: most, reserved: block.reserved)
        }
        for id in state.directory.devices.allIDs {
            _ = state.directory.devices.update(id) { $0.lastHeard = nil }
        }
        state.importWork?.asker = nil
        if state.importWork?.applied == nil { state.importWork = nil }
        return state
    }

    /// The calls without what is not saved: moments that follow from the rules.
    package var savedCalls: [OpenCall] {
        calls.all.map { call in
            var call = call
            call.nextDutyCallAt = nil
            if call.state == .confirming {
                call.deadline = nil
                call.proposal?.deadline = Moment(milliseconds: 0)
            }
            return call
        }
    }
}

extension Record {
    /// The table it is a row of.
    package var kind: RecordKind {
        switch self {
        case .home: .homes
        case .subscriber: .subscribers
        case .device: .devices
        case .contact: .contacts
        case .person: .operators
        case .plan, .planStep: .plans
        }
    }
}
