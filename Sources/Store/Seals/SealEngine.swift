// SPDX-License-Identifier: Apache-2.0
/// SHA-256 by the system's OpenSSL over the canonical form of a row: the one place that knows both.
/// Never a digest of our own: without the trait `Crypto` there is none, and `isPresent` says so.

internal import Vocabulary

#if Crypto
    internal import COpenSSL
#endif

/// A row that is about to be written.
struct TimelineRow {
    var seq: Int64
    var step: Int64
    var at: Int64
    var kind: String
    var call: Int64?
    var actor: String
    var codes: String
    var text: Int64?
}

/// Gives the seal of one row after another. Its room and its context are made once: a row costs no
/// allocation.
///
/// The message is the seal that it builds on, a byte that says what is sealed, and each value in the
/// order of the columns with its type and, for texts, its length before it: two different rows never
/// give the same message (docs/schema.md).
@safe struct SealEngine: ~Copyable {
    /// What is sealed.
    private enum Mark {
        static let row = UInt8(ascii: "r")
        static let segment = UInt8(ascii: "s")
    }

    /// What a value is.
    private enum Form {
        static let null = UInt8(ascii: "n")
        static let number = UInt8(ascii: "i")
        static let text = UInt8(ascii: "t")
    }

    /// Stands in each segment's start: a later form of the message would have another name.
    private static let formName = "safebell-seal-1"

    private var message: [UInt8] = []
    /// Whether there is a digest: built with it, and OpenSSL gave it whenever it was asked.
    private(set) var isPresent = false
    #if Crypto
        private let context: OpaquePointer?
        private let method: OpaquePointer?
    #endif

    init() {
        message.reserveCapacity(512)
        #if Crypto
            unsafe context = EVP_MD_CTX_new()
            // Fetched once: looking it up by name costs more than the digest of a row.
            unsafe method = EVP_MD_fetch(nil, "SHA256", nil)
            isPresent = unsafe context != nil && method != nil
        #endif
    }

    deinit {
        #if Crypto
            unsafe EVP_MD_CTX_free(context)
            unsafe EVP_MD_free(method)
        #endif
    }

    /// The seal of a row that is written now; nil where there is no digest.
    mutating func seal(_ row: borrowing TimelineRow, after before: Seal) -> Seal? {
        guard isPresent else { return nil }
        begin(after: before, Mark.row)
        add(row.seq)
        add(row.step)
        add(row.at)
        add(row.kind)
        add(row.call)
        add(row.actor)
        add(row.codes)
        add(row.text)
        return digest()
    }

    /// The seal of a row that was read: its first eight columns are the timeline's, in their order.
    mutating func seal(_ row: borrowing Statement, after before: Seal) -> Seal? {
        guard isPresent else { return nil }
        begin(after: before, Mark.row)
        for column in 0..<8 as Range<Int32> { add(column, of: row) }
        return digest()
    }

    /// What the first row of a segment builds on.
    /// - Parameter before: the seal that stands for all that the segment covers.
    mutating func anchor(of segment: Segment, after before: Seal) -> Seal? {
        guard isPresent else { return nil }
        begin(after: before, Mark.segment)
        add(SealEngine.formName)
        add(segment.from)
        add(segment.at.milliseconds)
        add(segment.coversFrom)
        add(segment.previous?.description ?? "")
        return digest()
    }

    // MARK: The message

    private mutating func begin(after seal: Seal, _ mark: UInt8) {
        message.removeAll(keepingCapacity: true)
        unsafe withUnsafeBytes(of: seal) { unsafe message.append(contentsOf: $0) }
        message.append(mark)
    }

    private mutating func add(_ number: Int64) {
        message.append(Form.number)
        addPlain(number)
    }

    private mutating func add(_ number: Int64?) {
        if let number { add(number) } else { message.append(Form.null) }
    }

    private mutating func add(_ text: String) {
        message.append(Form.text)
        addPlain(Int64(text.utf8.count))
        message.append(contentsOf: text.utf8)
    }

    /// A column as it is stored, whatever it holds: nothing is repaired.
    private mutating func add(_ column: Int32, of row: borrowing Statement) {
        if row.isNull(column) {
            message.append(Form.null)
        } else if row.isInteger(column) {
            add(row.integer(column))
        } else {
            message.append(Form.text)
            addPlain(Int64(row.byteCount(column)))
            row.appendBytes(column, to: &message)
        }
    }

    /// Eight bytes, the highest first.
    private mutating func addPlain(_ number: Int64) {
        unsafe withUnsafeBytes(of: number.bigEndian) { unsafe message.append(contentsOf: $0) }
    }

    private mutating func digest() -> Seal? {
        #if Crypto
            var seal = Seal()
            let isDone = unsafe message.withUnsafeBytes { bytes in
                unsafe withUnsafeMutableBytes(of: &seal) { room in
                    unsafe EVP_DigestInit_ex2(context, method, nil) == 1
                        && EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
                        && EVP_DigestFinal_ex(
                            context, room.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
                            == 1
                }
            }
            if isDone { return seal }
        #endif
        isPresent = false
        return nil
    }
}
