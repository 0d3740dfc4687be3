// SPDX-License-Identifier: Apache-2.0
/// What Enter takes and `y` confirms, and what is asked before.
/// Never takes a call out of another's hands, or ends one for good, by one key.

extension Desktop {
    /// After a form that a choice ended, Enter means nothing for so long: whoever presses it behind each
    /// answer must not take a call by it.
    static let strayMilliseconds: Int64 = 1500

    /// Enter: what is selected, else what is held out, else what everybody may take; the first of the line
    /// only for who is on duty and has nothing in hand.
    mutating func takeCall(now: Int64) {
        guard let call = selected ?? unselectedCall() else {
            return tell(say(.nothingSelected), .warning)
        }
        if let row = room.calls[call] {
            if isForMeToConfirm(row) { return askToConfirm(row, now: now) }
            if !row.holder.isEmpty, row.holder != user, !row.isWaiting {
                return askToTakeOver(row, now: now)
            }
        }
        selected = nil
        act("TAKE \(call)")
    }

    /// What Enter takes where nothing is selected.
    func unselectedCall() -> String? {
        if let held = room.waiting.first(where: { room.offers[$0.id] != nil }) { return held.id }
        guard !room.calls(of: user).contains(where: { $0.state == "handling" }) else { return nil }
        if let open = room.waiting.first(where: { room.isOpen($0) }) { return open.id }
        let isOff = ["", "away", "gone"].contains(duty)
        return isOff ? nil : room.waiting.first?.id
    }

    mutating func confirm(now: Int64) {
        let chosen = selected.flatMap { room.calls[$0] }.flatMap { isForMeToConfirm($0) ? $0 : nil }
        guard let call = chosen ?? room.inHands.first(where: { isForMeToConfirm($0) }) else {
            return tell(say(.nothingSelected), .warning)
        }
        askToConfirm(call, now: now)
    }

    /// Nobody is their own second person.
    func isForMeToConfirm(_ row: CallRow) -> Bool {
        row.state == "confirming" && row.proposal?.closer != user
    }

    /// The record is shown, and below it how it is to end, why, and who says so. The version that was seen goes with
    /// it: another ending, proposed meanwhile, is not confirmed unseen.
    private mutating func askToConfirm(_ row: CallRow, now: Int64) {
        look(at: row.id, now: now)
        var words: [String] = []
        if let proposal = row.proposal {
            words = [
                "\(proposal.closer): \(Terms.word(proposal.outcome, language))",
                "\"\(proposal.reason)\"",
            ]
        }
        form = Forms(language: language).confirm(
            row.id, version: row.version, detail: joined(words))
    }

    /// The version that was seen goes with it: what changed meanwhile is looked at again.
    private mutating func askToTakeOver(_ row: CallRow, now: Int64) {
        look(at: row.id, now: now)
        form = Forms(language: language).takeOver(
            row.id, version: row.version,
            detail: "[\(Terms.word(row.state, language)) \(row.holder)]")
    }

    // MARK: Looking

    /// Moves through the line; what is looked at is asked for, without what only its holder may see.
    mutating func select(by step: Int, now: Int64) {
        let all = (room.waiting + room.inHands.filter { $0.holder != user }).map(\.id)
        guard !all.isEmpty else { return }
        guard let at = selected.flatMap({ all.firstIndex(of: $0) }) else {
            return look(at: step > 0 ? all.first : all.last, now: now)
        }
        let next = at + step
        look(at: all.indices.contains(next) ? all[next] : nil, now: now)
    }

    private mutating func look(at call: String?, now: Int64) {
        if selected != call { scroll = 0 }
        selected = call
        if let call { ask(sheetOf: call, at: now) }
    }
}

extension Forms {
    private var yes: [Choice] { [Choice(key: "y", value: "", label: say(.yes))] }

    func confirm(_ call: String, version: Int, detail: String) -> Form {
        Form(
            title: say(.keyConfirm), head: "CONFIRM \(call) v=\(version)", detail: detail,
            [Question(key: "", label: say(.askConfirm), choices: yes)])
    }

    func takeOver(_ call: String, version: Int, detail: String) -> Form {
        Form(
            title: say(.keyTakeOver), head: "TAKE \(call) v=\(version)", detail: detail,
            [Question(key: "", label: say(.askTakeOver), choices: yes)])
    }
}
