// SPDX-License-Identifier: Apache-2.0
/// Letters of five rows and three columns, for what must be read across a room.
/// Never drawn with block signs, whose width terminals disagree about: number signs, which a palette
/// with colours paints over.

/// Capital letters, digits and a few signs; any other is a gap.
package enum BigLetters {
    package static let rows = 5
    /// Columns of one letter with the gap behind it, at scale 1.
    package static let step = 4

    /// Columns that `text` needs.
    package static func width(_ text: String, scale: Int = 1) -> Int {
        max(0, text.count * step - 1) * scale
    }

    /// Draws `text`; a scale of 2 makes each point two columns wide.
    package static func draw(
        _ text: String, on canvas: inout Canvas, row: Int, column: Int, ink: Ink, scale: Int = 1
    ) {
        for (index, letter) in text.uppercased().enumerated() {
            guard let points = forms[letter] else { continue }
            for down in 0..<rows {
                for across in 0..<3 where points[down] & (4 >> UInt8(across)) != 0 {
                    let start = column + (index * step + across) * scale
                    let point = String(repeating: "#", count: scale)
                    canvas.put(point, row: row + down, column: start, ink: ink)
                }
            }
        }
    }

    /// Three bits a row, the left one highest.
    private static let forms: [Character: [UInt8]] = [
        "0": [7, 5, 5, 5, 7], "1": [2, 6, 2, 2, 7], "2": [7, 1, 7, 4, 7], "3": [7, 1, 3, 1, 7],
        "4": [5, 5, 7, 1, 1], "5": [7, 4, 7, 1, 7], "6": [7, 4, 7, 5, 7], "7": [7, 1, 2, 2, 2],
        "8": [7, 5, 7, 5, 7], "9": [7, 5, 7, 1, 7], "A": [2, 5, 7, 5, 5], "B": [6, 5, 6, 5, 6],
        "C": [3, 4, 4, 4, 3], "D": [6, 5, 5, 5, 6], "E": [7, 4, 6, 4, 7], "F": [7, 4, 6, 4, 4],
        "G": [3, 4, 5, 5, 3], "H": [5, 5, 7, 5, 5], "I": [7, 2, 2, 2, 7], "J": [1, 1, 1, 5, 2],
        "K": [5, 5, 6, 5, 5], "L": [4, 4, 4, 4, 7], "M": [5, 7, 7, 5, 5], "N": [5, 7, 7, 7, 5],
        "O": [2, 5, 5, 5, 2], "P": [6, 5, 6, 4, 4], "Q": [2, 5, 5, 6, 3], "R": [6, 5, 6, 5, 5],
        "S": [3, 4, 2, 1, 6], "T": [7, 2, 2, 2, 2], "U": [5, 5, 5, 5, 7], "V": [5, 5, 5, 5, 2],
        "W": [5, 5, 7, 7, 5], "X": [5, 5, 2, 5, 5], "Y": [5, 5, 2, 2, 2], "Z": [7, 1, 2, 4, 7],
        "%": [5, 1, 2, 4, 5], ":": [0, 2, 0, 2, 0], "-": [0, 0, 7, 0, 0], "+": [0, 2, 7, 2, 0],
        "/": [1, 1, 2, 4, 4], ".": [0, 0, 0, 0, 2],
    ]
}
