// SPDX-License-Identifier: Apache-2.0
// The command's main: arguments -> subcommand -> exit status.
// Never prints a Swift error: each failure is one sentence and one number.

import Glibc

signal(SIGPIPE, SIG_IGN)
do throws(Failure) {
    let order = try Order(Array(CommandLine.arguments.dropFirst()))
    exit(try order.run().rawValue)
} catch {
    say("safebell: \(error.text)")
    exit(error.status.rawValue)
}
