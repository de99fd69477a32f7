// SPDX-License-Identifier: MPL-2.0

import GRDB
import PortnerCore
import Testing

@testable import PortnerStore

@Suite struct `The ledger's log` {
    private let folder = TemporaryFolder()

    private var logLength: Int { folder.bytes(Ledger.fileName + "-wal").count }

    @Test func `is emptied by a deletion, and left alone where nothing was deleted`() throws {
        let (ledger, _) = try Ledger.open(in: folder.path, at: Sample.now)
        let records = (Int64(1)...20).map { Sample.record($0, subject: Sample.key(UInt64($0))) }
        try ledger.append(records: records)
        #expect(try ledger.deletePersonalParts(before: Sample.moment(100).timestamp) == 20)
        #expect(logLength == 0)
        try ledger.append(records: [Sample.record(200, subject: Sample.key(1))])
        let length = logLength
        #expect(length > 0)
        #expect(try ledger.deletePersonalParts(before: Sample.moment(150).timestamp) == 0)
        #expect(logLength == length)
        try ledger.close()
    }

    @Test func `is copied by a checkpoint, and the head is noted with it`() throws {
        let (ledger, _) = try Ledger.open(in: folder.path, at: Sample.now)
        for second in Int64(1)...3 { try ledger.append(records: [Sample.record(second)]) }
        try ledger.checkpoint()
        let noted = try ledger.pool.read(LedgerTables.notedHead)
        #expect(noted == (try ledger.head()))
        try ledger.close()
    }
}
