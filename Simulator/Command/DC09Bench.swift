// SPDX-License-Identifier: Apache-2.0
/// Owns the measurement of the dialler port's rooms: how many DC-09 frames one core reads in a second.
/// Never touches a socket or a disk, and never judges: it returns figures.

import Glibc
import Vocabulary
import Wire

/// Frames in a receive buffer, as a socket's owner shows them: cut, taken apart, payload read, manners
/// asked, ACK written.
enum DC09Bench {
    /// Different frames in the buffer, so that no branch is learned by heart.
    static let frameCount = 1024
    /// Buffers read in one round.
    static let buffersPerRound = 100
    /// Rounds of each; the median is reported.
    static let roundCount = 5

    private static var processorNanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
    private static let now: Int64 = 1_795_217_400
    private static let padding = DC09Padding(0x1357, 0x2468, 0x369C, 0x48D0)

    /// Frames per second of processor time on one core.
    static func run() -> [(name: String, framesPerSecond: Double)] {
        let key = MaskedBytes(Array("0123456789ABCDEF".utf8))
        let kinds: [(String, String, MaskedBytes?)] = [
            ("ADM-CID", "1101 01 015", nil), ("SIA-DCS", "Nri1/QA015|APendant bathroom", nil),
            ("NULL", "", nil),
        ]
        var plans = kinds
        if Cipher.isPresent { plans.append(("ADM-CID", "1101 01 015", key)) }
        return plans.flatMap { token, payload, key in
            let name = (key == nil ? "" : "AES-128 ") + token
            let buffer = buffer(token, payload, key)
            let accounts = accounts(key)
            return [
                ("\(name) read", median { read(buffer, accounts, answering: false) }),
                ("\(name) read and ACK", median { read(buffer, accounts, answering: true) }),
            ]
        } + [("frames cut only", median { cut(buffer("ADM-CID", "1101 01 015", nil)) })]
    }

    private static func median(_ round: () -> Int) -> Double {
        let figures = (0..<roundCount).map { _ in
            let begin = processorNanoseconds
            let count = round()
            return Double(count) * 1e9 / Double(processorNanoseconds - begin)
        }
        return figures.sorted()[roundCount / 2]
    }

    private static func buffer(_ token: String, _ payload: String, _ key: MaskedBytes?) -> [UInt8] {
        (0..<frameCount).flatMap { index in
            var message = DC09Message(
                token: token, sequence: index % 9999 + 1, account: "\(100_000 + index)",
                payload: payload.isEmpty ? nil : payload)
            message.time = now
            message.key = key
            guard let bytes = try? message.encoded(padding: padding) else {
                preconditionFailure("a message that cannot be written")
            }
            return bytes
        }
    }

    private static func accounts(_ key: MaskedBytes?) -> DiallerAccounts {
        DiallerAccounts(
            (0..<frameCount).map {
                DiallerAccount(device: DeviceID("\(100_000 + $0)"), key: key)
            })
    }

    private static func cut(_ buffer: [UInt8]) -> Int {
        var count = 0
        for _ in 0..<buffersPerRound {
            let bytes = buffer.span
            var at = 0
            while at < bytes.count {
                let cut = DC09Cutter.cut(bytes.extracting(at..<bytes.count))
                if case .frame = cut { count += 1 }
                at += cut.count
            }
        }
        precondition(count == buffersPerRound * frameCount, "a frame got lost")
        return count
    }

    private static func read(
        _ buffer: [UInt8], _ accounts: DiallerAccounts, answering: Bool
    ) -> Int {
        var count = 0
        var acknowledged = 0
        for _ in 0..<buffersPerRound {
            let bytes = buffer.span
            var at = 0
            while at < bytes.count {
                var manners = DC09Manners()
                let rest = bytes.extracting(at..<bytes.count)
                let cut = DC09Cutter.cut(rest)
                let turn = manners.take(cut, of: rest, utcSeconds: now, accounts: accounts)
                at += cut.count
                guard case .request(_, let number, let form) = turn else { continue }
                count += 1
                guard answering,
                    let ack = try? DC09Encoder.ack(form, utcSeconds: now, padding: padding)
                else { continue }
                manners.answer(number, ack) { acknowledged += $0.isEmpty ? 0 : 1 }
            }
        }
        precondition(count == buffersPerRound * frameCount, "a frame got lost")
        precondition(!answering || acknowledged == count, "an ACK got lost")
        return count
    }
}
