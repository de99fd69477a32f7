// SPDX-License-Identifier: MPL-2.0

import GRDB
import Testing

@testable import PortnerStore

@Suite struct `An error of the store` {
    private static let all: [StoreError] = [
        .full, .io(778), .damaged, .busy, .inUse, .noAccess, .notDurable, .notOverwriting,
        .schemaTooNew(9), .foreign, .tooManySetAside, .unexpected(1),
    ]

    @Test func `has a stable code of its own`() {
        #expect(
            Self.all.map(\.code) == [
                "disk-full", "io", "damaged", "busy", "in-use", "no-access",
                "not-durable", "not-overwriting", "schema-too-new", "foreign",
                "too-many-set-aside", "unexpected",
            ]
        )
        for error in Self.all { #expect(error.description.hasPrefix(error.code + ": ")) }
    }

    @Test func `is sorted by SQLite's code`() {
        let expected: [(ResultCode, StoreError)] = [
            (.SQLITE_FULL, .full), (.SQLITE_IOERR_WRITE, .io(778)),
            (.SQLITE_CORRUPT_VTAB, .damaged), (.SQLITE_NOTADB, .damaged), (.SQLITE_BUSY, .busy),
            (.SQLITE_CANTOPEN, .noAccess), (.SQLITE_READONLY, .noAccess),
            (.SQLITE_CONSTRAINT, .unexpected(19)),
        ]
        for (code, error) in expected {
            #expect(StoreError(DatabaseError(resultCode: code)) == error)
        }
        #expect(StoreError(CancellationError()) == .unexpected(0))
        #expect(StoreError(StoreError.foreign) == .foreign)
    }

    @Test func `repeats nothing of what SQLite says`() {
        let told = DatabaseError(
            resultCode: .SQLITE_CONSTRAINT,
            message: "7101011234",
            sql: "7101011234",
            arguments: ["7101011234"]
        )
        #expect(!StoreError(told).description.contains("7101011234"))
    }
}
