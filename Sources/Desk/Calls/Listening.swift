// SPDX-License-Identifier: Apache-2.0
/// Joining somebody else's call: its events, notes and steps come to who listens, and its holder knows.
/// Never changes the call; ends with it, or when who listens leaves.

package import Vocabulary

extension Desk {
    /// JOIN.
    mutating func listen(_ id: CallID, _ me: OperatorID, _ asker: Requester) {
        guard let call = state.calls[id] else { return refuse(asker, .unknownCall(id)) }
        guard call.holder != me else {
            return refuse(asker, .wrongState(id, call.state, version: call.version))
        }
        let known = state.presence.listeners[id] ?? []
        if !known.contains(me) {
            guard known.count < Limits.listenersPerCallMax else {
                return refuse(
                    asker, .tooMany("people who listen", limit: Limits.listenersPerCallMax))
            }
            record(.listened(id, by: me, isHere: true))
            tellListening(call, me, isHere: true)
            state.presence.listeners[id] = known + [me]
        }
        let file = state.directory.position(of: call).map { state.directory.homes[at: $0] }
        reply(
            asker,
            .record(
                CallRecord(brief: brief(call), call: call, file: file),
                word: "LISTENING"))
    }

    /// LEAVE.
    mutating func stopListening(_ id: CallID, _ me: OperatorID, _ asker: Requester) {
        guard let call = state.calls[id] else { return refuse(asker, .unknownCall(id)) }
        guard let known = state.presence.listeners[id], known.contains(me) else {
            return refuse(asker, .unknownThing("a call \(id) that you listen to"))
        }
        state.presence.listeners[id] = known.count == 1 ? nil : known.filter { $0 != me }
        record(.listened(id, by: me, isHere: false))
        tellListening(call, me, isHere: false)
        reply(asker, .done(id, word: "LEFT", version: call.version))
    }

    private mutating func tellListening(_ call: OpenCall, _ me: OperatorID, isHere: Bool) {
        announce(
            to: call.holder, andWatchers: .calls, .listening(call.id, by: me, isHere: isHere))
    }

    /// What a holder writes: nobody else is told, but for those who listen.
    mutating func tellListeners(_ work: consuming CallWork) {
        guard !state.presence.listeners.isEmpty,
            let listeners = state.presence.listeners[work.call]
        else { return }
        for person in listeners where work.by != .person(person) {
            announce(.person(person), .worked(copy work))
        }
    }

    /// Who is gone listens to nothing.
    mutating func forgetListening(of person: OperatorID) {
        guard !state.presence.listeners.isEmpty else { return }
        state.presence.listeners = state.presence.listeners.compactMapValues { people in
            let left = people.filter { $0 != person }
            return left.isEmpty ? nil : left
        }
    }
}

/// A note or a step of a call.
package struct CallWork: Equatable, Sendable {
    package var call: CallID
    /// `noted`, `done`, `waived`.
    package var what: String
    package var by: Actor
    package var step: Int?
    package var text: String
}

extension Notice {
    /// The call that it is about, for those who listen to it.
    var call: CallID? {
        switch self {
        case .offer(let call, _), .open(let call, _), .call(let call, _), .joined(let call, _),
            .cancelled(let call, _, _), .returned(let call, _), .handed(let call, _),
            .confirmNeeded(let call, _, _, _), .runaway(let call, _, _), .unheard(let call, _, _):
            call.id
        case .withdrawn(let id, _), .leaseWarning(let id, _), .cascadeEnded(let id, _, _),
            .listening(let id, _, _):
            id
        case .attempt(let attempt, _): attempt.call
        // Told to each who listens already.
        case .worked: nil
        case .duty, .nobodyOnDuty, .somebodyOnDuty, .situation, .followUpDue, .storage,
            .deviceOverdue, .deviceBack, .manySilent, .storm, .stormProposed, .shift, .message,
            .staffed, .missed:
            nil
        }
    }
}
