// SPDX-License-Identifier: Apache-2.0
/// A control group of our own for one centre: how much memory or processor it may have.
/// Never outlives its owner, and never holds anybody else.

import Glibc
import Rig

final class ControlGroup {
    private let path: String

    init(_ controller: String) throws {
        path = "/sys/fs/cgroup/\(controller)/safebell-torture-\(getpid())-\(UInt16.random(in: 0...9999))"
        guard mkdir(path, 0o755) == 0, access("\(path)/cgroup.procs", W_OK) == 0 else {
            rmdir(path)
            throw NotHere(reason: "no control group \(controller) (version 1) can be made")
        }
    }

    /// A group is empty a moment after its last process was waited for.
    deinit { try? waitUntil(within: 2, "an empty group") { rmdir(path) == 0 } }

    func set(_ key: String, _ value: Int) throws {
        let descriptor = open("\(path)/\(key)", O_WRONLY | O_CLOEXEC)
        defer { close(descriptor) }
        let text = Array("\(value)".utf8)
        guard descriptor >= 0, Glibc.write(descriptor, text, text.count) == text.count else {
            throw NotHere(reason: "no control group setting \(key)")
        }
    }

    /// What stands before a program's own words so that it runs inside.
    var wrapper: [String] { ["sh", "-c", "echo $$ >\(path)/cgroup.procs && exec \"$@\"", "sh"] }
}
