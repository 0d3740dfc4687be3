// SPDX-License-Identifier: Apache-2.0
/// The hash of keys: a multiplication for each eight bytes, keyed by a secret of this process.
/// Never the same in two processes: devices choose their keys, and must not choose collisions.

/// A dozen keys are looked up for one press, and the library's hash costs 40 ns each, most of it to
/// begin and to end. (The scheme is wyhash's: a full product is folded, so that each bit of the
/// secret reaches each bit of the hash.)
package struct TextHash {
    /// Drawn by the library's hasher, which is seeded anew in each process.
    private static let secret: (begin: UInt64, fold: UInt64) = {
        var hasher = Hasher()
        let begin = hasher.finalize()
        hasher = Hasher()
        hasher.combine(begin)
        let fold = hasher.finalize()
        return (UInt64(bitPattern: Int64(begin)), UInt64(bitPattern: Int64(fold)) | 1)
    }()

    private var state: UInt64
    private let fold: UInt64

    package init(seed: Int) {
        let secret = TextHash.secret
        state = secret.begin ^ UInt64(bitPattern: Int64(seed))
        fold = secret.fold
    }

    package mutating func combine(_ word: UInt64) {
        let product = (state ^ word).multipliedFullWidth(by: fold)
        state = product.high ^ product.low
    }

    /// Equal texts give equal hashes, where `sameText` says what is equal.
    package mutating func combine(_ text: String) {
        let bytes = text.utf8.span.bytes
        let count = bytes.byteCount
        let before = state
        var all: UInt64 = 0
        var at = 0
        while at < count - 8 {
            let word = bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
            all |= word
            combine(word)
            at += 8
        }
        // The last eight bytes, some of them perhaps for the second time; of a short text, all.
        var word: UInt64 = 0
        if count >= 8 {
            word = bytes.unsafeLoadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        } else {
            for place in 0..<count {
                word =
                    word << 8
                    | UInt64(bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self))
            }
        }
        all |= word
        combine(word)
        combine(UInt64(count))
        guard all & 0x8080_8080_8080_8080 != 0 else { return }
        // Other scripts write the same text in several ways; the library knows them all.
        state = before
        combine(UInt64(bitPattern: Int64(text._rawHashValue(seed: 0))))
    }

    package func finalize() -> Int { Int(Int64(bitPattern: state)) }
}

/// Whether two keys are the same text, written with as many bytes. (Without the count, a few signs
/// such as U+212A KELVIN SIGN would equal ASCII letters, whose hash is another.)
package func sameText(_ a: String, _ b: String) -> Bool {
    a == b && a.utf8.count == b.utf8.count
}
