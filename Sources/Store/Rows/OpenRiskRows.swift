// SPDX-License-Identifier: Apache-2.0
/// Facts of silent devices -> rows of `silences`.
/// Never decides whether a device is silent.

import Desk
import Vocabulary

/// Writes the risks that are open.
struct OpenRiskRows: ~Copyable {
    private let silent: Statement
    private let due: Statement
    private let ended: Statement

    init(_ prepare: inout Preparation) {
        silent = prepare("INSERT OR REPLACE INTO silences VALUES (?, ?, ?, 0)")
        due = prepare(
            "UPDATE silences SET welfare_at = ?2, calls = calls + ?3 WHERE device = ?1")
        ended = prepare("DELETE FROM silences WHERE device = ?")
    }

    func fall(_ device: DeviceID, heardAt: Moment, welfareAt: Moment) throws(StoreError) {
        try silent.run(device, heardAt, welfareAt)
    }

    func put(_ device: DeviceID, due moment: Moment, isRaised: Bool) throws(StoreError) {
        try due.run(device, moment, isRaised ? 1 : 0)
    }

    func end(_ device: DeviceID) throws(StoreError) { try ended.run(device) }
}
