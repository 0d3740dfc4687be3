// SPDX-License-Identifier: Apache-2.0
/// What is in hand: the line that each socket worker and the desk work on, in plain memory, so that the
/// centre's last words can name the line that killed it. Costs a copy of the line and writes nothing
/// anywhere while all is well; the file is written by the handler of the trap itself.
/// Never keeps a line with a key or secret: of those only the hash.

import Glibc
import Vocabulary

/// Whose line it is.
enum LineKind: UInt32, Sendable {
    case device = 1
    case console = 2
    case frame = 3
}

/// A line in hand, by its place: goes with its work through the Intake.
struct LineInHand: Sendable, Equatable {
    var raw: UInt64
    static let none = LineInHand(raw: 0)
}

/// Where the handler finds everything; set once, before any thread begins.
private struct LastWords {
    var file: Int32 = -1
    var memory: UnsafeMutableRawPointer?
    var size = 0
}
nonisolated(unsafe) private let lastWords: UnsafeMutablePointer<LastWords> = {
    let made = UnsafeMutablePointer<LastWords>.allocate(capacity: 1)
    made.initialize(to: LastWords())
    return made
}()

/// Runs inside the trap, on the thread that trapped: only what is allowed there, a `pwrite`.
private func trapped(_ number: Int32) {
    let words = lastWords
    if let memory = words.pointee.memory, words.pointee.file >= 0 {
        memory.storeBytes(of: UInt64(pthread_self()), toByteOffset: Hands.trapThread, as: UInt64.self)
        memory.storeBytes(of: UInt64(number), toByteOffset: Hands.trapSignal, as: UInt64.self)
        _ = pwrite(words.pointee.file, memory, words.pointee.size, 0)
    }
    // The handler is gone (SA_RESETHAND): this is the end that it would have been anyway.
    raise(number)
}

/// The memory of all hands: a head, then a block for each socket worker.
final class Hands: Sendable {
    // The head, in bytes.
    static let magic: UInt64 = 0x3153_444E_4148_4253  // "SBHANDS1"
    static let trapThread = 8
    static let trapSignal = 16
    static let workerCount = 24
    static let deskThread = 32
    static let deskLine = 40
    static let headBytes = 64
    // A worker's block: its thread, its line, and a ring of the lines that may wait for the desk.
    // 3,000 lines: of what waits longer only that it was there is known.
    static let ringBytes = 1 << 18
    static let blockBytes = 64 + ringBytes
    /// Of a longer line the beginning.
    static let keptMax = 8192
    static let hashOnly: UInt32 = 0x100

    fileprivate nonisolated(unsafe) let memory: UnsafeMutableRawPointer
    private let size: Int
    let workers: Int

    init(workers: Int) {
        self.workers = workers
        size = Hands.headBytes + workers * Hands.blockBytes
        // Pages of zeros, which are there only once they are written: rings cost what is used of them.
        guard let made = mmap(
            nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            made != MAP_FAILED
        else { preconditionFailure("no memory for what is in hand") }
        memory = made
        memory.storeBytes(of: Hands.magic, as: UInt64.self)
        memory.storeBytes(of: UInt64(workers), toByteOffset: Hands.workerCount, as: UInt64.self)
    }

    deinit { munmap(memory, size) }

    /// As the handler would write it.
    var dump: [UInt8] { Array(UnsafeRawBufferPointer(start: memory, count: size)) }

    /// The centre's last words go to this file from now on. Hands must outlive the process.
    func keepLastWords(in path: String) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            return Log.error(
                "last-words", [("path", path), ("error", String(cString: strerror(errno)))])
        }
        lastWords.pointee = LastWords(file: file, memory: memory, size: size)
        // ABRT: what systemd's watchdog sends to a centre that a line has put into a loop.
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = trapped
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
            sigaction(number, &action, nil)
        }
    }

    // MARK: The desk

    /// The desk works on this thread now.
    func deskRuns() {
        memory.storeBytes(of: UInt64(pthread_self()), toByteOffset: Hands.deskThread, as: UInt64.self)
    }

    /// The desk works on what this line asked; it stays until the next one, or until nothing waits for
    /// the disk: an answer is written after the commit.
    func deskHolds(_ line: LineInHand) {
        memory.storeBytes(of: line.raw, toByteOffset: Hands.deskLine, as: UInt64.self)
    }
}

/// One socket worker's hand; only ever used on its thread.
final class Hand {
    private let hands: Hands
    private let block: UnsafeMutableRawPointer
    private let name: UInt64
    /// Bytes written into the ring since the start.
    private var written = 0
    private(set) var line = LineInHand.none

