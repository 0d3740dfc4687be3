// SPDX-License-Identifier: Apache-2.0
/// Tells whether SQLite, in this process, has changed one of the files of an image.
/// Never counts the index of the log, which every opening makes anew.

import CSQLite
import Glibc

enum WatchedFiles {
    nonisolated(unsafe) private static var inodes: Set<UInt64> = []
    nonisolated(unsafe) private(set) static var changes = 0

    private typealias Write = @convention(c) (Int32, UnsafeRawPointer?, Int, off_t) -> Int
    private typealias Cut = @convention(c) (Int32, off_t) -> Int32
    private typealias Unlink = @convention(c) (UnsafePointer<CChar>?) -> Int32

    /// From now on, of these files.
    static func watch(_ files: [String]) {
        changes = 0
        inodes = []
        for file in files {
            var now = stat()
            if stat(file, &now) == 0 { inodes.insert(UInt64(now.st_ino)) }
        }
    }

    private static func note(_ descriptor: Int32) {
        var now = stat()
        if fstat(descriptor, &now) == 0, inodes.contains(UInt64(now.st_ino)) { changes += 1 }
    }

    static func install() throws {
        let write: Write = { file, bytes, count, offset in
            WatchedFiles.note(file)
            return pwrite(file, bytes, count, offset)
        }
        let cut: Cut = { file, length in
            WatchedFiles.note(file)
            return ftruncate(file, length)
        }
        let remove: Unlink = { name in
            WatchedFiles.changes += 1
            return unlink(name!)
        }
        set("pwrite64", unsafeBitCast(write, to: sqlite3_syscall_ptr.self))
        set("ftruncate", unsafeBitCast(cut, to: sqlite3_syscall_ptr.self))
        set("unlink", unsafeBitCast(remove, to: sqlite3_syscall_ptr.self))
    }

    static func remove() { for name in ["pwrite64", "ftruncate", "unlink"] { set(name, nil) } }

    private static func set(_ name: String, _ call: sqlite3_syscall_ptr?) {
        let system = sqlite3_vfs_find(nil)
        _ = system?.pointee.xSetSystemCall(system, name, call)
    }
}
