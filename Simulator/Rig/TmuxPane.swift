// SPDX-License-Identifier: Apache-2.0
// Owns a program inside tmux, on a server of its own: what tmux itself says that it shows.
// Never the user's tmux: neither its server nor its settings.

import Glibc

package final class TmuxPane: SeenScreen {
    private let folder: String
    private let socket: String
    package let unknown: [String] = []
    package var complaint: String { "inside tmux" }

    /// Whether there is one.
    package static var isInstalled: Bool {
        ["/usr/bin", "/usr/local/bin", "/bin"].contains { access($0 + "/tmux", X_OK) == 0 }
    }

    /// - Parameter words: the program's path first.
    package init(
        _ words: [String], environment: [String: String], columns: Int, rows: Int, folder: String
    ) throws {
        self.folder = folder
        socket = "\(folder)/tmux-\(UInt32.random(in: 0...UInt32.max))"
        let settings = "\(folder)/tmux.conf"
        try write("set -g status off\nset -g escape-time 0\n", to: settings)
        let variables = environment.flatMap { ["-e", "\($0.key)=\($0.value)"] }
        try tmux(
            ["-f", settings, "new-session", "-d", "-x", String(columns), "-y", String(rows)]
                + variables + words)
    }

    deinit { _ = try? tmux(["kill-server"]) }

    @discardableResult
    private func tmux(_ words: [String]) throws -> String {
        // UTF-8 whatever the locale: -u.
        let process = try ChildProcess(["tmux", "-u", "-S", socket] + words, folder: folder)
        let ending = try process.end()
        defer { for file in process.files { unlink(file) } }
        guard ending == .exited(0) else {
            throw TestTrouble("tmux \(words.first ?? ""): \(ending): \(process.errors)")
        }
        return process.output
    }

    package var text: String {
        do {
            var seen = try tmux(["capture-pane", "-p"])
            if seen.last == "\n" { seen.removeLast() }
            return seen
        } catch {
            return "tmux shows nothing: \(error)"
        }
    }

    package func type(_ keys: String) {
        _ = try? tmux(["send-keys", "-l", "--", keys])
    }
}
