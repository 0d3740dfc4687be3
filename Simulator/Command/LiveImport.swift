// SPDX-License-Identifier: Apache-2.0
/// Brings a town's records and its operators into the daemon, through the console, as an
/// administrator would. Never goes on after a row was refused.

import Secrets
import Vocabulary
import Wire
import World

extension LiveRun {
    /// Rows on their way at once: half of what the centre lets wait on one connection.
    static let importRowsOwedMax = Limits.pipelineMax / 2
    /// Real seconds that the centre may take to apply a table after COMMIT.
    static let importCommitSecondsMax: Int64 = 300

    /// Imports what the settings ask for.
    func importRecords() throws(LiveError) {
        let administrator = try seatAlone(
            .administrator, settings.administrator.name, settings.administrator.secret)
        if settings.importsTown {
            let town = settings.town
            for kind in Town.tables {
                try importTable(kind, administrator, parts: town.homeCount) {
                    town.rows(kind, of: $0)
                }
            }
        }
        if settings.importsStaff {
            guard let hash = Crypt.newHash(of: settings.staffSecret) else {
                throw LiveError(text: "crypt(3) cannot hash the operators' secret")
            }
            let seed = settings.town.seed
            try importTable(.operators, administrator, parts: settings.staff.count) {
                [Staff.row($0, seed: seed, secretHash: hash)]
            }
        }
        if let connection = administrator.connection {
            administrator.owe(.quit)
            client.send(Array("QUIT\n".utf8), on: connection)
        }
    }

    private func importTable(
        _ kind: RecordKind, _ peer: LivePeer, parts: Int, rows: (Int) -> [[String]]
    ) throws(LiveError) {
        let began = realNow
        let begin = try converse(peer, "IMPORT BEGIN kind=\(kind.rawValue)")
        guard begin.first?.code == 350 else { throw importRefused(kind, begin) }
        // The first line of a file has the names of the columns.
        var line = 1
        for part in 0..<parts {
            for cells in rows(part) {
                line += 1
                try sendRow(line, cells, peer)
            }
        }
        try wait(seconds: 60, for: "the import of \(kind.rawValue)") { peer.owedCount == 0 }
        if let error = importErrors.first {
            _ = try converse(peer, "IMPORT ABORT")
            throw LiveError(
                text: "\(importErrors.count) rows of \(kind.rawValue) refused; first: \(error)")
        }
        let commit = try converse(peer, "IMPORT COMMIT", seconds: LiveRun.importCommitSecondsMax)
        guard commit.first?.code == 250 else { throw importRefused(kind, commit) }
        say("imported \(kind.rawValue): \(line - 1) rows in \((realNow - began) / 1000) ms")
    }

    private func sendRow(
        _ line: Int, _ cells: [String], _ peer: LivePeer
    ) throws(LiveError) {
        try wait(seconds: 60, for: "the answers to imported rows") {
            peer.owedCount < LiveRun.importRowsOwedMax
        }
        guard let connection = peer.connection else {
            throw LiveError(text: "the connection broke during the import")
        }
        var writer = LineWriter(capacity: 256)
        writer.request("IMPORT")
        writer.word("ROW")
        writer.field("line", line)
        for (place, cell) in cells.enumerated() { writer.cell(place + 1, cell) }
        peer.owe(.importRow(line: line))
        client.send(writer.finish(), on: connection)
    }

    func importAnswered(_ line: Int, _ reply: ReplyLine) {
        guard reply.code != 250, reply.code != 350 else { return }
        importErrors.append("line \(line): \(reply.text)")
    }

    private func importRefused(_ kind: RecordKind, _ reply: [ReplyLine]) -> LiveError {
        LiveError(
            text: "import of \(kind.rawValue) refused: \(reply.last?.text ?? "connection lost")")
    }
}
