// SPDX-License-Identifier: Apache-2.0
/// Owns what the configuration says of diallers that speak SIA DC-09.
/// Never holds their keys: `DiallerAccounts` does.

package import Vocabulary

/// The port of diallers and its manners.
package struct DiallerSettings: Equatable, Sendable {
    /// `127.0.0.1:7303`, for TCP and UDP alike; port 0 means any free port.
    package var address: String
    /// Connections open at once.
    package var connectionsMax: Int
    /// Silence that ends a connection.
    package var idleSpan: Span
    /// File of accounts; nil where there is none. `DiallerAccounts.load` reads it.
    package var accountsFile: String?
    /// A frame sent again within this is the same event.
    package var resendSpan: Span
    package var unknownAccounts: DiallerAccounts.Unknown
    package var damagedFrames: DiallerAccounts.WrongCRC
    /// Urgency of an event whose code is in no table.
    package var unknownCodePriority: Priority
}

extension SettingsBuilder {
    func dialler() -> DiallerSettings {
        DiallerSettings(
            address: text("listen.dc09"), connectionsMax: whole("listen.dc09ConnectionsMax"),
            idleSpan: span("listen.dc09IdleMinutes", .minutes),
            accountsFile: given("dc09.accountsFile").map { path("dc09.accountsFile", $0) },
            resendSpan: span("dc09.resendSeconds", .seconds),
            unknownAccounts: DiallerAccounts.Unknown(rawValue: text("dc09.unknownAccounts")) ?? .call,
            damagedFrames: DiallerAccounts.WrongCRC(rawValue: text("dc09.damagedFrames")) ?? .silent,
            unknownCodePriority: priority("dc09.unknownCodePriority"))
    }
}
