// SPDX-License-Identifier: Apache-2.0
/// A line from a supervisor on a person's console. Logged, bounded, and never kept for who is not here:
/// a message that is read tomorrow is worse than a refusal that is read now.

import Vocabulary

extension Desk {
    /// TELL.
    mutating func tell(
        _ person: OperatorID, _ text: String, _ me: OperatorID, _ asker: Requester
    ) {
        guard let position = state.seats.position(of: person) else {
            return refuse(asker, .unknownOperator(person))
        }
        guard !text.isEmpty, text.utf8.count <= Limits.messageBytesMax else {
            return refuse(
                asker,
                .outOfRange(
                    field: "text", expected: "a message of 1...\(Limits.messageBytesMax) bytes"))
        }
        guard state.presence.people[position] != nil else {
            return refuse(asker, .notHere(person, expected: "somebody who is logged on"))
        }
        record(.messageSent(to: person, by: me, text: text))
        announce(.person(person), .message(from: me, text: text))
        reply(asker, .told(person))
    }
}
