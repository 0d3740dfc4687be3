// SPDX-License-Identifier: Apache-2.0
/// Names, telephone numbers and health notes for people who do not exist.
/// Never takes one from a register: all are put together by chance.

/// A word in Chinese and as it is written in Hong Kong's English.
struct DoubleName: Sendable {
    let chinese: String
    let english: String
    init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }
}

enum PeopleNames {
    static let surnames: [DoubleName] = [
        DoubleName("陳", "CHAN"), DoubleName("黃", "WONG"), DoubleName("李", "LEE"),
        DoubleName("林", "LAM"), DoubleName("張", "CHEUNG"), DoubleName("梁", "LEUNG"),
        DoubleName("何", "HO"), DoubleName("鄭", "CHENG"), DoubleName("吳", "NG"),
        DoubleName("劉", "LAU"), DoubleName("周", "CHOW"), DoubleName("蔡", "CHOI"),
        DoubleName("楊", "YEUNG"), DoubleName("葉", "YIP"), DoubleName("郭", "KWOK"),
        DoubleName("馮", "FUNG"), DoubleName("曾", "TSANG"), DoubleName("羅", "LAW"),
        DoubleName("譚", "TAM"), DoubleName("鄧", "TANG"), DoubleName("許", "HUI"),
        DoubleName("麥", "MAK"), DoubleName("蘇", "SO"), DoubleName("盧", "LO"),
    ]
    static let firstOfGiven: [DoubleName] = [
        DoubleName("美", "Mei"), DoubleName("惠", "Wai"), DoubleName("秀", "Sau"),
        DoubleName("玉", "Yuk"), DoubleName("志", "Chi"), DoubleName("國", "Kwok"),
        DoubleName("金", "Kam"), DoubleName("少", "Siu"), DoubleName("文", "Man"),
        DoubleName("鳳", "Fung"), DoubleName("錦", "Kam"), DoubleName("麗", "Lai"),
        DoubleName("大", "Tai"), DoubleName("月", "Yuet"), DoubleName("德", "Tak"),
    ]
    static let secondOfGiven: [DoubleName] = [
        DoubleName("儀", "Yi"), DoubleName("芳", "Fong"), DoubleName("蓮", "Lin"),
        DoubleName("珍", "Chun"), DoubleName("明", "Ming"), DoubleName("強", "Keung"),
        DoubleName("英", "Ying"), DoubleName("嫻", "Han"), DoubleName("文", "Man"),
        DoubleName("霞", "Ha"), DoubleName("榮", "Wing"), DoubleName("華", "Wah"),
        DoubleName("成", "Shing"), DoubleName("娟", "Kuen"), DoubleName("輝", "Fai"),
    ]
    static let westernGiven = [
        "Margaret", "Arthur", "Dorothy", "George", "Maria", "Patrick", "Rosa",
    ]
    static let westernSurnames = ["WILSON", "FERNANDES", "SANTOS", "CAMPBELL", "REYES", "HOBBS"]

    static let healthNotes = [
        "高血壓", "糖尿病，需注射胰島素", "曾中風，右側乏力", "心臟病，備有脷底丸", "哮喘", "柏金遜症",
        "早期認知障礙", "聽力差，請大聲說話", "視力差", "關節炎，行動緩慢", "骨質疏鬆，曾跌倒",
        "長期使用家居氧氣", "獨居，需輪椅", "慢阻肺病",
    ]
    static let accessNotes = [
        "大門密碼 %#", "鎖匙箱在電錶房，密碼 %", "管理處有後備鎖匙", "鄰居有鎖匙", "鐵閘不上鎖，木門密碼 %",
    ]
    /// Relation as spoken to a contact, and how often it must answer rather than only be told.
    static let relations = [
        "daughter", "son", "neighbour", "spouse", "niece", "friend", "social worker", "sister",
    ]
    static let models = ["SB-200", "SB-200 4G", "SB-310 fall", "SB-110"]

    /// A name in Chinese and English, or for a few only in English.
    static func name(_ chance: inout Chance, language: String) -> String {
        if language == "en" {
            return "\(chance.pick(westernGiven)) \(chance.pick(westernSurnames))"
        }
        let surname = chance.pick(surnames)
        let first = chance.pick(firstOfGiven)
        let second = chance.pick(secondOfGiven)
        return "\(surname.chinese)\(first.chinese)\(second.chinese) "
            + "\(surname.english) \(first.english) \(second.english)"
    }

    /// A number of eight digits that begins with `first`, E.164.
    static func phone(_ chance: inout Chance, first: String) -> String {
        var text = "+852\(first)"
        while text.utf8.count < 12 { text += String(chance.below(10)) }
        return text
    }
}
