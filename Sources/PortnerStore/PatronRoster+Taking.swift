// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore
internal import Roster

/// What one taking of a roster goes by.
public struct RosterTerms: Sendable {
    /// The share of the cards held, in hundredths, that a roster may take out unconfirmed.
    public static let shrinkMax = 10

    /// What turns card numbers into keys.
    public var hasher: CardHasher
    /// The ages that any door asks for.
    public var ageLimits: Set<Int>
    /// The local date, from which ages are counted.
    public var today: CivilDate
    /// The time.
    public var now: Timestamp
    /// The share of the cards held, in hundredths, that may be taken out unconfirmed.
    public var shrinkMax: Int
    /// The SHA-256 of a file that a technician has confirmed, however many cards it takes out.
    public var confirmed: [UInt8]?

    /// Puts terms together.
    public init(
        hasher: CardHasher,
        ageLimits: Set<Int>,
        today: CivilDate,
        now: Timestamp,
        shrinkMax: Int = RosterTerms.shrinkMax,
        confirmed: [UInt8]? = nil
    ) {
        self.hasher = hasher
        self.ageLimits = ageLimits
        self.today = today
        self.now = now
        self.shrinkMax = shrinkMax
        self.confirmed = confirmed
    }
}

extension PatronRoster {
    /// Takes a roster out of a file: verifies, reads and applies it in one transaction.
    ///
    /// Nothing is applied of a roster that is refused, and what is applied is there with its cursor
    /// or not at all. Doors read meanwhile what was there before. Afterwards
    /// ``settle(in:)`` is due. One taking goes on at a time.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - terms: What to go by.
    ///   - progress: Told now and then how far it has come; `false` ends the taking.
    /// - Returns: What the roster changed, or that it was there before.
    /// - Throws: ``RosterRefusal`` when it is not taken.
    public func take(
        _ file: RosterFile,
        _ terms: RosterTerms,
        progress: (RosterProgress) -> Bool = { _ in true }
    ) throws(RosterRefusal) -> RosterOutcome {
        let (held, isRekeyed) = try held(under: terms.hasher)
        var reader = RosterReader(file.form, ageLimits: terms.ageLimits, today: terms.today)
        var spool = RosterSpool(in: folder)
        defer { RosterSpool.deleteFiles(in: folder) }
        var entries: [RosterEntry] = []
        var repeated: RosterHeading?
        let digest = try file.read {
            _ = progress(RosterProgress(phase: .verifying, permille: 0, rows: 0))
        } _: { piece, done, size throws(RosterRefusal) in
            guard repeated == nil else { return }
            let isFirst = reader.heading == nil
            entries.removeAll(keepingCapacity: true)
            do throws(RosterError) {
                try reader.read(piece.span, into: &entries)
                if done == size { try reader.finish(into: &entries) }
            } catch {
                throw .malformed(error)
            }
            if isFirst, let heading = reader.heading,
                try Self.isRepeated(heading, held, isRekeyed, now: terms.now)
            {
                repeated = heading
                return
            }
            try spool.add(entries, hasher: terms.hasher)
            let permille = done * 1000 / max(size, 1)
            guard progress(RosterProgress(phase: .reading, permille: permille, rows: reader.rows))
            else { throw .interrupted }
        }
        if let repeated { return .repeated(repeated) }
        guard let heading = reader.heading else {
            throw .malformed(RosterError(line: 1, .truncated))
        }
        return try apply(&spool, heading, rows: reader.rows, digest, terms, progress)
    }

    /// Whether a roster is the one that is held.
    private static func isRepeated(
        _ heading: RosterHeading,
        _ held: Origin?,
        _ isRekeyed: Bool,
        now: Timestamp
    ) throws(RosterRefusal) -> Bool {
        guard heading.asOf.age(at: now) >= .zero - AgedLimit.skewMax else { throw .fromFuture }
        // Under another card key only a full roster finds its rows, be it the one that is held.
        if isRekeyed, case .delta = heading.contents { throw .gap(held: nil) }
        if let held, !isRekeyed || heading.asOf < held.asOf {
            if heading.cursor == held.cursor, heading.asOf == held.asOf { return true }
            guard heading.asOf > held.asOf else { throw .older(held: held.asOf) }
        }
        if case .delta(let since) = heading.contents, since != held?.cursor {
            throw .gap(held: held?.cursor)
        }
        return false
    }

