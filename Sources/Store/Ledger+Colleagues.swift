// SPDX-License-Identifier: Apache-2.0
/// What colleagues said to each other and changed of each other's work -> rows, with the name of who did it.
/// Never opens a transaction: `write` holds it.

internal import Desk
internal import Vocabulary

extension Ledger {
    func recordColleagues(_ fact: Fact, _ place: StepPlace) throws(StoreError) {
        var codes = Codes()
        switch fact {
        case .queuesChanged(let person, let queues, let by):
            codes.add("operator", person.text)
            codes.add("queues", queues.joined(separator: ","))
            _ = try timeline.append(place, .queues, actor: .person(by), codes: codes)
            try directory.set(queues: queues, of: person)
        case .shiftOffered(let from, let to, let calls, let promises, let note):
            codes.add("to", to.text)
            codes.add("calls", calls.map(\.description).joined(separator: ","))
            codes.add("followups", promises.map(\.description).joined(separator: ","))
            let text = try timeline.write(note, home: nil, call: nil)
            _ = try timeline.append(
                place, .shiftOffered, actor: .person(from), codes: codes, text: text)
        case .shiftEnded(let from, let to, let ending, let by, let reason):
            codes.add("from", from.text)
            codes.add("to", to.text)
            codes.add("ending", ending.rawValue)
            let text = try timeline.write(reason, home: nil, call: nil)
            _ = try timeline.append(
                place, .shiftEnded, actor: by, codes: codes, text: text)
        case .messageSent(let to, let by, let words):
            codes.add("to", to.text)
            let text = try timeline.write(words, home: nil, call: nil)
            _ = try timeline.append(place, .message, actor: .person(by), codes: codes, text: text)
        case .listened(let call, let by, let isHere):
            codes.add("on", isHere ? 1 : 0)
            _ = try timeline.append(place, .listened, call: call, actor: .person(by), codes: codes)
        default: preconditionFailure("not a fact of colleagues")
        }
    }
}
