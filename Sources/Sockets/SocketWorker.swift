// SPDX-License-Identifier: Apache-2.0
// Owns one thread with its epoll loop, and the mailbox through which other workers reach it.
// Never touches a connection from another thread.

import CLinux
import Glibc
import Synchronization

/// What other workers left for a loop.
struct SocketInbox: Sendable {
    /// Stop or go on accepting.
    struct Order: Sendable {
        /// `Port.index`; nil: all.
        let port: Int?
        let isStop: Bool
    }

    // Not bounded here: every message answers a request, and those are bounded where they enter.
    var messages: [SocketMessage] = []
    var orders: [Order] = []
    /// Monotonic milliseconds.
    var finishBy: Int64?

    /// Nothing was left since the loop last looked.
    var isEmpty: Bool { messages.isEmpty && orders.isEmpty && finishBy == nil }
}

/// A thread that serves its share of the connections of all ports.
package final class SocketWorker: Sendable {
    /// The worker's number: `ConnectionID.worker` of its connections.
    package let index: Int

    private let ports: [Port]
    private let makeAttendant: @Sendable (SocketLoop) -> any ConnectionAttendant
    private let epoll: FileDescriptor
    private let wake: FileDescriptor
    private let inbox = Locked(SocketInbox())
    private let board = Locked(SocketCounts())
    private let thread = Locked<pthread_t?>(nil)

    /// - Parameters:
    ///   - index: 0...255, different for each worker.
    ///   - ports: the same objects for all workers: the listeners are shared.
    ///   - attendant: called once, on the worker's thread. It may keep the loop `unowned`.
    package init(
        index: Int, ports: [Port],
        attendant: @escaping @Sendable (SocketLoop) -> any ConnectionAttendant
    ) throws(SocketError) {
        precondition(index >= 0 && index < 256, "worker number out of range")
        self.index = index
        self.ports = ports
        makeAttendant = attendant
        let epoll = FileDescriptor(owning: epoll_create1(Int32(EPOLL_CLOEXEC)))
        guard epoll.isOpen else { throw SocketError(.epoll, code: errno) }
        let flags = Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK)
        let wake = FileDescriptor(owning: eventfd(0, flags))
        guard wake.isOpen else { throw SocketError(.wake, code: errno) }
        // Edge-triggered: each write is one event, and the counter need not be read.
        let code = safebell_epoll_control(
            epoll.raw, EPOLL_CTL_ADD, wake.raw, SAFEBELL_EPOLL_IN | SAFEBELL_EPOLL_EDGE,
            SocketLoop.specialSlot << 32)
        guard code == 0 else { throw SocketError(.epoll, code: errno) }
        self.epoll = epoll
        self.wake = wake
    }

    /// Starts the thread; once.
    package func start() throws(SocketError) {
        let body = ThreadBody { [self] in serve() }
        let made = try body.start()
        thread.withLock { thread in
            precondition(thread == nil, "a socket worker is started once")
            thread = made
        }
    }

    /// Leaves messages for connections of this worker, from any thread, in order.
    package func post(_ batch: [SocketMessage]) {
        guard !batch.isEmpty else { return }
        leave { inbox in
            if inbox.messages.isEmpty {
                inbox.messages = batch
            } else {
                inbox.messages.append(contentsOf: batch)
            }
        }
    }

    /// Takes no new connection of a port (`Port.index`; nil: of any). They wait in the kernel's
    /// queue for another worker or the next program; `Listener.refuse` turns them away instead.
    package func stopAccepting(port: Int? = nil) {
        leave { $0.orders.append(.init(port: port, isStop: true)) }
    }

    /// Takes connections again.
    package func resumeAccepting(port: Int? = nil) {
        leave { $0.orders.append(.init(port: port, isStop: false)) }
    }

    /// Delivers what was posted, says farewell, sends what is unsent, closes all; waits for the
    /// thread. Must not be called on it.
    ///
    /// - Parameter milliseconds: what does not leave within this is lost.
    package func finish(within milliseconds: Int64) {
        let running = thread.withLock { thread in
            let running = thread
            thread = nil
            return running
        }
        guard let running else { return }
        let moment = monotonicMilliseconds() + milliseconds
        leave { $0.finishBy = moment }
        let code = pthread_join(running, nil)
        precondition(code == 0, "pthread_join failed")
    }

    /// What was counted up to the end of the last turn.
    package var counts: SocketCounts { board.withLock { $0 } }

    /// Changes the mailbox, and wakes the loop when it was empty: one wake for many posts.
    private func leave(_ change: (inout SocketInbox) -> Void) {
        let wasEmpty = inbox.withLock { inbox in
            let wasEmpty = inbox.isEmpty
            change(&inbox)
            return wasEmpty
        }
        if wasEmpty { _ = eventfd_write(wake.raw, 1) }
    }

    private func serve() {
        _ = unsafe "sockets-\(index)".withCString { unsafe safebell_name_thread($0) }
        let loop = SocketLoop(
            index: index, ports: ports, epoll: epoll.raw, inbox: inbox, board: board)
        loop.run(with: makeAttendant(loop))
    }
}

/// What a new thread runs.
private final class ThreadBody: Sendable {
    private let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }

    /// Starts a thread in which signals are not delivered: they belong to main.
    func start() throws(SocketError) -> pthread_t {
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        // Our own mistakes must still end the program at once.
        for fault in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT] {
            unsafe sigdelset(&all, fault)
        }
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        let box = unsafe Unmanaged.passRetained(self)
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread, nil,
            { raw in
                // Never nil: it is the box handed over below.
                guard let raw = unsafe raw else { return nil }
                unsafe Unmanaged<ThreadBody>.fromOpaque(raw).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        guard code == 0 else {
            unsafe box.release()
            throw SocketError(.thread, code: code)
        }
        return thread
    }
}
