// SPDX-License-Identifier: Apache-2.0
/// `safebell backup`: lets the centre copy its database, and says where the copy is.
/// Never copies a file itself: only the centre knows when it is whole.

import Terminal
import Wire

enum BackupOrder {
    static func run(_ order: Order) throws(Failure) -> ExitStatus {
        var writer = LineWriter()
        writer.request("BACKUP")
        if let name = order["to"] { writer.field("to", name) }
        var client = try Client(order)
        let answer = try client.ask(writer.finish())
        guard answer.isYes else { throw Failure(answer.last, doing: "backup") }
        try printOut("\(printable(answer.last["file"] ?? ""))\n")
        return .good
    }
}
