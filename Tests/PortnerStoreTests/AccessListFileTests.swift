// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerStore

@Suite struct `The file of the list of cards` {
    private let folder = TemporaryFolder()
    private let now = Timestamp(milliseconds: 1_795_424_400_000)

    private func sample() throws -> AccessList {
        let last = try #require(CivilDate(iso8601: "2026-12-24"))
        return AccessList([
            AccessList.Entry(
                card: CardKey(1, 2, 3, 4),
                listing: Listing(
                    .allow,
                    doors: ["main"],
                    lastDay: last,
                    opensWhenClosed: true,
                    reason: "rengøring",
                    by: "anna"
                )
            ),
            AccessList.Entry(
                card: CardKey(1, 2, 3, 4),
                listing: Listing(.assist, reason: "kørestol", by: "root for anna")
            ),
            AccessList.Entry(
                card: CardKey(.max, 0, 0, .max),
                listing: Listing(.deny, doors: [], reason: "", by: "")
            ),
        ])
    }

    @Test func `gives back what was kept, after it is opened anew`() throws {
        let list = try sample()
        do {
            let (file, opening) = try AccessListFile.open(in: folder.path, at: now)
            #expect(opening == .created)
            #expect(try file.list() == AccessList())
            try file.keep(list)
        }
        let (file, opening) = try AccessListFile.open(in: folder.path, at: now)
        #expect(opening == .existing)
        #expect(try file.list() == list)
        #expect(try file.list().count == 3)
        try file.keep(AccessList())
        #expect(try file.list() == AccessList())
    }

    @Test func `is readable by nobody else`() throws {
        _ = try AccessListFile.open(in: folder.path, at: now)
        let path = folder.path + "/" + AccessListFile.fileName
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test(arguments: [
        "UPDATE listing SET card = x'00'", "UPDATE listing SET kind = 'maybe' WHERE kind = 'deny'",
        "UPDATE listing SET doors = 'A B'", "DROP TABLE listing",
    ])
    func `is set aside when it is damaged`(_ sql: String) throws {
        do {
            let (file, _) = try AccessListFile.open(in: folder.path, at: now)
            try file.keep(try sample())
        }
        try folder.tamper(AccessListFile.fileName, sql)
        let (file, opening) = try AccessListFile.open(in: folder.path, at: now)
        guard case .setAside = opening else {
            Issue.record("the file was used: \(opening)")
            return
        }
        #expect(try file.list() == AccessList())
    }

    @Test func `is kept for the whole time from the day on which it was set aside`() throws {
        do { try AccessListFile.open(in: folder.path, at: now).file.keep(try sample()) }
        try folder.tamper(AccessListFile.fileName, "UPDATE listing SET card = x'00'")
        // Nobody has changed the list for a year.
        let day = Duration.seconds(86_400)
        let old = now.earlier(by: day * 365)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: Double(old.milliseconds) / 1000)],
            ofItemAtPath: folder.path + "/" + AccessListFile.fileName
        )
        _ = try AccessListFile.open(in: folder.path, at: now)
        func delete(_ time: Timestamp) throws -> Int {
            try AccessListFile.deleteSetAside(in: folder.path, before: time)
        }
        #expect(try delete(now.earlier(by: day * 30)) == 0)
        #expect(folder.names.contains { $0.contains(".damaged-") })
        #expect(try delete(now.earlier(by: day * -1)) == 1)
        #expect(!folder.names.contains { $0.contains(".damaged-") })
    }
}
