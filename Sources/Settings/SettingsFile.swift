// SPDX-License-Identifier: Apache-2.0
/// Owns the reading of one small file, with the rights it has.
/// Never writes, and never reads more than a bound.

import Glibc

/// A file that was read.
struct SettingsFile {
    /// 1 MiB: 1000 people and 50 plans take a fifth of it.
    static let bytesMax = 1_048_576

    let bytes: [UInt8]
    /// The permission bits.
    let mode: UInt32

    /// Why it could not be read.
    struct Failure: Error {
        let found: String
        let expected: String
    }

    /// Reads `path`; the rights are those of the very file that was read, not of a later one.
    init(_ path: String, bytesMax: Int = SettingsFile.bytesMax) throws(Failure) {
        // Not blocking: a FIFO in the file's place must not hold up the start.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.failure() }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw Self.failure() }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            throw Failure(found: "no regular file", expected: "a file")
        }
        mode = facts.st_mode & 0o7777
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure() }
            if count == 0 { break }
            all += piece[..<count]
            guard all.count <= bytesMax else {
                throw Failure(
                    found: "more than \(bytesMax) bytes",
                    expected: "at most \(bytesMax) bytes")
            }
        }
        bytes = all
    }

    /// As `init`, for a file with keys in it: throws where others than its owner may use it.
    init(secret path: String, bytesMax: Int = SettingsFile.bytesMax) throws(Failure) {
        try self.init(path, bytesMax: bytesMax)
        guard mode & 0o077 == 0 else {
            throw Failure(
                found: "mode 0\(String(mode, radix: 8)): others than the owner may use it",
                expected: "mode 0600 or 0400 (chmod 600 \(path))")
        }
    }

    private static func failure() -> Failure {
        let text = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
        return Failure(found: text, expected: "a file that can be read")
    }

    /// The folder that `path` lies in.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// `path` itself where it is absolute, else below `folder`.
    static func resolved(_ path: String, in folder: String) -> String {
        if path.hasPrefix("/") || folder == "." { return path }
        return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
    }
}