    init(_ hands: Hands, worker: Int) {
        self.hands = hands
        block = hands.memory + Hands.headBytes + worker * Hands.blockBytes
        name = UInt64(worker + 1) << 56
    }

    /// A line is looked at.
    func hold(_ bytes: Swift.Span<UInt8>, _ kind: LineKind) {
        if kind != .frame, Poison.mayHoldSecret(bytes) {
            var hash = Poison.identity(bytes, kind)
            withUnsafeBytes(of: &hash) { put($0, kind.rawValue | Hands.hashOnly) }
        } else {
            bytes.withUnsafeBytes {
                put(UnsafeRawBufferPointer(rebasing: $0.prefix(Hands.keptMax)), kind.rawValue)
            }
        }
    }

    /// It is done, or on its way to the desk.
    func letGo() {
        line = .none
        block.storeBytes(of: 0, toByteOffset: 8, as: UInt64.self)
    }

    private func put(_ bytes: UnsafeRawBufferPointer, _ kind: UInt32) {
        let room = 16 + (bytes.count + 7) & ~7
        let at = written % Hands.ringBytes
        if at + room > Hands.ringBytes { written += Hands.ringBytes - at }
        let place = block + 64 + written % Hands.ringBytes
        line = LineInHand(raw: name | UInt64(written))
        place.storeBytes(of: line.raw, as: UInt64.self)
        place.storeBytes(of: UInt32(bytes.count), toByteOffset: 8, as: UInt32.self)
        place.storeBytes(of: kind, toByteOffset: 12, as: UInt32.self)
        if let first = bytes.baseAddress {
            (place + 16).copyMemory(from: first, byteCount: bytes.count)
        }
        written += room
        block.storeBytes(of: UInt64(pthread_self()), as: UInt64.self)
        block.storeBytes(of: line.raw, toByteOffset: 8, as: UInt64.self)
    }
}

// MARK: - After the end

/// A line that was in hand when the centre died.
struct LeftBehind: Equatable {
    var kind: LineKind
    /// The desk had it; else a socket worker was reading it.
    var atDesk: Bool
    var hash: UInt64
    /// Empty where only the hash was kept.
    var bytes: [UInt8]
}

extension Hands {
    /// What a file of last words names: what the thread that trapped had in hand, or, where the end came
    /// from outside (a watchdog), what anybody had. Whoever is named by mistake is named once.
    static func leftBehind(_ file: [UInt8]) -> [LeftBehind] {
        func word(_ at: Int) -> UInt64? {
            guard at >= 0, at + 8 <= file.count else { return nil }
            return file.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: UInt64.self) }
        }
        guard word(0) == magic, let count = word(workerCount), count <= 64,
            file.count == headBytes + Int(count) * blockBytes
        else { return [] }
        func line(_ raw: UInt64, atDesk: Bool) -> LeftBehind? {
            let worker = Int(raw >> 56) - 1
            guard raw != 0, worker >= 0, worker < Int(count) else { return nil }
            let at = headBytes + worker * blockBytes + 64 + Int(raw & 0xFF_FFFF_FFFF_FFFF) % ringBytes
            guard word(at) == raw, let rest = word(at + 8) else { return nil }
            let length = Int(rest & 0xFFFF_FFFF)
            let kind = UInt32(rest >> 32)
            guard length <= keptMax, at + 16 + length <= file.count,
                let known = LineKind(rawValue: kind & ~hashOnly)
            else { return nil }
            let bytes = Array(file[(at + 16)..<(at + 16 + length)])
            if kind & hashOnly != 0 {
                let hash = word(at + 16) ?? 0
                return LeftBehind(kind: known, atDesk: atDesk, hash: hash, bytes: [])
            }
            return LeftBehind(
                kind: known, atDesk: atDesk, hash: Poison.identity(bytes.span, known), bytes: bytes)
        }
        var inHand: [(thread: UInt64, line: LeftBehind)] = []
        if let raw = word(deskLine), let held = line(raw, atDesk: true) {
            inHand.append((word(deskThread) ?? 0, held))
        }
        for worker in 0..<Int(count) {
            let at = headBytes + worker * blockBytes
            if let raw = word(at + 8), let held = line(raw, atDesk: false) {
                inHand.append((word(at) ?? 0, held))
            }
        }
        let mine = inHand.filter { $0.thread == word(trapThread) }
        // A socket worker that carries its work to the desk has nothing else in hand then.
        return (mine.isEmpty ? inHand : mine).map(\.line)
    }
}
