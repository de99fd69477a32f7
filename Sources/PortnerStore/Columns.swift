// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB

/// Reads a row by position, and calls a value of the wrong kind damage in place of trapping.
struct Columns: ColumnReading {
    /// The row as GRDB holds it, valid until the statement moves on.
    let row: Row

    func optionalInteger(_ index: Int) throws(StoreError) -> Int64? {
        switch value(index).storage {
        case .int64(let value): return value
        case .null: return nil
        default: throw .damaged
        }
    }

    func optionalText(_ index: Int) throws(StoreError) -> String? {
        switch value(index).storage {
        case .string(let value): return value
        case .null: return nil
        default: throw .damaged
        }
    }

    func optionalBlob(_ index: Int) throws(StoreError) -> Data? {
        switch value(index).storage {
        case .blob(let value): return value
        case .null: return nil
        default: throw .damaged
        }
    }

    private func value(_ index: Int) -> DatabaseValue { row[index] }
}
