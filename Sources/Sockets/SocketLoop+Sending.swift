// SPDX-License-Identifier: Apache-2.0
// Owns the way from the outbox to the socket, the bound of the outbox, and how connections end.
// Never keeps more than `outboxBytesMax` for a peer that does not read.

import CLinux
import Glibc
import Vocabulary
import Wire

extension SocketLoop {
    // MARK: - Gathering

    /// Adds to the outbox; what a turn adds goes out in one write.
    func append(_ bytes: [UInt8], to slot: Int, of c: ConnectionID) {
        guard !bytes.isEmpty, hasRoom(slot, c, for: bytes.count) else { return }
        if table[slot].outbox.isEmpty {
            table[slot].outbox = bytes
        } else {
            table[slot].outbox.append(contentsOf: bytes)
        }
        markDirty(slot)
    }

    func append(_ bytes: Swift.Span<UInt8>, to slot: Int, of c: ConnectionID) {
        guard !bytes.isEmpty, hasRoom(slot, c, for: bytes.count) else { return }
        unsafe bytes.withUnsafeBufferPointer { unsafe table[slot].outbox.append(contentsOf: $0) }
        markDirty(slot)
    }

    /// Says whether the bytes fit; when not, ends the connection of the slow reader.
    private func hasRoom(_ slot: Int, _ c: ConnectionID, for count: Int) -> Bool {
        let max = limits(of: slot).outboxBytesMax
        if unsent(slot) + count <= max { return true }
        // All of it may be from this turn and the peer an eager reader: let the kernel have it.
        if table[slot].interest & SAFEBELL_EPOLL_OUT == 0 {
            flush(slot)
            guard served(c) != nil else { return false }
            if unsent(slot) + count <= max { return true }
        }
        counts.slow += 1
        cutOutbox(slot)
        depart(slot, .slowReader, lastWords: ports[Int(table[slot].port)].notices.slow)
        return false
    }

    private func unsent(_ slot: Int) -> Int {
        table[slot].outbox.count - Int(table[slot].sent)
    }

    /// Keeps only the rest of a line that has gone out in part: the notice must begin a line.
    private func cutOutbox(_ slot: Int) {
        let feed: UInt8 = 0x0A
        let sent = Int(table[slot].sent)
        let outbox = table[slot].outbox
        table[slot].outbox = []
        table[slot].sent = 0
        guard sent > 0, outbox[sent - 1] != feed else { return }
        let rest = outbox[sent...]
        let end = rest.firstIndex(of: feed) ?? rest.endIndex - 1
        table[slot].outbox = Array(rest[...end])
    }

    func markDirty(_ slot: Int) {
        guard !table[slot].marks.contains(.dirty) else { return }
        table[slot].marks.insert(.dirty)
        dirty.append(slot)
    }

    // MARK: - Sending

    /// Sends for all that gathered something, and lets those go that are owed nothing more.
    func sendAll() {
        while let slot = dirty.popLast() {
            table[slot].marks.remove(.dirty)
            guard table[slot].descriptor.isOpen else { continue }
            let marks = table[slot].marks
            if marks.contains(.finished) && !marks.contains(.leaving) {
                let c = name(of: slot)
                if !attendant.owesReplies(on: c) && served(c) != nil {
                    depart(slot, .peerFinished, lastWords: [])
                }
            }
            flush(slot)
        }
    }

    /// One write of what is there. Afterwards the connection may be gone.
    func flush(_ slot: Int) {
        if !table[slot].outbox.isEmpty {
            let count = write(slot)
            if count < 0 {
                if errno != EAGAIN && errno != EINTR { return drop(slot, .broken(errno)) }
            } else {
                counts.bytesOut += count
                advance(slot, by: count)
            }
            let want = table[slot].outbox.isEmpty ? 0 : SAFEBELL_EPOLL_OUT
            setInterest(slot, table[slot].interest & ~SAFEBELL_EPOLL_OUT | want)
        }
        if table[slot].outbox.isEmpty && table[slot].marks.contains(.leaving) { endSending(slot) }
    }

    private func write(_ slot: Int) -> Int {
        let raw = table[slot].descriptor.raw
        let sent = Int(table[slot].sent)
        return unsafe table[slot].outbox.withUnsafeBytes { bytes in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[sent...])
            return unsafe Glibc.send(raw, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
        }
    }

    private func advance(_ slot: Int, by count: Int) {
        let sent = Int(table[slot].sent) + count
        if sent == table[slot].outbox.count {
            table[slot].outbox = []
            table[slot].sent = 0
        } else if sent > table[slot].outbox.count / 2 {
            // One sent byte stays: cutOutbox asks whether it ended a line.
            table[slot].outbox.removeFirst(sent - 1)
            table[slot].sent = 1
        } else {
            table[slot].sent = Int32(sent)
        }
    }

    func setInterest(_ slot: Int, _ interest: UInt32) {
        guard table[slot].interest != interest else { return }
        table[slot].interest = interest
        let raw = table[slot].descriptor.raw
        let code = safebell_epoll_control(
            epoll, EPOLL_CTL_MOD, raw, interest, name(of: slot).raw)
        precondition(code == 0, "epoll_ctl failed")
    }

    // MARK: - Ending

    /// Ends the service of a connection: its last words go out, then it is closed.
    func depart(_ slot: Int, _ reason: CloseReason, lastWords: [UInt8]) {
        partings.append((name(of: slot), reason))
        table[slot].marks.insert(.leaving)
        table[slot].framer = LineFramer()
        table[slot].backlog = []
        table[slot].outbox.append(contentsOf: lastWords)
        table[slot].since = now
        wheel.set(slot, at: now + limits(of: slot).lingerSpan.milliseconds)
        let isFinished = table[slot].marks.contains(.finished)
        setInterest(slot, table[slot].interest | (isFinished ? 0 : SAFEBELL_EPOLL_IN))
        markDirty(slot)
    }

    /// Everything is sent: says so, and waits for the peer to say so too.
    private func endSending(_ slot: Int) {
        let marks = table[slot].marks
        if marks.contains(.finished) { return release(slot) }
        if !marks.contains(.shut) {
            table[slot].marks.insert(.shut)
            _ = shutdown(table[slot].descriptor.raw, Int32(SHUT_WR))
        }
        if finishBy != nil {
            // No time to wait for the peer; what it has sent meanwhile is thrown away.
            _ = unsafe recv(table[slot].descriptor.raw, buffer.baseAddress, buffer.count, 0)
            release(slot)
        }
    }

    /// Closes at once: the connection is broken.
    func drop(_ slot: Int, _ reason: CloseReason) {
        if !table[slot].marks.contains(.leaving) { partings.append((name(of: slot), reason)) }
        release(slot)
    }

    /// Closes the socket and gives the slot back.
    func release(_ slot: Int) {
        // Explicitly: a child between fork and exec may hold a copy, and epoll would keep it.
        _ = safebell_epoll_control(epoll, EPOLL_CTL_DEL, table[slot].descriptor.raw, 0, 0)
        wheel.remove(slot)
        ports[Int(table[slot].port)].leave()
        counts.open -= 1
        table.release(slot)
    }
}
