// SPDX-License-Identifier: Apache-2.0
/// T3: every file that a power cut might leave behind, opened by the real Ledger and revived.
/// Never asks the daemon: what it did to its files, and said, was recorded; the rest is here.

import CSQLite
import Desk
import Glibc
import Rig
import Store
import Vocabulary
import World

enum Images: Ordeal {
    static let name = "images"
    static let catalogue = "T3"
    static let meaning = "the disk as a power cut may leave it, at every moment of a recorded day"
    static let share = 3.0
    static let enough = 100_000

    static func run(_ bench: Bench) throws -> Verdict {
        try CrashImages(bench, control: nil).run()
    }
}

/// The same day with commits that are not synced: it must find losses.
enum ImagesNormal: Ordeal {
    static let name = "images-normal"
    static let catalogue = "T3"
    static let meaning = "control: the same with synchronous=NORMAL"
    static let share = 0.2
    static let enough = 2000
    static let mustFail = true

    static func run(_ bench: Bench) throws -> Verdict {
        try CrashImages(bench, control: "normal").run()
    }
}

/// The same day where a commit shares its last sector with the next one.
enum ImagesShared: Ordeal {
    static let name = "images-psow"
    static let catalogue = "T3"
    static let meaning = "control: the same with powersafe overwrite left on"
    static let share = 0.2
    static let enough = 2000
    static let mustFail = true

    static func run(_ bench: Bench) throws -> Verdict {
        try CrashImages(bench, control: "psow").run()
    }
}

/// One ordeal over as many recorded days as are needed.
private final class CrashImages {
    /// Images of one day at most, so that there are several days.
    private static let imagesPerDay = 25_000
    /// Every so many images the file is also written to and opened again.
    private static let goesOnEach = 50
    /// Every so many images go the whole way: the Ledger with all its statements, the Revival, and
    /// each index held against its table. The others are opened by the writer's connection, their
    /// pages checked and their alarms counted.
    private static let revivedEach = 10

    private let bench: Bench
    private let control: String?
    private var chance: Chance
    private var verdict = Verdict(unit: "images")
    private var perMode: [CrashMode: Int] = [:]
    private var days = 0
    private var revived = 0
    private var wentOn = 0
    private var setAside = 0
    /// The folder of the images: in memory, or 100,000 of them take hours.
    private let folder: String
    private var file: String { "\(folder)/safebell.sqlite" }

    init(_ bench: Bench, control: String?) {
        self.bench = bench
        self.control = control
        chance = Chance(seed: bench.seed, stream: 3)
        folder = "/dev/shm/safebell-images-\(getpid())"
    }

    deinit { _ = Rig.run(["rm", "-rf", folder]) }

    func run() throws -> Verdict {
        guard access("/dev/shm", W_OK) == 0 else { throw NotHere(reason: "no /dev/shm") }
        let library = try Preload.build(in: bench.folder)
        try WatchedFiles.install()
        defer { WatchedFiles.remove() }
        let began = seconds()
        while verdict.amount < bench.enough, !bench.isOver {
            let day = try RecordedDay(
                library: library, folder: bench.folder, chance: &chance, control: control)
            days += 1
            try replay(day)
            bench.say("\(verdict.amount) images of \(days) days, lost \(verdict.lost)")
        }
        let modes = CrashMode.allCases.map { "\($0.rawValue) \(perMode[$0] ?? 0)" }
        verdict.remark =
            "\(days) days; \(modes.joined(separator: ", "));  \(revived) revived, "
            + "\(wentOn) written on; "
            + "\(setAside) begun anew before the first alarm; "
            + "\(Int(Double(verdict.amount) / (seconds() - began))) a second"
        return verdict
    }

    private func replay(_ day: RecordedDay) throws {
        let deeds = day.recording.deeds
        let disk = try CrashDisk(day.recording, folder: folder)
        // Some two and a half images a deed; the share that keeps a day within its bound.
        let perMille = max(1, CrashImages.imagesPerDay * 1000 / max(1, deeds.count * 5 / 2))
        var stored = [Bool](repeating: false, count: day.load.alarms.count)
        var count = 0
        for deed in deeds {
            disk.take(deed)
            if case .acknowledged(let reference) = deed {
                if !stored[reference] { count += 1 }
                stored[reference] = true
            }
            for mode in modes(after: deed, disk) where chance.happens(perMille) {
                disk.show(mode, &chance)
                look(stored, mode, disk)
                if verdict.amount >= bench.enough || bench.isOver { break }
            }
            if verdict.amount >= bench.enough || bench.isOver { break }
        }
        verdict.acknowledged += count
        // The recorder must not have missed what the gateways heard.
        var recorded = Set<Int>()
        for case .acknowledged(let reference) in deeds { recorded.insert(reference) }
        let missed = day.load.acknowledgedReferences.filter { !recorded.contains($0) }
        if !missed.isEmpty { verdict.wrong("the recorder missed \(missed.count) acknowledgements") }
    }

