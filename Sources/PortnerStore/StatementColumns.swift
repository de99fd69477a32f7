// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// What the values of a row are read from, by position.
protocol ColumnReading {
    func integer(_ index: Int) throws(StoreError) -> Int64
    func optionalInteger(_ index: Int) throws(StoreError) -> Int64?
    func text(_ index: Int) throws(StoreError) -> String
    func optionalText(_ index: Int) throws(StoreError) -> String?
    func blob(_ index: Int) throws(StoreError) -> Data
    func optionalBlob(_ index: Int) throws(StoreError) -> Data?
}

extension ColumnReading {
    func integer(_ index: Int) throws(StoreError) -> Int64 {
        guard let value = try optionalInteger(index) else { throw .damaged }
        return value
    }

    func text(_ index: Int) throws(StoreError) -> String {
        guard let value = try optionalText(index) else { throw .damaged }
        return value
    }

    func blob(_ index: Int) throws(StoreError) -> Data {
        guard let value = try optionalBlob(index) else { throw .damaged }
        return value
    }
}

/// Reads the row on which a statement stands, past GRDB's own rows: a patron waits.
@safe struct StatementColumns: ColumnReading {
    // Unsafe: C pointer. The statement outlives the reading, and each value is copied at once.
    private let statement: OpaquePointer

    /// Runs a statement with one number as its argument and shows each of its rows.
    static func forEach(
        _ statement: Statement,
        _ argument: Int64,
        _ body: (StatementColumns) throws -> Void
    ) throws {
        let columns = unsafe StatementColumns(statement: statement.sqliteStatement)
        defer { unsafe sqlite3_reset(columns.statement) }
        unsafe sqlite3_bind_int64(columns.statement, 1, argument)
        while true {
            let code = unsafe sqlite3_step(columns.statement)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else {
                throw DatabaseError(resultCode: ResultCode(rawValue: code))
            }
            try body(columns)
        }
    }

    func optionalInteger(_ index: Int) throws(StoreError) -> Int64? {
        switch unsafe sqlite3_column_type(statement, Int32(index)) {
        case SQLITE_INTEGER: return unsafe sqlite3_column_int64(statement, Int32(index))
        case SQLITE_NULL: return nil
        default: throw .damaged
        }
    }

    func optionalText(_ index: Int) throws(StoreError) -> String? {
        switch unsafe sqlite3_column_type(statement, Int32(index)) {
        case SQLITE_TEXT:
            guard let text = unsafe sqlite3_column_text(statement, Int32(index)) else { return "" }
            let count = Int(unsafe sqlite3_column_bytes(statement, Int32(index)))
            return unsafe String(
                decoding: UnsafeBufferPointer(start: text, count: count),
                as: UTF8.self
            )
        case SQLITE_NULL: return nil
        default: throw .damaged
        }
    }

    func optionalBlob(_ index: Int) throws(StoreError) -> Data? {
        switch unsafe sqlite3_column_type(statement, Int32(index)) {
        case SQLITE_BLOB:
            guard let bytes = unsafe sqlite3_column_blob(statement, Int32(index)) else {
                return Data()
            }
            let count = Int(unsafe sqlite3_column_bytes(statement, Int32(index)))
            return unsafe Data(bytes: bytes, count: count)
        case SQLITE_NULL: return nil
        default: throw .damaged
        }
    }
}
