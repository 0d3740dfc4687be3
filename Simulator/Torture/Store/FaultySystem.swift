// SPDX-License-Identifier: Apache-2.0
/// The system under SQLite, in this process, with one call that fails: the Nth of its kind, once or
/// for ever after. Never fails anything but what it was told to.

import CSQLite
import Glibc

/// A kind of call that SQLite makes of the system.
enum SystemCall: String, CaseIterable {
    case open, read, pread64, write, pwrite64, ftruncate, fallocate, fstat, unlink, access, mmap
    /// fsync and fdatasync, which SQLite calls by a way of its own.
    case sync
}

/// What happens in place of the call.
enum SystemFault: String, CaseIterable {
    case io, full, interrupted
    /// Half of it is read or written.
    case short

    var number: Int32 {
        switch self {
        case .io, .short: EIO
        case .full: ENOSPC
        case .interrupted: EINTR
        }
    }
    /// Which calls can end so.
    func fits(_ call: SystemCall) -> Bool {
        switch self {
        case .io: true
        case .full:
            [.open, .write, .pwrite64, .ftruncate, .fallocate, .sync, .mmap].contains(call)
        case .short: [.read, .pread64, .write, .pwrite64].contains(call)
        case .interrupted: [.open, .read, .pread64, .write, .pwrite64, .ftruncate].contains(call)
        }
    }
}

enum FaultySystem {
    nonisolated(unsafe) private static var call: SystemCall?
    nonisolated(unsafe) private static var fault = SystemFault.io
    nonisolated(unsafe) private static var left = Int.max
    nonisolated(unsafe) private static var times = 0
    nonisolated(unsafe) private(set) static var fired = 0
    nonisolated(unsafe) private static var system: UnsafeMutablePointer<sqlite3_vfs>?
    nonisolated(unsafe) private static var methods:
        [UnsafePointer<sqlite3_io_methods>: UnsafeMutablePointer<sqlite3_io_methods>] = [:]

    /// A call interrupted for ever would be tried for ever: three times in a row is enough.
    private static let interruptions = 3

    static func arm(_ call: SystemCall, _ fault: SystemFault, after count: Int, forEver: Bool) {
        self.call = call
        self.fault = fault
        left = count
        times = !forEver ? 1 : fault == .interrupted ? interruptions : .max
        fired = 0
    }

    static func disarm() { call = nil }

    /// Whether this call is the one; errno is set then.
    private static func fails(_ made: SystemCall) -> Bool {
        guard made == call else { return false }
        if left > 1 {
            left -= 1
            return false
        }
        guard times > 0 else { return false }
        times -= 1
        fired += 1
        errno = fault.number
        return true
    }
    private static var isShort: Bool { fault == .short }

    // MARK: The calls

    static func install() {
        system = sqlite3_vfs_find(nil)
        let open: @convention(c) (UnsafePointer<CChar>?, Int32, Int32) -> Int32 = {
            FaultySystem.fails(.open) ? -1 : Glibc.open($0!, $1, mode_t($2))
        }
        set(.open, unsafeBitCast(open, to: sqlite3_syscall_ptr.self))
        let read: @convention(c) (Int32, UnsafeMutableRawPointer?, Int) -> Int = {
            guard FaultySystem.fails(.read) else { return Glibc.read($0, $1, $2) }
            return FaultySystem.isShort ? Glibc.read($0, $1, $2 / 2) : -1
        }
        set(.read, unsafeBitCast(read, to: sqlite3_syscall_ptr.self))
        let readAt: @convention(c) (Int32, UnsafeMutableRawPointer?, Int, off_t) -> Int = {
            guard FaultySystem.fails(.pread64) else { return pread($0, $1, $2, $3) }
            return FaultySystem.isShort ? pread($0, $1, $2 / 2, $3) : -1
        }
        set(.pread64, unsafeBitCast(readAt, to: sqlite3_syscall_ptr.self))
        let write: @convention(c) (Int32, UnsafeRawPointer?, Int) -> Int = {
            guard FaultySystem.fails(.write) else { return Glibc.write($0, $1, $2) }
            return FaultySystem.isShort ? Glibc.write($0, $1, $2 / 2) : -1
        }
        set(.write, unsafeBitCast(write, to: sqlite3_syscall_ptr.self))
        let writeAt: @convention(c) (Int32, UnsafeRawPointer?, Int, off_t) -> Int = {
            guard FaultySystem.fails(.pwrite64) else { return pwrite($0, $1, $2, $3) }
            return FaultySystem.isShort ? pwrite($0, $1, $2 / 2, $3) : -1
        }
        set(.pwrite64, unsafeBitCast(writeAt, to: sqlite3_syscall_ptr.self))
        let cut: @convention(c) (Int32, off_t) -> Int32 = {
            FaultySystem.fails(.ftruncate) ? -1 : Glibc.ftruncate($0, $1)
        }
        set(.ftruncate, unsafeBitCast(cut, to: sqlite3_syscall_ptr.self))
        let look: @convention(c) (Int32, UnsafeMutablePointer<stat>?) -> Int32 = {
            FaultySystem.fails(.fstat) ? -1 : Glibc.fstat($0, $1!)
        }
        set(.fstat, unsafeBitCast(look, to: sqlite3_syscall_ptr.self))
        installNames()
        installSync()
    }

