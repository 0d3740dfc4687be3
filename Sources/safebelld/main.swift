// SPDX-License-Identifier: Apache-2.0
// The daemon's main: arguments -> settings -> Centre.

import Daemon
import Dispatch
import Glibc
import Settings

func fail(_ text: String, _ status: Int32) -> Never {
    let line = Array("\(text)\n".utf8)
    _ = line.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    exit(status)
}

do throws(UsageError) {
    let arguments = try DaemonArguments(Array(CommandLine.arguments.dropFirst()))
    if arguments.help {
        print(DaemonArguments.usage)
        exit(0)
    }
    do throws(SettingsErrors) {
        let settings = try CentreSettings.load(
            file: arguments.config, overrides: arguments.overrides)
        if arguments.check {
            try settings.checkFiles()
            exit(0)
        }
        do throws(CannotStart) {
            let centre = try Centre(settings, overrides: arguments.overrides)
            try centre.start()
            dispatchMain()
        } catch {
            fail("safebelld: \(error.description)", error.status)
        }
    } catch {
        fail(error.description, arguments.check ? 1 : 78)
    }
} catch {
    fail("safebelld: \(error.text)\n\(DaemonArguments.usage)", 64)
}
