// SPDX-License-Identifier: MPL-2.0

import Crypto
import Foundation
import PortnerCore
import PortnerStore
import Roster
import Testing

/// Made-up rosters in files, and a station's two files to take them into.
final class RosterBench {
    let folder: TemporaryFolder
    let cache: PatronCache
    let roster: PatronRoster
    let hasher: CardHasher
    let reader: PatronCache.Reader
    var terms: RosterTerms

    init(in folder: TemporaryFolder = TemporaryFolder()) throws {
        self.folder = folder
        cache = try PatronCache.open(in: folder.path, at: Sample.now).cache
        roster = try PatronRoster.open(in: folder.path, at: Sample.now).roster
        hasher = CardHasher(keys: try Sample.keys())
        reader = try cache.reader(hasher: hasher, roster: roster)
        terms = RosterTerms(
            hasher: hasher,
            ageLimits: [15, 18],
            today: CivilTime(Sample.now, secondsAheadOfUTC: 3600).date,
            now: Sample.moment(1_000_000).timestamp
        )
    }

    static func card(_ number: Int) throws -> CardNumber {
        try #require(CardNumber("CARD\(number)"))
    }

    func key(_ number: Int) throws -> CardKey { hasher.key(for: try Self.card(number)) }

    static func row(_ number: Int, blocks: Set<BlockCode> = [], gone: Bool = false) throws
        -> RosterRow
    {
        RosterRow(
            cards: [try card(number)],
            patron: gone
                ? nil
                : RosterRow.Patron(
                    number: PatronNumber("P\(number)"),
                    blocks: blocks,
                    born: CivilDate(iso8601: "1980-05-05"),
                    consent: .given(through: CivilDate(iso8601: "2030-01-01")),
                    enrolment: .given(through: nil),
                    residence: number.isMultiple(of: 2) ? .resident : .elsewhere
                )
        )
    }

    static func rows(_ numbers: some Sequence<Int>) throws -> [RosterRow] {
        try numbers.map { try row($0) }
    }

    /// Writes a roster as of so many seconds after the samples' time.
    func file(
        _ rows: [RosterRow],
        _ seconds: Int64,
        cursor: String,
        since: String? = nil,
        form: RosterForm = .ndjson,
        sizeMax: Int = RosterFile.sizeMax,
        key: RosterKey? = nil
    ) throws -> RosterFile {
        let contents: RosterHeading.Contents =
            if let since { .delta(since: try #require(RosterCursor(since))) } else { .full }
        var writer = RosterWriter(form)
        var text = writer.heading(
            RosterHeading(
                contents,
                asOf: Sample.moment(seconds).timestamp,
                cursor: try #require(RosterCursor(cursor))
            )
        )
        for row in rows { text += writer.row(row) }
        text += writer.end()
        try folder.write(text.utf8, to: "drop")
        return RosterFile(path: folder.path + "/drop", form: form, sizeMax: sizeMax, key: key)
    }

    @discardableResult
    func take(
        _ rows: [RosterRow],
        _ seconds: Int64,
        cursor: String,
        since: String? = nil
    ) throws -> RosterOutcome {
        try roster.take(try file(rows, seconds, cursor: cursor, since: since), terms)
    }

    func changes(_ outcome: RosterOutcome) throws -> RosterChanges {
        guard case .applied(let changes) = outcome else { throw Unexpected() }
        return changes
    }

    func facts(_ number: Int) throws -> PatronFacts? {
        guard case .known(let patron) = reader.patron(for: try key(number)) else { return nil }
        return patron.facts
    }

    func verifier(_ number: Int) throws -> PINVerifier? {
        guard case .known(let patron) = reader.patron(for: try key(number)) else { return nil }
        return patron.verifier
    }

    /// Closes all files.
    func close() throws {
        try cache.close()
        try roster.close()
    }

    struct Unexpected: Error {}
}
