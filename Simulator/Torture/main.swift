// SPDX-License-Identifier: Apache-2.0
// `Torture`: holds the ordeals one after the other within a budget, and prints one table.
// Never calls something passed that was not run.

@preconcurrency import Glibc
import Rig

setvbuf(stdout, nil, _IOLBF, 0)
signal(SIGPIPE, SIG_IGN)
do {
    exit(try Torture(Array(CommandLine.arguments.dropFirst())).run() ? 0 : 1)
} catch {
    fputs("Torture: \(error)\n", stderr)
    exit(64)
}
