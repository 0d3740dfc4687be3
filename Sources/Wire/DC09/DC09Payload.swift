// SPDX-License-Identifier: Apache-2.0
/// The data between a frame's first brackets: the account in front, then Contact ID or SIA blocks.
/// Never throws events away because one is odd: only data without any event is unreadable.

import Vocabulary

/// Reads data; holds nothing.
package enum DC09Payload {
    /// `#acct|` split off: its account (missing where there is none) and what follows.
    package static func split(_ data: ByteSpan) -> (account: DC09Range, rest: DC09Range) {
        var bar = 0
        while bar < data.count, data[bar] != 0x7C { bar += 1 }
        if data.count > 0, data[0] == 0x23 {
            return (DC09Range(1, bar), DC09Range(min(bar + 1, data.count), data.count))
        }
        if data.count > 0, data[0] == 0x7C { return (.missing, DC09Range(1, data.count)) }
        return (.missing, DC09Range(0, data.count))
    }

    /// The events of `rest`, as the token says they are written; none where nothing can be read.
    package static func events(_ rest: ByteSpan, _ token: DC09Token) -> [DC09Event] {
        switch token {
        case .contactID, .hengBo: ContactID(rest).map { [$0.event(in: rest)] } ?? []
        case .siaDCS: SIABlocks.events(rest)
        default: []
        }
    }
}
