// SPDX-License-Identifier: Apache-2.0
/// The words in quotes at the head of a frame: what kind of message it is (DC-09-2007 5.5.1.6).
/// Never says what a message means: payloads do.

/// What a frame's token stands for.
package enum DC09Token: Equatable, Sendable {
    /// SIA DC-03/DC-07 blocks.
    case siaDCS
    /// Contact ID, DC-05.
    case contactID
    /// Link supervision, without data.
    case null
    /// The newer null message: state in its extended data.
    case extendedNull
    /// 恒博's own message, with Contact ID in it.
    case hengBo
    /// 恒博's message after connecting.
    case moduleRegistration
    /// A receiver's answers.
    case ack, nak, duh, response
    /// Another alarm format, tunnelled; none is read here.
    case legacy
    /// Not in the table.
    case unknown

    /// One row of the table.
    package struct Row: Sendable {
        package let name: String
        package let token: DC09Token
        package let meaning: String
    }

    /// Every token that is known; the only list (docs/protocol-dc09.md has the same).
    package static let table: [Row] =
        [
            Row(name: "SIA-DCS", token: .siaDCS, meaning: "SIA DC-03 blocks"),
            Row(name: "ADM-CID", token: .contactID, meaning: "Contact ID (DC-05)"),
            Row(name: "NULL", token: .null, meaning: "link supervision, link test"),
            Row(name: "XNM", token: .extendedNull, meaning: "null with its state in extended data"),
            Row(name: "HENG-BO", token: .hengBo, meaning: "恒博: private Contact ID"),
            Row(name: "MODULE_REG", token: .moduleRegistration, meaning: "恒博: after connecting"),
            Row(name: "ACK", token: .ack, meaning: "a receiver's word"),
            Row(name: "NAK", token: .nak, meaning: "a receiver's word"),
            Row(name: "DUH", token: .duh, meaning: "a receiver's word"),
            Row(name: "RSP", token: .response, meaning: "a receiver's word"),
        ]
        + legacyNames.map {
            Row(name: $0, token: .legacy, meaning: "another format, tunnelled")
        }

    private static let legacyNames = [
        "SIA-PUL", "ACR-SF", "ADM-41E", "ADM-42E", "ADM-HS", "DSC-43", "FBI-SF", "ITI-I", "SCN-S8",
        "SCN-S16", "SCN-S24", "SCT", "SES-SS", "SIA-S2K", "SK-FSK1", "SK-FSK2",
    ]

    /// How a frame of ours spells it; for `.legacy` and `.unknown` the caller knows better.
    package var name: String { Self.table.first { $0.token == self }?.name ?? "" }

    /// Reads the word between the quotes, without its star, in any case of letters.
    init(_ bytes: ByteSpan) {
        switch Word8(bytes, 0, bytes.count) {
        case "adm-cid": self = .contactID
        case "sia-dcs": self = .siaDCS
        case "null": self = .null
        case "xnm": self = .extendedNull
        case "heng-bo": self = .hengBo
        case "ack": self = .ack
        case "nak": self = .nak
        case "duh": self = .duh
        case "rsp": self = .response
        default: self = Self.rare(bytes)
        }
    }

    private static func rare(_ bytes: ByteSpan) -> DC09Token {
        guard bytes.count <= 10 else { return .unknown }
        let word = string(bytes)
        return table.first { $0.name == word }?.token ?? .unknown
    }

    /// A device reports something with it, and waits for an ACK.
    package var isReport: Bool {
        switch self {
        case .siaDCS, .contactID, .null, .extendedNull, .hengBo, .moduleRegistration: true
        case .ack, .nak, .duh, .response, .legacy, .unknown: false
        }
    }
    /// Says only that the device is there.
    package var isPoll: Bool { self == .null || self == .extendedNull }
    /// Only a receiver says it: answering would make two receivers talk for ever.
    package var isReply: Bool {
        switch self {
        case .ack, .nak, .duh, .response: true
        default: false
        }
    }
}
