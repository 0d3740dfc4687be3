// SPDX-License-Identifier: Apache-2.0
/// What colleagues say to this person: seen at once, over whatever is on the screen, until Escape says that
/// it was read. And the forms by which they speak to each other.
/// Never drops a line that was not read, but the oldest beyond a bound.

import Vocabulary
import Wire

/// A line that waits to be read.
struct Mail: Equatable, Sendable {
    var text: String
    /// A message that is only to be known is rung for once; what waits for an answer, again and again.
    var isUrgent = false
    var subject = Subject.talk
    /// Whoever has the call now is named.
    var isNamed = false

    /// What makes a line go, or change, by itself.
    enum Subject: Equatable, Sendable {
        case talk
        /// Until I am on duty again.
        case setAway
        /// This call is not mine any more; who has it follows.
        case taken(String)
        case handed(String)
    }
}

extension Desktop {
    /// Lines kept unread: more than anybody says in a night.
    static let mailMax = 20

    /// News of colleagues: what concerns this person becomes a line to be read.
    /// - Parameter wasMine: its call was in these hands before.
    mutating func hearColleagues(_ line: ReplyLine, wasMine: Bool, now: Int64) {
        guard !isWall else { return }
        let fields = Fields(line)
        switch line.word {
        case "MESSAGE": post(Mail(text: "\(fields["from"]): \(fields["text"])"), now: now)
        case "STAFF" where fields["who"] == user:
            setDuty(fields["state"])
            let changes = ["state", "skills", "queues", "why"].filter { fields.has($0) }
                .map { "\($0)=\(Terms.word(fields[$0], language))" }
            post(Mail(text: "\(fields["by"]): \(changes.joined(separator: " "))"), now: now)
        case "UNHEARD":
            let text = "\(say(.notHeard)): \(fields["who"]) \(fields["call"]) \(fields["name"])"
            post(Mail(text: text, isUrgent: true), now: now)
        case "SHIFT" where fields["from"] == user && fields["what"] != "offered":
            let what = Terms.word(fields["what"], language)
            // What an accepted shift takes with it was given, not taken.
            if fields["what"] == "accepted" {
                forgetMail { if case .taken = $0 { true } else { false } }
            }
            post(Mail(text: "\(say(.keyShift)): \(fields["to"]) \(what)"), now: now)
        case "SHIFT" where fields["to"] == user && fields["what"] == "offered": bell(now)
        case "JOINED" where fields["by"] == user:
            sayPressedAgain(fields, now: now)
            // A key within the same millisecond was pressed before this was seen.
            pressedAgainAt = now + 1
        case "WITHDRAWN" where wasMine && fields["reason"] == "taken":
            let call = fields["call"]
            // Who had it, and everybody it was open to, are told: some hear it twice.
            guard !mail.contains(where: { $0.subject == .taken(call) }) else { return }
            let text = "\(say(.takenAway)): \(call) \(person(of: call))"
            post(Mail(text: text, subject: .taken(call)), now: now)
        case "CALL" where fields["what"] == "taken" || fields["what"] == "handed-over":
            addTaker(fields["by"], to: fields["call"])
        case "HANDED" where fields["from"] != acceptedShiftOf:
            let words = [
                fields["from"], fields["call"], fields["name"],
                Terms.word(fields["type"], language),
            ]
            let text = "\(say(.handedToYou)): \(joined(words).replacing("  ", with: " "))"
            post(Mail(text: text, subject: .handed(fields["call"])), now: now)
        default: break
        }
    }

    /// Whoever has the call now, behind the line that says it is lost.
    private mutating func addTaker(_ who: String, to call: String) {
        guard !who.isEmpty, who != user,
            let at = mail.lastIndex(where: { $0.subject == .taken(call) && !$0.isNamed })
        else { return }
        mail[at].text += " \(who)"
        mail[at].isNamed = true
    }

    /// The desk has set me away: nothing is held out to me any more, and I may not have seen why.
    mutating func noteSetAway(_ reason: String, now: Int64) {
        guard !isWall, ["missed-offers", "lease-lost"].contains(reason),
            !mail.contains(where: { $0.subject == .setAway })
        else { return }
        let why = Terms.word(reason, language)
        post(
            Mail(text: "\(say(.setAway)): \(why); \(say(.setAwayThen))", subject: .setAway),
            now: now)
    }

    mutating func forgetMail(where isOver: (Mail.Subject) -> Bool) {
        mail.removeAll { isOver($0.subject) }
    }

    /// Another press, or another alarm, of a call in these hands.
    private mutating func sayPressedAgain(_ fields: Fields, now: Int64) {
        var words: [String] = []
        if fields.has("joined") {
            words += [Terms.word(fields["joined"], language), fields["joined_dev"]]
            if fields.has("joined_text") { words.append("\"\(fields["joined_text"])\"") }
        }
        words += [fields["call"], Terms.word(fields["type"], language), fields["name"]]
        let text = "\(say(.pressedAgain)): \(words.filter { !$0.isEmpty }.joined(separator: " "))"
        if message.unrung == nil {
            tell(text, .alarm)
            bell(now)
        } else {
            post(Mail(text: text), now: now)
        }
    }

