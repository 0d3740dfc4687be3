// SPDX-License-Identifier: Apache-2.0
/// What a dialler says, for the simulator and the tests: any token, in clear or encrypted, with each
/// quirk of real devices on demand. Never used by the receiver.

package import Vocabulary

/// A message of a dialler, before it is a frame.
package struct DC09Message: Sendable {
    /// What real devices do otherwise than the standard says (docs/protocol-dc09.md).
    package enum Quirk: String, CaseIterable, Sendable {
        /// The CRC as two raw bytes.
        case binaryCRC = "binary-crc"
        /// CRC, length and ciphertext in lower case.
        case lowerHex = "lower-hex"
        /// Length and CRC count the CR.
        case countsCR = "counts-cr"
        /// NUL bytes behind the frame.
        case trailingNUL = "trailing-nul"
        /// CR and LF behind the frame.
        case trailingCRLF = "trailing-crlf"
        /// No `L` at all.
        case noLine = "no-line"
        /// A bare `L`.
        case emptyLine = "empty-line"
        /// The account stands in the data only.
        case noHeaderAccount = "no-header-account"
        /// The sequence number in hex.
        case hexSequence = "hex-sequence"
        /// A null message with data (Hikvision).
        case nullWithData = "null-with-data"
        /// Encrypted without data: padding runs straight into `]`.
        case noPipe = "no-pipe"
        /// An encrypted message without a timestamp.
        case noTimestamp = "no-timestamp"
        /// One bit of the CRC wrong.
        case wrongCRC = "wrong-crc"
        /// A length that is one too small.
        case shortLength = "short-length"
        /// No LF in front.
        case noLineFeed = "no-lf"

        /// Who does it, for the document.
        package var meaning: String {
            switch self {
            case .binaryCRC: "CRC as two raw bytes (Lupus, Egardia, Climax, Trikdis)"
            case .lowerHex: "CRC, length, ciphertext in lower case (Lupus, Swissdotnet, Eaton)"
            case .countsCR: "length and CRC count the CR (ELDES without timestamp)"
            case .trailingNUL: "NUL behind the frame (G90B and clones)"
            case .trailingCRLF: "CR and LF behind the frame"
            case .noLine: "no `L` (my_dc09_spt)"
            case .emptyLine: "a bare `L` (G90B)"
            case .noHeaderAccount: "the account in the data only"
            case .hexSequence: "the sequence in hex (dc09_spt)"
            case .nullWithData: "NULL with data (Hikvision)"
            case .noPipe: "encrypted, without `|` where there is no data (siadc09)"
            case .noTimestamp: "encrypted, without a timestamp: NAK"
            case .wrongCRC: "one bit of the CRC wrong"
            case .shortLength: "a length one too small"
            case .noLineFeed: "no LF in front"
            }
        }
    }

    package var token: String
    /// 0...9999.
    package var sequence: Int
    package var receiver: String?
    package var line = "0"
    package var account: String
    /// Behind `#account|`; nil for a null message.
    package var payload: [UInt8]?
    /// Without brackets.
    package var blocks: [[UInt8]] = []
    /// Seconds; nil for a message without a timestamp.
    package var time: Int64?
    /// Given where it is to be encrypted.
    package var key: MaskedBytes?
    package var quirks: Set<Quirk> = []

    package init(token: String, sequence: Int, account: String, payload: String?) {
        self.token = token
        self.sequence = sequence
        self.account = account
        self.payload = payload.map { Array($0.utf8) }
    }

    /// The four characters of the sequence number.
    package var sequenceText: String {
        if quirks.contains(.hexSequence) {
            let digits = String(sequence, radix: 16, uppercase: true)
            return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
        return padded(sequence, 4)
    }

    /// The whole frame, and what stands behind it.
    package func encoded(padding: DC09Padding) throws(CipherError) -> [UInt8] {
        var body = Array("\"\(key == nil ? "" : "*")\(token)\"".utf8)
        body += header
        body.append(0x5B)
        if let key {
            var clear = try paddedContent(padding)
            clear = try Cipher.encrypted(clear, key: key)
            DC09Encoder.appendHex(clear, lower: quirks.contains(.lowerHex), to: &body)
        } else {
            body += content
        }
        return framed(body)
    }

    private var header: [UInt8] {
        var header = Array(sequenceText.utf8)
        if let receiver { header += Array("R\(receiver)".utf8) }
        if !quirks.contains(.noLine) {
            header += Array((quirks.contains(.emptyLine) ? "L" : "L\(line)").utf8)
        }
        if !quirks.contains(.noHeaderAccount) { header += Array("#\(account)".utf8) }
        return header
    }

    private var data: [UInt8] {
        if let payload { return Array("#\(account)|".utf8) + payload }
        return quirks.contains(.nullWithData) ? Array("#0000|0000 00 000".utf8) : []
    }

    private var tail: [UInt8] {
        var tail: [UInt8] = [0x5D]
        for block in blocks { tail += [0x5B] + block + [0x5D] }
        if let time, !quirks.contains(.noTimestamp) { DC09Time.append(time, to: &tail) }
        return tail
    }

    private var content: [UInt8] { data + tail }

    private func paddedContent(_ padding: DC09Padding) throws(CipherError) -> [UInt8] {
        let rest = (data.isEmpty && quirks.contains(.noPipe) ? [] : [0x7C]) + content
        var clear: [UInt8] = []
        padding.append(to: &clear, before: rest.count)
        return clear + rest
    }

    private func framed(_ body: [UInt8]) -> [UInt8] {
        let form = DC09Form(
            binaryCRC: quirks.contains(.binaryCRC), countsCR: quirks.contains(.countsCR),
            lowerHex: quirks.contains(.lowerHex))
        var bytes = DC09Encoder.frame(form.countsCR ? body + [0x0D] : body, form)
        if quirks.contains(.wrongCRC) {
            let place = form.binaryCRC ? 2 : 4
            bytes[place] =
                form.binaryCRC
                ? bytes[place] ^ 1
                : hexText((hexValue(bytes[place]) ?? 0) ^ 1, lower: form.lowerHex)
        }
        if quirks.contains(.shortLength) {
            let length = DC09Encoder.frame(Array(body.dropLast()), form)
            let place = form.binaryCRC ? 3 : 5
            bytes.replaceSubrange(place..<(place + 4), with: length[place..<(place + 4)])
        }
        if quirks.contains(.noLineFeed) { bytes.removeFirst() }
        if quirks.contains(.trailingNUL) { bytes += [0, 0] }
        if quirks.contains(.trailingCRLF) { bytes += [0x0D, 0x0A] }
        return bytes
    }
}
