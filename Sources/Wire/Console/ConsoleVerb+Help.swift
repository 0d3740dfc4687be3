// SPDX-License-Identifier: Apache-2.0
/// Usage, meaning in two languages and an example of each console verb.
/// Never wraps: each is one field of one line.

import Vocabulary

extension ConsoleVerb {
    typealias HelpRow = (usage: String, english: String, chinese: String, example: String)

    var row: HelpRow {
        switch self {
        case .login, .ready, .away, .logout, .help, .ping, .quit: connectionRow
        case .take, .note, .done, .waive, .contact, .result, .reveal, .summon, .park, .release,
            .handover,
            .confirm, .close:
            callRow
        case .followUp, .fulfil, .missed, .list, .show, .watch, .unwatch, .resume, .stats:
            questionRow
        case .storm: stormRow
        case .shift, .join, .leave, .tell, .staff: colleaguesRow
        case .importTable, .exportTable, .backup, .restart, .secret: centreRow
        }
    }

    private var connectionRow: HelpRow {
        switch self {
        case .login:
            (
                "LOGIN user=NAME secret=SECRET", "log in; your calls come back to you", "登入",
                "LOGIN user=amy secret=demo"
            )
        case .ready: ("READY", "free for offers", "準備接聽", "READY")
        case .away:
            ("AWAY reason=TEXT", "not for offers, with a reason", "暫離，須註明原因", "AWAY reason=lunch")
        case .logout: ("LOGOUT", "log out; the connection stays", "登出", "LOGOUT")
        case .help: ("HELP [VERB]", "this list, or one verb", "說明", "HELP TAKE")
        case .ping: ("PING", "is the centre there", "測試連線", "PING")
        default: ("QUIT", "close the connection", "結束連線", "QUIT")
        }
    }

    private var callRow: HelpRow {
        switch self {
        case .take:
            (
                "TAKE CALL [v=N]", "take a call; its whole record follows", "接聽來電，顯示完整紀錄",
                "TAKE 20261120-0042"
            )
        case .note:
            (
                "NOTE CALL text=TEXT", "write a note on the call", "加入備註",
                "NOTE 20261120-0042 text=\"fell in the kitchen\""
            )
        case .done:
            (
                "DONE CALL step=N [result=TEXT] [v=N]", "a step of the plan is done", "完成處理程序的步驟",
                "DONE 20261120-0042 step=3 result=conscious"
            )
        case .waive:
            (
                "WAIVE CALL step=N reason=TEXT [v=N]", "waive an obligation, with a reason",
                "豁免必辦事項，須註明原因", "WAIVE 20261120-0042 step=3 reason=\"daughter is there\""
            )
        case .contact:
            (
                "CONTACT CALL [who=N|home]",
                "reach the contacts in turn, only one of them, or ring the home's telephone",
                "聯絡聯絡人，或致電住宅", "CONTACT 20261120-0042 who=2"
            )
        case .result:
            (
                "RESULT CALL attempt=N outcome=\(DeviceVerb.outcomes) [text=TEXT]",
                "how a contact attempt made by hand ended", "記錄人手聯絡的結果",
                "RESULT 20261120-0042 attempt=5 outcome=answered"
            )
        case .reveal:
            (
                "REVEAL CALL what=\(words(PrivateDetail.self))",
                "show the access code or the health notes once; that you looked stays on the call",
                "顯示入屋方法或健康資料一次，並記錄曾經查看", "REVEAL 20261120-0042 what=access"
            )
        case .summon:
            (
                "SUMMON CALL service=ambulance|police|fire [note=TEXT]",
                "call a service to the home and tell it how to get in",
                "召喚緊急服務，並告知入屋方法", "SUMMON 20261120-0042 service=ambulance"
            )
        case .park:
            (
                "PARK CALL for=SECONDS reason=TEXT [v=N]",
                "put the call aside, 5...3600 seconds, with a reason; it comes back by itself",
                "擱置來電，須註明原因，到時自動返回",
                "PARK 20261120-0042 for=120 reason=\"daughter rings back\""
            )
        case .release:
            (
                "RELEASE CALL [v=N]", "give the call back to the waiting line", "交回輪候",
                "RELEASE 20261120-0042"
            )
        case .handover:
            (
                "HANDOVER CALL to=NAME [v=N]", "give your call to a named person", "交接予指定人員",
                "HANDOVER 20261120-0042 to=ben"
            )
        case .confirm:
            (
                "CONFIRM CALL [v=N]", "be the second person for a no-response", "第二人確認無人應答",
                "CONFIRM 20261120-0042"
            )
        default:
            (
                "CLOSE CALL outcome=CODE [reason=TEXT] [v=N]",
                "close the call; open obligations block it", "結束來電，須有結果代碼",
                "CLOSE 20261120-0042 outcome=resolved"
            )
        }
    }

    private var stormRow: HelpRow {
        (
            "STORM PREVIEW area=DISTRICT|all kinds=KIND,KIND... [lower=1...4] "
                + "| PREVIEW storm=N outcome=CODE | DECLARE preview=N for=MINUTES reason=TEXT "
                + "| CLOSE preview=N reason=TEXT | EXTEND storm=N for=MINUTES reason=TEXT "
                + "| UNDO storm=N [reason=TEXT] | END storm=N [reason=TEXT]",
            "many technical calls of one area at once: one group behind all others, never a press",
            "風暴模式：同區大量技術訊號歸為一組，排在其他來電之後；求助來電不受影響",
            "STORM PREVIEW area=\"Sha Tin\" kinds=power-lost,battery-low"
        )
    }

