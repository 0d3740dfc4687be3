// SPDX-License-Identifier: Apache-2.0
/// One thing that a frame reports, whatever its payload was written in.
/// Never says what its code means: the table of event codes does.

import Vocabulary

/// An event as the device coded it.
package struct DC09Event: Equatable, Sendable {
    /// What Contact ID says before the code; a SIA code says it itself.
    package enum Qualifier: String, Sendable {
        /// New event, or an opening.
        case new
        /// Restored, or a closing.
        case restore
        /// Reported before, and still so.
        case status
    }

    /// `1101` (with its qualifier digit) or `QA`.
    package var code: String
    /// True for Contact ID, false for a SIA code.
    package var isContactID: Bool
    package var qualifier = Qualifier.new
    /// Partition, group or area; empty where the device names none.
    package var area = ""
    /// Zone or sensor; empty where there is none, or the number is a user's.
    package var zone = ""
    /// The user of an opening, closing or cancel.
    package var user = ""
    /// Words of the device for this event.
    package var text = ""
    /// The device's own time of it, as sent (`ti`, `da`).
    package var time = ""
    /// The block was marked old: it happened before, and was kept.
    package var isOld = false

    package init(code: String, isContactID: Bool) {
        self.code = code
        self.isContactID = isContactID
    }

    /// Contact ID's three digits; a SIA code as it is. What the table of event codes has.
    package var tableCode: String { isContactID ? String(code.dropFirst()) : code }
}
