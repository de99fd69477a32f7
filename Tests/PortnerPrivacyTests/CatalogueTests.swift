// SPDX-License-Identifier: MPL-2.0

import Foundation
import GRDB
import PortnerCore
import PortnerPrivacy
import PortnerStore
import Testing

@Suite struct `The data catalogue` {
    @Test func `names every column of the files that the station makes, and no other`() throws {
        let folder = NSTemporaryDirectory() + "portner-privacy-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let now = Timestamp(milliseconds: 1_795_376_765_000)
        // All tables are there while the card key is being exchanged.
        let (old, pepper) = (Array(UInt8(0)..<32), Array(UInt8(100)..<132))
        let keys = try StationKeys(card: Array(32..<64), pepper: pepper, previousCard: old)
        let previous = CardHasher(keys: try StationKeys(card: old, pepper: pepper))
        let cache = try PatronCache.open(in: folder, at: now).cache
        for (hasher, before) in [(previous, nil), (CardHasher(keys: keys), previous)] {
            _ = try cache.claim(hasher, previous: before)
        }
        try cache.close()
        let roster = try PatronRoster.open(in: folder, at: now).roster
        _ = try roster.claim(previous, previous: nil)
        try roster.close()
        try Ledger.open(in: folder, at: now).ledger.close()
        let list = try AccessListFile.open(in: folder, at: now).file
        for (hasher, before) in [(previous, nil), (CardHasher(keys: keys), previous)] {
            _ = try list.claim(hasher, previous: before)
        }
        let cacheColumns = try Self.columns(of: folder + "/" + PatronCache.fileName)
            .map { DataPlace.cache(table: $0.table, column: $0.column) }
        let rosterColumns = try Self.columns(of: folder + "/" + PatronRoster.fileName)
            .map { DataPlace.roster(table: $0.table, column: $0.column) }
        let ledger = try Self.columns(of: folder + "/" + Ledger.fileName)
            .map { DataPlace.ledger(table: $0.table, column: $0.column) }
        let listColumns = try Self.columns(of: folder + "/" + AccessListFile.fileName)
            .map { DataPlace.list(table: $0.table, column: $0.column) }
        let named = DataCatalogue.places.filter { place in
            switch place {
            case .cache, .roster, .ledger, .list: true
            default: false
            }
        }
        #expect(named == Set(cacheColumns + rosterColumns + ledger + listColumns))
        #expect(cacheColumns.count > 10 && ledger.count > 10)
    }

    private static func columns(of path: String) throws -> [(table: String, column: String)] {
        let queue = try DatabaseQueue(path: path)
        return try queue.read { db in
            let tables = try String.fetchAll(
                db,
                sql: "SELECT name FROM sqlite_schema WHERE type = 'table'"
            )
            return try tables.flatMap { table in
                try db.columns(in: table).map { (table, $0.name) }
            }
        }
    }

    @Test func `names every kind and every value of a record`() {
        let kinds = Set(RecordKind.allCases.map { DataPlace.recordKind($0.rawValue) })
        let values = Set(RecordField.allCases.map { DataPlace.recordField($0.rawValue) })
        let named = DataCatalogue.places.filter { place in
            switch place {
            case .recordKind, .recordField: true
            default: false
            }
        }
        #expect(named == kinds.union(values))
    }

    @Test func `names every value that the daemon writes into its journal beside the records`()
        throws
    {
        var written: Set<String> = []
        for text in try SourceText.files(below: "Sources/PortnerDaemon") {
            for call in SourceText.calls(of: ".write(", in: text)
                + SourceText.calls(
                    of: "fields.append(",
                    in: text
                )
            {
                written.formUnion(SourceText.tupleNames(in: call))
            }
        }
        let named = DataCatalogue.places.compactMap { place in
            if case .journalField(let name) = place { name } else { nil }
        }
        #expect(written == Set(named))
    }

