// SPDX-License-Identifier: Apache-2.0
/// The languages that the screen speaks, and how one is chosen.
/// Never translates what people or devices wrote.

package enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case traditional = "zh-Hant"
    case simplified = "zh-Hans"

    /// `en`, `zh-Hant`, `zh-Hans`; also `zh_HK.UTF-8`, `zh-TW`, `zh_CN`, `yue`. nil: another.
    package init?(tag: String) {
        let words = tag.lowercased().split(whereSeparator: { "-_.@".contains($0) })
        guard let first = words.first else { return nil }
        switch first {
        case "en", "c", "posix": self = .english
        case "zh", "yue", "cmn", "hak", "nan":
            if words.contains("hans") || words.contains("cn") || words.contains("sg")
                || words.contains("my")
            {
                self = .simplified
            } else {
                self = .traditional
            }
        default: return nil
        }
    }

    /// From the environment, as POSIX orders it; English where nothing else is said.
    package static func of(environment: (String) -> String?) -> Language {
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = environment(name), !value.isEmpty else { continue }
            return Language(tag: value) ?? .english
        }
        return .english
    }

    /// Its own text among three.
    package func pick(_ english: String, _ traditional: String, _ simplified: String) -> String {
        switch self {
        case .english: english
        case .traditional: traditional
        case .simplified: simplified
        }
    }
}
