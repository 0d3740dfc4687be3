// SPDX-License-Identifier: Apache-2.0
/// Which devices are expected to be heard within a span, and how each stands. A restart forgets it:
/// every device that was not silent then has its whole span again. One timer for all of them: each
/// second a slice is looked at, and a heartbeat arms nothing.
/// Never decides what is to be done about a silent one.

package import Vocabulary

/// How a device that is expected stands.
package enum DeviceStanding: String, Sendable, CaseIterable {
    /// Heard within its span.
    case heard
    /// Its span is over; one report may have been lost.
    case late
    /// Nothing for twice its span: a press would perhaps not be heard either.
    case silent
    /// Nobody watches it, and nothing was heard of it since the start.
    case unheard
}

/// One device that is expected.
package struct DeviceWatch: Equatable, Sendable {
    /// Longest silence that is in order.
    package var span: Span
    /// When it was last heard; the start of the watch before that.
    package var heardAt: Moment
    package var standing = DeviceStanding.heard
    /// Silent, and on record as such.
    package var isKnown = false
}

/// All of them, looked at one slice after the other.
package struct Watches: Equatable, Sendable {
    private var table = Table<DeviceID, DeviceWatch>()
    private var next = 0
    /// Devices that are silent now.
    package private(set) var silentCount = 0

    package init() {}
    package var count: Int { table.count }
    package subscript(device: DeviceID) -> DeviceWatch? { table[device] }

    /// Expects `device` to be heard at least every `span`; a known one keeps when it was heard.
    package mutating func expect(_ device: DeviceID, within span: Span, from now: Moment) {
        if table.update(device, { $0.span = span }) == nil {
            table[device] = DeviceWatch(span: span, heardAt: now)
        }
    }

    /// Expects nothing of `device` any more.
    package mutating func forget(_ device: DeviceID) {
        if table[device]?.standing == .silent { silentCount -= 1 }
        table[device] = nil
    }

    /// Keeps the watches for which `isWanted` is true.
    package mutating func keep(where isWanted: (DeviceID) -> Bool) {
        for device in table.allIDs where !isWanted(device) { forget(device) }
    }

    /// The device was heard.
    /// - Returns: how it stood, where it was late or silent.
    package mutating func heard(_ device: DeviceID, at now: Moment) -> DeviceWatch? {
        if table.isEmpty { return nil }
        var before: DeviceWatch?
        _ = table.update(device) { watch in
            if watch.standing != .heard { before = watch }
            watch.heardAt = now
            watch.standing = .heard
            watch.isKnown = false
        }
        if before?.standing == .silent { silentCount -= 1 }
        return before
    }

    /// The silence of this device is on record.
    package mutating func know(_ device: DeviceID) {
        _ = table.update(device) { $0.isKnown = true }
    }

    /// The device has been silent since then, and that is on record.
    package mutating func fall(_ device: DeviceID, silentSince heardAt: Moment) {
        let isNew = table.update(device) { watch in
            let isNew = watch.standing != .silent
            watch.heardAt = heardAt
            watch.standing = .silent
            watch.isKnown = true
            return isNew
        }
        if isNew == true { silentCount += 1 }
    }

    /// Looks at the next slice, so that all are looked at in `Limits.watchRoundSeconds` looks.
    /// - Returns: devices of the slice that became late, and those that are silent and not on record.
    package mutating func look(
        at now: Moment
    ) -> (late: [DeviceID], silent: [DeviceID], endsRound: Bool) {
        var late: [DeviceID] = []
        var silent: [DeviceID] = []
        for _ in 0..<Limits.slice(of: table.count) {
            if next >= table.count { break }
            let (device, watch) = table.entry(at: next)
            next += 1
            let quiet = now - watch.heardAt
            if quiet <= watch.span { continue }
            if quiet <= watch.span + watch.span {
                guard watch.standing == .heard else { continue }
                _ = table.update(device) { $0.standing = .late }
                late.append(device)
            } else if !watch.isKnown {
                if watch.standing != .silent { silentCount += 1 }
                _ = table.update(device) { $0.standing = .silent }
                silent.append(device)
            }
        }
        guard next >= table.count else { return (late, silent, false) }
        next = 0
        return (late, silent, true)
    }
}
