// SPDX-License-Identifier: Apache-2.0
/// What the live run has to do later, in order of time.
/// Never reads a clock.

import Vocabulary

/// A binary heap; what was put in first comes first among equals.
struct LiveTimetable {
    enum Task: Equatable {
        /// Heartbeats of the gateway at this place.
        case heartbeat(gateway: Int)
        /// The peer's agent wants to be woken.
        case wake(peer: Int)
        /// Not acknowledged until now: say it again.
        case resend(number: Int)
        /// The device in this home is not acknowledged until now: it dials again.
        case redial(home: Int)
        /// It says that it is there.
        case poll(home: Int)
        /// Connect again.
        case reconnect(peer: Int)
        /// Somebody must confirm a closing.
        case findConfirmer(call: CallID, closer: Int)
    }
    private struct Entry {
        var at: Moment
        var sequence: Int
        var task: Task

        func isBefore(_ other: Entry) -> Bool { (at, sequence) < (other.at, other.sequence) }
    }

    private var heap: [Entry] = []
    private var sequence = 0

    /// When the first is due.
    var next: Moment? { heap.first?.at }

    mutating func add(_ task: Task, at moment: Moment) {
        sequence += 1
        heap.append(Entry(at: moment, sequence: sequence, task: task))
        var place = heap.count - 1
        while place > 0, heap[place].isBefore(heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// The first that is due at `now`; nil where none is.
    mutating func popDue(at now: Moment) -> Task? {
        guard let first = heap.first, first.at <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
                if heap[child].isBefore(heap[least]) { least = child }
            }
            if least == place { break }
            heap.swapAt(place, least)
            place = least
        }
        return first.task
    }
}
