// SPDX-License-Identifier: Apache-2.0
/// Checks log-on secrets with yescrypt through crypt(3), two at a time, far from the alarm's way.
/// Never locks a name for good: repeated failures make that name wait, from that address.

@preconcurrency import Dispatch
import Glibc
import Secrets
import Sockets
import Vocabulary

/// What came of a check.
enum LogOnVerdict: Sendable {
    case right
    case wrong
    /// Too many failures: wait so many seconds.
    case wait(Int)
    /// Too many checks are waiting.
    case busy
}

final class Passwords: Sendable {
    /// Whose failures are counted: a stranger elsewhere cannot make an operator wait.
    private struct Source: Hashable, Sendable {
        var person: OperatorID
        var host: String
    }
    private struct Failures: Sendable {
        var count = 0
        var until: Int64 = 0
    }
    private struct Book: Sendable {
        var people: [OperatorID: (hash: Masked, role: Role)] = [:]
        var failures: [Source: Failures] = [:]
        var waiting = 0
        var turn = 0
    }
    /// Names and addresses remembered for failures; beyond it the book is begun anew.
    private static let sourcesMax = 10_000
    /// The longest wait after failures, seconds.
    private static let waitSecondsMax = 60
    /// Checked against for unknown names, so that they take as long as known ones.
    private static let nobody = "$y$j9T$Z3q0vYJ8sQm1lV5x7N2rW/$0000000000000000000000000000000000000000000"

    private let book = Locked(Book())
    private let queues = [
        DispatchQueue(label: "safebell.passwords.0", qos: .utility),
        DispatchQueue(label: "safebell.passwords.1", qos: .utility),
    ]

    init(_ people: [Operator]) {
        for person in people { set(person.id, person.secretHash, person.role) }
    }

    func set(_ person: OperatorID, _ hash: Masked, _ role: Role) {
        book.withLock { $0.people[person] = (hash, role) }
    }
    func role(of person: OperatorID) -> Role? { book.withLock { $0.people[person]?.role } }

    /// Checks a secret; `answer` is called on a side queue.
    func check(
        _ person: OperatorID, _ secret: Masked, from host: String,
        answer: @escaping @Sendable (LogOnVerdict) -> Void
    ) {
        let source = Source(person: person, host: host)
        let now = Passwords.seconds()
        let place = book.withLock { book -> Result<Int, Refused> in
            if let failures = book.failures[source], failures.until > now {
                return .failure(.wait(Int(failures.until - now)))
            }
            guard book.waiting < Limits.logOnsWaitingMax else { return .failure(.busy) }
            book.waiting += 1
            book.turn += 1
            return .success(book.turn % queues.count)
        }
        switch place {
        case .failure(.wait(let seconds)): answer(.wait(seconds))
        case .failure(.busy): answer(.busy)
        case .success(let turn):
            queues[turn].async { @Sendable [self] in
                answer(verify(source, secret))
            }
        }
    }

    /// Hashes a new secret on a side queue; nil where the system refuses.
    func hash(_ secret: Masked, answer: @escaping @Sendable (Masked?) -> Void) {
        queues[0].async { @Sendable in
            answer(Crypt.newHash(of: secret.shown).map { Masked($0) })
        }
    }

    private enum Refused: Error { case wait(Int), busy }

    private func verify(_ source: Source, _ secret: Masked) -> LogOnVerdict {
        let known = book.withLock { $0.people[source.person]?.hash.shown }
        let isRight = Crypt.matches(secret.shown, hash: known ?? Passwords.nobody) && known != nil
        return book.withLock { book in
            book.waiting -= 1
            if isRight {
                book.failures[source] = nil
                return .right
            }
            if book.failures.count >= Passwords.sourcesMax { book.failures = [:] }
            var failures = book.failures[source] ?? Failures()
            failures.count += 1
            let over = failures.count - Limits.logOnFailuresMax
            if over >= 0 {
                failures.until =
                    Passwords.seconds() + Int64(min(Passwords.waitSecondsMax, 1 << min(over, 6)))
            }
            book.failures[source] = failures
            return .wrong
        }
    }

    private static func seconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec)
    }
}
