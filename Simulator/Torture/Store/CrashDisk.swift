// SPDX-License-Identifier: Apache-2.0
/// A disk as a power cut may leave it: what was synced, and of the rest whatever the drive liked.
/// Never keeps what nobody synced but by choice of the mode.

import Glibc
import Rig
import World

/// What becomes of what was not synced.
enum CrashMode: String, CaseIterable {
    /// Nothing of it arrived.
    case none
    /// All of it did.
    case all
    /// Some writes did and others did not, in any order.
    case subset
    /// All of it, but the last write only in part.
    case torn
    /// All of it, and the sectors (4 KiB) of the last write are garbage, with what stood beside it.
    case blast
}

/// The files of the folder as the disk has them, and a real folder that is made to look like one
/// image after the other. Only what differs is written.
final class CrashDisk {
    private enum Change {
        case write(offset: Int, bytes: ArraySlice<UInt8>)
        case cut(Int)
    }
    private struct File {
        /// What is surely there.
        var synced: [UInt8] = []
        var pending: [Change] = []
        /// How many of `pending` stood when the running sync began.
        var covered = 0
    }

    private static let sector = 4096
    /// Beyond the end of any file.
    private static let far = 1 << 40
    let folder: String
    private let log: [UInt8]
    private var files: [File]
    /// Names surely in the folder, and what was done to names since.
    private var names: [String: Int] = [:]
    private var namesPending: [(name: String, file: Int?)] = []
    private var lastWritten: (file: Int, offset: Int, count: Int)?
    /// The real files: name, and which file they show.
    private var shown: [String: (file: Int, descriptor: Int32)] = [:]
    /// Ranges of the real files that differ from `synced`.
    private var strange: [Int: [Range<Int>]] = [:]

    init(_ recording: Recording, folder: String) throws {
        self.folder = folder
        log = recording.log
        files = Array(repeating: File(), count: recording.files)
        _ = run(["rm", "-rf", folder])
        mkdir(folder, 0o700)
    }

    deinit { hideAll() }

    /// Whether something waits for a sync; and whether the last write does.
    var hasPending: Bool { !namesPending.isEmpty || files.contains { !$0.pending.isEmpty } }
    var lastWriteIsPending: Bool { lastWritten.map { !files[$0.file].pending.isEmpty } ?? false }

    func take(_ deed: Deed) {
        switch deed {
        case .opened(let file, let name):
            if current[name] != file { namesPending.append((name, file)) }
        case .removed(let name): namesPending.append((name, nil))
        case .written(let file, let offset, let bytes):
            files[file].pending.append(.write(offset: offset, bytes: log[bytes]))
            lastWritten = (file, offset, bytes.count)
        case .cut(let file, let length): files[file].pending.append(.cut(length))
        case .syncBegins(let file): files[file].covered = files[file].pending.count
        case .synced(let file): settle(file)
        case .namesSynced:
            names = current
            namesPending = []
        case .acknowledged, .syncFailed: break
        }
    }

    /// Names as the running system sees them.
    private var current: [String: Int] {
        var now = names
        for change in namesPending { now[change.name] = change.file }
        return now
    }

    private func settle(_ file: Int) {
        let covered = files[file].covered
        for change in files[file].pending.prefix(covered) {
            apply(change, to: &files[file].synced)
            switch change {
            case .write(let offset, let bytes):
                strange[file, default: []].append(offset..<(offset + bytes.count))
            case .cut(let length): strange[file, default: []].append(length..<CrashDisk.far)
            }
        }
        files[file].pending.removeFirst(covered)
        files[file].covered = 0
    }

    private func apply(_ change: Change, to bytes: inout [UInt8]) {
        switch change {
        case .write(let offset, let new):
            let end = offset + new.count
            if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
            bytes.withUnsafeMutableBytes { all in
                new.withUnsafeBytes {
                    all.baseAddress!.advanced(by: offset).copyMemory(
                        from: $0.baseAddress!, byteCount: $0.count)
                }
            }
        case .cut(let length):
            if length <= bytes.count {
                bytes.removeLast(bytes.count - length)
            } else {
                bytes += [UInt8](repeating: 0, count: length - bytes.count)
            }
        }
    }

