// SPDX-License-Identifier: Apache-2.0
/// The centre's words as a person reads them: kinds, states, outcomes, actions, refusals.
/// Never loses one: a word that is not here is shown as it is.

import Vocabulary
package import Wire

package enum Terms {
    /// `button` -> 按鈴; English stays as the centre writes it.
    package static func word(_ word: String, _ language: Language) -> String {
        guard language != .english, let row = table[word] else { return word }
        return language == .traditional ? row.0 : row.1
    }

    /// Words of the centre, 繁體 and 简体.
    static let table: [String: (String, String)] = [
        // Kinds of signal.
        "button": ("按鈴", "按铃"), "medical": ("不適", "不适"), "fall": ("跌倒", "跌倒"),
        "fire": ("火警", "火警"), "gas": ("氣體洩漏", "燃气泄漏"), "co": ("一氧化碳", "一氧化碳"),
        "duress": ("脅迫", "胁迫"), "alarm": ("警報", "警报"), "listen-in": ("監聽", "监听"),
        "no-response": ("無人回應", "无人应答"), "inactivity": ("久無活動", "久无活动"),
        "intrusion": ("闖入", "入侵"), "cancel": ("取消", "取消"),
        "sensor-lost": ("感應器失聯", "传感器失联"), "flood": ("水浸", "水浸"),
        "temperature": ("溫度異常", "温度异常"), "pre-alarm": ("預警", "预警"),
        "silent": ("裝置失聯", "设备失联"), "unreadable": ("無法讀取", "无法读取"),
        "missed": ("中斷後未能聯絡", "中断后未能联系"),
        "path-silent": ("通路中斷", "通路中断"), "tamper": ("拆動", "拆动"),
        "fault": ("故障", "故障"), "battery-low": ("電量低", "电量低"),
        "power-lost": ("停電", "断电"), "welfare": ("報平安", "报平安"),
        "power-back": ("復電", "恢复供电"), "battery-ok": ("電量正常", "电量正常"),
        "restore": ("恢復", "恢复"), "home-away": ("外出", "外出"), "info": ("資訊", "信息"),
        "test": ("測試", "测试"),
        // States of a call and of people.
        "waiting": ("輪候", "等候"), "offered": ("派發中", "派发中"), "handling": ("處理中", "处理中"),
        "parked": ("擱置", "搁置"), "confirming": ("待確認", "待确认"), "closed": ("已結束", "已结束"),
        "ready": ("就緒", "就绪"), "wrap-up": ("整理", "整理"), "away": ("暫離", "暂离"),
        "gone": ("離線", "离线"), "open": ("未完成", "未完成"), "done": ("已完成", "已完成"),
        "waived": ("已豁免", "已豁免"), "trying": ("聯絡中", "联系中"),
        // Roles.
        "operator": ("接線員", "接线员"), "supervisor": ("督導", "督导"),
        "duty-officer": ("當值主任", "值班主任"), "manager": ("經理", "经理"),
        "administrator": ("管理員", "管理员"),
        // Outcomes of calls.
        "resolved": ("已解決", "已解决"), "ambulance": ("救護車", "救护车"), "police": ("警察", "警察"),
        "contact-attends": ("聯絡人到場", "联系人到场"), "mistaken": ("誤按", "误按"),
        "nuisance": ("滋擾", "误扰"), "enquiry": ("查詢", "咨询"), "technical": ("技術問題", "技术问题"),
        "referred": ("已轉介", "已转介"), "other": ("其他", "其他"),
        // Outcomes of attempts.
        "answered": ("已接聽", "已接听"), "accepted": ("已接受", "已接受"), "declined": ("已拒絕", "已拒绝"),
        "busy": ("忙線", "占线"), "no-answer": ("無人接聽", "无人接听"), "delivered": ("已送達", "已送达"),
        "failed": ("失敗", "失败"), "timed-out": ("逾時", "超时"), "stopped": ("已停止", "已停止"),
        // What a step asks for.
        "question": ("詢問", "询问"), "contact": ("聯絡", "联系"), "notice": ("通知", "通知"),
        "summon": ("召援", "召援"), "note": ("記錄", "记录"), "wait": ("等候", "等候"),
        "close": ("結束", "结束"), "home": ("住宅電話", "住宅电话"),
        // What may be found at a step.
        "well": ("安好", "安好"), "hurt": ("受傷或不適", "受伤或不适"),
        "needs-help": ("需要協助", "需要协助"), "spoke": ("有回應", "有应答"), "waited": ("已等候", "已等候"),
        // Follow-up services.
        "referral": ("轉介", "转介"), "goods": ("物資", "物资"), "listening": ("傾談", "倾听"),
        "greeting": ("問候", "问候"), "visit": ("探訪", "探访"), "repair": ("維修", "维修"),
        "call-back": ("回電", "回电"),
        // What an event says happened.
        "opened": ("新來電", "新来电"), "taken": ("已接聽", "已接听"), "summoned": ("已召援", "已召援"),
        "handed-over": ("已移交", "已移交"), "heard": ("恢復", "恢复"), "returned": ("交回輪候", "交回等候"),
        "noted": ("已備註", "已备注"), "refused": ("已拒絕", "已拒绝"), "withdrawn": ("已收回", "已收回"),
        "missed-offers": ("多次未接", "多次未接"), "lease-lost": ("處理中無回應", "处理中无应答"),
        "lapsed": ("無人回應", "无人回应"), "replaced": ("已改動", "已改动"),
        // Events.
        "OFFER": ("派發", "派发"), "WITHDRAWN": ("撤回", "撤回"), "OPEN": ("全員可接", "全员可接"),
        "UNHEARD": ("再按無回應", "再按无回应"), "MESSAGE": ("訊息", "消息"), "STAFF": ("調動", "调动"),
        "SHIFT": ("交更", "交班"), "LISTENING": ("旁聽", "旁听"), "WORK": ("處理", "处理"),
        "CALL": ("來電", "来电"), "JOINED": ("再次按鈴", "再次按铃"), "CANCELLED": ("裝置取消", "设备取消"),
        "RETURNED": ("交回輪候", "交回等候"), "HANDED": ("移交給你", "移交给你"),
        "LEASE": ("仍在嗎", "还在吗"), "CONFIRM": ("待確認", "待确认"), "ATTEMPT": ("聯絡", "联系"),
        "CASCADE": ("聯絡結束", "联系结束"), "DUTY": ("當值", "值班"), "NOBODY": ("無人當值", "无人值班"),
        "SOMEBODY": ("有人當值", "有人值班"), "SITUATION": ("形勢報告", "形势报告"),
        "DUE": ("跟進到期", "跟进到期"), "LATE": ("裝置遲報", "设备迟报"), "SILENT": ("裝置失聯", "设备失联"),
        "HEARD": ("裝置恢復", "设备恢复"), "OUTAGE": ("大量失聯", "大量失联"), "STORAGE": ("磁碟", "磁盘"),
        "STORM": ("風暴", "风暴"), "RUNAWAY": ("裝置失控", "设备失控"),
        "declared": ("已宣佈", "已宣布"), "undone": ("已撤銷", "已撤销"), "proposed": ("建議", "建议"),
        // Ties of contacts.
        "son": ("兒子", "儿子"), "daughter": ("女兒", "女儿"), "neighbour": ("鄰居", "邻居"),
        "worker": ("社工", "社工"), "spouse": ("配偶", "配偶"), "sister": ("姊妹", "姐妹"),
        "brother": ("兄弟", "兄弟"), "friend": ("朋友", "朋友"),
        // Languages.
        "yue": ("粵語", "粤语"), "cmn": ("普通話", "普通话"), "en": ("英語", "英语"),
        "hak": ("客家話", "客家话"), "nan": ("閩南語", "闽南语"),
    ]

    /// What a refusal asks of the person; nil where the line itself says it well enough.
    package static func refusal(_ line: ReplyLine, _ language: Language) -> String? {
        switch line.word {
        case "OBLIGATION":
            language.pick("an obligation is open", "尚有必辦事項", "尚有必办事项")
        case "TAKEN": language.pick("somebody else has it", "已由他人接聽", "已由他人接听")
        case "OFFERED": language.pick("it is offered to somebody else", "正派發予他人", "正派发给他人")
        case "STALE": language.pick("it changed meanwhile: look again", "紀錄已變更，請再看", "记录已变更，请再看")
        case "NOTYOURS": language.pick("it is not in your hands", "不在你手上", "不在你手上")
        case "STATE": language.pick("not possible now", "目前不能執行", "目前不能执行")
        case "SECOND": language.pick("a second person must do it", "須由另一人執行", "须由另一人执行")
        case "POWER": language.pick("your role may not decide this", "你的職級不可決定", "你的职级不可决定")
        case "REASON": language.pick("a reason is needed", "須註明原因", "须注明原因")
        case "NOTFOUND": language.pick("there is no such thing", "找不到", "找不到")
        case "FIELD": language.pick("a field is wrong", "欄位有誤", "字段有误")
        case "SYNTAX": language.pick("it cannot be read", "無法讀取", "无法读取")
        case "UNKNOWN": language.pick("unknown command", "沒有此指令", "没有此命令")
        case "BUSY", "RETRY", "FULL": language.pick("send it again", "請再送一次", "请再发一次")
        case "LIMIT": language.pick("a limit is reached", "已達上限", "已达上限")
        case "NEVER": language.pick("never accepted", "不會接受", "不会接受")
        default: nil
        }
    }
}
