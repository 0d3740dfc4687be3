// SPDX-License-Identifier: Apache-2.0
/// Answered within the target, and offered, this hour; who still waits inside the target counts neither way
/// yet (docs/protocol-console.md, "Service level").
/// Never subtracts a call that the situation's own count does not hold yet: the figure would sink, or
/// vanish, with each crowd of new calls.

package struct ServiceLevel: Sendable {
    /// Answered in time and offered, as they are shown.
    package typealias Figure = (answered: Int, offered: Int)

    /// The situation's figures, as last told.
    private var answered = 0
    private var arrived = 0
    /// Calls that waited inside the target when it was told.
    private var young: Set<String> = []
    private var youngGroups: [String: Int] = [:]
    /// Shown until a figure can be made of what is told.
    private var kept: Figure?

    package init() {}

    /// A situation was told: what the room knows now, it knows too.
    mutating func learn(from room: Room, now: Int64) {
        guard let within = room.situation?.number("in_target"),
            let arrived = room.situation?.number("arrived")
        else { return }
        answered = within
        self.arrived = arrived
        young = Set(room.waiting.filter { room.age($0, now: now) < room.target }.map(\.id))
        youngGroups = [:]
        // Of a group only the oldest one's age is known: young as long as that one is.
        for group in room.groups where room.age(group, now: now) < room.target {
            youngGroups[group.storm] = group.calls
        }
        if arrived == 0 { kept = nil }
        kept = figure(in: room, now: now) ?? kept
    }

    /// As it is now; nil: nothing was offered yet.
    package func figure(in room: Room, now: Int64) -> Figure? {
        // Who was young then and waits no more: how that ended the next situation says.
        let inside =
            young.count { id in
                guard let row = room.calls[id], row.isWaiting else { return true }
                return room.age(row, now: now) < room.target
            }
            + youngGroups.reduce(0) { sum, told in
                let group = room.groups.first { $0.storm == told.key }
                let isYoung = group.map { room.age($0, now: now) < room.target } ?? true
                return sum + (isYoung ? told.value : 0)
            }
        return arrived > inside ? (answered, max(answered, arrived - inside)) : kept
    }
}
