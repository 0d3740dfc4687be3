// SPDX-License-Identifier: Apache-2.0
/// Inks as a terminal's own words: 256 colours, or none and still told apart.
/// Never the only difference: whatever has a colour has a sign too (one man in twelve sees no red).

/// How inks look.
package enum Palette: Sendable {
    case colours
    /// `NO_COLOR`, or a terminal without: bold, underline and reverse only.
    case none

    /// The parameters of SGR behind a reset.
    func parameters(_ ink: Ink) -> String {
        switch self {
        case .colours:
            switch ink {
            case .plain: ""
            case .dim: "38;5;245"
            case .strong: "1"
            case .bar: "38;5;255;48;5;24"
            case .key: "1;38;5;16;48;5;250"
            case .selected: "1;38;5;16;48;5;153"
            case .next: "1;38;5;16;48;5;120"
            case .good: "38;5;77"
            case .warning: "1;38;5;214"
            case .alarm: "1;38;5;231;48;5;160"
            case .goodBlock: "38;5;34;48;5;34"
            case .warningBlock: "38;5;208;48;5;208"
            case .alarmBlock: "38;5;160;48;5;160"
            case .first: "1;38;5;203"
            case .second: "1;38;5;215"
            case .third: "38;5;227"
            case .fourth: "38;5;117"
            case .fifth: "38;5;250"
            }
        case .none:
            switch ink {
            case .plain, .dim, .good, .fourth, .fifth: ""
            case .strong, .third, .warning: "1"
            case .bar, .selected, .key, .goodBlock, .warningBlock, .alarmBlock: "7"
            case .next, .alarm: "1;7"
            case .first, .second: "1;4"
            }
        }
    }
}
