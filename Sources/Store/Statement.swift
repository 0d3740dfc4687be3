// SPDX-License-Identifier: Apache-2.0
/// One prepared statement: bind, step, read columns, reset; finalized when dropped.
/// Never built from values: its text is fixed in the program, so that no input becomes SQL.

internal import CSQLite
package import Vocabulary

/// A value that can stand for a `?`.
package protocol Bindable {
    /// Binds itself at `index`, counted from 1.
    func bind(to statement: borrowing Statement, at index: Int32)
}

/// A prepared statement. It belongs to the connection that prepared it and must be dropped, or at
/// least not used, after that is closed.
@safe package struct Statement: ~Copyable {
    /// nil only until `Preparation.check` has thrown.
    private let handle: OpaquePointer?
    private let connection: OpaquePointer

    /// - Parameter sql: one statement, written in the source.
    init(_ connection: OpaquePointer, _ sql: StaticString) throws(StoreError) {
        var preparation = unsafe Preparation(connection)
        self = preparation(sql)
        try preparation.check()
    }

    fileprivate init(_ handle: OpaquePointer?, of connection: OpaquePointer) {
        unsafe self.handle = handle
        unsafe self.connection = connection
    }

    deinit { unsafe _ = sqlite3_finalize(handle) }

    /// Binds the values in order, runs to the end, resets. For statements that return no rows.
    package func run<each Value: Bindable>(
        _ value: repeat each Value
    ) throws(StoreError) {
        var index: Int32 = 0
        for one in repeat each value {
            index += 1
            one.bind(to: self, at: index)
        }
        try finish()
    }

    /// Runs what is bound to the end and resets. For statements that return no rows.
    package func finish() throws(StoreError) {
        while try step() {}
        reset()
    }

    /// Runs what is bound to the end and resets; returns the row id of what it inserted.
    package func insert() throws(StoreError) -> Int64 {
        try finish()
        return unsafe sqlite3_last_insert_rowid(connection)
    }

    /// Binds the values in order; for statements whose rows are then read with `eachRow`.
    package func bindAll<each Value: Bindable>(_ value: repeat each Value) {
        var index: Int32 = 0
        for one in repeat each value {
            index += 1
            one.bind(to: self, at: index)
        }
    }

    /// Hands over each row, then resets; also when `body` or the disk fails.
    package func eachRow(
        _ body: (borrowing Statement) throws(StoreError) -> Void
    ) throws(StoreError) {
        defer { reset() }
        while try step() { try body(self) }
    }

    /// The first row as `read` sees it, nil when there is none; resets.
    package func first<Result>(
        _ read: (borrowing Statement) throws(StoreError) -> Result
    ) throws(StoreError) -> Result? {
        defer { reset() }
        return try step() ? try read(self) : nil
    }

    /// Goes to the next row; false at the end.
    package func step() throws(StoreError) -> Bool {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let error = unsafe lastError(
                of: connection, doing: String(cString: sqlite3_sql(handle)))
            reset()
            throw error
        }
    }

    /// Makes it ready to run again; bindings stay until overwritten.
    package func reset() { unsafe _ = sqlite3_reset(handle) }

    // Binding: a failure here is our own mistake (no such parameter) or no memory.

    package func bind(_ index: Int32, _ value: Int64) {
        let result = unsafe sqlite3_bind_int64(handle, index, value)
        precondition(result == SQLITE_OK, "no such parameter in the statement")
    }
    package func bind(_ index: Int32, _ value: String) {
        var value = value
        let result = value.withUTF8 { bytes in
            // An empty string has no address, and no address would be NULL.
            guard let start = bytes.baseAddress else {
                return unsafe safebell_bind_text(handle, index, "", 0)
            }
            return unsafe safebell_bind_text(
                handle, index, UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self),
                Int32(bytes.count))
        }
        precondition(result == SQLITE_OK, "no such parameter in the statement, or no memory")
    }
    package func bindNull(_ index: Int32) {
        let result = unsafe sqlite3_bind_null(handle, index)
        precondition(result == SQLITE_OK, "no such parameter in the statement")
    }

    package func bindNumber(_ index: Int32, _ value: Int64?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }
    package func bindText(_ index: Int32, _ value: String?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }
    package func bind(_ index: Int32, _ seal: Seal) {
        let result = unsafe withUnsafeBytes(of: seal) { bytes in
            unsafe safebell_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count))
        }
        precondition(result == SQLITE_OK, "no such parameter in the statement, or no memory")
    }

    /// Binds a number to `?index`, where the statement has it or a higher one.
    func bindWherePresent(_ index: Int32, _ value: Int64) {
        if unsafe sqlite3_bind_parameter_count(handle) >= index { bind(index, value) }
    }
    /// Binds the columns of another statement's row to the first parameters, as they are.
    func bindColumns(of row: borrowing Statement) {
        for column in 0..<(unsafe sqlite3_column_count(row.handle)) {
            let result = unsafe sqlite3_bind_value(
                handle, column + 1, sqlite3_column_value(row.handle, column))
            precondition(result == SQLITE_OK, "no such parameter in the statement, or no memory")
        }
    }

    // Columns of the current row, counted from 0.

    package func isNull(_ column: Int32) -> Bool {
        unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
    }
    /// 0 where the column is NULL.
    package func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }
    package func integerOrNil(_ column: Int32) -> Int64? {
        isNull(column) ? nil : integer(column)
    }
    /// A small number, as a count or a place; a damaged one becomes the nearest that can be one.
    func count(_ column: Int32) -> Int { Int(max(0, min(integer(column), Int64(Int32.max / 2)))) }
    package func flag(_ column: Int32) -> Bool { integer(column) != 0 }
    package func moment(_ column: Int32) -> Moment { Moment(milliseconds: integer(column)) }
    package func momentOrNil(_ column: Int32) -> Moment? {
        isNull(column) ? nil : moment(column)
    }
    /// Empty where the column is NULL; broken UTF-8 is repaired, never refused.
    package func text(_ column: Int32) -> String {
        guard let start = unsafe sqlite3_column_text(handle, column) else { return "" }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe String(
            decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
    package func textOrNil(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
    /// nil where the column is NULL, and where it holds anything but a seal.
    package func sealOrNil(_ column: Int32) -> Seal? {
        guard unsafe sqlite3_column_type(handle, column) == SQLITE_BLOB,
            byteCount(column) == Seal.byteCount,
            let start = unsafe sqlite3_column_blob(handle, column)
        else { return nil }
        var seal = Seal()
        unsafe withUnsafeMutableBytes(of: &seal) { room in
            unsafe room.copyMemory(
                from: UnsafeRawBufferPointer(start: start, count: Seal.byteCount))
        }
        return seal
    }

    // A value as it is stored, for who must see a change of any byte.

    func isInteger(_ column: Int32) -> Bool {
        unsafe sqlite3_column_type(handle, column) == SQLITE_INTEGER
    }
    /// Bytes of a text or blob.
    func byteCount(_ column: Int32) -> Int { Int(unsafe sqlite3_column_bytes(handle, column)) }
    /// The bytes of a text or blob, behind those that are there.
    func appendBytes(_ column: Int32, to bytes: inout [UInt8]) {
        guard let start = unsafe sqlite3_column_blob(handle, column) else { return }
        unsafe bytes.append(
            contentsOf: UnsafeRawBufferPointer(start: start, count: byteCount(column)))
    }
}

/// Prepares statement after statement and keeps the first failure: a struct of many noncopyable
/// fields cannot be left half made by a throw, so it is made whole and then checked.
@safe struct Preparation: ~Copyable {
    private let connection: OpaquePointer
    private var error: StoreError?

    init(_ connection: OpaquePointer) { unsafe self.connection = connection }

    /// - Parameter sql: one statement, written in the source.
    mutating func callAsFunction(_ sql: StaticString) -> Statement {
        var handle: OpaquePointer?
        let result = unsafe sqlite3_prepare_v3(
            connection, UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self),
            Int32(sql.utf8CodeUnitCount), UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        if result != SQLITE_OK, error == nil {
            error = unsafe lastError(of: connection, doing: sql.description)
        }
        return unsafe Statement(handle, of: connection)
    }

    /// Throws the first failure.
    func check() throws(StoreError) { if let error { throw error } }
}

/// The error the connection reports now.
@unsafe func lastError(of connection: OpaquePointer, doing sql: String) -> StoreError {
    let code = unsafe sqlite3_extended_errcode(connection)
    let message = unsafe String(cString: sqlite3_errmsg(connection))
    return StoreError(extendedCode: code, message: message, sql: sql)
}

extension Int64: Bindable {
    package func bind(to statement: borrowing Statement, at index: Int32) {
        statement.bind(index, self)
    }
}
extension Int: Bindable {
    package func bind(to statement: borrowing Statement, at index: Int32) {
        statement.bind(index, Int64(self))
    }
}
extension Bool: Bindable {
    package func bind(to statement: borrowing Statement, at index: Int32) {
        statement.bind(index, self ? 1 : 0)
    }
}
extension String: Bindable {
    package func bind(to statement: borrowing Statement, at index: Int32) {
        statement.bind(index, self)
    }
}
extension Seal: Bindable {
    package func bind(to statement: borrowing Statement, at index: Int32) {
        statement.bind(index, self)
    }
}
extension Moment: Bindable {
    package func bind(to statement: borrowing Statement, at index: Int32) {
        statement.bind(index, milliseconds)
    }
}
extension CallID: Bindable {
    package func bind(to statement: borrowing Statement, at index: Int32) {
        statement.bind(index, raw)
    }
}
extension Key: Bindable {
    package func bind(to statement: borrowing Statement, at index: Int32) {
        statement.bind(index, text)
    }
}
extension Optional: Bindable where Wrapped: Bindable {
    package func bind(to statement: borrowing Statement, at index: Int32) {
        switch self {
        case .some(let value): value.bind(to: statement, at: index)
        case .none: statement.bindNull(index)
        }
    }
}
