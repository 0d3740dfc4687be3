// SPDX-License-Identifier: Apache-2.0
/// What of a home and its people is shown only when it is asked for, and never written down again.

/// A private detail of a home (Camden Careline: everything is written down but the code; Reeves PFD
/// 2018: and yet the paramedic must have it).
package enum PrivateDetail: String, CaseIterable, Sendable {
    /// How to get in: door code, key safe.
    case access
    /// Health notes of the people of the home.
    case health
}
