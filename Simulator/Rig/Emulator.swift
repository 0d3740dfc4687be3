// SPDX-License-Identifier: Apache-2.0
// A terminal in small: what is written to it, and what it would show.
// Never forgiving: a sequence that it does not know fails the test.

import Terminal

package struct Emulator {
    package let columns: Int
    package let rows: Int
    package private(set) var signs: [String]
    package private(set) var unknown: [String] = []
    /// What is switched on: `?1049` the other screen, `?25` the cursor, `?7` wrapping ...
    package private(set) var modes: Set<String> = ["?7", "?25"]
    package private(set) var bells = 0
    /// The full screen is over: what comes behind it is lines for a shell, which nobody looks at here.
    private var hasLeft = false
    private var row = 0
    private var column = 0
    /// Bytes of a sign or a sequence that is not whole yet.
    private var rest: [UInt8] = []

    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        // As another program may have left it.
        signs = Array(repeating: "?", count: columns * rows)
    }

    package var text: String {
        (0..<rows).map { row in
            var line = signs[row * columns..<(row + 1) * columns].joined()
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    package mutating func take(_ bytes: [UInt8]) {
        rest += bytes
        let whole = Self.wholeBytes(rest)
        var scalars = Array(String(decoding: rest[..<whole], as: UTF8.self).unicodeScalars)[...]
        rest.removeFirst(whole)
        while let scalar = scalars.popFirst() {
            if scalar == "\u{1B}" {
                guard scalars.popFirst() == "[" else { return unknown.append("ESC without [") }
                var body = ""
                while let next = scalars.popFirst() {
                    body.unicodeScalars.append(next)
                    if (0x40...0x7E).contains(next.value) { break }
                }
                obey(body)
            } else if scalar.value == 7 {
                bells += 1
            } else if hasLeft, !modes.contains("?1049") {
                continue
            } else if scalar.value < 0x20 {
                unknown.append("control \(scalar.value)")
            } else {
                put(scalar)
            }
        }
    }

    /// Up to the last sign or sequence that may still go on.
    private static func wholeBytes(_ bytes: [UInt8]) -> Int {
        if let escape = bytes.lastIndex(of: 0x1B),
            !bytes[(escape + 1)...].dropFirst().contains(where: { (0x40...0x7E).contains($0) })
        {
            return escape
        }
        var start = bytes.count - 1
        while start >= 0, start > bytes.count - 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        guard start >= 0, bytes[start] >= 0xC0 else { return bytes.count }
        let length = bytes[start] >= 0xF0 ? 4 : bytes[start] >= 0xE0 ? 3 : 2
        return bytes.count - start < length ? start : bytes.count
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
        case "h" where body.hasPrefix("?"): modes.insert(String(body.dropLast()))
        case "l" where body.hasPrefix("?"):
            modes.remove(String(body.dropLast()))
            if body == "?1049l" { hasLeft = true }
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
