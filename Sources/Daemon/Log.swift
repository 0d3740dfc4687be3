// SPDX-License-Identifier: Apache-2.0
/// One line per fact worth a line, to standard error, in the form journald reads (`<6>...`).
/// Never a name, an address, a telephone number or health data: ids and codes only.

import Glibc
import Settings
import Synchronization
import Wire

/// Severities of syslog that we use.
enum Severity: Int, Sendable {
    case error = 3
    case warning = 4
    case info = 6
    case debug = 7
}

enum Log {
    private static let threshold = Atomic<Int>(Severity.info.rawValue)

    /// Lines less severe than `level` are not written.
    static func keep(_ level: LogLevel) {
        let severity: Severity =
            switch level {
            case .error: .error
            case .warning: .warning
            case .info: .info
            case .debug: .debug
            }
        threshold.store(severity.rawValue, ordering: .relaxed)
    }

    static func error(_ what: String, _ fields: [(StaticString, String)] = []) {
        write(.error, what, fields)
    }
    static func warning(_ what: String, _ fields: [(StaticString, String)] = []) {
        write(.warning, what, fields)
    }
    static func info(_ what: String, _ fields: [(StaticString, String)] = []) {
        write(.info, what, fields)
    }

    private static func write(
        _ severity: Severity, _ what: String, _ fields: [(StaticString, String)]
    ) {
        guard severity.rawValue <= threshold.load(ordering: .relaxed) else { return }
        var writer = LineWriter(capacity: 160)
        writer.word(what)
        for (key, value) in fields { writer.field(key, value) }
        var line = Array("<\(severity.rawValue)>".utf8)
        line += writer.finish().drop { $0 == 32 }
        if line.last != 10 { line.append(10) }
        // One write a line, so that lines of different workers do not mix.
        _ = line.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
    }
}
