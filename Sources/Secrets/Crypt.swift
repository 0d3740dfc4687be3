// SPDX-License-Identifier: Apache-2.0
/// crypt(3): the system's own password hashing (yescrypt). Never home-made.

import CLinux
import Glibc

package enum Crypt {
    /// yescrypt at cost 5: 20-30 ms a check on the reference machine.
    private static let costDefault: UInt = 5

    /// Whether `secret` gives `hash`; false for a locked or malformed hash.
    package static func matches(_ secret: String, hash: String) -> Bool {
        guard let made = run(secret, setting: hash), made.utf8.count == hash.utf8.count else {
            return false
        }
        // Compared to the end whatever differs.
        var difference: UInt8 = 0
        for (a, b) in zip(made.utf8, hash.utf8) { difference |= a ^ b }
        return difference == 0
    }

    /// A new `$y$...` hash with a salt of the system's randomness; nil where crypt refuses.
    package static func newHash(of secret: String) -> String? {
        let setting = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 192) { buffer in
            crypt_gensalt_rn("$y$", costDefault, nil, 0, buffer.baseAddress, 192)
                .map { String(cString: $0) }
        }
        guard let setting else { return nil }
        return run(secret, setting: setting)
    }

    private static func run(_ secret: String, setting: String) -> String? {
        // 32 kB: on the heap, not on a worker's stack.
        let data = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
        defer { data.deallocate() }
        memset(data, 0, MemoryLayout<crypt_data>.size)
        guard let made = crypt_r(secret, setting, data) else { return nil }
        let text = String(cString: made)
        return text.hasPrefix("*") ? nil : text
    }
}
