// SPDX-License-Identifier: Apache-2.0
/// What was wrong with bytes on the DC-09 port, what is answered, and who must hear of it.
/// Never written to the log here: once per peer and hour is the log's own rule.

import Vocabulary

/// One thing that was wrong.
package struct DC09Fault: Equatable, Sendable {
    package let kind: Kind
    /// The account it was said in the name of; empty where none could be read.
    package let account: String
    /// The account is listed.
    package let isListed: Bool
    /// The token, the code, the seconds: what helps to find it. Safe to print.
    package let detail: String
    /// What the refused message says, where it can be read: an operator must see it.
    package let report: DC09Report?
    /// The other protocol that was recognised.
    package let foreign: DC09Foreign?
    /// Its token says that it was a poll: nothing has happened.
    package let isPoll: Bool

    init(
        _ kind: Kind, account: String = "", isListed: Bool = false, detail: String = "",
        report: DC09Report? = nil, foreign: DC09Foreign? = nil, isPoll: Bool = false
    ) {
        self.kind = kind
        self.account = account
        self.isListed = isListed
        self.detail = detail
        self.report = report
        self.foreign = foreign
        self.isPoll = isPoll || report?.isHeartbeat == true
    }

    /// An account that is in no file and in no directory; only the directory's owner can say so.
    package static func unknownAccount(_ report: DC09Report) -> DC09Fault {
        DC09Fault(
            .unknownAccount, account: report.device.text, detail: DC09Manners.summary(of: report),
            isPoll: report.isHeartbeat)
    }

    /// Whether operators must be told, as far as the file of accounts knows. Where this is false
    /// and `kind.tells` is `.ifKnown`, the directory of devices may know the account.
    package var tellsOperators: Bool {
        switch kind.tells {
        case .nobody: false
        case .ifKnown: isListed
        case .operators: true
        }
    }

    /// Who must hear of a fault, beside the log and the counters.
    package enum Telling: String, Sendable {
        case nobody
        case ifKnown = "operators, of a known account"
        case operators
    }

    /// What can be wrong; docs/protocol-dc09.md has the same table.
    package enum Kind: String, CaseIterable, Sendable {
        case wrongCRC = "wrong-crc"
        case badLength = "bad-length"
        case tooLong = "too-long"
        case noise
        case unfinished
        case unreadable
        case replyToken = "reply-token"
        case unknownToken = "unknown-token"
        case unparsableData = "unparsable-data"
        case unknownAccount = "unknown-account"
        case clearFromKeyed = "clear-from-keyed"
        case noKey = "no-key"
        case noCipher = "no-cipher"
        case wrongKey = "wrong-key"
        case noTimestamp = "no-timestamp"
        case clockOff = "clock-off"

        package var meaning: String { row.0 }
        package var answer: String { row.1 }
        package var tells: Telling { row.2 }
        /// The message may have been a press that could not be read.
        package var mayHideAPress: Bool {
            switch self {
            case .unknownToken, .unparsableData, .noKey, .noCipher, .wrongKey, .clearFromKeyed: true
            default: false
            }
        }
        /// Counts towards the errors in a row that end a connection.
        package var isError: Bool {
            switch self {
            case .wrongCRC, .badLength, .tooLong, .noise, .unfinished, .unreadable: true
            default: false
            }
        }

        private var row: (String, String, Telling) {
            switch self {
            case .wrongCRC:
                ("the checksum does not match", "none; NAK where `dc09.damagedFrames` says so",
                    .nobody)
            case .badLength: ("no CR where the length says", "none", .nobody)
            case .tooLong: ("a length of more than 4,095", "none", .nobody)
            case .noise: ("no frame; another protocol", "none", .nobody)
            case .unfinished: ("a datagram that ends inside a frame", "none", .nobody)
            case .unreadable: ("no token, sequence or bracket", "none", .nobody)
            case .replyToken: ("ACK, NAK, DUH or RSP: a receiver's words", "none", .nobody)
            case .unknownToken: ("a token that is not read here", "DUH", .ifKnown)
            case .unparsableData: ("data without an event", "DUH", .ifKnown)
            case .unknownAccount:
                ("neither listed nor a known device, and `dc09.unknownAccounts` is `silent`", "none",
                    .nobody)
            case .clearFromKeyed:
                ("in clear, from an account with a key", "none; ACK where its line says so",
                    .operators)
            case .noKey: ("encrypted, and its account has no key here", "none", .operators)
            case .noCipher:
                ("encrypted, and this program was built without encryption", "none", .operators)
            case .wrongKey: ("decrypts to nothing that can be read", "none", .operators)
            case .noTimestamp: ("encrypted without a timestamp", "NAK with UTC", .ifKnown)
            case .clockOff:
                ("encrypted, and its clock is not within -40...+20 s", "NAK with UTC", .nobody)
            }
        }

        init(_ reason: DC09SkipReason) {
            switch reason {
            case .wrongCRC: self = .wrongCRC
            case .badLength: self = .badLength
            case .tooLong: self = .tooLong
            case .unfinished: self = .unfinished
            case .noise, .filler: self = .noise
            }
        }
    }
}
