// SPDX-License-Identifier: Apache-2.0
/// Risks that are open: silent devices.
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
    }
}
