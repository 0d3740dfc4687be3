// SPDX-License-Identifier: Apache-2.0
/// A value that may be used on its own serial queue only; anywhere else is a trap, not a race.

@preconcurrency import Dispatch

/// With the cells of Intake and the lock of Sockets the only `@unchecked Sendable` in the tree:
/// sound because every access checks that it runs on the one serial queue that owns the value.
final class Confined<Value>: @unchecked Sendable {
    private var value: Value
    private let queue: DispatchQueue

    init(_ value: sending Value, to queue: DispatchQueue) {
        self.value = value
        self.queue = queue
    }

    /// Runs `body` on the value; traps when called from another queue.
    func with<Result>(_ body: (inout Value) -> Result) -> Result {
        dispatchPrecondition(condition: .onQueue(queue))
        return body(&value)
    }
}
