// SPDX-License-Identifier: Apache-2.0
/// T6: the disk has no room any more, in bytes or in inodes, under the running daemon and at its
/// start. Never takes a 451 for an acknowledgement, nor silence for recovery.

import Glibc
import Rig
import World

enum FullDisk: Ordeal {
    static let name = "full"
    static let catalogue = "T6"
    static let meaning = "no room for bytes or names: 451, calls answered, well again by itself"
    static let share = 0.3
    static let enough = 12
    static let tools = ["mount", "umount"]

    static func run(_ bench: Bench) throws -> Verdict {
        try LoopDisk.keepMountsToOurselves()
        let run = FullDisks(bench)
        while run.verdict.amount < bench.enough, !bench.isOver {
            switch run.verdict.amount % 3 {
            case 0: try run.noBytes()
            case 1: try run.noNames()
            default: try run.noNamesAtTheStart()
            }
            run.verdict.amount += 1
            bench.say("\(run.verdict.amount) full disks")
        }
        run.verdict.remark =
            "stored on the full disk before the first 451: "
            + "\(run.storedOnFull) alarms; well again within \(Int(run.slowestCure * 1000)) ms of room"
        return run.verdict
    }
}

/// A small disk in memory; gone with its owner.
private final class SmallDisk {
    let path: String
    init(_ path: String, _ options: String) throws {
        self.path = path
        mkdir(path, 0o700)
        let done = Rig.run(["mount", "-t", "tmpfs", "-o", "mode=0700,\(options)", "tmpfs", path])
        guard let done, done.ending == .exited(0) else {
            throw NotHere(reason: "mounting a small disk: \(done?.output ?? "cannot run")")
        }
    }

    /// Before the centre's folder goes, which could not be removed with a disk in it.
    func unmount(after centre: RunningCentre) {
        try? centre.kill()
        _ = Rig.run(["umount", "-l", path])
    }