    private mutating func post(_ letter: Mail, now: Int64) {
        mail.append(letter)
        if mail.count > Self.mailMax { mail.removeFirst() }
        bell(now)
    }

    /// Escape: read.
    mutating func readMail() -> Bool {
        guard !mail.isEmpty else { return false }
        mail.removeFirst()
        return true
    }

    /// The oldest unread line, and a shift that waits for an answer: above the body, never over it.
    func mailLines() -> [String] {
        guard link.isHere, !isWall else { return [] }
        var lines: [String] = []
        if let letter = mail.first {
            let more = mail.count > 1 ? " (+\(mail.count - 1))" : ""
            lines += wrapped(
                printable(" ! \(letter.text)\(more)  Esc: \(say(.wasRead))"), to: columns)
        }
        for offer in room.shifts {
            let text =
                " ! \(offer["from"]): \(say(.shiftOffered)) \(offer["calls"])+\(offer["followups"])"
                + " \(offer["note"])  g: \(say(.keyShift))"
            lines += wrapped(printable(text), to: columns)
        }
        // Of a small screen something must be left for the calls.
        let most = max(1, (rows - 3) / 3)
        guard lines.count > most else { return lines }
        return lines.prefix(most - 1) + [fitted(lines[most - 1] + " ", to: columns - 1) + "~"]
    }

    func drawMail(_ lines: [String], _ canvas: inout Canvas) {
        for (index, line) in lines.enumerated() {
            canvas.fill(.alarm, row: 1 + index)
            canvas.put(line, row: 1 + index, column: 0, ink: .alarm, to: columns)
        }
    }

    /// `g`: answers the shift that is offered to me, else offers mine; its list is shown above the question.
    mutating func shift(_ forms: Forms) {
        guard link.isHere else { return tell(say(.notSent), .alarm) }
        if let offer = room.shifts.first {
            send("SHIFT SHOW from=\(offer["from"])", for: .typed("SHIFT"))
            form = forms.answerShift(from: offer["from"])
        } else {
            send("SHIFT SHOW", for: .typed("SHIFT"))
            form = forms.offerShift(to: room.seats, me: user)
        }
    }

    /// `j`: listens to the call that is looked at, or no more.
    mutating func listen() {
        guard let call = selected, room.calls[call] != nil else {
            return tell(say(.nothingSelected), .warning)
        }
        act(listened.contains(call) ? "LEAVE \(call)" : "JOIN \(call)")
    }
}

extension Forms {
    func offerShift(to people: [Fields], me: String) -> Form {
        Form(
            title: say(.keyShift), head: "SHIFT OFFER",
            [
                Question(key: "to", label: say(.askShiftTo), choices: colleagues(people, but: me)),
                Question(key: "note", label: say(.askFollowUpNote), preset: ""),
            ])
    }

    func answerShift(from person: String) -> Form {
        let refuse = "REFUSE from=\(person)"
        return Form(
            title: say(.keyShift), head: "SHIFT",
            [
                Question(
                    key: "", label: "\(say(.askShiftAnswer)) \(person)?",
                    choices: [
                        Choice(key: "a", value: "ACCEPT from=\(person)", label: say(.accept)),
                        Choice(key: "n", value: refuse, label: say(.refuse)),
                    ]),
                Question(key: "reason", label: say(.askReason), preset: "", onlyAfter: [refuse]),
            ])
    }

    func message(to people: [Fields], me: String) -> Form {
        Form(
            title: say(.keyMessage), head: "TELL",
            [
                Question(key: "", label: say(.askPerson), choices: colleagues(people, but: me)),
                Question(key: "text", label: say(.askMessage)),
            ])
    }

    func staff(_ people: [Fields], me: String) -> Form {
        Form(
            title: say(.keyStaff), head: "STAFF", use: .staff,
            [
                Question(key: "who", label: say(.askPerson), choices: colleagues(people, but: me)),
                Question(
                    key: "what", label: say(.askStaff),
                    choices: choices(["ready", "away", "gone"], keys: "rag") + [
                        Choice(key: "s", value: "skills", label: say(.staffSkills)),
                        Choice(key: "q", value: "queues", label: say(.staffQueues)),
                    ]),
            ])
    }

    /// What is asked behind `staff`: skills and queues as they are, to be changed.
    func staff(_ chosen: Form, _ people: [Fields]) -> Move {
        let who = chosen.answer("who")
        let what = chosen.answer("what")
        let seat = people.first { $0["who"] == who }
        let words = seat?[what] ?? ""
        switch what {
        case "skills", "queues":
            let isSkills = what == "skills"
            return .ask(
                Form(
                    title: say(.keyStaff), head: "STAFF \(who)",
                    [
                        Question(
                            key: what, label: say(isSkills ? .askSkills : .askQueues),
                            preset: words.isEmpty ? (isSkills ? "none" : "all") : words)
                    ]))
        case "ready": return .say("STAFF \(who) duty=ready")
        default:
            return .ask(
                Form(
                    title: say(.keyStaff), head: "STAFF \(who) duty=\(what)",
                    [Question(key: "reason", label: say(.askReason))]))
        }
    }
}
