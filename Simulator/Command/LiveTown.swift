// SPDX-License-Identifier: Apache-2.0
/// `town`: writes the records of a town as the CSV files that `safebell import` reads.
/// Never touches a running centre.

import Glibc
import Secrets
import Vocabulary
import Wire
import World

enum TownFiles {
    static let options: [Option] =
        [
            Option("--out", "DIR", "folder for the files; must exist"),
            Option("--homes", "N", "size of the town (80000)"),
            Option("--seed", "N", "the same seed gives the same town (7)"),
            Option("--operators", "N", "operators sim-op-01 upwards; 0: no file of them (12)"),
            Option("--staff-secret", "SECRET", "their secret (demo)"),
            Option(
                "--dc09-accounts", "FILE", "only write the accounts of homes that dial encrypted"),
        ] + LiveSettings.dialledOptions

    /// Writes homes.csv, subscribers.csv, devices.csv, contacts.csv and operators.csv.
    static func run(_ words: [String]) throws(UsageError) -> Int32 {
        let given = try Arguments(words, options)
        let town = Town(
            seed: UInt64(try given.number("--seed", 0...Int.max, default: 7)),
            homes: try given.number("--homes", 1...Town.homesMax, default: 80_000))
        if let path = given.text("--dc09-accounts") {
            return writeAccounts(town, try LiveSettings.dialledMix(given), path)
        }
        guard let folder = given.text("--out") else { throw UsageError("--out DIR is missing") }
        let operators = try given.number("--operators", 0...Staff.operatorsMax, default: 12)
        for kind in Town.tables {
            guard write(kind, folder, parts: town.homeCount, rows: { town.rows(kind, of: $0) })
            else { return 1 }
        }
        guard operators > 0 else { return 0 }
        guard let hash = Crypt.newHash(of: given.text("--staff-secret") ?? "demo") else {
            complain("crypt(3) cannot hash the secret")
            return 1
        }
        let isWritten = write(.operators, folder, parts: operators) {
            [Staff.row($0, seed: town.seed, secretHash: hash)]
        }
        return isWritten ? 0 : 1
    }

    /// What `dc09.accountsFile` names; nobody but its owner may read it.
    private static func writeAccounts(_ town: Town, _ mix: DialledMix, _ path: String) -> Int32 {
        let lines = (0..<town.homeCount).compactMap { town.accountLine($0, mix) }
        guard LiveFiles.write(path, { put in put(Array(lines.joined().utf8)) }) else {
            complain("--dc09-accounts \(path): \(LineClient.reason(errno))")
            return 1
        }
        say("\(path): \(lines.count) accounts")
        return 0
    }

    private static func write(
        _ kind: RecordKind, _ folder: String, parts: Int, rows: (Int) -> [[String]]
    ) -> Bool {
        let path = "\(folder)/\(kind.rawValue).csv"
        var count = 0
        let isWritten = LiveFiles.write(path) { put in
            var pending: [UInt8] = []
            CSV.append(kind.columns, to: &pending)
            for part in 0..<parts {
                for cells in rows(part) {
                    CSV.append(cells, to: &pending)
                    count += 1
                }
                guard pending.count > 60_000 else { continue }
                guard put(pending) else { return false }
                pending.removeAll(keepingCapacity: true)
            }
            return put(pending)
        }
        if isWritten {
            say("\(path): \(count) rows")
        } else {
            complain("\(path): \(LineClient.reason(errno))")
        }
        return isWritten
    }
}
