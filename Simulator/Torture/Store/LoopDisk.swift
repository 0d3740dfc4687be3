// SPDX-License-Identifier: Apache-2.0
/// A disk of its own in a file, whose power can be cut: ext4 on a loop device.
/// Never survives this process: its mounts are in a name space that ends with it.

import Glibc
import Rig

final class LoopDisk {
    /// Where it is mounted.
    let path: String
    private let image: String
    private let options: String
    private(set) var isMounted = false

    static let tools = ["mkfs.ext4", "mount", "umount", "losetup"]

    init(in folder: String, name: String, megabytes: Int, options: String = "") throws {
        try LoopDisk.keepMountsToOurselves()
        path = "\(folder)/\(name)"
        image = "\(folder)/\(name).image"
        self.options = options.isEmpty ? "loop" : "loop,\(options)"
        mkdir(path, 0o700)
        let made = open(image, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { close(made) }
        guard made >= 0, ftruncate(made, off_t(megabytes) << 20) == 0 else {
            throw NotHere(reason: "no room for a disk in a file")
        }
        let done = Rig.run(["mkfs.ext4", "-q", "-F", image])
        guard let done, done.ending == .exited(0) else {
            throw NotHere(reason: "mkfs.ext4: \(done?.output ?? "cannot run")")
        }
        try mount()
    }

    deinit {
        unmount()
        unlink(image)
        rmdir(path)
    }

    /// From now on what this thread mounts is seen by it and its children, and ends with them.
    static func keepMountsToOurselves() throws {
        struct State { nonisolated(unsafe) static var isDone = false }
        guard !State.isDone else { return }
        typealias Unshare = @convention(c) (Int32) -> Int32
        let newMounts: Int32 = 0x0002_0000
        guard getuid() == 0, let found = dlsym(nil, "unshare"),
            unsafeBitCast(found, to: Unshare.self)(newMounts) == 0,
            Rig.run(["mount", "--make-rprivate", "/"])?.ending == .exited(0)
        else { throw NotHere(reason: "mounting is not allowed here") }
        State.isDone = true
    }

    func mount() throws {
        let done = Rig.run(["mount", "-o", options, image, path])
        guard let done, done.ending == .exited(0) else {
            throw NotHere(reason: "mounting on a loop: \(done?.output ?? "cannot run")")
        }
        isMounted = true
    }

    func unmount() {
        guard isMounted else { return }
        // Children of a killed program may take a moment to end.
        let isOff: Void? = try? waitUntil(within: 5, "the end of who uses the disk") {
            Rig.run(["umount", path])?.ending == .exited(0)
        }
        if isOff == nil { _ = Rig.run(["umount", "-l", path]) }
        isMounted = false
    }

    /// The power is cut: nothing more reaches the disk, not even the file system's own journal (what
    /// `xfs_io -x -c shutdown` asks of the kernel, without its start).
    func cut() throws {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(folder) }
        let goDown: UInt = 0x8004_587d
        var withoutFlush: UInt32 = 2
        guard folder >= 0, ioctl(folder, goDown, &withoutFlush) == 0 else {
            throw NotHere(reason: "this file system cannot be shut down")
        }
    }

    /// Everything written until now is on the disk.
    func settle() { _ = Rig.run(["sync", "-f", path]) }
}
