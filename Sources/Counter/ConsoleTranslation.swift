// SPDX-License-Identifier: Apache-2.0
/// A person's request -> command of the desk.

package import Desk
import Vocabulary
package import Wire

package enum ConsoleTranslation {
    /// The command of a request that the desk answers; nil for those that are answered elsewhere
    /// (LOGIN and SECRET after hashing, WATCH, RESUME, STATS, BACKUP, HELP, PING, QUIT).
    package static func command(_ request: ConsoleRequest) -> Command? {
        switch request {
        case .ready: .ready
        case .away(let reason): .away(reason: reason)
        case .logout: .logOff
        case .take(let id, let version): .take(id, version: version)
        case .note(let id, let text): .note(id, text: text)
        case .done(let id, let step, let result, let version):
            .stepDone(id, step: step, result: result, version: version)
        case .waive(let id, let step, let reason, let version):
            .waive(id, step: step, reason: reason, version: version)
        case .contact(let id, let who): .contact(id, who: who)
        case .ringHome(let id): .ringHome(id)
        case .result(let id, let attempt, let outcome, let text):
            .result(id, attempt, outcome, text: text)
        case .reveal(let id, let detail): .reveal(id, detail)
        case .summon(let id, let service, let note): .summon(id, service: service, note: note)
        case .park(let id, let span, let reason, let version):
            .park(id, span, reason: reason, version: version)
        case .release(let id, let version): .release(id, version: version)
        case .handover(let id, let to, let version): .handOver(id, to: to, version: version)
        case .followUp(let id, let kind, let due, let owner, let note):
            .followUp(id, kind, due: due, owner: owner, note: note)
        case .fulfil(let id, let note, let version): .fulfil(id, note: note, version: version)
        case .confirm(let id, let version): .confirm(id, version: version)
        case .close(let id, let outcome, let reason, let version):
            .close(id, outcome, reason: reason, version: version)
        case .storm(let order): .storm(order)
        case .shift(let order): .shift(order)
        case .join(let id): .listen(id)
        case .leave(let id): .stopListening(id)
        case .tell(let person, let text): .tell(person, text: text)
        case .staff(let person, let order): .staff(person, order)
        case .missed(let order): .missed(order)
        case .list(let query): .list(query)
        case .show(let thing): .show(thing)
        case .importBegin(let kind): .importBegins(kind)
        case .importRow(let line, let cells): .importRow(line: line, cells: cells)
        case .importCommit: .importEnds(commit: true)
        case .importAbort: .importEnds(commit: false)
        case .exportTable(let kind, let after): .export(kind, after: after)
        case .restart(let reason): .restart(reason: reason)
        case .importSpoiled: .importSpoiled
        case .login, .watch, .unwatch, .resume, .stats, .backup, .secret, .help, .ping, .quit: nil
        }
    }
}
