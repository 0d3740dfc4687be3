// SPDX-License-Identifier: Apache-2.0
/// `safebell secret`: the hash of a new secret, or a new secret for somebody in the centre.
/// Never prints the secret itself.

import Glibc
import Secrets
import Terminal
import Wire

enum SecretOrder {
    static func run(_ order: Order) throws(Failure) -> ExitStatus {
        guard let person = order["for"] else { return try printHash() }
        var client = try Client(order)
        let secret = try newSecret("new secret of \(printable(person)) 新密碼")
        var writer = LineWriter()
        writer.request("SECRET")
        writer.text("who", person)
        writer.text("secret", secret)
        if writer.wasCut { throw Failure(.usage, "the secret is too long") }
        let answer = try client.ask(writer.finish())
        guard answer.isYes else { throw Failure(answer.last, doing: "secret") }
        say("the secret of \(printable(person)) is changed")
        return .good
    }

    private static func printHash() throws(Failure) -> ExitStatus {
        let secret = try newSecret("new secret 新密碼")
        guard let hash = Crypt.newHash(of: secret) else {
            throw Failure(.ourFault, "crypt(3) of this system makes no yescrypt hash")
        }
        try printOut("\(hash)\n")
        return .good
    }

    /// Twice from the terminal; without one, or with a pipe on standard input, one line of that.
    private static func newSecret(_ question: String) throws(Failure) -> String {
        if isatty(0) == 1, let terminal = SecretPrompt() { return try terminal.askTwice(question) }
        guard let line = readFirstLine(of: 0), !line.isEmpty else {
            throw Failure(.usage, "no new secret on standard input, and no terminal to ask on")
        }
        return line
    }
}