    @Test func `names the credentials that hold keys`() {
        let named = DataCatalogue.places.compactMap { place in
            if case .credential(let name) = place { name } else { nil }
        }
        #expect(
            Set(named) == [
                StationKeys.cardKeyName, StationKeys.previousCardKeyName, StationKeys.pepperName,
                PassKeys.sealName,
            ]
        )
    }

    @Test(arguments: DataCatalogue.entries)
    func `is complete for each entry`(entry: DataEntry) {
        for text in [entry.name, entry.purpose, entry.basis.words, entry.audience.words] {
            for language in PrivacyLanguage.allCases { #expect(!text[language].isEmpty) }
        }
        #expect(DataCatalogue.entries.filter { $0.id == entry.id }.count == 1)
        let isStored = entry.places.contains(where: \.isStored)
        switch entry.handling {
        case .held:
            #expect(isStored)
            #expect(entry.keeping != .notKept && entry.keeping != .visit)
            #expect(entry.audience != .nobody)
            #expect(entry.basis != .none || !entry.isPersonal)
        case .passesThrough:
            #expect(!entry.places.isEmpty)
            #expect(!isStored)
            #expect(entry.keeping == .visit)
            #expect(entry.basis != .none)
        case .never:
            #expect(entry.places.isEmpty)
            #expect(entry.keeping == .notKept && entry.audience == .nobody)
        }
    }

    @Test func `names no place twice among what is held`() {
        let places = DataCatalogue.entries(.held).flatMap(\.places).filter { place in
            switch place {
            case .cache, .roster, .ledger, .recordField, .journalField: true
            default: false
            }
        }
        #expect(places.count == Set(places).count)
    }

    @Test func `holds every field and system of the privacy pages`() {
        let fields = [
            "civil-number", "patron-number", "card-number", "cards", "pin", "name", "birth-date",
            "address", "protected-name", "telephone", "e-mail", "absence", "interest",
            "blocked-since", "block-reason", "patron-group", "home-branch", "municipality",
            "internal-note", "patron-note", "guardian", "consent", "loans", "loan-history", "holds",
            "lists", "fees", "compensation", "payments", "collection", "messages", "notes",
            "web-traces", "visits",
        ]
        let systems = [
            "library-system", "data-centres", "web-site", "app", "self-service-machines",
            "unstaffed-access", "cpr-register", "place2book", "princh", "ubivox", "document-system",
            "post", "access-requests", "officer",
        ]
        func ids(_ source: DataEntry.Source) -> Set<String> {
            Set(DataCatalogue.entries.filter { $0.source == source }.map(\.id))
        }
        #expect(ids(.pageField) == Set(fields))
        #expect(ids(.pageSystem) == Set(systems))
    }

    @Test func `states the retention that the code enforces`() {
        let times = KeepingTimes.usual
        #expect(Ledger.personalPartsKept == .seconds(times.personalPartDays * 86_400))
        #expect(PatronCache.unseenDaysKept == times.unseenDays)
        #expect(ThrottleRule.card.forgiveAfter == .seconds(times.attemptHours * 3600))
    }
}

/// The texts of the checkout.
enum SourceText {
    static let checkout = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func file(_ path: String) throws -> String {
        try String(contentsOf: checkout.appending(path: path), encoding: .utf8)
    }

    static func files(below folder: String) throws -> [String] {
        let root = checkout.appending(path: folder).resolvingSymlinksInPath().path()
        let names = try FileManager.default.subpathsOfDirectory(atPath: root)
        return try names.filter { $0.hasSuffix(".swift") }.map { try file("\(folder)/\($0)") }
    }

    /// What stands between the parentheses of each call.
    static func calls(of name: String, in text: String) -> [Substring] {
        text.ranges(of: name).map { range in
            var depth = 1
            let rest = text[range.upperBound...]
            let end = rest.firstIndex { character in
                depth += character == "(" ? 1 : character == ")" ? -1 : 0
                return depth == 0
            }
            return rest[..<(end ?? rest.endIndex)]
        }
    }

    /// The names in tuples of a name and a value.
    static func tupleNames(in text: Substring) -> [String] {
        text.matches(of: #/\(\s*"([a-z-]+)",/#).map { String($0.output.1) }
    }
}
