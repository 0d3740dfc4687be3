// SPDX-License-Identifier: Apache-2.0
/// How far a long work has come, on one line of the terminal.
/// Never writes anything where standard error is no terminal.

import Glibc
import Sockets

struct Progress {
    /// How often the line changes.
    private static let everyMilliseconds: Int64 = 100
    private static let isShown = isatty(2) == 1

    private let what: String
    private var shownAt: Int64 = 0

    init(_ what: String) { self.what = what }

    mutating func show(_ count: Int) {
        guard Progress.isShown else { return }
        let now = monotonicMilliseconds()
        guard now - shownAt >= Progress.everyMilliseconds else { return }
        shownAt = now
        Progress.put("\r\u{1B}[K\(what): \(counted(count, "row"))")
    }

    /// Takes the line away, so that a message can stand there.
    static func clear() {
        if isShown { put("\r\u{1B}[K") }
    }

    private static func put(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }
}
