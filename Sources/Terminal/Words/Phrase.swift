// SPDX-License-Identifier: Apache-2.0
/// What the screen says of its own, in three languages, one row a phrase.
/// Never holds a word that comes from the centre: those are in `Terms`.

package enum Phrase: CaseIterable, Sendable {
    case waitingLine, nobodyWaits, myCall, noCall, events, people, record, reply
    case waitingCount, oldest, serviceLevel, left, late
    case alarm, person, risk, home, access, contacts, lastCalls, plan, notes, attempts, nextStep
    case allStepsDone, yearsOld, presses, unsaved, unregistered, cancelled
    case obligation, offeredToYou, openToAll
    case keyTake, keyDo, keyNote, keyContact, keySummon, keyPark, keyBack, keyHandOver
    case keyFollowUp, keyClose, keyConfirm, keyReady, keyAway, keyUndo, keyMute, keyNextCall
    case keyCommand, keyHelp, keyQuit, keyCancel, keyEnter, keyScroll, keyPeople, keyEvents
    case keyStorm, stormPreview, stormClose, stormExtend, stormEnd, stormProposed, stormCalls, stormUntil
    case askArea, askKinds, askMinutes
    case keyResult, keyWaive, keyContactOne, keyReveal
    case askParkReason, keyShift, keyListen, keyMessage, keyStaff, askShiftTo, askShiftAnswer
    case askPerson, askMessage, accept, refuse, shiftOffered, notHeard, wasRead
    case missedOffers, stuck, pressedAgain, homesMissed
    case keyMissed, askReached, reached, unreached, tried, homesLeft
    case askStaff, staffSkills, staffQueues, askSkills, askQueues
    case askReason, askAway, askNote, askResult, askMore, askService, askServiceNote, askSeconds, askTo
    case askKind, askDue, askOwner, askOutcome, askStep, askWho, askAttempt, askAttemptOutcome
    case askFollowUpNote, askQuit, askQuitHolding
    case centreAway, ringInstead, notSent, backAgain, trying, connecting, loggedOnElsewhere
    case missedEvents, readyAgain, pressReady
    case nothingSelected, notYourCall, nothingToUndo, nothingToReveal, noStepLeft, muted
    case leaseWarning, nobodyOnDuty, storageFull, storageBroken, unknownKey, completions
    case keySelect, keyTakeOver, yes, askConfirm, askTakeOver, takenAway, handedToYou
    case nobodyRung, nobodyRungThen, notRung, setAway, setAwayThen
    case leaseShort, nobodyShort, storageFullShort, storageBrokenShort, homesShort
    case handled, ready, busy, away, parked, followUpsOverdue, wall

    package func text(_ language: Language) -> String {
        let row = row
        return language.pick(row.0, row.1, row.2)
    }

    private var row: (String, String, String) {
        switch self {
        case .waitingLine: ("WAITING LINE", "輪候", "等候")
        case .nobodyWaits: ("nobody waits", "無人輪候", "无人等候")
        case .myCall: ("MY CALL", "我的來電", "我的来电")
        case .noCall: ("no call in hand", "手上沒有來電", "手上没有来电")
        case .events: ("EVENTS", "事件", "事件")
        case .people: ("PEOPLE", "當值人員", "值班人员")
        case .record: ("RECORD", "紀錄", "记录")
        case .reply: ("REPLY", "回覆", "回复")
        case .waitingCount: ("waiting", "輪候", "等候")
        case .oldest: ("oldest", "最久", "最久")
        case .serviceLevel: ("in target this hour", "本小時達標", "本小时达标")
        case .left: ("left", "尚餘", "还剩")
        case .late: ("late", "逾時", "超时")
        case .alarm: ("Alarm", "警報", "警报")
        case .person: ("Person", "長者", "老人")
        case .risk: ("Risk", "風險", "风险")
        case .home: ("Home", "住址", "住址")
        case .access: ("Access", "入屋", "入户")
        case .contacts: ("Contacts", "聯絡人", "联系人")
        case .lastCalls: ("Last calls", "上次來電", "上次来电")
        case .plan: ("Plan", "程序", "流程")
        case .notes: ("Notes", "備註", "备注")
        case .attempts: ("Attempts", "聯絡紀錄", "联系记录")
        case .nextStep: ("NEXT", "下一步", "下一步")
        case .allStepsDone:
            ("all steps done: x closes the call", "程序已完成：按 x 結束來電", "流程已完成：按 x 结束来电")
        case .yearsOld: ("y", "歲", "岁")
        case .presses: ("presses", "次按鈴", "次按铃")
        case .unsaved: ("NOT ON DISK YET", "尚未存檔", "尚未存盘")
        case .unregistered: ("unregistered device", "未登記裝置", "未登记设备")
        case .cancelled: ("device says cancel", "裝置表示取消", "设备表示取消")
        case .obligation: ("must", "必辦", "必办")
        case .offeredToYou: ("OFFERED TO YOU", "待你接聽", "待你接听")
        case .openToAll: ("OPEN TO ALL", "全員可接", "全员可接")
        case .keyTake: ("take", "接聽", "接听")
        case .keyDo: ("do next", "做下一步", "做下一步")
        case .keyNote: ("note", "備註", "备注")
        case .keyContact: ("contacts", "聯絡", "联系")
        case .keyContactOne: ("one contact", "聯絡一位", "联系一位")
        case .keyReveal: ("access, health", "入屋及健康", "入户及健康")
        case .keySummon: ("summon", "召援", "召援")
        case .keyPark: ("park", "擱置", "搁置")
        case .keyBack: ("give back", "交回", "交回")
        case .keyHandOver: ("hand over", "移交", "移交")
        case .keyFollowUp: ("follow-up", "跟進", "跟进")
        case .keyClose: ("close", "結束", "结束")
        case .keyConfirm: ("confirm", "確認", "确认")
        case .keyReady: ("ready", "就緒", "就绪")
        case .keyAway: ("away", "暫離", "暂离")
        case .keyUndo: ("undo", "復原", "撤销")
        case .keyMute: ("mute", "靜音", "静音")
        case .keyNextCall: ("next call", "下一來電", "下一来电")
        case .keyCommand: ("command", "指令", "命令")
        case .keyHelp: ("help", "說明", "帮助")
        case .keyQuit: ("quit", "離開", "退出")
        case .keyCancel: ("cancel", "取消", "取消")
        case .keyEnter: ("go on", "繼續", "继续")
        case .keyScroll: ("scroll", "捲動", "滚动")
        case .keyPeople: ("people", "人員", "人员")
        case .keyEvents: ("events", "事件", "事件")
        case .keyResult: ("result", "聯絡結果", "联系结果")
        case .keyWaive: ("waive", "豁免", "豁免")
        case .keyStorm: ("storms", "風暴", "风暴")
        case .stormPreview: ("preview a storm", "預覽風暴", "预览风暴")
        case .stormClose: ("close together", "一併結案", "一并结案")
        case .stormExtend: ("extend", "延長", "延长")
        case .stormEnd: ("end", "完結", "结束")
        case .stormProposed: ("a storm? z looks at it", "懷疑風暴：按 z 查看", "疑似风暴：按 z 查看")
        case .stormCalls: ("calls", "宗", "宗")
        case .stormUntil: ("until", "至", "至")
        case .askArea: ("Which area? (district, or all)", "哪個地區？（或 all）", "哪个地区？（或 all）")
        case .askKinds: ("Which kinds? (with commas)", "哪些種類？（以逗號分隔）", "哪些种类？（用逗号分隔）")
        case .askMinutes: ("For how many minutes?", "為時多少分鐘？", "持续多少分钟？")
        case .askReason: ("Reason", "原因", "原因")
        case .askAway: ("Away for what reason?", "暫離原因？", "暂离原因？")
        case .askNote: ("Note", "備註", "备注")
        case .askResult: ("What was found?", "結果如何？", "结果如何？")
        case .askMore: ("More words? (Enter: none)", "補充說明（可留空）", "补充说明（可留空）")
        case .askService: ("Which service?", "召喚哪個部門？", "召唤哪个部门？")
        case .askServiceNote:
            ("What must they know? (Enter: nothing more)", "須告知對方（可留空）", "须告知对方（可留空）")
        case .askSeconds: ("Park for how many seconds?", "擱置多少秒？", "搁置多少秒？")
        case .askParkReason:
            ("What is waited for? (the others see it)", "等候甚麼？（其他人會看到）", "等候什么？（其他人会看到）")
        case .keyShift: ("shift", "交更", "交班")
        case .keyListen: ("listen", "旁聽", "旁听")
        case .keyMessage: ("message", "訊息", "消息")
        case .keyStaff: ("duty of", "調動", "调动")
        case .askShiftTo: ("All of this to whom?", "全部交給誰？", "全部交给谁？")
        case .askShiftAnswer: ("Accept all of this from", "接受全部？來自", "接受全部？来自")
        case .askPerson: ("Whom?", "哪位？", "哪位？")
        case .askMessage: ("Message", "訊息", "消息")
        case .askStaff: ("Change what?", "更改甚麼？", "更改什么？")
        case .staffSkills: ("skills", "技能", "技能")
        case .staffQueues: ("queues", "優先範圍", "优先范围")
        case .askSkills:
            ("Skills, with commas (none)", "技能，以逗號分隔（none：無）", "技能，以逗号分隔（none：无）")
        case .askQueues:
            (
                "Districts and kinds first, with commas (all)", "優先地區及種類，以逗號分隔（all：全部）",
                "优先地区及种类，以逗号分隔（all：全部）"
            )
        case .keyMissed: ("missed homes", "漏接住戶", "漏接住户")
        case .askReached: ("Ring them now. Did you reach them?", "請即致電。能否聯絡？", "请即致电。能否联系上？")
        case .reached: ("reached", "已聯絡", "已联系")
        case .unreached: ("not reached", "未能聯絡", "未能联系")
        case .tried: ("tries", "已嘗試", "已尝试")
        case .homesLeft: ("homes left on the list", "戶尚在名單上", "户尚在名单上")
        case .accept: ("accept", "接受", "接受")
        case .refuse: ("refuse", "拒絕", "拒绝")
        case .shiftOffered: ("hands over the shift, calls+promises", "交更，來電+跟進", "交班，来电+跟进")
        case .notHeard: ("PRESSED AGAIN, and nothing is heard of", "再次按鈴，無回應", "再次按铃，无回应")
        case .pressedAgain: ("PRESSED AGAIN", "再次按鈴", "再次按铃")
        case .wasRead: ("read", "已讀", "已读")
        case .missedOffers: ("missed", "未接", "未接")
        case .stuck: ("STUCK", "滯留", "滞留")
        case .askTo: ("Hand over to whom?", "移交給誰？", "移交给谁？")
        case .askKind: ("Which follow-up service?", "哪項跟進服務？", "哪项跟进服务？")
        case .askDue:
            (
                "Due when? (2h, 3d, or ISO 8601 with offset)", "何時完成？（2h、3d 或 ISO 8601）",
                "何时完成？（2h、3d 或 ISO 8601）"
            )
        case .askOwner: ("Who owns it?", "由誰負責？", "由谁负责？")
        case .askOutcome: ("How does the call end?", "來電結果？", "来电结果？")
        case .askStep: ("Which step?", "哪一步？", "哪一步？")
        case .askWho: ("Which contact?", "哪位聯絡人？", "哪位联系人？")
        case .askAttempt: ("Which attempt?", "哪次聯絡？", "哪次联系？")
        case .askAttemptOutcome: ("How did it end?", "結果如何？", "结果如何？")
        case .askFollowUpNote: ("Note (Enter: none)", "備註（可留空）", "备注（可留空）")
        case .askQuit: ("Quit? y: yes", "離開？y：是", "退出？y：是")
        case .askQuitHolding:
            (
                "You have calls in hand; they go back to the line. Quit? y: yes",
                "手上仍有來電，離開後會交回輪候。離開？y：是", "手上仍有来电，退出后会交回等候。退出？y：是"
            )
        case .centreAway: ("THE CENTRE IS AWAY", "與中心失去聯絡", "与中心失去联系")
        case .ringInstead: ("RING INSTEAD", "請改撥電話", "请改拨电话")
        case .notSent: ("NOT SENT: the centre is away", "未能送出：與中心失去聯絡", "未能送出：与中心失去联系")
        case .backAgain: ("the centre is back", "已恢復聯絡", "已恢复联系")
        case .trying: ("trying again every 2 seconds, for", "每兩秒重試，已失聯", "每两秒重试，已失联")
        case .connecting: ("connecting", "連線中", "连接中")
        case .loggedOnElsewhere: ("you have logged on elsewhere", "你已在另一處登入", "你已在另一处登录")
        case .missedEvents: ("events missed and brought back", "補回錯過的事件", "补回错过的事件")
        case .readyAgain: ("ready again, as before", "已恢復就緒", "已恢复就绪")
        case .pressReady: ("press r to be offered calls", "按 r 開始接聽", "按 r 开始接听")
        case .nothingSelected: ("no call is selected", "未選取來電", "未选取来电")
        case .notYourCall: ("you have no call in hand", "手上沒有來電", "手上没有来电")
        case .nothingToUndo: ("nothing that can be undone", "沒有可復原的動作", "没有可撤销的操作")
        case .nothingToReveal:
            ("neither access nor health is on record", "沒有入屋方法或健康資料", "没有入户方法或健康资料")
        case .noStepLeft: ("no step is left", "沒有餘下步驟", "没有剩余步骤")
        case .muted: ("muted until the next call", "靜音至下一來電", "静音至下一来电")
        case .leaseWarning:
            (
                "STILL THERE? Press a key, or the call goes back", "仍在處理？請按任意鍵，否則來電交回輪候",
                "仍在处理？请按任意键，否则来电交回等候"
            )
        case .homesMissed:
            ("homes may have been missed  M", "戶可能漏接  M", "户可能漏接  M")
        case .nobodyOnDuty: ("NOBODY QUALIFIED IS ON DUTY", "沒有合資格人員當值", "没有合格人员值班")
        case .storageFull: ("DISK FULL: go on answering", "磁碟已滿：請繼續接聽", "磁盘已满：请继续接听")
        case .storageBroken: ("DISK BROKEN: go on answering", "磁碟故障：請繼續接聽", "磁盘故障：请继续接听")
        case .unknownKey: ("no such key; ? lists them", "沒有此按鍵；? 列出按鍵", "没有此按键；? 列出按键")
        case .completions: ("Tab completes", "Tab 補全", "Tab 补全")
        case .keySelect: ("select", "選取", "选取")
        case .yes: ("yes", "是", "是")
        case .keyTakeOver: ("take over", "接手", "接手")
        case .askConfirm: ("Close it so?", "確認如此結束？", "确认如此结束？")
        case .askTakeOver: ("Somebody has this call. Take it over?", "此來電由他人處理中。接手？", "此来电由他人处理中。接手？")
        case .takenAway: ("TAKEN OUT OF YOUR HANDS", "來電已由他人接手", "来电已由他人接手")
        case .handedToYou: ("HANDED TO YOU", "移交給你", "移交给你")
        case .nobodyRung: ("NOBODY IS BEING RUNG: ring yourself", "無人致電：請親自致電", "无人致电：请亲自致电")
        case .nobodyRungThen: (", then key e", "，然後按 e", "，然后按 e")
        case .notRung: ("NOT RUNG", "未有致電", "未有致电")
        case .setAway: ("SET AWAY", "已被設為暫離", "已被设为暂离")
        case .setAwayThen:
            ("calls go to others; press r when you are back", "來電改派他人；回來請按 r", "来电改派他人；回来请按 r")
        case .leaseShort: ("STILL THERE? Press a key", "仍在處理？請按鍵", "仍在处理？请按键")
        case .nobodyShort: ("NOBODY ON DUTY", "無人當值", "无人值班")
        case .storageFullShort: ("DISK FULL", "磁碟已滿", "磁盘已满")
        case .storageBrokenShort: ("DISK BROKEN", "磁碟故障", "磁盘故障")
        case .homesShort: ("missed  M", "漏接  M", "漏接  M")
        case .handled: ("in hand", "處理中", "处理中")
        case .ready: ("ready", "就緒", "就绪")
        case .busy: ("busy", "忙碌", "忙碌")
        case .away: ("away", "暫離", "暂离")
        case .parked: ("parked", "擱置", "搁置")
        case .followUpsOverdue: ("follow-ups overdue", "逾期跟進", "逾期跟进")
        case .wall: ("WALLBOARD", "電子看板", "电子看板")
        }
    }
}
