// SPDX-License-Identifier: Apache-2.0
/// Why a subcommand ends without success: the sentence for the person and the number for scripts.
/// Never holds a secret or a cell of a record.

import Terminal
import Wire

/// What the shell gets: 0 and 1 of our own, the rest from sysexits(3).
enum ExitStatus: Int32, CaseIterable {
    case good = 0
    /// Something wrong was found, or the centre refused.
    case wrong = 1
    /// The command line is not understood.
    case usage = 64
    /// No centre answers at the address.
    case noCentre = 69
    /// Our own fault: a bug, or this machine refuses something ordinary.
    case ourFault = 70
    /// Wrong name or secret, or a role that may not do this.
    case denied = 77

    var meaning: String {
        switch self {
        case .good: "done"
        case .wrong: "something wrong was found, or the centre refused"
        case .usage: "the command line is not understood"
        case .noCentre: "no centre answers at this address"
        case .ourFault: "a fault of this command or this machine"
        case .denied: "wrong name or secret, or your role may not do this"
        }
    }
}

struct Failure: Error {
    let status: ExitStatus
    let text: String

    init(_ status: ExitStatus, _ text: String) {
        self.status = status
        self.text = text
    }

    static func usage(_ text: String) -> Failure { Failure(.usage, text) }

    /// What a refusal of the centre means here.
    init(_ reply: ReplyLine, doing what: String) {
        let row = ReplyCode.all.first { $0.code == reply.code && $0.word == reply.word }
        // The centre's own reason says more than the code's general meaning.
        var text = "\(what): \(reply["reason"] ?? row?.meaning ?? reply.word)"
        for field in reply.fields where field.key != "reason" {
            text += field.key.isEmpty ? " \(field.value)" : " \(field.key)=\(field.value)"
        }
        text += " (\(reply.code) \(reply.word))"
        switch row {
        case .denied, .login, .power, .wait: status = .denied
        case .closing: status = .noCentre
        default: status = .wrong
        }
        self.text = printable(text)
    }
}
