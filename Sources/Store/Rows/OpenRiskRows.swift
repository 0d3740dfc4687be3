// SPDX-License-Identifier: Apache-2.0
/// Facts of silent devices and outages -> rows of `silences`, `outages`, `missed`, `routes`.
/// Never decides who is silent or missed.

import Desk
import Vocabulary

/// Writes the risks that are open.
struct OpenRiskRows: ~Copyable {
    private let silent: Statement
    private let due: Statement
    private let ended: Statement
    private let opened: Statement
    private let listed: Statement
    private let home: Statement
    private let over: Statement
    private let emptied: Statement
    private let tried: Statement
    private let settled: Statement
    private let routed: Statement
    private let routeEnded: Statement

    init(_ prepare: inout Preparation) {
        silent = prepare("INSERT OR REPLACE INTO silences VALUES (?, ?, ?, 0)")
        due = prepare(
            "UPDATE silences SET welfare_at = ?2, calls = calls + ?3 WHERE device = ?1")
        ended = prepare("DELETE FROM silences WHERE device = ?")
        opened = prepare("INSERT INTO outages VALUES (?, ?, ?, ?, ?, 0, NULL)")
        listed = prepare("UPDATE outages SET through = ?2, homes = homes + ?3 WHERE id = ?1")
        home = prepare("INSERT OR REPLACE INTO missed VALUES (?, ?, 0, ?)")
        over = prepare("UPDATE outages SET until_at = ?2 WHERE id = ?1")
        emptied = prepare("UPDATE outages SET emptied_at = ?2 WHERE id = ?1")
        tried = prepare("UPDATE missed SET tries = tries + 1, due_at = ?2 WHERE home = ?1")
        routed = prepare("INSERT OR REPLACE INTO routes VALUES (?, ?)")
        routeEnded = prepare("DELETE FROM routes WHERE device = ?")
        settled = prepare("DELETE FROM missed WHERE home = ?")
    }

    func fall(_ device: DeviceID, heardAt: Moment, welfareAt: Moment) throws(StoreError) {
        try silent.run(device, heardAt, welfareAt)
    }

    func put(_ device: DeviceID, due moment: Moment, isRaised: Bool) throws(StoreError) {
        try due.run(device, moment, isRaised ? 1 : 0)
    }

    func end(_ device: DeviceID) throws(StoreError) { try ended.run(device) }

    func keep(_ route: DeviceRoute) throws(StoreError) {
        if let gateway = route.gateway {
            try routed.run(route.device, gateway)
        } else {
            try routeEnded.run(route.device)
        }
    }

    func open(_ outage: Outage) throws(StoreError) {
        try opened.run(
            outage.id.raw, outage.cause.text, outage.from, outage.until, outage.through)
    }

    func list(
        _ homes: [HomeID], of id: OutageID, through: Int?, at now: Moment
    ) throws(StoreError) {
        for one in homes { try home.run(one, id.raw, now) }
        try listed.run(id.raw, through, homes.count)
    }

    func end(_ id: OutageID, at now: Moment) throws(StoreError) { try over.run(id.raw, now) }

    func empty(_ id: OutageID, at now: Moment) throws(StoreError) {
        try emptied.run(id.raw, now)
    }

    func again(_ home: HomeID, at due: Moment) throws(StoreError) { try tried.run(home, due) }

    func settle(_ home: HomeID) throws(StoreError) { try settled.run(home) }
}
