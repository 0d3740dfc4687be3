// SPDX-License-Identifier: Apache-2.0
/// Risks that are open: silent devices, and homes that may have been missed, with the ways of devices.
/// Never forgets one because its device is unknown: whoever watches decides.

internal import Desk
internal import Vocabulary

extension Revival {
    static func loadRisks(
        into state: inout DeskState, from database: borrowing Database
    ) throws(StoreError) {
        let rows = try database.prepare(
            "SELECT device, heard_at, welfare_at, calls FROM silences ORDER BY device")
        try rows.eachRow { row throws(StoreError) in
            var silence = Silence(heardAt: row.moment(1), welfareAt: row.moment(2))
            silence.calls = row.count(3)
            state.silences[DeviceID(row.text(0))] = silence
        }
        let routes = try database.prepare("SELECT device, gateway FROM routes ORDER BY device")
        try routes.eachRow { row throws(StoreError) in
            guard let at = state.directory.devices.position(of: DeviceID(row.text(0))) else { return }
            state.routes.keep(deviceAt: at, through: GatewayID(row.text(1)))
        }
        state.aliveAt = try database.number("SELECT value FROM centre WHERE name = 'alive-at'")
            .map { Moment(milliseconds: $0) }
        let outages = try database.prepare(
            """
            SELECT id, cause, from_at, until_at, through, homes
            FROM outages INDEXED BY outages_open WHERE emptied_at IS NULL ORDER BY id
            """)
        try outages.eachRow { row throws(StoreError) in
            let id = OutageID(raw: row.integer(0))
            var outage = Outage(
                id: id, cause: OutageCause(text: row.text(1)), from: row.moment(2),
                until: row.momentOrNil(3), through: row.integerOrNil(4).map { Int($0) })
            outage.homes = row.count(5)
            state.outages[id] = outage
        }
        let homes = try database.prepare(
            "SELECT home, outage, tries, due_at FROM missed ORDER BY home")
        try homes.eachRow { row throws(StoreError) in
            let outage = OutageID(raw: row.integer(1))
            // Of an outage that is not there nobody would ever say that its list is empty.
            guard state.outages.update(outage, { $0.left += 1 }) != nil else { return }
            state.missed[HomeID(row.text(0))] = MissedHome(
                outage: outage, tries: row.count(2), dueAt: row.moment(3))
        }
    }
}