    /// The state that is held, and whether it is under another card key.
    private func held(
        under hasher: CardHasher
    ) throws(RosterRefusal) -> (origin: Origin?, isRekeyed: Bool) {
        try refusing { () throws(StoreError) in
            try StoreError.sorting {
                try pool.read { db in
                    (try Self.origin(db), try Self.isUnderOtherKey(hasher, db))
                }
            }
        }
    }

    private func apply(
        _ spool: inout RosterSpool,
        _ heading: RosterHeading,
        rows: Int,
        _ digest: [UInt8],
        _ terms: RosterTerms,
        _ progress: (RosterProgress) -> Bool
    ) throws(RosterRefusal) -> RosterOutcome {
        do {
            return try pool.writeWithoutTransaction { db in
                var outcome: RosterOutcome?
                try db.inTransaction(.immediate) {
                    if try Self.isUnderOtherKey(terms.hasher, db) {
                        try Self.checkShrinkage(rekeyedTo: rows, heading, digest, terms, db)
                        try Self.beginAnew(terms.hasher, db)
                    }
                    let merge = try RosterMerge(db, heading.kind)
                    for part in 0..<RosterSpool.parts {
                        try merge.bring(try spool.take(part), RosterSpool.rows(of: part))
                        let permille = (part + 1) * 1000 / RosterSpool.parts
                        let step = RosterProgress(phase: .applying, permille: permille, rows: rows)
                        guard progress(step) else { throw RosterRefusal.interrupted }
                    }
                    try Self.checkShrinkage(merge, heading, digest, terms)
                    try db.execute(
                        sql: RosterTable.setOrigin,
                        arguments: [
                            heading.cursor.text, heading.asOf.milliseconds, Data(digest),
                        ]
                    )
                    outcome = .applied(
                        RosterChanges(
                            heading: heading,
                            rows: rows,
                            written: merge.written,
                            unchanged: merge.unchanged,
                            removed: merge.removed
                        )
                    )
                    return .commit
                }
                guard let outcome else { throw StoreError.unexpected(0) }
                noteHeld(true)
                return outcome
            }
        } catch let error as RosterRefusal {
            throw error
        } catch {
            throw .store(StoreError(error))
        }
    }

    /// A full roster that leaves many out is more likely cut short than true.
    private static func checkShrinkage(
        _ merge: RosterMerge,
        _ heading: RosterHeading,
        _ digest: [UInt8],
        _ terms: RosterTerms
    ) throws(RosterRefusal) {
        guard merge.removed * 100 > merge.held * terms.shrinkMax, terms.confirmed != digest,
            heading.kind == .full
        else { return }
        throw .shrinks(
            RosterShrinkage(
                held: merge.held,
                removed: merge.removed,
                cursor: heading.cursor,
                digest: digest
            )
        )
    }

    /// As for any full roster, by the numbers of cards alone: none of them can be found again.
    private static func checkShrinkage(
        rekeyedTo rows: Int,
        _ heading: RosterHeading,
        _ digest: [UInt8],
        _ terms: RosterTerms,
        _ db: Database
    ) throws {
        let held = try Int.fetchOne(db, sql: "SELECT count(*) FROM patron") ?? 0
        guard (held - rows) * 100 > held * terms.shrinkMax, terms.confirmed != digest else {
            return
        }
        throw RosterRefusal.shrinks(
            RosterShrinkage(
                held: held,
                removed: held - rows,
                cursor: heading.cursor,
                digest: digest
            )
        )
    }

    private func refusing<Value>(
        _ body: () throws(StoreError) -> Value
    ) throws(RosterRefusal) -> Value {
        do throws(StoreError) { return try body() } catch { throw .store(error) }
    }
}

extension RosterSpool {
    fileprivate mutating func add(
        _ entries: [RosterEntry],
        hasher: CardHasher
    ) throws(RosterRefusal) {
        do throws(StoreError) {
            for entry in entries {
                for card in entry.cards {
                    try add(hasher.key(for: card), line: entry.line, entry.facts)
                }
            }
        } catch {
            throw .store(error)
        }
    }
}