    private var colleaguesRow: HelpRow {
        switch self {
        case .shift:
            (
                "SHIFT OFFER to=NAME [note=TEXT] | SHOW [from=NAME] | ACCEPT from=NAME "
                    + "| REFUSE from=NAME [reason=TEXT] | WITHDRAW",
                "all your open calls and promises to a named colleague, who accepts by name",
                "交更：把所有未完的來電及跟進交給指定同事，對方以名接受才生效",
                "SHIFT OFFER to=ben note=\"H1 waits for the ambulance\""
            )
        case .join:
            (
                "JOIN CALL", "listen to somebody else's call: its events, notes and steps",
                "旁聽同事的來電：事件、備註、步驟", "JOIN 20261120-0042"
            )
        case .leave:
            ("LEAVE CALL", "listen to it no more", "停止旁聽", "LEAVE 20261120-0042")
        case .tell:
            (
                "TELL NAME text=TEXT", "a line on a colleague's console", "向同事發訊息",
                "TELL amy text=\"take a break after this one\""
            )
        default:
            (
                "STAFF NAME [duty=ready|away|gone] [skills=WORD,WORD...|none] "
                    + "[queues=DISTRICT,KIND...|all] [reason=TEXT]",
                "change a person's duty, skills and what is offered first, at once",
                "即時更改值機員的當值狀態、技能及優先派送範圍",
                "STAFF amy duty=away reason=\"first aid course\""
            )
        }
    }

    private var questionRow: HelpRow {
        switch self {
        case .followUp:
            (
                "FOLLOWUP CALL kind=\(words(FollowUpKind.self)) due=TIME|in=SECONDS owner=NAME "
                    + "[note=TEXT]",
                "promise a follow-up service; a call-back comes as a call at its time",
                "登記跟進服務；回電到時自動成為來電",
                "FOLLOWUP 20261120-0042 kind=visit due=2026-11-21T10:00+08:00 owner=amy"
            )
        case .fulfil:
            (
                "FULFIL FOLLOWUP [note=TEXT] [v=N]", "a follow-up service is fulfilled", "完成跟進服務",
                "FULFIL 5"
            )
        case .missed:
            (
                "MISSED NEXT | REACHED home=KEY [note=TEXT] | UNREACHED home=KEY [note=TEXT] "
                    + "| BACK home=KEY",
                "after an outage: the next home that may have pressed unheard, and how ringing it ended",
                "中斷後逐一致電可能錯過的住所，並記錄結果", "MISSED NEXT"
            )
        case .list:
            (
                "LIST \(words(ListKind.self)) [state=WORD] [priority=1...5] [district=TEXT] "
                    + "[holder=NAME] [home=KEY] [storm=N]",
                "what is there now", "列出現況", "LIST calls state=waiting"
            )
        case .show:
            (
                "SHOW CALL [after=N] | centre | device=KEY | home=KEY | operator=NAME | followup=N "
                    + "| storm=N [after=N]",
                "one record", "顯示一項紀錄", "SHOW 20261120-0042"
            )
        case .watch:
            (
                "WATCH \(words(Topic.self))...", "receive events of these topics", "訂閱事件",
                "WATCH calls operators"
            )
        case .unwatch: ("UNWATCH", "no more events but those to you", "取消訂閱", "UNWATCH")
        case .resume:
            (
                "RESUME n=N", "the events behind this number, after a lost connection", "補發中斷期間的事件",
                "RESUME n=1200"
            )
        default:
            (
                "STATS \(words(Measure.self)) [from=TIME] [to=TIME] [by=\(words(Grouping.self))] "
                    + "[target=SECONDS]",
                "measures with numerator, denominator and formula", "服務水平統計",
                "STATS sla from=2026-11-20T00:00+08:00 by=hour"
            )
        }
    }

    private var centreRow: HelpRow {
        let kinds = words(RecordKind.self)
        return switch self {
        case .importTable:
            (
                "IMPORT BEGIN kind=\(kinds) | ROW line=N c1=CELL c2=CELL... | COMMIT | ABORT",
                "replace or add records, all rows or none", "匯入資料", "IMPORT BEGIN kind=homes"
            )
        case .exportTable:
            (
                "EXPORT kind=\(kinds) [after=NEXT]", "print a table, a page at a time", "匯出資料",
                "EXPORT kind=homes"
            )
        case .backup:
            (
                "BACKUP [to=FILENAME]", "copy the database while it runs, and check it", "備份資料庫",
                "BACKUP to=monday.sqlite"
            )
        case .restart:
            (
                "RESTART reason=TEXT", "restart the centre", "重新啟動中心系統",
                "RESTART reason=\"new disk\""
            )
        default:
            (
                "SECRET who=NAME secret=SECRET", "change a person's secret", "更改密碼",
                "SECRET who=amy secret=n3w"
            )
        }
    }
}

/// `a|b|c`: every word of a table.
func words<Table: CaseIterable & RawRepresentable>(_ table: Table.Type) -> String
where Table.RawValue == String {
    table.allCases.map(\.rawValue).joined(separator: "|")
}
