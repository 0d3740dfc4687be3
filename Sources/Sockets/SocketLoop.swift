// SPDX-License-Identifier: Apache-2.0
// Owns the connections of one socket worker and its turn: wait, read, deliver, expire, send.
// Never leaves its thread, never blocks but in epoll_wait, and never knows what the lines mean.

import CLinux
import Glibc
package import Vocabulary

/// The epoll loop of a socket worker, as the attendant sees it: only on the worker's thread.
@safe
package final class SocketLoop {
    /// Events taken from the kernel in one turn.
    static let eventsMax = 512
    /// Bytes read from one connection in one turn; also the bound of what waits during a pause.
    static let readBytesMax = 16 * 1024
    /// Bytes that an attendant of `PortFraming.bytes` may leave: one read, and what was left before it.
    static let leftBytesMax = 2 * readBytesMax
    /// Lines of one connection in one turn: nobody holds the loop with empty lines.
    static let linesPerTurnMax = 256
    /// Connections ended for silence in one turn: a network outage silences all of them at once.
    static let expiriesPerTurnMax = 512
    /// The slot number that no connection has: a listener's or the mailbox's token.
    static let specialSlot = UInt64(ConnectionTable.slotsMax)

    /// The worker's number.
    package let index: Int
    /// Monotonic milliseconds, read once each turn.
    package private(set) var now: Int64

    let ports: [Port]
    let epoll: Int32
    let table = ConnectionTable()
    var wheel: IdleWheel
    var counts = SocketCounts()
    var seats: [ListenerSeat] = []
    var datagramSeats: [DatagramSeat] = []
    var reserve = FileDescriptor.none
    /// Slots with something to send, or to look at once more.
    var dirty: [Int] = []
    /// Connections with received lines left over.
    var ready: [ConnectionID] = []
    /// Ends that the attendant has not heard of: told when none of its code is on the stack.
    var partings: [(ConnectionID, CloseReason)] = []
    /// Slots that the wheel named and no turn had room for.
    var lapsed: [Int] = []
    var finishBy: Int64?
    // Set by `run` before the first turn; the attendant cannot be made before the loop it needs.
    var attendant: (any ConnectionAttendant)!

    let buffer: UnsafeMutableBufferPointer<UInt8>
    private let events: UnsafeMutablePointer<epoll_event>
    private let inbox: Locked<SocketInbox>
    private let board: Locked<SocketCounts>

    init(
        index: Int, ports: [Port], epoll: Int32, inbox: Locked<SocketInbox>,
        board: Locked<SocketCounts>
    ) {
        self.index = index
        self.ports = ports
        self.epoll = epoll
        self.inbox = inbox
        self.board = board
        now = monotonicMilliseconds()
        wheel = IdleWheel(now: now)
        unsafe buffer = .allocate(capacity: Self.readBytesMax)
        unsafe buffer.initialize(repeating: 0)
        unsafe events = .allocate(capacity: Self.eventsMax)
        unsafe events.initialize(repeating: epoll_event(), count: Self.eventsMax)
    }

    deinit {
        unsafe buffer.deallocate()
        unsafe events.deallocate()
    }

    /// The life of the thread.
    func run(with attendant: any ConnectionAttendant) {
        self.attendant = attendant
        openSeats()
        openDatagramSeats()
        var isOver = false
        while !isOver {
            turn()
            isOver = isFinished
        }
        closeEverything()
        self.attendant = nil
    }

    // MARK: - The attendant's side

    /// Sends whole lines; more than `outboxBytesMax` unsent makes the peer a slow reader.
    /// For a connection that is gone: dropped and counted.
    package func send(_ bytes: [UInt8], to c: ConnectionID) {
        guard let slot = served(c) else { return countDead() }
        append(bytes, to: slot, of: c)
    }

    /// The same without an array.
    package func send(_ bytes: Swift.Span<UInt8>, to c: ConnectionID) {
        guard let slot = served(c) else { return countDead() }
        append(bytes, to: slot, of: c)
    }

    /// Ends the connection after what was sent and `lastWords`. `closed` follows later in the turn.
    package func close(_ c: ConnectionID, lastWords: [UInt8] = []) {
        guard let slot = served(c) else { return countDead() }
        depart(slot, .asked, lastWords: lastWords)
    }

    /// Delivers lines again after `LineVerdict.pause`; without effect when not paused.
    package func resume(_ c: ConnectionID) {
        guard let slot = served(c) else { return countDead() }
        resume(slot, c)
    }

    /// The peer has said who it is: from now on `idleSpan` applies instead of `firstLineSpan`.
    package func markKnown(_ c: ConnectionID) {
        guard let slot = served(c) else { return countDead() }
        table[slot].marks.insert(.known)
        table[slot].since = now
        wheel.set(slot, at: now + limits(of: slot).idleSpan.milliseconds)
    }

    // MARK: - One turn

    private func turn() {
        let count = wait()
        now = monotonicMilliseconds()
        counts.turns += 1
        for index in 0..<count {
            let event = unsafe events + index
            unsafe serve(safebell_event_token(event), safebell_event_bits(event))
        }
        continueBacklogs()
        expire()
        wakeSeats()
        repeat {
            announcePartings()
            attendant.turnEnded()
            sendAll()
        } while !partings.isEmpty || !dirty.isEmpty
        let counts = counts
        board.withLock { $0 = counts }
    }

    private func wait() -> Int {
        let count = unsafe epoll_wait(epoll, events, Int32(Self.eventsMax), patience)
        if count >= 0 { return Int(count) }
        precondition(errno == EINTR, "epoll_wait failed")
        return 0
    }

    /// Milliseconds until something must be done without an event; -1: never.
    private var patience: Int32 {
        if !ready.isEmpty || !lapsed.isEmpty { return 0 }
        var moment = min(wheel.nextMoment ?? .max, finishBy ?? .max)
        for seat in seats where seat.isResting { moment = min(moment, seat.restsUntil) }
        if moment == .max { return -1 }
        // `now` is as old as the turn: a deadline is late by the length of a turn.
        return Int32(clamping: max(0, moment - now))
    }

    private func serve(_ token: UInt64, _ bits: UInt32) {
        let c = ConnectionID(raw: token)
        if c.slot == Int(Self.specialSlot) {
            if c.generation == 0 {
                readInbox()
            } else if c.generation >= DatagramSeat.firstGeneration {
                receive(at: Int(c.generation - DatagramSeat.firstGeneration))
            } else {
                accept(at: Int(c.generation) - 1)
            }
            return
        }
        // Gone earlier in this turn, and perhaps already somebody else's slot.
        guard let slot = table.slot(of: c) else { return }
        if table[slot].marks.contains(.leaving) {
            serveLeaving(slot, bits)
        } else {
            serve(slot, c, bits)
        }
    }

    private func readInbox() {
        let taken = inbox.withLock { inbox in
            let taken = inbox
            inbox = SocketInbox()
            return taken
        }
        for message in taken.messages { deliver(message) }
        for order in taken.orders { obey(order) }
        if let finishBy = taken.finishBy { beginFinishing(by: finishBy) }
    }

    private func deliver(_ message: SocketMessage) {
        let c = message.connection
        if Self.isDatagrams(c), case .tagged(_, let request, let bytes) = message {
            return attendant.answered(c, request: request, bytes: bytes)
        }
        guard let slot = served(c) else { return countDead() }
        switch message {
        case .send(_, let bytes): append(bytes, to: slot, of: c)
        case .tagged(_, let request, let bytes):
            attendant.answered(c, request: request, bytes: bytes)
            if table.slot(of: c) != nil { markDirty(slot) }
        case .resume: resume(slot, c)
        case .close(_, let lastWords): depart(slot, .asked, lastWords: lastWords)
        }
    }

    func announcePartings() {
        while !partings.isEmpty {
            let told = partings
            partings = []
            for (c, reason) in told { attendant.closed(c, reason: reason) }
        }
    }

    // MARK: - Deadlines

    private func expire() {
        wheel.collect(now: now, into: &lapsed)
        for _ in 0..<min(lapsed.count, Self.expiriesPerTurnMax) {
            guard let slot = lapsed.popLast() else { return }
            guard table[slot].descriptor.isOpen else { continue }
            let due = deadline(of: slot)
            if due > now { wheel.set(slot, at: due) } else { lapse(slot) }
        }
    }

    private func deadline(of slot: Int) -> Int64 {
        let limits = limits(of: slot)
        let marks = table[slot].marks
        let span =
            if !marks.isDisjoint(with: [.leaving, .finished]) {
                limits.lingerSpan
            } else if marks.isDisjoint(with: [.known, .paused]) {
                limits.firstLineSpan
            } else {
                // A paused peer waits for us, for instance for its password to be checked.
                limits.idleSpan
            }
        return table[slot].since + span.milliseconds
    }

    private func lapse(_ slot: Int) {
        let marks = table[slot].marks
        if marks.contains(.leaving) { return release(slot) }
        if marks.contains(.finished) { return depart(slot, .unanswered, lastWords: []) }
        counts.idle += 1
        let notice = ports[Int(table[slot].port)].notices.idle
        depart(slot, marks.contains(.known) ? .idle : .unknownTooLong, lastWords: notice)
    }

    // MARK: - The end

    private func beginFinishing(by moment: Int64) {
        finishBy = moment
        for index in seats.indices { stop(index) }
        closeDatagramSeats()
        for slot in 0..<table.count where table[slot].descriptor.isOpen {
            if table[slot].marks.contains(.leaving) {
                markDirty(slot)
            } else {
                depart(slot, .finishing, lastWords: ports[Int(table[slot].port)].notices.farewell)
            }
        }
    }

    private var isFinished: Bool {
        guard let finishBy else { return false }
        return counts.open == 0 || now >= finishBy
    }

    private func closeEverything() {
        for slot in 0..<table.count where table[slot].descriptor.isOpen { release(slot) }
        let counts = counts
        board.withLock { $0 = counts }
    }
}

// MARK: - Small questions

extension SocketLoop {
    /// The name of the connection in `slot`.
    func name(of slot: Int) -> ConnectionID {
        ConnectionID(worker: index, slot: slot, generation: table[slot].generation)
    }

    /// The slot of a connection that is still served.
    func served(_ c: ConnectionID) -> Int? {
        precondition(c.worker == index, "connection of another worker")
        guard let slot = table.slot(of: c), !table[slot].marks.contains(.leaving) else {
            return nil
        }
        return slot
    }

    func limits(of slot: Int) -> PortLimits {
        ports[Int(table[slot].port)].limits
    }

    func countDead() {
        counts.deadGeneration += 1
    }
}
