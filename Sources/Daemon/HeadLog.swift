// SPDX-License-Identifier: Apache-2.0
/// The head of sealed history goes to the log, at the start, each hour and at the end. Kept elsewhere it
/// shows later that no row up to it was changed and that none was cut off.
/// Never shows anything of the rows that came after the last one noted.

@preconcurrency import Dispatch
import Store
import Vocabulary

struct HeadLog: Sendable {
    /// At most this long a stretch of history can be cut off its end without a noted head that is gone.
    private static let everySeconds = 3600

    let store: StoreWorker

    /// Whether history is sealed, and its head, as fields of a line.
    var fields: [(StaticString, String)] {
        guard let head = store.head else { return [("history", "not-sealed")] }
        return [("history", "sealed"), ("head", head.description)]
    }

    /// Says why where history is not sealed, and notes the head each hour for as long as the timer is
    /// kept: a centre that began without its disk may have one by then.
    func begin() -> any DispatchSourceTimer {
        if store.head == nil {
            Log.warning("history-not-sealed", [("reason", HeadLog.whyNot)])
        }
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "safebell.heads"))
        let span = DispatchTimeInterval.seconds(HeadLog.everySeconds)
        timer.schedule(deadline: .now() + span, repeating: span)
        timer.setEventHandler { @Sendable in Log.info("history", fields) }
        timer.activate()
        return timer
    }

    private static var whyNot: String {
        #if Crypto
            "no database that takes rows, or no SHA-256 in OpenSSL"
        #else
            "built without the trait Crypto"
        #endif
    }
}
