// SPDX-License-Identifier: Apache-2.0
// The ordered map against a plain list that does the same slowly.

import Desk
import XCTest

final class TableTests: XCTestCase {
    func test_table_isAListThatFillsGapsWithItsLast() {
        var bits: UInt64 = 7
        func roll(_ bound: UInt64) -> UInt64 {
            bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (bits >> 33) % bound
        }
        var table = Table<Int, String>()
        var list: [(id: Int, value: String)] = []
        for round in 0..<20_000 {
            let id = Int(roll(60))
            let at = list.firstIndex { $0.id == id }
            switch roll(3) {
            case 0:
                table[id] = nil
                if let at {
                    list.swapAt(at, list.count - 1)
                    list.removeLast()
                }
            case 1:
                let changed: Void? = table.update(id) { $0 += "x" }
                XCTAssertEqual(changed != nil, at != nil)
                if let at { list[at].value += "x" }
            default:
                table[id] = "\(round)"
                if let at { list[at].value = "\(round)" } else { list.append((id, "\(round)")) }
            }
            XCTAssertEqual(table.count, list.count)
            XCTAssertEqual(table.isEmpty, list.isEmpty)
            XCTAssertEqual(table[id], list.first { $0.id == id }?.value)
            XCTAssertEqual(table.contains(id), list.contains { $0.id == id })
            XCTAssertEqual(table.position(of: id), list.firstIndex { $0.id == id })
            XCTAssertEqual(table.read(id) { $0.count }, list.first { $0.id == id }?.value.count)
        }
        XCTAssertEqual(table.allIDs, list.map(\.id))
        XCTAssertEqual(table.all, list.map(\.value))
        for (position, entry) in list.enumerated() {
            XCTAssertEqual(table.entry(at: position).id, entry.id)
            XCTAssertEqual(table.entry(at: position).value, entry.value)
        }
    }

    func test_equality_isOfEntriesAndOrder() {
        var a = Table<Int, Int>()
        var b = Table<Int, Int>()
        a[1] = 1
        a[2] = 2
        b[2] = 2
        b[1] = 1
        XCTAssertNotEqual(a, b)
        b[2] = nil
        b[2] = 2
        XCTAssertEqual(a, b)
    }
}
