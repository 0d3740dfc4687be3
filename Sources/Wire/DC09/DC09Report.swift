// SPDX-License-Identifier: Apache-2.0
/// What a device reports with one frame, ready for the desk's side: events, words, place, clock.
/// Never says what a code means or whose device it is; and owns what makes two frames the same one.

package import Vocabulary

/// A frame that is to be stored and then acknowledged.
package struct DC09Report: Equatable, Sendable {
    package var token: DC09Token
    /// The account by which the device is known: the header's, or that in the data where the header
    /// has none or only the other one is listed. Spelled as in the file of accounts, else as sent.
    package var device: DeviceID
    /// The account in the header, as sent; empty where there is none.
    package var headerAccount: String
    /// The account in the data, as sent; it may differ (恒博: phone number outside, home unit inside).
    package var innerAccount: String
    /// Its line in the file of accounts; nil where it has none.
    package var listed: DiallerAccount?
    /// It came encrypted, and the key was right.
    package var isEncrypted: Bool
    /// Four characters, as sent.
    package var sequence: String
    /// In the order of the frame, at most `Limits.dc09EventsMax`; none in a heartbeat.
    package var events: [DC09Event]
    package var extended: ExtendedData
    /// The data as text, for messages that nothing else can be said of.
    package var data: String
    /// The device's clock, in seconds; nil where it sent none or nonsense.
    package var deviceTime: Int64?
    /// How far the device's clock is ahead, in seconds.
    package var skew: Int64?
    /// Something stood where nothing belongs, and was passed over.
    package var isOdd: Bool
    /// The same for the same frame sent again, whatever its timestamp says; different for other data.
    package var identity: UInt64

    /// Nothing happened: the device says only that it is there.
    package var isHeartbeat: Bool { events.isEmpty }
    /// All words of the device: those of its events, then the alarm text.
    package var text: String {
        (events.map(\.text) + [extended.alarmText]).filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The device's own number for event `index`: its sequence number and a digest of account,
    /// token, sequence and data, in 15 characters. No timestamp in it: a retry carries a new one.
    package func reference(ofEvent index: Int = 0) -> Reference {
        var digest = DC09Digest(state: identity)
        if index > 0 { digest.add(UInt8(truncatingIfNeeded: index)) }
        return Reference(sequence + digest.text)
    }
}

extension DC09Report {
    /// Puts together what a frame says. `bytes` are those that `content` speaks of: the body, or what
    /// was decrypted.
    init(
        _ frame: DC09Frame, body: ByteSpan, _ content: DC09Content, bytes: ByteSpan,
        accounts: DiallerAccounts, utcSeconds: Int64
    ) {
        let data = bytes.extracting(content.data.range)
        let (inner, rest) = DC09Payload.split(data)
        let outerBytes = body.extracting(frame.account.range)
        let innerBytes = data.extracting(inner.range)
        var known = accounts.find(outerBytes)
        var isOuter = !frame.account.isEmpty
        if known == nil, let other = accounts.find(innerBytes) {
            known = other
            isOuter = false
        }
        token = frame.token
        headerAccount = DC09Text.decoded(outerBytes, atMost: Limits.keyBytesMax)
        innerAccount = DC09Text.decoded(innerBytes, atMost: Limits.keyBytesMax)
        device = known?.device ?? DeviceID(isOuter ? headerAccount : innerAccount)
        listed = known
        isEncrypted = frame.isEncrypted
        sequence = string(body.extracting(frame.sequence.range))
        events = DC09Payload.events(data.extracting(rest.range), frame.token)
        extended = ExtendedData(bytes, content)
        self.data = events.isEmpty ? DC09Text.decoded(data) : ""
        deviceTime = DC09Time.seconds(bytes.extracting(content.timestamp.range))
        skew = deviceTime.map { $0 - utcSeconds }
        isOdd = content.hasOddTail
        var digest = DC09Digest()
        digest.addFolded(frame.account.isEmpty ? innerBytes : outerBytes)
        digest.add(body.extracting(frame.tokenText.range))
        digest.add(body.extracting(frame.sequence.range))
        digest.add(data)
        identity = digest.state
    }
}

/// FNV-1a with 64 bits: the same in every process, unlike Swift's own hashes.
struct DC09Digest {
    private(set) var state: UInt64

    init(state: UInt64 = 0xcbf2_9ce4_8422_2325) { self.state = state }

    mutating func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }

    /// A piece and a mark behind it, so that two pieces never read as another two.
    mutating func add(_ bytes: ByteSpan) {
        for at in 0..<bytes.count { add(bytes[at]) }
        add(0)
    }
    /// The same without regard to the case of ASCII letters.
    mutating func addFolded(_ bytes: ByteSpan) {
        for at in 0..<bytes.count {
            let byte = bytes[at]
            add(byte &- 0x61 < 26 ? byte - 0x20 : byte)
        }
        add(0)
    }

    /// Eleven characters of letters, digits, `-` and `_`.
    var text: String {
        String(unsafeUninitializedCapacity: 11) { bytes in
            for at in 0..<11 {
                let six = UInt8(state >> UInt64(at * 6) & 63)
                bytes[at] =
                    switch six {
                    case 0..<26: 0x41 + six
                    case 26..<52: 0x61 + six - 26
                    case 52..<62: 0x30 + six - 52
                    case 62: 0x2D
                    default: 0x5F
                    }
            }
            return 11
        }
    }
}
