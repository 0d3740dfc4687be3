// SPDX-License-Identifier: Apache-2.0
/// The right of one process to a data folder: two centres on one would be two desks that give
/// out the same call numbers. Never a file that could stay behind: the kernel forgets it with us.

import Glibc
import Sockets

final class FolderClaim: Sendable {
    enum Outcome: Sendable {
        case ours
        /// Another process has it.
        case taken
        /// The folder cannot be opened now.
        case unreachable
    }

    private let path: String
    /// The folder, open as long as we live; -1 before.
    private let descriptor = Locked<Int32>(-1)

    init(_ path: String) { self.path = path }

    /// Claims the folder; claiming it again is harmless.
    func take() -> Outcome {
        descriptor.withLock { held in
            if held >= 0 { return .ours }
            let opened = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard opened >= 0 else { return .unreachable }
            guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
                close(opened)
                return .taken
            }
            held = opened
            return .ours
        }
    }
}
