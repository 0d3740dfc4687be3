// SPDX-License-Identifier: Apache-2.0
/// Which homes of the town have a device that dials over DC-09, and how each of them speaks.
/// Never stored: as the rest of the town it follows from the seed.

package import Vocabulary
package import Wire

/// Shares of the town, in percent.
package struct DialledMix: Equatable, Sendable {
    /// Of all homes: their device dials instead of standing behind a gateway.
    package var share: Int
    /// Of those: they send datagrams.
    package var datagrams: Int
    /// Of those: they encrypt.
    package var keyed: Int

    package init(share: Int, datagrams: Int = 20, keyed: Int = 30) {
        self.share = share
        self.datagrams = datagrams
        self.keyed = keyed
    }
}

extension Town {
    /// What real devices do otherwise; each device does at most one of them, and half of them none.
    package static let quirksShown: [DC09Message.Quirk] = [
        .binaryCRC, .lowerHex, .countsCR, .trailingNUL, .noLine, .emptyLine, .noHeaderAccount,
        .hexSequence,
    ]

    /// How the device in `home` dials; nil where it stands behind a gateway. A larger share only
    /// adds homes.
    package func dialledDevice(_ home: Int, _ mix: DialledMix) -> DialledDevice? {
        var chance = Chance(seed: seed, stream: 0x8_0000_0000 &+ UInt64(home))
        guard chance.below(100) < mix.share else { return nil }
        var device = DialledDevice(account: Town.deviceName(home))
        device.usesDatagrams = chance.below(100) < mix.datagrams
        let isKeyed = chance.below(100) < mix.keyed
        device.keepsConnection = chance.happens(250)
        device.sendsTime = chance.happens(500)
        if chance.happens(500) { device.quirks = [chance.pick(Town.quirksShown)] }
        let words = (0..<4).map { _ in chance.next() }
        if isKeyed {
            let bytes = words.prefix(home % 3 == 0 ? 4 : 2).flatMap { word in
                (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
            }
            device.key = MaskedBytes(bytes)
            // Without an account in front nobody knows the key.
            device.quirks.remove(.noHeaderAccount)
        }
        // Only seen of devices that send no time (ELDES).
        if isKeyed || device.sendsTime { device.quirks.remove(.countsCR) }
        return device
    }

    /// Its line in the file of accounts, with its end; nil for a device that needs none.
    package func accountLine(_ home: Int, _ mix: DialledMix) -> String? {
        guard let device = dialledDevice(home, mix), let key = device.key else { return nil }
        let digits = key.shown.map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        return "\(device.account) key=hex:\(digits.joined())\n"
    }

    /// Whether the device in `home` speaks SIA instead of Contact ID.
    package func speaksSIA(_ home: Int) -> Bool { home % 4 == 3 }
}

/// What a device says, as DC-09 has it.
package struct DialledWords: Equatable, Sendable {
    package let token: DC09Token
    package let payload: String?
    package let blocks: [String]

    /// Contact ID and SIA for each kind of a town's day (Config/event-codes.json5). Contact ID has no
    /// code for a fall; real devices say 100, medical.
    private static let codes: [(kind: String, contactID: String, sia: String)] = [
        ("button", "1101", "QA"), ("fall", "1100", "MA"), ("cancel", "1406", "OC"),
        ("battery-low", "1384", "XT"), ("power-lost", "1301", "AT"), ("power-back", "3301", "AR"),
        ("fault", "1300", "YX"), ("tamper", "1137", "TA"), ("test", "1602", "RP"),
    ]
    /// A general alarm, for a kind that is not among them.
    private static let otherwise = (contactID: "1140", sia: "UA")

    /// `room` is left out where it is empty.
    package init(_ kind: SignalKind, speaksSIA: Bool, room: String) {
        let row = DialledWords.codes.first { $0.kind == kind.word }
        if speaksSIA {
            token = .siaDCS
            payload = "Nri1/\(row?.sia ?? DialledWords.otherwise.sia)015"
        } else {
            token = .contactID
            payload = "\(row?.contactID ?? DialledWords.otherwise.contactID) 01 015"
        }
        blocks = room.isEmpty ? [] : ["L\(room)"]
    }

    /// A poll.
    package static let poll = DialledWords(token: .null, payload: nil, blocks: [])

    private init(token: DC09Token, payload: String?, blocks: [String]) {
        self.token = token
        self.payload = payload
        self.blocks = blocks
    }
}
