// SPDX-License-Identifier: Apache-2.0
// Owns the sockets that systemd opened for us, by the name their unit gave them.
// Never opens one itself; what nobody takes is closed.

import Glibc

/// The descriptors of sd_listen_fds(3): LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES.
package struct InheritedDescriptors: ~Copyable {
    /// More than any unit of ours has; a larger number is a broken environment.
    package static let countMax: Int32 = 64
    /// SD_LISTEN_FDS_START.
    package static let firstDescriptor: Int32 = 3

    private var entries: [(name: String, raw: Int32)] = []

    /// Takes them over, sets O_CLOEXEC, and removes the variables, so that no child believes them.
    package init() {
        self.init(environment: Self.variable)
        for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsafe unsetenv(name) }
    }

    /// - Parameters:
    ///   - environment: the value of a variable.
    ///   - first: number of the first descriptor.
    ///   - process: the process the descriptors are meant for.
    package init(
        environment: (String) -> String?, first: Int32 = firstDescriptor, process: Int32 = getpid()
    ) {
        guard environment("LISTEN_PID").flatMap({ Int32($0) }) == process,
            let count = environment("LISTEN_FDS").flatMap({ Int32($0) }),
            count > 0, count <= Self.countMax
        else { return }
        let names = (environment("LISTEN_FDNAMES") ?? "")
            .split(separator: ":", omittingEmptySubsequences: false)
        for index in 0..<count {
            let raw = first + index
            guard fcntl(raw, F_SETFD, FD_CLOEXEC) == 0 else { continue }
            let name = Int(index) < names.count ? String(names[Int(index)]) : "unknown"
            entries.append((name, raw))
        }
    }

    deinit {
        for entry in entries { _ = Glibc.close(entry.raw) }
    }

    private static func variable(_ name: String) -> String? {
        guard let text = unsafe getenv(name) else { return nil }
        return unsafe String(cString: text)
    }

    /// The names that are left, in the order of the descriptors; a unit with two ListenStream= lines
    /// gives one name twice.
    package var names: [String] { entries.map(\.name) }

    /// Hands over the first descriptor of that name; nil when none is left.
    package mutating func take(_ name: String) -> Int32? {
        guard let index = entries.firstIndex(where: { $0.name == name }) else { return nil }
        return entries.remove(at: index).raw
    }
}