    func grow(_ options: String) throws {
        guard Rig.run(["mount", "-o", "remount,\(options)", path])?.ending == .exited(0) else {
            throw TestTrouble("the small disk cannot be made larger")
        }
    }
    /// Takes all room there is.
    func fill() {
        let filler = open("\(path)/filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(filler) }
        var piece = [UInt8](repeating: 1, count: 65536)
        while piece.count >= 4096 {
            if Glibc.write(filler, piece, piece.count) != piece.count {
                piece = Array(piece.prefix(piece.count / 2))
            }
        }
    }
    /// Takes all names there are.
    func fillNames() {
        var number = 0
        while true {
            let made = open("\(path)/name\(number)", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
            guard made >= 0 else { return }
            close(made)
            number += 1
        }
    }
}

private final class FullDisks {
    var verdict = Verdict(unit: "full disks")
    var storedOnFull = 0
    var slowestCure = 0.0
    private let bench: Bench
    private var chance: Chance

    init(_ bench: Bench) {
        self.bench = bench
        chance = Chance(seed: bench.seed, stream: 6)
    }

    func noBytes() throws {
        let centre = try RunningCentre([Load.settings])
        let disk = try SmallDisk(centre.data, "size=\(13 + chance.below(12))m")
        defer { disk.unmount(after: centre) }
        try centre.start()
        let amy = try centre.person("amy")
        let load = Load(gateways: 2, window: 4, homes: 20)
        try load.connect(to: centre)
        load.work(until: seconds() + 0.1)
        load.hear(until: seconds() + 5)
        let before = load.acknowledged
        if before == 0 { verdict.wrong("nothing was stored while there was room") }
        disk.fill()
        try load.work(within: 60, "the first 451 on a full disk") { load.refused > 0 }
        load.hear(until: seconds() + 5)
        storedOnFull = max(storedOnFull, load.acknowledged - before)
        if field("state", of: try amy.event("STORAGE")) != "full" {
            verdict.wrong("not told: full")
        }
        try LoadCheck.check(centre.database, load, into: &verdict)
        // Nothing more is acknowledged, and people are rung all the same.
        let stored = load.acknowledged
        load.pressOnce()
        load.hear(until: seconds() + 5)
        if load.acknowledged > stored { verdict.wrong("acknowledged on a full disk") }
        try answer(amy, centre)
        // Half of them are started anew in that state; the others must get well as they are.
        if chance.happens(500) {
            try restartOnFull(centre)
            try load.connect(to: centre)
        }
        let room = seconds()
        try disk.grow("size=64m")
        try load.work(within: 10, "a stored press after there was room") {
            load.acknowledged > stored
        }
        slowestCure = max(slowestCure, seconds() - room)
        load.hear(until: seconds() + 5)
        try finish(centre, load)
    }

    /// Taking a call and closing it, from memory.
    private func answer(_ amy: Peer, _ centre: RunningCentre) throws {
        try amy.ask("READY", "250 READY")
        let offer = try amy.event("OFFER")
        if field("unsaved", of: offer) != "1" { verdict.wrong("not marked: \(offer)") }
        try amy.ask("TAKE \(field("call", of: offer) ?? "?")", "250-TAKEN")
    }

    /// Killed and started while there is no room: the open calls must be known.
    private func restartOnFull(_ centre: RunningCentre) throws {
        try centre.kill()
        try centre.start()
        if centre.log.contains("starting-without-database") {
            verdict.wrong("on a full disk it starts without its open calls: \(centre.log)")
        }
        let ben = try centre.ready("ben")
        if (try? ben.event("OFFER", within: 3)) == nil {
            verdict.wrong("started on a full disk it offers no open call")
        }
        if centre.log.contains("set-aside") { verdict.wrong("a full disk's file was set aside") }
    }

    /// A daemon that has its files needs no new names.
    func noNames() throws {
        let centre = try RunningCentre([Load.settings])
        let disk = try SmallDisk(centre.data, "size=32m,nr_inodes=\(8 + chance.below(20))")
        defer { disk.unmount(after: centre) }
        try centre.start()
        disk.fillNames()
        let load = Load(gateways: 2, window: 4, homes: 20)
        try load.connect(to: centre)
        load.most = 400
        load.hearAll(until: seconds() + 20)
        if load.acknowledged != load.alarms.count {
            verdict.wrong("without names \(load.refused) presses were refused")
        }
        try finish(centre, load)
    }

    /// It cannot even make its files: it answers from memory, and stores once it can.
    func noNamesAtTheStart() throws {
        let centre = try RunningCentre([Load.settings])
        let names = 1 + chance.below(3)
        let disk = try SmallDisk(centre.data, "size=32m,nr_inodes=\(names)")
        defer { disk.unmount(after: centre) }
        try centre.start()
        let amy = try centre.ready("amy")
        let load = Load(gateways: 1, window: 1, type: "welfare", homes: 1)
        load.most = 1
        try load.connect(to: centre)
        try load.work(within: 5, "451") { load.refused > 0 || load.acknowledged > 0 }
        if load.acknowledged > 0 { verdict.wrong("acknowledged without a file") }
        let offer = try amy.event("OFFER")
        let id = field("call", of: offer) ?? "?"
        try amy.ask("TAKE \(id)", "250-TAKEN")
        let room = seconds()
        try disk.grow("nr_inodes=1000")
        load.most = .max
        try load.work(within: 10, "a stored press after there were names") { load.acknowledged > 0 }
        slowestCure = max(slowestCure, seconds() - room)
        load.hear(until: seconds() + 5)
        try finish(centre, load)
    }

    private func finish(_ centre: RunningCentre, _ load: Load) throws {
        load.disconnect()
        try centre.kill()
        try centre.start()
        try LoadCheck.check(centre.database, load, into: &verdict)
        try LoadCheck.checkRepeats(centre, load, into: &verdict)
        verdict.acknowledged += load.acknowledged
    }
}