    // MARK: Images

    /// Makes the real folder look as after a power cut at this moment.
    func show(_ mode: CrashMode, _ chance: inout Chance) {
        showNames(mode, &chance)
        for (_, place) in shown { restore(place.file, place.descriptor) }
        for (_, place) in shown where mode != .none {
            let pending = files[place.file].pending
            for (index, change) in pending.enumerated() {
                if mode == .subset, chance.happens(500) { continue }
                let isLast = lastWritten?.file == place.file && index == pending.count - 1
                put(change, place, torn: mode == .torn && isLast, &chance)
            }
            if mode == .blast, let last = lastWritten, last.file == place.file {
                garble(last.offset, last.count, place, &chance)
            }
        }
    }

    /// The real files may have been changed by whoever opened them: they are made anew.
    func forget() { hideAll() }

    private func showNames(_ mode: CrashMode, _ chance: inout Chance) {
        var wanted = names
        let kept = mode == .none ? 0 : mode == .subset ? chance.below(namesPending.count + 1) : .max
        for change in namesPending.prefix(kept) { wanted[change.name] = change.file }
        for (name, place) in shown where wanted[name] != place.file {
            close(place.descriptor)
            unlink("\(folder)/\(name)")
            shown[name] = nil
        }
        for (name, file) in wanted where shown[name] == nil {
            let path = "\(folder)/\(name)"
            unlink(path)
            let made = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            shown[name] = (file, made)
            strange[file] = [0..<files[file].synced.count]
        }
    }

    private func hideAll() {
        for (name, place) in shown {
            close(place.descriptor)
            unlink("\(folder)/\(name)")
        }
        shown = [:]
        for ending in ["", "-shm", "-journal", "-wal"] {
            unlink("\(folder)/safebell.sqlite\(ending)")
        }
    }

    private func restore(_ file: Int, _ descriptor: Int32) {
        guard let ranges = strange[file], !ranges.isEmpty else { return }
        let synced = files[file].synced
        ftruncate(descriptor, off_t(synced.count))
        for range in ranges {
            let some = range.clamped(to: 0..<synced.count)
            synced[some].withUnsafeBytes {
                _ = pwrite(descriptor, $0.baseAddress, $0.count, off_t(some.lowerBound))
            }
        }
        strange[file] = []
    }

    private func put(
        _ change: Change, _ place: (file: Int, descriptor: Int32), torn: Bool,
        _ chance: inout Chance
    ) {
        switch change {
        case .cut(let length):
            ftruncate(place.descriptor, off_t(length))
            strange[place.file, default: []].append(length..<CrashDisk.far)
        case .write(let offset, let bytes):
            let count = torn ? chance.below(bytes.count + 1) : bytes.count
            bytes.withUnsafeBytes {
                _ = pwrite(place.descriptor, $0.baseAddress, count, off_t(offset))
            }
            strange[place.file, default: []].append(offset..<(offset + count))
        }
    }

    private func garble(
        _ offset: Int, _ count: Int, _ place: (file: Int, descriptor: Int32),
        _ chance: inout Chance
    ) {
        let first = offset / CrashDisk.sector * CrashDisk.sector
        let end = (offset + count + CrashDisk.sector - 1) / CrashDisk.sector * CrashDisk.sector
        let size = lseek(place.descriptor, 0, SEEK_END)
        var junk = [UInt64](repeating: 0, count: (end - first) / 8)
        for index in junk.indices { junk[index] = chance.next() }
        let length = max(0, min(end, Int(size)) - first)
        junk.withUnsafeBytes { _ = pwrite(place.descriptor, $0.baseAddress, length, off_t(first)) }
        strange[place.file, default: []].append(first..<(first + length))
    }
}
