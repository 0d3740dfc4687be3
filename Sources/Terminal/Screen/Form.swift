// SPDX-License-Identifier: Apache-2.0
/// Questions that make one line of the protocol: each answer is a field.
/// Never sends: the finished line is handed to the desktop, which shows it as it goes.

import Vocabulary
import Wire

/// One answer among several, with its key.
package struct Choice: Equatable, Sendable {
    package let key: Character
    package let value: String
    package let label: String
}

/// One thing to be asked.
package struct Question: Equatable, Sendable {
    /// The field's key; empty: the answer is a word of its own.
    package let key: String
    package let label: String
    package var choices: [Choice] = []
    /// What Enter alone answers; nil: something must be said. Empty: the field is left out.
    package var preset: String?
    /// Asked only if the answer before it is one of these; empty: always.
    package var onlyAfter: [String] = []
}

package struct Form: Equatable, Sendable {
    /// What happens with the finished line.
    package enum Use: Equatable, Sendable {
        case send
        /// The note is said first, then the step is done.
        case noteAndStep(call: String, step: Int)
        case quit
        /// Which form comes next; nothing is sent.
        case storms, staff

        /// Whether its line goes to the centre.
        var isSent: Bool {
            switch self {
            case .send, .noteAndStep: true
            case .quit, .storms, .staff: false
            }
        }
    }

    package let title: String
    /// Verb and record: `CLOSE 20261120-0042`.
    package let head: String
    package let use: Use
    /// What must be known to answer, beside the title.
    package let detail: String
    private let questions: [Question]
    private var at = 0
    private var answers: [(key: String, value: String)] = []
    package var editor = Editor()
    /// What stands in the line was proposed, and nobody has touched it yet.
    package private(set) var isUntouched = false
    /// What was wrong with the last answer.
    package private(set) var complaint = ""

    package init(
        title: String, head: String, use: Use = .send, detail: String = "", _ questions: [Question]
    ) {
        self.title = title
        self.head = head
        self.use = use
        self.detail = detail
        self.questions = questions
        propose(questions.first?.preset)
    }

    package static func == (a: Form, b: Form) -> Bool {
        a.head == b.head && a.at == b.at && a.editor == b.editor && a.complaint == b.complaint
    }

    package var question: Question? { at < questions.count ? questions[at] : nil }
    /// The call that its line is about; empty: about none.
    package var call: String {
        let words = head.split(separator: " ")
        guard words.count > 1, words[1].contains("-"), words[1].first?.isNumber == true else {
            return ""
        }
        return String(words[1])
    }
    /// Whether an answer is one of several keys, and Enter is none.
    package var isPicked: Bool { question.map { !$0.choices.isEmpty } ?? false }
    /// What was answered so far, for an `Use` that needs it.
    package func answer(_ key: String) -> String { answers.first { $0.key == key }?.value ?? "" }

    /// A key; true: all questions are answered and `line` is whole.
    package mutating func take(_ key: Key) -> Bool {
        guard let question else { return true }
        complaint = ""
        if !question.choices.isEmpty, case .sign(let sign) = key {
            if let choice = question.choices.first(where: { $0.key == sign }) {
                return give(choice.value)
            }
            complaint = question.choices.map { String($0.key) }.joined(separator: " ")
            return false
        }
        if key == .enter {
            let text = trimmed(editor.text)
            if text.isEmpty, question.preset == nil || !question.choices.isEmpty {
                complaint = question.label
                return false
            }
            return give(text)
        }
        if question.choices.isEmpty { write(key) }
        return false
    }

    private mutating func propose(_ preset: String?) {
        editor.replace(preset ?? "")
        isUntouched = !editor.isEmpty
    }

    /// The first sign stands in place of what was proposed; a key that moves or deletes keeps it to be changed.
    private mutating func write(_ key: Key) {
        switch key {
        case .sign, .pasted: if isUntouched { editor.replace("") }
        default: break
        }
        if editor.take(key) { isUntouched = false }
    }

    private mutating func give(_ value: String) -> Bool {
        answers.append((questions[at].key, value))
        at += 1
        while let next = question, !next.onlyAfter.isEmpty, !next.onlyAfter.contains(value) {
            at += 1
        }
        propose(question?.preset)
        return question == nil
    }

    /// The line as it is sent.
    package var line: String { text(answers) }

    /// The line so far, if something was written: a choice is made again in a moment, a sentence is not.
    package var draft: String {
        guard let question, question.choices.isEmpty, use.isSent else { return "" }
        let written = trimmed(editor.text)
        guard !written.isEmpty, written != question.preset else { return "" }
        return text(answers + [(question.key, written)])
    }

    private func text(_ answers: [(key: String, value: String)]) -> String {
        var line = head
        // Two answers of one key are one value, what was asked first at its end: an outcome stands
        // behind the words that explain it.
        var fields: [(key: String, value: String)] = []
        for answer in answers where !answer.value.isEmpty {
            if !answer.key.isEmpty, let at = fields.firstIndex(where: { $0.key == answer.key }) {
                fields[at].value = "\(answer.value); \(fields[at].value)"
            } else {
                fields.append(answer)
            }
        }
        for answer in fields {
            line += " "
            line += answer.key.isEmpty ? answer.value : LineWriter.field(answer.key, answer.value)
        }
        return line
    }

    private func trimmed(_ text: String) -> String {
        var view = text[...]
        while view.first == " " { view.removeFirst() }
        while view.last == " " { view.removeLast() }
        return String(view)
    }
}
