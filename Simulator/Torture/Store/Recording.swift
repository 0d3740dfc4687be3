// SPDX-License-Identifier: Apache-2.0
/// What a real daemon did to its files and said to its devices, in one order: recorded by the
/// preloaded library, read back here. Never looks at the files themselves.

import Glibc
import Rig
import World

/// Builds the library that is loaded before all others.
enum Preload {
    static func build(in folder: String) throws -> String {
        let source = "\(Places.repository)/Simulator/Torture/preload/record.c"
        guard access(source, R_OK) == 0 else {
            throw NotHere(reason: "the source of the recorder is not here")
        }
        for compiler in ["cc", "clang", "gcc"] {
            let library = "\(folder)/record.so"
            let words = [
                compiler, "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl", "-lpthread",
            ]
            if let done = run(words), done.ending == .exited(0) { return library }
        }
        throw NotHere(reason: "no C compiler that builds the recorder")
    }
}

/// One thing that was done.
enum Deed {
    /// A name in the folder stands for this file now; a new file where it was not known.
    case opened(file: Int, name: String)
    case removed(name: String)
    case written(file: Int, offset: Int, bytes: Range<Int>)
    case cut(file: Int, length: Int)
    case syncBegins(file: Int)
    case synced(file: Int)
    /// The sync that was made to fail.
    case syncFailed
    /// The names of the folder are on the disk.
    case namesSynced
    /// An alarm's reference that the daemon called stored.
    case acknowledged(Int)
}

struct Recording {
    /// The log as it was written; `Deed.written` points into it.
    let log: [UInt8]
    private(set) var deeds: [Deed] = []
    private(set) var files = 0

    /// - Throws: where something was done that the replay does not know: it would prove too little.
    init(log file: String, folder: String) throws {
        log = bytes(of: file)
        var fileOf: [UInt32: Int] = [:]
        var names: [String: Int] = [:]
        var place = 0
        while place < log.count {
            guard place + 24 <= log.count else { throw TestTrouble("the recording ends in a head") }
            let kind = UInt8(truncatingIfNeeded: word(place))
            let inode = UInt32(truncatingIfNeeded: word(place + 4))
            let offset = Int(long(place + 8))
            let data = (place + 24)..<(place + 24 + Int(long(place + 16)))
            guard data.upperBound <= log.count else { throw TestTrouble("the recording is cut") }
            place = data.upperBound
            switch UnicodeScalar(kind) {
            case "O":
                let name = String(text(data).dropFirst(folder.utf8.count + 1))
                if names[name] == nil || names[name] != fileOf[inode] {
                    fileOf[inode] = files
                    names[name] = files
                    files += 1
                }
                deeds.append(.opened(file: names[name]!, name: name))
            case "U":
                let name = String(text(data).dropFirst(folder.utf8.count + 1))
                names[name] = nil
                deeds.append(.removed(name: name))
            case "W": deeds.append(.written(file: fileOf[inode]!, offset: offset, bytes: data))
            case "T": deeds.append(.cut(file: fileOf[inode]!, length: offset))
            case "S": if let file = fileOf[inode] { deeds.append(.syncBegins(file: file)) }
            case "s": deeds.append(.synced(file: fileOf[inode]!))
            case "F": deeds.append(.syncFailed)
            case "D": deeds.append(.namesSynced)
            case "A":
                for line in text(data).split(separator: "\n") {
                    if line.hasPrefix("250 "), let reference = Load.reference(in: String(line)) {
                        deeds.append(.acknowledged(reference))
                    }
                }
            default: throw TestTrouble("the recording holds a deed of kind \(kind)")
            }
        }
    }

    private func word(_ at: Int) -> UInt64 {
        (0..<4).reduce(0) { $0 | UInt64(log[at + $1]) << (8 * UInt64($1)) }
    }
    private func long(_ at: Int) -> UInt64 { word(at) | word(at + 4) << 32 }
    private func text(_ range: Range<Int>) -> String { String(decoding: log[range], as: UTF8.self) }
}

/// A day of a centre, for the recorder: presses, a checkpoint, an operator, a kill and a recovery.
struct RecordedDay {
    let recording: Recording
    let load: Load

    /// - Parameter control: as the library's `SAFEBELL_CONTROL`.
    init(
        library: String, folder: String, chance: inout Chance, control: String? = nil
    ) throws {
        let log = "\(folder)/log"
        unlink(log)
        let centre = try RunningCentre([Load.settings], data: "\(folder)/data")
        _ = run(["rm", "-rf", centre.data])
        centre.environment = [
            "LD_PRELOAD": library, "SAFEBELL_RECORD_FOLDER": centre.data,
            "SAFEBELL_RECORD_LOG": log,
        ]
        if let control { centre.environment["SAFEBELL_CONTROL"] = control }
        load = Load(gateways: 3, window: 1 + chance.below(4))
        for life in 0..<3 {
            try centre.start()
            load.most = load.alarms.count
            try load.connect(to: centre)
            // What the killed one had not answered is said again: is it known, and is it safe?
            load.repeatUnanswered()
            load.hearAll(until: seconds() + 5)
            let amy = try centre.ready("amy")
            for _ in 0..<(2 + chance.below(3)) {
                load.most += 30 + chance.below(50)
                load.hearAll(until: seconds() + 20)
                // One call is answered and closed; then it is quiet for long enough that a
                // checkpoint is made, where one is due.
                if let offer = try? amy.event("OFFER", within: 2), let id = field("call", of: offer)
                {
                    for line in ["TAKE \(id)", "NOTE \(id) text=\"quiet\"", "RELEASE \(id)"] {
                        _ = try amy.ask(line)
                    }
                    _ = try amy.ask("READY")
                }
                load.work(until: seconds() + 0.12)
            }
            load.most = .max
            load.work(until: seconds() + Double(chance.below(40)) / 1000)
            // The second life ends in order, so that the log is emptied and made anew.
            if life == 1 { try centre.stop() } else { try centre.kill() }
            load.hear(until: seconds() + 1)
            load.disconnect()
        }
        recording = try Recording(log: log, folder: centre.data)
    }
}
