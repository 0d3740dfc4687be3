// SPDX-License-Identifier: Apache-2.0
/// Homes that may have pressed unheard, worked one by one: who is to be rung, and below it how it ended.
/// Never chooses the home: the centre gives the next one by risk.

import Wire

extension Desktop {
    /// `M`: the next home, or the one that was not ended yet.
    mutating func askForMissed() { act("MISSED NEXT") }

    /// The answer to it: the question stands below what must be known to ring.
    mutating func showMissed(_ lines: [ReplyLine]) {
        guard lines.count > 1, let first = lines.first, first.word == "MISSED",
            let home = first["home"]
        else { return }
        overlay = .reply(missedLines(lines.map { ($0.word, Fields($0)) }))
        scroll = 0
        form = Forms(language: language).missed(home)
    }

    private func missedLines(_ lines: [(word: String, fields: Fields)]) -> [String] {
        lines.compactMap { word, fields in
            switch word {
            case "MISSED":
                "\(say(.risk)) \(fields["risk"])  \(fields["cause"])  \(time(fields["from"]))"
                    + "  \(say(.tried)) \(fields["tries"])"
            case "PERSON": personText(fields)
            case "HOME": joined([fields["address"], fields["district"]])
            case "CONTACT": contactText(fields)
            case "LASTCALL": lastCallText(fields)
            case "OK": "\(fields["left"]) \(say(.homesLeft))"
            default: nil
            }
        }
    }
}

extension Forms {
    func missed(_ home: String) -> Form {
        let field = LineWriter.field("home", home)
        let (reached, unreached) = ("REACHED \(field)", "UNREACHED \(field)")
        return Form(
            title: say(.keyMissed), head: "MISSED",
            [
                Question(
                    key: "", label: say(.askReached),
                    choices: [
                        Choice(key: "y", value: reached, label: say(.reached)),
                        Choice(key: "n", value: unreached, label: say(.unreached)),
                        Choice(key: "b", value: "BACK \(field)", label: say(.keyBack)),
                    ]),
                Question(
                    key: "note", label: say(.askNote), preset: "",
                    onlyAfter: [reached, unreached]),
            ])
    }
}
