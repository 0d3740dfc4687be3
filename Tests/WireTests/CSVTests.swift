// SPDX-License-Identifier: Apache-2.0
// CSV both ways: RFC 4180, chunks cut anywhere, formula marks, errors with their place, size.

import Wire
import XCTest

final class CSVTests: XCTestCase {
    private func read(_ bytes: [UInt8], chunk: Int = .max) -> (rows: [CSVRow], error: CSVError?) {
        var reader = CSVReader()
        var rows: [CSVRow] = []
        do throws(CSVError) {
            var at = 0
            while at < bytes.count {
                let end = chunk < bytes.count - at ? at + chunk : bytes.count
                try reader.feed(bytes.span.extracting(at..<end)) { rows.append($0) }
                at = end
            }
            try reader.finish { rows.append($0) }
            return (rows, nil)
        } catch {
            return (rows, error)
        }
    }
    private func cells(_ text: String) -> [[String]] { read(Array(text.utf8)).rows.map(\.cells) }

    func test_rows() {
        XCTAssertEqual(cells("a,b\r\nc,d\n"), [["a", "b"], ["c", "d"]])
        XCTAssertEqual(cells("a,b"), [["a", "b"]])
        XCTAssertEqual(cells("a,\n,b\n,"), [["a", ""], ["", "b"], ["", ""]])
        XCTAssertEqual(cells("\"a,\"\"b\"\"\",c"), [["a,\"b\"", "c"]])
        XCTAssertEqual(cells("\"a\r\nb\",c\rd"), [["a\r\nb", "c"], ["d"]])
        XCTAssertEqual(cells("\u{FEFF}浴室,x\n\n\r\ny"), [["浴室", "x"], ["y"]])
        XCTAssertEqual(cells("\"\"\n"), [[""]])
        XCTAssertEqual(cells(""), [])
    }

    func test_rowsKnowTheirLine() {
        let rows = read(Array("a\r\n\r\n\"b\nc\r\nd\"\ne\n".utf8)).rows
        XCTAssertEqual(rows.map(\.line), [1, 3, 6])
    }

    func test_chunksCutAnywhere_readTheSame() {
        let file = Array("\u{FEFF}a,\"b\"\"\r\nc\",浴室\r\n'+852,\"'=x\"\r\n\r\nlast,".utf8)
        let whole = read(file)
        XCTAssertNil(whole.error)
        XCTAssertEqual(whole.rows.count, 3)
        for chunk in 1...file.count { XCTAssertEqual(read(file, chunk: chunk).rows, whole.rows) }
    }

    func test_errors_nameLineAndColumn() {
        let cases: [([UInt8], CSVError)] = [
            (Array("a,b\nc,d\"e".utf8), CSVError(.strayQuote, line: 2, column: 2)),
            (Array("a,b\n\"c\"d".utf8), CSVError(.textBehindQuote, line: 2, column: 1)),
            (Array("a,\"b\nc".utf8), CSVError(.openQuote, line: 2, column: 2)),
            (Array("a,b,".utf8) + [0xFF, 0x0A], CSVError(.notUTF8, line: 1, column: 3)),
            ([0xEF, 0xBB], CSVError(.notUTF8, line: 1, column: 1)),
            (
                [UInt8](repeating: 0x2C, count: CSV.cellsMax + 1),
                CSVError(.tooManyCells, line: 1, column: CSV.cellsMax + 1)
            ),
            (
                [0x22] + [UInt8](repeating: 0x61, count: CSV.rowBytesMax + 1),
                CSVError(.rowTooLong, line: 1, column: 1)
            ),
        ]
        for (file, expected) in cases { XCTAssertEqual(read(file).error, expected) }
    }

    func test_formulas_areMarkedOnTheWayOut_andTheMarkComesOff() {
        let cases: [(String, String)] = [
            ("+85291234567", "'+85291234567"), ("=1+1", "'=1+1"), ("-5", "'-5"), ("@x", "'@x"),
            ("\tx", "'\tx"), ("\rx", "\"'\rx\""), ("'=x", "''=x"), ("'x", "'x"), ("'", "'"),
            ("1+1", "1+1"), ("=a,b", "\"'=a,b\""), ("a b", "a b"), (" a", "\" a\""), ("", "\"\""),
        ]
        for (cell, written) in cases {
            var bytes: [UInt8] = []
            CSV.append([cell], to: &bytes)
            XCTAssertEqual(text(bytes), written + "\r\n")
            XCTAssertEqual(read(bytes).rows.map(\.cells), [[cell]])
        }
        XCTAssertEqual(cells("+85291234567,'+85291234567"), [["+85291234567", "+85291234567"]])
    }

    func test_anyTable_survivesWritingAndReading() {
        for seed in 0..<500 as Range<UInt64> {
            var numbers = SeededNumbers(seed: seed)
            let marks = ["", "=", "'", "'-", "\u{FEFF}", "\"", ",", "\r", "\n", " "]
            let table = (0..<(1 + numbers.below(5))).map { _ in
                (0..<(1 + numbers.below(4))).map { _ in
                    marks[numbers.below(marks.count)] + numbers.unkindText(atMost: 8)
                }
            }
            var bytes: [UInt8] = []
            for row in table { CSV.append(row, to: &bytes) }
            let found = read(bytes, chunk: 1 + numbers.below(20))
            XCTAssertNil(found.error, "seed \(seed)")
            XCTAssertEqual(found.rows.map(\.cells), table, "seed \(seed)")
        }
    }

    func test_hundredThousandRows() {
        var bytes = CSV.byteOrderMark
        let count = 100_000
        for at in 0..<count {
            CSV.append(["H\(at)", "Flat \(at), 2/F\nMain \"St\"", "灣仔", "+852\(at)"], to: &bytes)
        }
        var reader = CSVReader()
        var seen = 0
        do throws(CSVError) {
            var at = 0
            while at < bytes.count {
                let end = min(at + 65_536, bytes.count)
                try reader.feed(bytes.span.extracting(at..<end)) { row in
                    if row.cells[0] == "H\(seen)", row.cells[3] == "+852\(seen)",
                        row.line == seen * 2 + 1
                    {
                        seen += 1
                    }
                }
                at = end
            }
            try reader.finish { _ in seen = -1 }
        } catch {
            XCTFail("\(error)")
        }
        XCTAssertEqual(seen, count)
    }
}
