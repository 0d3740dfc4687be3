// SPDX-License-Identifier: Apache-2.0
/// Orders that nobody carries: no telephone gateway is connected, and somebody must ring by hand.
/// Never lets such an order look as if it had been made.

extension Desktop {
    /// The answer to SUMMON or CONTACT. True: nobody carries it, and that is what is said.
    mutating func noteWhetherRung(_ reply: Fields) -> Bool {
        let call = reply["call"]
        guard !call.isEmpty, reply.has("attempts") else { return false }
        guard reply["notifier"] == "none" else {
            unrung[call] = nil
            return false
        }
        unrung[call] = Set(reply["attempts"].split(separator: ",").map(String.init))
        tell("", .alarm)
        message.unrung = call
        return true
    }

    /// News of an order that nobody carried: it is said once more when somebody does.
    mutating func noteCarried(_ attempt: Fields) {
        let call = attempt["call"]
        guard attempt["outcome"] == "trying", unrung[call]?.contains(attempt["attempt"]) == true
        else { return }
        unrung[call] = nil
    }

    /// Attempts of the call that stand open and that nobody makes; nil: somebody does, or none is open.
    /// Behind the first of them others follow by themselves, and nobody makes those either.
    func unrungAttempts(of call: String) -> [Fields]? {
        guard let ordered = unrung[call] else { return nil }
        let known = sheets[call]?.attempts ?? []
        // The record is not there yet, or older than the order.
        guard known.contains(where: { ordered.contains($0["attempt"]) }) else { return [] }
        let open = known.filter { $0["outcome"] == "trying" }
        return open.isEmpty ? nil : open
    }

    /// Who is to be rung by hand, and the key by which its end is written down.
    func unrungText(_ call: String) -> String? {
        guard let attempts = unrungAttempts(of: call) else { return nil }
        let first = attempts.first.map { " \($0["to"]) \($0["who"])" } ?? ""
        let more = attempts.count > 1 ? " (+\(attempts.count - 1))" : ""
        return "! \(say(.nobodyRung))\(first)\(more)\(say(.nobodyRungThen))"
    }

    /// What the line above the foot says.
    var messageText: String {
        guard let call = message.unrung else { return message.text }
        return unrungText(call) ?? ""
    }

    /// The person of a call, as far as it is known here.
    func person(of call: String) -> String {
        let name = room.calls[call]?.name ?? ""
        return name.isEmpty ? sheets[call]?.people.first?["name"] ?? "" : name
    }
}
