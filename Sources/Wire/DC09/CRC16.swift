// SPDX-License-Identifier: Apache-2.0
/// The checksum of a DC-09 frame: CRC-16/ARC (DC-09-2007 5.5.1.4; not the CCITT of many web copies).
/// Never knows which bytes of a frame it is taken over.

/// Width 16, polynomial 0x8005 reflected (0xA001), start 0, no final XOR; `123456789` gives 0xBB3D.
package enum CRC16 {
    /// The checksum of all of `bytes`, eight at a time.
    package static func arc(_ bytes: ByteSpan) -> UInt16 {
        tables.withUnsafeBufferPointer { tables in
            bytes.withUnsafeBufferPointer { bytes in
                var crc = 0
                var at = 0
                while at + 8 <= bytes.count {
                    let low = Int(bytes[at]) ^ crc & 0xFF
                    let high = Int(bytes[at + 1]) ^ crc >> 8
                    crc = Int(
                        tables[0x700 + low] ^ tables[0x600 + high]
                            ^ tables[0x500 + Int(bytes[at + 2])]
                            ^ tables[0x400 + Int(bytes[at + 3])]
                            ^ tables[0x300 + Int(bytes[at + 4])]
                            ^ tables[0x200 + Int(bytes[at + 5])]
                            ^ tables[0x100 + Int(bytes[at + 6])]
                            ^ tables[Int(bytes[at + 7])])
                    at += 8
                }
                while at < bytes.count {
                    crc = crc >> 8 ^ Int(tables[(crc ^ Int(bytes[at])) & 0xFF])
                    at += 1
                }
                return UInt16(crc)
            }
        }
    }

    /// Eight tables of 256: what a byte does to the checksum when 0...7 bytes follow it. Computed:
    /// the table printed in DC-07 has a misprint (its 101st entry must be 0xEB01).
    static let tables: [UInt16] = {
        var tables = [UInt16](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var crc = UInt16(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xA001 : crc >> 1 }
            tables[byte] = crc
        }
        for at in 256..<tables.count {
            let before = tables[at - 256]
            tables[at] = before >> 8 ^ tables[Int(before & 0xFF)]
        }
        return tables
    }()
}
