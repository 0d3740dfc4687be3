// SPDX-License-Identifier: Apache-2.0
/// The list of what is fuzzed, and the one entry: bytes in, nothing out.
/// Never forgives: what must always hold is a precondition, and a finding is a trap.

import Wire

/// One kind of input, and what must hold of every one of them.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// Lines of gateways: framer, parser and manners as a socket's owner uses them.
    case device
    /// Lines of people: the same for the console port.
    case console
    /// Frames of diallers.
    case dc09
    /// What leaves: replies and events, read back; tables as files; the order of replies.
    case reply
    /// Configuration, and the files it names.
    case config

    /// Longest input that is worth trying: beyond it nothing new happens.
    package var bytesMax: Int {
        switch self {
        case .device, .console, .dc09, .reply: 9000
        case .config: 3000
        }
    }

    /// Shows `bytes` to the rooms of this target.
    package func run(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count > 1 else { return }
        let bytes = UnsafeBufferPointer(rebasing: bytes.prefix(bytesMax))
        switch self {
        case .device: fuzzDevice(bytes.span)
        case .console: fuzzConsole(bytes.span)
        case .dc09: fuzzDC09(bytes.span)
        case .reply: fuzzReply(bytes.span)
        case .config: fuzzConfig(bytes.span)
        }
    }

    /// Where chance begins: inputs that reach far already.
    package var seeds: [[UInt8]] {
        switch self {
        case .device: deviceSeeds
        case .console: consoleSeeds
        // Tests/Fuzz/seeds.py makes them of the known frames.
        case .dc09: []
        case .reply: replySeeds
        case .config: configSeeds
        }
    }

    /// Words that chance would not find.
    package var words: [String] {
        switch self {
        case .device: deviceWords
        case .console: consoleWords
        case .dc09:
            DC09Token.table.map { "\"\($0.name)\"" } + ["ADM-CID", "SIA-DCS", "#1234|", "[]", "]_"]
        case .reply: hardTexts
        case .config: configWords
        }
    }

    /// `words` as libFuzzer's -dict reads them.
    package var dictionary: String {
        words.map { word in
            let bytes = word.utf8.map { byte in
                (0x20..<0x7F).contains(byte) && byte != 0x22 && byte != 0x5C
                    ? String(UnicodeScalar(byte))
                    : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            return "\"\(bytes.joined())\"\n"
        }.joined()
    }
}

/// Texts that try to steer a terminal, end a line, turn the reading direction or run as a formula.
let hardTexts = [
    "\u{1B}]0;", "\u{1B}[2J", "\u{1B}]52;c;", "\r\n250 OK", "\u{202E}", "\u{2066}", "\u{FEFF}",
    "\u{85}",
    "\u{2028}", "\u{061C}", "=1+1", "+852", "-1", "@SUM(", "'=", "\\u{202E}", "\\n", "\\\"", "\\\\",
    "…",
    "浴室", "\u{0}", "\t",
]
