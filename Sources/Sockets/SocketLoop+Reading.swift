// SPDX-License-Identifier: Apache-2.0
// Owns the way from the socket to the attendant: read, cut into lines, pause, go on, half-close.
// Never reads more from one connection in a turn than `readBytesMax`.

import CLinux
import Glibc
import Vocabulary
import Wire

extension SocketLoop {
    /// An event of a connection that is served.
    func serve(_ slot: Int, _ c: ConnectionID, _ bits: UInt32) {
        let broken = SAFEBELL_EPOLL_ERR | SAFEBELL_EPOLL_HUP
        if bits & (SAFEBELL_EPOLL_IN | broken) != 0 {
            let marks = table[slot].marks
            if marks.contains(.ready) {
                // What was received before comes first; the kernel tells us again.
            } else if marks.isDisjoint(with: [.paused, .finished]) {
                read(slot, c)
            } else if bits & broken != 0 {
                drop(slot, .broken(ECONNRESET))
            } else {
                setInterest(slot, table[slot].interest & ~SAFEBELL_EPOLL_IN)
            }
        }
        guard table.slot(of: c) != nil else { return }
        if bits & SAFEBELL_EPOLL_OUT != 0 || table[slot].marks.contains(.dirty) { flush(slot) }
    }

    private func read(_ slot: Int, _ c: ConnectionID) {
        let count = unsafe recv(table[slot].descriptor.raw, buffer.baseAddress, buffer.count, 0)
        if count > 0 {
            counts.bytesIn += count
            if table[slot].marks.contains(.known) { table[slot].since = now }
            let bytes = unsafe UnsafeBufferPointer(rebasing: buffer[..<count]).span
            switch ports[Int(table[slot].port)].framing {
            case .lines: process(bytes, of: c)
            case .bytes: hand(bytes, of: c)
            }
        } else if count == 0 {
            halfClose(slot, c)
        } else if errno != EAGAIN && errno != EINTR {
            drop(slot, .broken(errno))
        }
    }

    /// Delivers the lines in `bytes` until one is not followed by the next.
    private func process(_ bytes: Swift.Span<UInt8>, of c: ConnectionID) {
        let slot = c.slot
        // Taken out: the attendant's calls into the loop must not meet a slot that is being changed.
        var framer = LineFramer()
        swap(&framer, &table[slot].framer)
        var offset = 0
        var taken = 0
        var verdict = LineVerdict.next
        while offset < bytes.count && taken < Self.linesPerTurnMax && verdict == .next {
            let isLine = framer.takeLine(from: bytes, offset: &offset) { line, overlong in
                counts.lines += 1
                if overlong { counts.overlong += 1 }
                verdict = attendant.received(line, overlong: overlong, on: c)
            }
            guard isLine else { continue }
            taken += 1
            if served(c) == nil { return }
        }
        swap(&framer, &table[slot].framer)
        switch verdict {
        case .close: depart(slot, .asked, lastWords: [])
        case .pause:
            table[slot].marks.insert(.paused)
            keep(bytes, from: offset, in: slot)
        case .next:
            guard offset < bytes.count else { return }
            keep(bytes, from: offset, in: slot)
            getReady(slot, c)
        }
    }

    /// Gives what was left over and `bytes` to an attendant that cuts them itself.
    private func hand(_ bytes: Swift.Span<UInt8>, of c: ConnectionID) {
        let slot = c.slot
        if table[slot].backlog.isEmpty {
            let (used, verdict) = attendant.arrived(bytes, on: c)
            leave(bytes, from: used, verdict, c)
        } else {
            // Taken out: the attendant's calls into the loop must not meet a slot that is being changed.
            var all = table[slot].backlog
            table[slot].backlog = []
            unsafe bytes.withUnsafeBufferPointer { unsafe all.append(contentsOf: $0) }
            let (used, verdict) = attendant.arrived(all.span, on: c)
            leave(all.span, from: used, verdict, c)
        }
    }

    private func leave(
        _ bytes: Swift.Span<UInt8>, from used: Int, _ verdict: LineVerdict, _ c: ConnectionID
    ) {
        guard let slot = served(c) else { return }
        precondition(bytes.count - used <= Self.leftBytesMax, "the attendant leaves too much")
        if verdict == .close { return depart(slot, .asked, lastWords: []) }
        if verdict == .pause { table[slot].marks.insert(.paused) }
        keep(bytes, from: used, in: slot)
    }

    private func keep(_ bytes: Swift.Span<UInt8>, from offset: Int, in slot: Int) {
        guard offset < bytes.count else { return }
        let rest = bytes.extracting(offset..<bytes.count)
        table[slot].backlog = unsafe rest.withUnsafeBufferPointer { unsafe Array($0) }
    }

    private func getReady(_ slot: Int, _ c: ConnectionID) {
        guard !table[slot].marks.contains(.ready) else { return }
        table[slot].marks.insert(.ready)
        ready.append(c)
    }

    /// Goes on with lines that were received in an earlier turn.
    func continueBacklogs() {
        guard !ready.isEmpty else { return }
        let waiting = ready
        ready = []
        for c in waiting {
            guard let slot = served(c) else { continue }
            table[slot].marks.remove(.ready)
            guard !table[slot].marks.contains(.paused) else { continue }
            switch ports[Int(table[slot].port)].framing {
            case .lines:
                let backlog = table[slot].backlog
                table[slot].backlog = []
                process(backlog.span, of: c)
            case .bytes: hand([UInt8]().span, of: c)
            }
        }
    }

    /// Lines are delivered again.
    func resume(_ slot: Int, _ c: ConnectionID) {
        guard table[slot].marks.contains(.paused) else { return }
        table[slot].marks.remove(.paused)
        if !table[slot].backlog.isEmpty { getReady(slot, c) }
        setInterest(slot, table[slot].interest | SAFEBELL_EPOLL_IN)
    }

    /// The peer has sent its last byte. A line without its end is no line: it may be cut anywhere.
    private func halfClose(_ slot: Int, _ c: ConnectionID) {
        table[slot].marks.insert(.finished)
        table[slot].framer = LineFramer()
        if ports[Int(table[slot].port)].framing == .bytes { table[slot].backlog = [] }
        setInterest(slot, table[slot].interest & ~SAFEBELL_EPOLL_IN)
        table[slot].since = now
        wheel.set(slot, at: now + limits(of: slot).lingerSpan.milliseconds)
        // Asked when the turn has sent what it had: the attendant may have gathered replies.
        markDirty(slot)
    }

    /// An event of a connection that collects its last words.
    func serveLeaving(_ slot: Int, _ bits: UInt32) {
        if bits & ~SAFEBELL_EPOLL_OUT != 0 {
            // Read and thrown away: closing with unread bytes would make the kernel reset the
            // connection and lose the last words on their way.
            let count = unsafe recv(table[slot].descriptor.raw, buffer.baseAddress, buffer.count, 0)
            if count < 0 {
                if errno != EAGAIN && errno != EINTR { return release(slot) }
            } else if count == 0 {
                table[slot].marks.insert(.finished)
                setInterest(slot, table[slot].interest & ~SAFEBELL_EPOLL_IN)
            }
        }
        flush(slot)
    }
}
