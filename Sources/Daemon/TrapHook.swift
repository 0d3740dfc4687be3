// SPDX-License-Identifier: Apache-2.0
/// A trap on demand, for the tests that prove what a trap costs; `SAFEBELL_TRAP=1` arms it.
/// Never there in a release build.

import Desk
import Glibc
import Vocabulary

enum TrapHook {
    #if DEBUG
        private static let isArmed = getenv("SAFEBELL_TRAP") != nil

        /// A line that kills the socket worker that reads it.
        static func onSocket(_ line: Swift.Span<UInt8>) {
            guard isArmed, line.withUnsafeBufferPointer({ bytes in
                String(decoding: bytes, as: UTF8.self).contains("trap-socket")
            }) else { return }
            fatalError("a trap was asked for")
        }

        /// An event that kills the desk.
        static func onDesk(_ event: DeskEvent) {
            guard isArmed, "\(event)".contains("trap-desk") else { return }
            fatalError("a trap was asked for")
        }
    #else
        @inline(__always) static func onSocket(_ line: Swift.Span<UInt8>) {}
        @inline(__always) static func onDesk(_ event: DeskEvent) {}
    #endif
}