    private static func installNames() {
        let room: @convention(c) (Int32, off_t, off_t) -> Int32 = {
            FaultySystem.fails(.fallocate) ? FaultySystem.fault.number : posix_fallocate($0, $1, $2)
        }
        set(.fallocate, unsafeBitCast(room, to: sqlite3_syscall_ptr.self))
        let unlink: @convention(c) (UnsafePointer<CChar>?) -> Int32 = {
            FaultySystem.fails(.unlink) ? -1 : Glibc.unlink($0!)
        }
        set(.unlink, unsafeBitCast(unlink, to: sqlite3_syscall_ptr.self))
        let access: @convention(c) (UnsafePointer<CChar>?, Int32) -> Int32 = {
            FaultySystem.fails(.access) ? -1 : Glibc.access($0!, $1)
        }
        set(.access, unsafeBitCast(access, to: sqlite3_syscall_ptr.self))
        let map:
            @convention(c) (UnsafeMutableRawPointer?, Int, Int32, Int32, Int32, off_t)
                -> UnsafeMutableRawPointer? = {
                    FaultySystem.fails(.mmap)
                        ? UnsafeMutableRawPointer(bitPattern: -1)
                        : Glibc.mmap($0, $1, $2, $3, $4, $5)
                }
        set(.mmap, unsafeBitCast(map, to: sqlite3_syscall_ptr.self))
    }

    private static func set(_ made: SystemCall, _ call: sqlite3_syscall_ptr?) {
        _ = system?.pointee.xSetSystemCall(system, made.rawValue, call)
    }

    /// A file system in front of SQLite's own, whose only difference is the sync.
    private static func installSync() {
        guard let system else { return }
        let copy = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        copy.initialize(to: system.pointee)
        copy.pointee.zName = UnsafePointer(strdup("faulty"))
        copy.pointee.xOpen = { vfs, name, file, flags, given in
            let result = FaultySystem.system!.pointee.xOpen(vfs, name, file, flags, given)
            if let file, let own = file.pointee.pMethods {
                file.pointee.pMethods = UnsafePointer(FaultySystem.faulty(own))
            }
            return result
        }
        sqlite3_vfs_register(copy, 1)
    }

    private static func faulty(
        _ own: UnsafePointer<sqlite3_io_methods>
    ) -> UnsafeMutablePointer<sqlite3_io_methods> {
        if let known = methods[own] { return known }
        let made = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        made.initialize(to: own.pointee)
        made.pointee.xSync = { file, flags in
            guard FaultySystem.fails(.sync) else {
                // The table that stands in the file is ours: the real one is found by it.
                let mine = file!.pointee.pMethods
                let real = FaultySystem.methods.first { UnsafePointer($0.value) == mine }!.key
                return real.pointee.xSync(file, flags)
            }
            return SQLITE_IOERR | 4 << 8
        }
        methods[own] = made
        return made
    }

    /// Everything as it was; after the last connection is closed.
    static func remove() {
        disarm()
        guard let system else { return }
        for made in SystemCall.allCases { set(made, nil) }
        sqlite3_vfs_register(system, 1)
    }
}
