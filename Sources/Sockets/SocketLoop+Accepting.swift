// SPDX-License-Identifier: Apache-2.0
// Owns the way in: accepting in bounded bites, sharing with other workers, refusing politely.
// Never spins on a listener it cannot serve.

import CLinux
import Glibc
import Vocabulary

/// A listener as one worker watches it.
struct ListenerSeat {
    /// Index into the loop's ports.
    let port: Int
    let listener: Listener
    /// epoll watches it.
    var isArmed = false
    /// `stopAccepting` was ordered.
    var isStopped = false
    /// Accepting failed; when to try again.
    var restsUntil: Int64 = 0

    /// Waits for `restsUntil`.
    var isResting: Bool { !isArmed && !isStopped }
}

extension SocketLoop {
    /// Connections taken from one listener in one turn: those who are in must be served too.
    static let acceptsPerTurnMax = 64
    /// How long a listener is left alone when accepting fails for want of something.
    static let restMilliseconds: Int64 = 100

    func openSeats() {
        for (port, value) in ports.enumerated() {
            for listener in value.listeners {
                seats.append(ListenerSeat(port: port, listener: listener))
                arm(seats.count - 1)
            }
        }
        openReserve()
    }

    private func token(of seat: Int) -> UInt64 {
        Self.specialSlot << 32 | UInt64(seat + 1)
    }

    private func arm(_ seat: Int) {
        // Exclusive: one connection wakes one worker.
        let code = safebell_epoll_control(
            epoll, EPOLL_CTL_ADD, seats[seat].listener.descriptor.raw,
            SAFEBELL_EPOLL_IN | SAFEBELL_EPOLL_EXCLUSIVE, token(of: seat))
        precondition(code == 0 || errno == ENOMEM || errno == ENOSPC, "epoll_ctl failed")
        seats[seat].isArmed = code == 0
        if code != 0 { seats[seat].restsUntil = now + Self.restMilliseconds }
    }

    private func disarm(_ seat: Int) {
        guard seats[seat].isArmed else { return }
        seats[seat].isArmed = false
        let raw = seats[seat].listener.descriptor.raw
        _ = safebell_epoll_control(epoll, EPOLL_CTL_DEL, raw, 0, 0)
    }

    private func rest(_ seat: Int) {
        disarm(seat)
        seats[seat].restsUntil = now + Self.restMilliseconds
        counts.listenerRests += 1
    }

    /// Looks again at listeners that have rested.
    func wakeSeats() {
        for seat in seats.indices where seats[seat].isResting && now >= seats[seat].restsUntil {
            if !reserve.isOpen { openReserve() }
            arm(seat)
        }
    }

    func stop(_ seat: Int) {
        disarm(seat)
        seats[seat].isStopped = true
    }

    func obey(_ order: SocketInbox.Order) {
        for seat in seats.indices {
            let index = ports[seats[seat].port].index
            guard order.port == nil || order.port == index else { continue }
            if order.isStop {
                stop(seat)
            } else if seats[seat].isStopped && finishBy == nil {
                seats[seat].isStopped = false
                arm(seat)
            }
        }
    }

    // MARK: - Accepting

    func accept(at seat: Int) {
        guard seats[seat].isArmed else { return }
        for turn in 0..<Self.acceptsPerTurnMax {
            var storage = sockaddr_storage()
            let raw = accept(from: seats[seat].listener, into: &storage)
            if raw >= 0 {
                admit(FileDescriptor(owning: raw), SocketAddress(storage), at: seat)
                continue
            }
            switch errno {
            // None at all: another worker was quicker, and we keep our place.
            case EAGAIN: return turn > 0 ? letOthers(seat) : ()
            case EMFILE, ENFILE: if !refuseWithReserve(seat) { return rest(seat) }
            // No descriptor, no memory, or the listener refuses at the moment (EINVAL).
            case ENOMEM, ENOBUFS, EINVAL, EBADF: return rest(seat)
            // The peer or its network gave up before we came.
            default: continue
            }
        }
        letOthers(seat)
    }

    private func accept(from listener: Listener, into storage: inout sockaddr_storage) -> Int32 {
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return unsafe safebell_accept4(listener.descriptor.raw, &storage, &length, flags)
    }

    /// Goes to the end of the listener's queue of workers. The kernel wakes the first that sleeps:
    /// without this the first worker would get every connection of a quiet day.
    private func letOthers(_ seat: Int) {
        disarm(seat)
        arm(seat)
    }

    private func admit(_ descriptor: consuming FileDescriptor, _ peer: PeerAddress, at seat: Int) {
        // Whoever left in this turn gave a slot back: the attendant hears of it before it meets the
        // next one in the same slot.
        announcePartings()
        let port = ports[seats[seat].port]
        guard port.admit() else { return refuse(descriptor, port) }
        guard let slot = table.take() else {
            port.leave()
            return refuse(descriptor, port)
        }
        let raw = descriptor.raw
        table[slot].descriptor = descriptor
        table[slot].port = UInt16(seats[seat].port)
        table[slot].since = now
        table[slot].interest = SAFEBELL_EPOLL_IN
        counts.open += 1
        let c = name(of: slot)
        let code = safebell_epoll_control(epoll, EPOLL_CTL_ADD, raw, SAFEBELL_EPOLL_IN, c.raw)
        guard code == 0 else {
            // No memory for another watch: the peer has not been heard, so it is turned away.
            counts.refused += 1
            return release(slot)
        }
        counts.accepted += 1
        wheel.set(slot, at: now + port.limits.firstLineSpan.milliseconds)
        attendant.opened(c, port: port.index, peer: peer)
    }

    // MARK: - Refusing

    private func openReserve() {
        reserve = FileDescriptor(owning: unsafe open("/dev/null", O_RDONLY | O_CLOEXEC))
    }

    /// Out of descriptors: gives up the one in reserve to answer one peer.
    private func refuseWithReserve(_ seat: Int) -> Bool {
        guard reserve.isOpen else { return false }
        reserve = .none
        var storage = sockaddr_storage()
        let raw = accept(from: seats[seat].listener, into: &storage)
        let code = errno
        if raw >= 0 { refuse(FileDescriptor(owning: raw), ports[seats[seat].port]) }
        openReserve()
        // EAGAIN: another worker was quicker.
        return raw >= 0 || code == EAGAIN
    }

    private func refuse(_ descriptor: consuming FileDescriptor, _ port: Port) {
        counts.refused += 1
        let words = port.notices.full
        unsafe words.withUnsafeBytes { bytes in
            _ = unsafe Glibc.send(
                descriptor.raw, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        }
        // What it has said already is read, so that closing does not reset the words away.
        _ = unsafe recv(descriptor.raw, buffer.baseAddress, buffer.count, 0)
    }
}
