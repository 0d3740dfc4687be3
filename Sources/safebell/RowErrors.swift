// SPDX-License-Identifier: Apache-2.0
/// The wrong rows of one file: the first are printed as they are found, the others counted.
/// Never prints what stands in a cell: it may be about somebody's health.

import Terminal
import Vocabulary

struct RowErrors {
    private let path: String
    private(set) var count = 0

    init(of path: String) { self.path = printable(path) }

    var isEmpty: Bool { count == 0 }

    mutating func add(_ error: RowError) {
        count += 1
        guard count <= Limits.importErrorsMax else { return }
        Progress.clear()
        say(
            "\(path):\(error.line): column \(printable(error.column)): "
                + "expected \(printable(error.expected))")
    }

    /// Says how many there were; `.wrong`.
    func conclude(_ consequence: String) -> ExitStatus {
        if count > Limits.importErrorsMax {
            say("\(path): and \(count - Limits.importErrorsMax) more")
        }
        say("\(path): \(counted(count, "error")); \(consequence)")
        return .wrong
    }
}
