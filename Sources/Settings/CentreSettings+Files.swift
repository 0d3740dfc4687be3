// SPDX-License-Identifier: Apache-2.0
/// Owns the check of the files with keys that a configuration names.
/// Never keeps what it read.

import Vocabulary

extension CentreSettings {
    /// Reads every file that a start would read, and throws all that is wrong with any of them: a
    /// configuration that was checked must not refuse to start.
    package func checkFiles() throws(SettingsErrors) {
        var errors: [SettingsError] = []
        do throws(SettingsErrors) { _ = try GatewayKeys.load(for: self) } catch {
            errors += error.all
        }
        do throws(SettingsErrors) { _ = try DiallerAccounts.load(for: self) } catch {
            errors += error.all
        }
        guard errors.isEmpty else { throw SettingsErrors(errors) }
    }
}
