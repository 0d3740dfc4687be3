// SPDX-License-Identifier: Apache-2.0
/// A terminal in small: what is written to it, and what it would show.
/// Never forgiving: a sequence that it does not know fails the test.

import Terminal

struct Emulator {
    let columns: Int
    let rows: Int
    private(set) var signs: [String]
    private(set) var unknown: [String] = []
    private var row = 0
    private var column = 0

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        // As another program may have left it.
        signs = Array(repeating: "?", count: columns * rows)
    }

    mutating func take(_ bytes: [UInt8]) {
        var scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            if scalar == "\u{1B}" {
                guard scalars.popFirst() == "[" else { return unknown.append("ESC without [") }
                var body = ""
                while let next = scalars.popFirst() {
                    body.unicodeScalars.append(next)
                    if (0x40...0x7E).contains(next.value) { break }
                }
                obey(body)
            } else if scalar.value < 0x20 {
                unknown.append("control \(scalar.value)")
            } else {
                put(scalar)
            }
        }
    }

    private mutating func obey(_ body: String) {
        switch body.last {
        case "H":
            let numbers = body.dropLast().split(separator: ";").compactMap { Int($0) }
            guard numbers.count == 2, (1...rows).contains(numbers[0]),
                (1...columns).contains(numbers[1])
            else { return unknown.append(body) }
            row = numbers[0] - 1
            column = numbers[1] - 1
        case "J": signs = Array(repeating: " ", count: columns * rows)
        case "m": break
        case "h", "l": if !body.hasPrefix("?") { unknown.append(body) }
        default: unknown.append(body)
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let wide = columnsWide(scalar)
        if wide == 0 {
            var at = column - 1
            while at > 0, signs[row * columns + at].isEmpty { at -= 1 }
            if at >= 0 { signs[row * columns + at].unicodeScalars.append(scalar) }
            return
        }
        guard column + wide <= columns else { return unknown.append("beyond the edge") }
        let place = row * columns + column
        if signs[place].isEmpty, column > 0 { signs[place - 1] = " " }
        if column + wide < columns, signs[place + wide].isEmpty { signs[place + wide] = " " }
        signs[place] = String(scalar)
        if wide == 2 { signs[place + 1] = "" }
        column += wide
    }
}
