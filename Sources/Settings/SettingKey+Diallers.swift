// SPDX-License-Identifier: Apache-2.0
/// Owns the keys of diallers that speak SIA DC-09, and those of the table of their codes.
/// Never where they connect: that is with the other ports, in SettingKey+Centre.swift.

import Vocabulary

extension SettingKey {
    static let diallers: [SettingKey] = [
        SettingKey(
            "dc09.eventCodes", .path, .absent,
            "table of event codes, such as `event-codes.json5`; without one every code is unknown"),
        SettingKey(
            "dc09.accountsFile", .path, .absent,
            "file of lines `ACCOUNT [key=...] [every=...] [priority=...] [clear=...]`, readable by "
                + "its owner only"),
        SettingKey(
            "dc09.resendSeconds", .amount(1...3600, .seconds), 120,
            "a frame sent again within this is the same event"),
        SettingKey(
            "dc09.unknownAccounts", .choice(DiallerAccounts.Unknown.allCases.map(\.rawValue)), "call",
            "what an alarm from an account that nobody registered is: `call` (marked unregistered), "
                + "or `silent` (no answer)"),
        SettingKey(
            "dc09.damagedFrames", .choice(DiallerAccounts.WrongCRC.allCases.map(\.rawValue)), "silent",
            "what a frame with a wrong checksum or length gets: no answer, or a NAK"),
        SettingKey(
            "dc09.unknownCodePriority", .whole(1...5), 2,
            "urgency of an event whose code is in no table; it always opens a call"),
    ]

    /// The keys of a table of event codes, a file of its own.
    package static let eventCodes: [SettingKey] = [
        SettingKey("codes", .tables(0...Limits.eventCodeRowsMax), .required, "the rows"),
        SettingKey(
            "codes[].cid", .list(.contactID, 0...Limits.codesPerRowMax), [],
            "Contact ID events without the qualifier; with qualifier 3 each is a restore"),
        SettingKey(
            "codes[].sia", .list(.sia, 0...Limits.codesPerRowMax), [],
            "SIA codes of the alarm or trouble"),
        SettingKey(
            "codes[].restore", .list(.sia, 0...Limits.codesPerRowMax), [],
            "SIA codes that say it is over"),
        SettingKey(
            "codes[].kind", .kind, .required, "the `type` that it is; see `kinds`"),
        SettingKey(
            "codes[].priority", .whole(1...5), .required,
            "urgency of the call that it opens; 1: life may be at stake"),
        SettingKey(
            "codes[].plan", .word, .absent, "plan that its call follows; none: that of the kind"),
        SettingKey(
            "codes[].opensCall", .flag, true, "false: only written down, nobody is rung"),
        SettingKey(
            "codes[].voice", .choice(VoiceAdvice.allCases.map(\.rawValue)), .required,
            "whether to speak into the home, only to listen, or to ring the person up"),
        SettingKey("codes[].name", .text(64), .required, "what people read"),
        SettingKey("codes[].zh", .text(64), "", "the same in Chinese"),
    ]
}
