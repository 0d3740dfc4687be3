// SPDX-License-Identifier: Apache-2.0
/// The eighteen districts of Hong Kong with some of their estates: where the town's homes stand.
/// Never holds a person.

/// A district.
package struct District: Sendable, Equatable {
    /// As it stands in a home's record (`沙田`).
    package let name: String
    /// As it is typed on a command line (`sha-tin`).
    package let word: String
    /// People of 65 and more, in thousands, about (census of 2021, rounded): the weight.
    package let weight: Int
    /// Public housing estates in it.
    package let estates: [String]

    private init(_ name: String, _ word: String, _ weight: Int, _ estates: String) {
        self.name = name
        self.word = word
        self.weight = weight
        self.estates = estates.split(separator: " ").map(String.init)
    }

    /// All, in the order of the District Councils.
    package static let all: [District] = [
        District("中西區", "central-western", 45, "西環邨 觀龍樓 士美非路"),
        District("灣仔", "wan-chai", 34, "勵德邨 大坑道 軒尼詩道"),
        District("東區", "eastern", 116, "愛東邨 小西灣邨 興華邨 耀東邨 漁灣邨"),
        District("南區", "southern", 53, "華富邨 鴨脷洲邨 石排灣邨 利東邨"),
        District("油尖旺", "yau-tsim-mong", 56, "富榮花園 海富苑 駿發花園"),
        District("深水埗", "sham-shui-po", 86, "南山邨 石硤尾邨 蘇屋邨 麗閣邨 富昌邨"),
        District("九龍城", "kowloon-city", 79, "何文田邨 馬頭圍邨 真善美邨 啟晴邨"),
        District("黃大仙", "wong-tai-sin", 92, "慈雲山邨 彩虹邨 竹園邨 樂富邨 東頭邨"),
        District("觀塘", "kwun-tong", 134, "秀茂坪邨 藍田邨 牛頭角上邨 順利邨 翠屏邨"),
        District("葵青", "kwai-tsing", 107, "葵盛西邨 石籬邨 長青邨 荔景邨 青衣邨"),
        District("荃灣", "tsuen-wan", 60, "福來邨 梨木樹邨 象山邨"),
        District("屯門", "tuen-mun", 98, "大興邨 友愛邨 良景邨 山景邨 富泰邨"),
        District("元朗", "yuen-long", 98, "天水圍天瑞邨 水邊圍邨 朗屏邨 洪福邨"),
        District("北區", "north", 56, "彩園邨 天平邨 華明邨 嘉福邨"),
        District("大埔", "tai-po", 56, "大元邨 富善邨 廣福邨 太和邨"),
        District("沙田", "sha-tin", 132, "沙角邨 瀝源邨 禾輋邨 新翠邨 隆亨邨 耀安邨"),
        District("西貢", "sai-kung", 72, "翠林邨 尚德邨 寶林邨 厚德邨"),
        District("離島", "islands", 26, "逸東邨 富東邨 長洲長貴邨"),
    ]

    /// The place in `all` of the district with this name or word.
    package static func place(of text: String) -> Int? {
        all.firstIndex { $0.name == text || $0.word == text }
    }
}
