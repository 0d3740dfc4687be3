// SPDX-License-Identifier: Apache-2.0
/// Owns the reading of the file of accounts of diallers that speak SIA DC-09.
/// Never shows a key.

package import Vocabulary

extension DiallerAccounts {
    /// The accounts of the configuration's file, which is read now; none where it names no file.
    ///
    /// Throws when the file cannot be read, when others than its owner may use it, or when a line is
    /// no account; bad lines are named, at most `Limits.importErrorsMax` of them.
    package static func load(for settings: CentreSettings) throws(SettingsErrors) -> DiallerAccounts
    {
        var accounts = DiallerAccounts(
            unknown: settings.dialler.unknownAccounts, wrongCRC: settings.dialler.damagedFrames)
        guard let path = settings.dialler.accountsFile else { return accounts }
        let file: SettingsFile
        do {
            file = try SettingsFile(secret: path, bytesMax: Limits.accountsFileBytesMax)
        } catch {
            throw SettingsErrors([
                SettingsError(
                    source: .file(path, line: 0, column: 0), path: "dc09.accountsFile",
                    found: error.found, expected: error.expected)
            ])
        }
        try accounts.read(file.bytes, from: path)
        return accounts
    }

    /// As `load`, from lines in memory; `path` names them in errors.
    package init(lines: [UInt8], from path: String) throws(SettingsErrors) {
        self.init()
        try read(lines, from: path)
    }

    // MARK: - Reading

    private mutating func read(_ bytes: [UInt8], from path: String) throws(SettingsErrors) {
        var errors: [SettingsError] = []
        var more = 0
        var firstLines: [Int] = []
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            .enumerated()
        {
            do throws(AccountLine.Fault) {
                guard let account = try AccountLine(line).account() else { continue }
                try add(account, firstLines)
                firstLines.append(index + 1)
            } catch {
                guard errors.count < Limits.importErrorsMax else {
                    more += 1
                    continue
                }
                errors.append(
                    SettingsError(
                        source: .file(path, line: index + 1, column: error.column), path: "",
                        found: error.found, expected: error.expected))
            }
        }
        if more > 0 {
            errors.append(
                SettingsError(
                    source: .file(path, line: 0, column: 0), path: "dc09.accountsFile",
                    found: "\(more) more lines like these", expected: "accounts"))
        }
        guard errors.isEmpty else { throw SettingsErrors(errors) }
    }

    private mutating func add(
        _ account: DiallerAccount, _ firstLines: [Int]
    ) throws(AccountLine.Fault) {
        let name = account.device.text
        guard all.count < Limits.diallerAccountsMax else {
            throw AccountLine.Fault(
                column: 1, found: "one more account",
                expected: "at most \(Limits.diallerAccountsMax)")
        }
        guard add(account) else {
            let first = all.firstIndex { $0.device == account.device } ?? 0
            throw AccountLine.Fault(
                column: 1, found: "\(name) a second time",
                expected: "each account once (first in line \(firstLines[first]))")
        }
    }
}
