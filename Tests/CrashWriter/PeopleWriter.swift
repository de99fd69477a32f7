// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import PortnerStore
import Roster

/// Takes rosters, records visits and erases people, one round after the other.
///
/// Each round takes the next version of a roster, as a delta but for each fourth. A version names
/// the cards 1 to 60 but for three, of which no two versions name the same, blocks each third of
/// them in turn, and names the guest of the round, card 1000 and the round's number. Somebody whom
/// the next version leaves out is asked about, the guest visits, types a wrong PIN, and is erased.
///
/// It prints `roster N` for each version that is taken, `entry N` for each record, `erased N` for
/// each guest whose erasure is done. Begun anew it goes on with the round that was cut off, and
/// erases its guest once more where the erasure had begun.
struct PeopleWriter {
    static let cards = 1...60

    private let folder: String
    private let ledger: Ledger
    private let cache: PatronCache
    private let roster: PatronRoster
    private let hasher: CardHasher

    init(_ folder: String) throws {
        self.folder = folder
        ledger = try Ledger.open(in: folder, at: start).ledger
        cache = try PatronCache.open(in: folder, at: start).cache
        roster = try PatronRoster.open(in: folder, at: start).roster
        hasher = CardHasher(
            keys: try StationKeys(card: Array(0..<32), pepper: Array(100..<132))
        )
    }

    /// Whether a version blocks a card; `nil` where it does not name it.
    static func isBlocked(_ card: Int, in version: Int) -> Bool? {
        (card + version) % 20 == 0 ? nil : (card + version) % 3 == 0
    }

    func write(_ rounds: Int) throws {
        var round = Int((try roster.origin()?.cursor.text.dropFirst()) ?? "") ?? 0
        if round > 0 {
            try roster.settle(in: cache)
            if try !hasBegunErasing(round) { try visit(round) }
            try erase(round)
        }
        for _ in 0..<rounds {
            round += 1
            try takeRoster(round)
            try visit(round)
            try erase(round)
        }
    }

    private func key(_ card: Int) throws -> CardKey { hasher.key(for: try number(card)) }

    private func number(_ card: Int) throws -> CardNumber {
        guard let number = CardNumber("CARD\(card)") else { throw StoreError.unexpected(0) }
        return number
    }

    private func record(_ record: Record, _ counts: [ThrottleCount]) throws {
        let numbers = try ledger.append(records: [record], throttle: counts)
        try say("entry \(numbers?.upperBound ?? 0)")
    }

    // MARK: Rosters

    private func takeRoster(_ version: Int) throws {
        let isFull = version % 4 == 1
        guard let cursor = RosterCursor("v\(version)"),
            let before = RosterCursor("v\(version - 1)")
        else { throw StoreError.unexpected(0) }
        var writer = RosterWriter(.ndjson)
        var text = writer.heading(
            RosterHeading(
                isFull ? .full : .delta(since: before),
                asOf: moment(Int64(version) * 1000).timestamp,
                cursor: cursor
            )
        )
        for card in Self.cards {
            let isBlocked = Self.isBlocked(card, in: version)
            if isFull ? isBlocked == nil : isBlocked == Self.isBlocked(card, in: version - 1) {
                continue
            }
            text += writer.row(try row(card, isBlocked: isBlocked))
        }
        text += writer.row(try row(1000 + version, isBlocked: false)) + writer.end()
        let path = folder + "/drop"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let now = moment(Int64(version) * 1000 + 1)
        _ = try roster.take(
            RosterFile(path: path, form: .ndjson, key: nil),
            RosterTerms(
                hasher: hasher,
                ageLimits: [15],
                today: now.civil.date,
                now: now.timestamp
            )
        )
        try roster.settle(in: cache)
        try say("roster \(version)")
    }

    private func row(_ card: Int, isBlocked: Bool?) throws -> RosterRow {
        RosterRow(
            cards: [try number(card)],
            patron: isBlocked.map { isBlocked in
                RosterRow.Patron(
                    number: PatronNumber("P\(card)"),
                    blocks: isBlocked ? [.excluded] : []
                )
            }
        )
    }

    // MARK: People

    /// The guest visits and types a wrong PIN; the library answers about them, and about a card
    /// that the next roster leaves out.
    private func visit(_ round: Int) throws {
        let guest = try key(1000 + round)
        let now = moment(Int64(round) * 1000 + 10)
        let leaving = Self.cards.first { Self.isBlocked($0, in: round + 1) == nil } ?? 1
        for (card, isBlocked) in [
            (leaving, Self.isBlocked(leaving, in: round) ?? false), (1000 + round, false),
        ] {
            try cache.learn(
                try key(card),
                PatronFacts(
                    patron: PatronNumber("P\(card)"),
                    blocks: isBlocked ? [.excluded] : [],
                    validity: .valid,
                    age: nil,
                    asOf: now.timestamp
                )
            )
        }
        try record(
            Record(.decision, at: now, subject: guest, [(.door, "main"), (.outcome, "granted")]),
            [ThrottleCount(subject: .card(guest), failures: 1)]
        )
    }

    /// Erases the guest in the order of the daemon.
    private func erase(_ round: Int) throws {
        let guest = try key(1000 + round)
        let now = moment(Int64(round) * 1000 + 20)
        try record(
            Record(.staff, at: now, [(.outcome, "person-erased"), (.detail, "guest \(round)")]),
            [ThrottleCount(subject: .card(guest), failures: 0)]
        )
        try ledger.deletePersonalParts(about: guest)
        try roster.forget(cards: [guest])
        try cache.forget(cards: [guest])
        try ledger.emptyLog()
        _ = try cache.compact()
        _ = try roster.compact()
        try cache.checkpoint()
        try roster.checkpoint()
        try say("erased \(round)")
    }

    private func hasBegunErasing(_ round: Int) throws -> Bool {
        let last = try ledger.head().sequence
        return try ledger.entries(after: max(0, last - 10), limit: 10)
            .contains { $0[.detail] == "guest \(round)" }
    }
}