    private func modes(after deed: Deed, _ disk: CrashDisk) -> [CrashMode] {
        guard disk.hasPending else { return [.none] }
        switch deed {
        case .written, .cut:
            return disk.lastWriteIsPending ? [.subset, .torn, .blast, .all] : [.subset, .all]
        case .acknowledged, .opened, .removed, .synced, .namesSynced:
            // A sector is garbled while it is written: what is synced stays. (A checkpoint that a kill cut
            // short leaves writes pending while later commits are synced.)
            return disk.lastWriteIsPending ? [.none, .subset, .blast] : [.none, .subset]
        case .syncBegins, .syncFailed: return []
        }
    }

    // MARK: One image

    private func look(_ stored: [Bool], _ mode: CrashMode, _ disk: CrashDisk) {
        verdict.amount += 1
        perMode[mode, default: 0] += 1
        WatchedFiles.watch([file, "\(file)-wal"])
        do throws(StoreError) {
            // Before the first alarm the tables themselves may be missing.
            if verdict.amount % CrashImages.revivedEach == 0 || !stored.contains(true) {
                try revive(stored, mode, goesOn: verdict.amount % CrashImages.goesOnEach == 0)
            } else {
                // The writer's own way of opening: this recovers the log.
                let database = try Database(path: file, mode: .writing)
                leaveAlone(database)
                try count(database, stored, mode, isWhole: false)
            }
        } catch {
            // The daemon sets such a file aside and begins a new one: nobody's alarm may be in it.
            if SetAside.isCalledFor(by: error), !stored.contains(true) {
                setAside += 1
            } else {
                verdict.wrong("\(mode) image \(verdict.amount): \(error)")
            }
            disk.forget()
            return
        }
        if WatchedFiles.changes > 0 { disk.forget() }
    }

    /// The whole way of a start, and perhaps of the work after it.
    private func revive(_ stored: [Bool], _ mode: CrashMode, goesOn: Bool) throws(StoreError) {
        let now = Moment(milliseconds: 1_795_136_400_000)
        var ledger = try Ledger(path: file, zone: .utc, now: now)
        let state = try ledger.revive(zone: .utc, repeatWindow: .hours(720), now: now)
        revived += 1
        if goesOn {
            wentOn += 1
            try ledger.write([
                SavedStep(
                    sequence: 1 << 40, at: now,
                    facts: [.numbersReserved(.attempts, through: 1 << 40)])
            ])
            // What was recovered goes from the log into the file, and is then looked at there.
            let second = try Database(path: file, mode: .writing)
            _ = try second.checkpoint()
        }
        let reader = try Database(path: file, mode: .reading)
        leaveAlone(reader)
        try count(reader, stored, mode, isWhole: true)
        // Nobody closes a call on that day: what stands in the file the desk must know again.
        let calls = try reader.number("SELECT count(*) FROM calls WHERE closed_at IS NULL") ?? -1
        if state.calls.count != Int(calls) {
            verdict.wrong("\(calls) open calls, some not revived")
        }
        // Closed while the reader has its lock: so it leaves the file as it is.
        drop(ledger)
    }

    /// The last one to close would copy the log into the file, and remove it.
    private func leaveAlone(_ database: borrowing Database) {
        _ = safebell_db_switch(database.raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    }

    private func drop(_ ledger: consuming Ledger) {}

    private func count(
        _ reader: borrowing Database, _ stored: [Bool], _ mode: CrashMode, isWhole: Bool
    ) throws(StoreError) {
        let found =
            isWhole
            ? try reader.text("PRAGMA integrity_check") : try reader.text("PRAGMA quick_check")
        if let words = found, words != "ok" {
            verdict.wrong("image \(verdict.amount) is damaged: \(words)")
        }
        var times = [UInt8](repeating: 0, count: stored.count)
        var strangers = 0
        let rows = try reader.prepare("SELECT device_time FROM alarms")
        try rows.eachRow { row throws(StoreError) in
            let reference = Int(row.integer(0))
            if times.indices.contains(reference) { times[reference] += 1 } else { strangers += 1 }
        }
        if strangers > 0 { verdict.wrong("\(strangers) alarms that nobody sent") }
        for reference in stored.indices {
            if times[reference] > 1 {
                verdict.doubled += 1
                verdict.note("image \(verdict.amount): alarm \(reference) twice")
            }
            if stored[reference], times[reference] == 0 {
                verdict.lost += 1
                verdict.note("\(mode) image \(verdict.amount): alarm \(reference) lost")
            }
        }
    }
}
