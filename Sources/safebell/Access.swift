// SPDX-License-Identifier: Apache-2.0
/// Where the centre is and who asks: `--at`, `--user`, and the secret from a file, the environment
/// or the terminal. Never takes a secret from the command line.

import Glibc
import Sockets
import Terminal
import Vocabulary
import Wire

struct Access {
    let address: SocketAddress
    let user: String
    private let secret: Masked

    /// Asks on the terminal where neither file nor environment has the secret.
    init(_ order: Order) throws(Failure) {
        let text = order["at"] ?? Access.environment("SAFEBELL_AT") ?? OptionRow.defaultAddress
        do throws(SocketError) {
            address = try SocketAddress(parsing: text)
        } catch {
            throw order.wrong("--at: \(error)")
        }
        guard let user = order["user"] ?? Access.environment("SAFEBELL_USER") else {
            throw order.wrong("--user is missing")
        }
        self.user = user
        if !address.isLoopback {
            say("safebell: note: \(address) is reached without encryption")
        }
        secret = try Access.secret(order, of: user)
        var writer = LineWriter()
        writer.text("secret", secret.shown)
        if writer.wasCut { throw Failure(.usage, "the secret is too long") }
    }

    /// The LOGIN request.
    var logOn: [UInt8] {
        var writer = LineWriter()
        writer.request("LOGIN")
        writer.text("user", user)
        writer.text("secret", secret.shown)
        return writer.finish()
    }

    private static func secret(_ order: Order, of user: String) throws(Failure) -> Masked {
        if let path = order["secret-file"] { return try secret(inFile: path) }
        if let secret = environment("SAFEBELL_SECRET") { return Masked(secret) }
        guard let terminal = SecretPrompt() else {
            throw .usage("no secret: use --secret-file, SAFEBELL_SECRET or a terminal")
        }
        return Masked(try terminal.ask("secret of \(printable(user)) 密碼: "))
    }

    /// The first line of a file that nobody else can read.
    private static func secret(inFile path: String) throws(Failure) -> Masked {
        let name = "--secret-file \(printable(path))"
        let file = FileDescriptor(owning: open(path, O_RDONLY | O_CLOEXEC))
        guard file.isOpen else { throw Failure(.wrong, "\(name): \(systemWords(errno))") }
        var facts = stat()
        guard fstat(file.raw, &facts) == 0 else {
            throw Failure(.wrong, "\(name): \(systemWords(errno))")
        }
        guard facts.st_mode & 0o077 == 0 else {
            throw Failure(.wrong, "\(name): others can read it; chmod 600 \(printable(path))")
        }
        guard let line = readFirstLine(of: file.raw), !line.isEmpty else {
            throw Failure(.wrong, "\(name): its first line is empty, too long or not UTF-8")
        }
        return Masked(line)
    }

    private static func environment(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }
}

/// Reads up to the first line end or the file's end; nil where that is no UTF-8 or longer than any
/// line of the protocol.
func readFirstLine(of file: Int32) -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while line.count <= Limits.lineBytesMax {
        let count = read(file, &byte, 1)
        if count < 0, errno == EINTR { continue }
        if count < 0 { return nil }
        if count == 0 || byte == 0x0A {
            if line.last == 0x0D { line.removeLast() }
            return String(validating: line, as: UTF8.self)
        }
        line.append(byte)
    }
    return nil
}
