// SPDX-License-Identifier: Apache-2.0
// Owns what we tell systemd: ready, alive, reloading, stopping; sd_notify(3) by hand.
// Never waits for an answer, and never fails the program: without systemd nothing is said.

import Glibc
import Sockets

/// The notification socket of the service manager.
package struct Systemd: Sendable {
    /// NOTIFY_SOCKET: a path, or `@` and an abstract name; nil: not started by systemd.
    private let path: String?

    /// How often `alive` must be said: half of WatchdogSec, as sd_watchdog_enabled(3) advises, in
    /// milliseconds; nil: no watchdog.
    package let aliveSpan: Int64?

    /// Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
    package init() {
        self.init(
            environment: { name in getenv(name).map { String(cString: $0) } }, process: getpid())
    }

    /// - Parameters:
    ///   - environment: the value of a variable.
    ///   - process: the process that WATCHDOG_PID must name, when it is there.
    package init(environment: (String) -> String?, process: Int32) {
        path = environment("NOTIFY_SOCKET").flatMap { path in
            path.hasPrefix("/") || path.hasPrefix("@") ? path : nil
        }
        let microseconds = environment("WATCHDOG_USEC").flatMap { Int64($0) } ?? 0
        let isOurs = environment("WATCHDOG_PID").map { Int32($0) == process } ?? true
        aliveSpan = microseconds > 0 && isOurs ? max(1, microseconds / 2000) : nil
    }

    /// Start-up or reloading is over; `status` is shown by `systemctl status`.
    @discardableResult
    package func ready(status: String) -> Bool { notify("READY=1\n" + line(status)) }

    /// The configuration is being read again; `ready` must follow.
    @discardableResult
    package func reloading() -> Bool {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let microseconds = Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
        // Type=notify-reload wants the moment, to tell this reload from an earlier one.
        return notify("RELOADING=1\nMONOTONIC_USEC=\(microseconds)")
    }

    /// The program ends.
    @discardableResult
    package func stopping(status: String) -> Bool { notify("STOPPING=1\n" + line(status)) }

    /// One line for `systemctl status`.
    @discardableResult
    package func status(_ status: String) -> Bool { notify(line(status)) }

    /// The program lives; say it every `aliveSpan`.
    @discardableResult
    package func alive() -> Bool { notify("WATCHDOG=1") }

    private func line(_ status: String) -> String {
        // A line feed would begin another variable.
        "STATUS=" + status.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// - Returns: whether systemd got the datagram.
    private func notify(_ text: String) -> Bool {
        guard let path, let (address, length) = Self.address(of: path) else { return false }
        let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = FileDescriptor(owning: socket(AF_UNIX, kind, 0))
        guard descriptor.isOpen else { return false }
        let bytes = Array(text.utf8)
        // Not blocking: a service manager that does not read must not hold up an alarm.
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        let sent = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { form in
                sendto(descriptor.raw, bytes, bytes.count, flags, form, length)
            }
        }
        return sent == bytes.count
    }

    private static func address(of path: String) -> (sockaddr_un, socklen_t)? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        let isAbstract = name[0] == UInt8(ascii: "@")
        if isAbstract { name[0] = 0 }
        let room = MemoryLayout.size(ofValue: address.sun_path)
        // A path ends with a NUL; an abstract name is as long as the length says.
        guard name.count < room else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = MemoryLayout<sockaddr_un>.size - room + name.count + (isAbstract ? 0 : 1)
        return (address, socklen_t(length))
    }
}
