// SPDX-License-Identifier: MPL-2.0

internal import PortnerCore

/// A value as a line holds it, before it is known to fit its field.
enum RosterValue: Sendable, Hashable {
    case text(String)
    case list([String])
    case number(Int)
    case flag(Bool)
}

/// What one line says, field by field, whichever form it is written in.
struct RosterFields {
    private let line: Int
    /// A handful at most, and looked through faster than hashed.
    private var values: [(field: RosterField, value: RosterValue)] = []

    init(line: Int) { self.line = line }

    /// Takes the cells of a line of the CSV form; an empty cell says nothing.
    init(_ cells: [String], _ columns: [RosterField], line: Int) throws(RosterError) {
        self.init(line: line)
        guard cells.dropFirst(columns.count).allSatisfy(\.isEmpty) else {
            throw RosterError(line: line, .tooManyCells)
        }
        for (field, cell) in zip(columns, cells) where !cell.isEmpty {
            switch field {
            case .cards: self[field] = .list(Self.parts(cell, "/"))
            case .blocks: self[field] = .list(Self.parts(cell, " "))
            case .removed:
                guard cell == "yes" || cell == "no" else { throw fault(.badValue, field) }
                self[field] = .flag(cell == "yes")
            default: self[field] = .text(cell)
            }
        }
    }

    subscript(field: RosterField) -> RosterValue? {
        get { values.first { $0.field == field }?.value }
        set {
            values.removeAll { $0.field == field }
            if let newValue { values.append((field, newValue)) }
        }
    }

    /// How many fields there are.
    var count: Int { values.count }

    private static func parts(_ cell: String, _ separator: Character) -> [String] {
        cell.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }

    private func fault(_ reason: RosterError.Reason, _ field: RosterField) -> RosterError {
        RosterError(line: line, field: field, reason)
    }

    // MARK: The first line

    func heading() throws(RosterError) -> RosterHeading {
        let version: Int? =
            switch self[.roster] {
            case .number(let number): number
            case .text(let text): Int(text)
            default: nil
            }
        guard let version else { throw RosterError(line: line, .notARoster) }
        guard version == RosterHeading.version else { throw fault(.unknownVersion, .roster) }
        let kind = try needed(.kind) { RosterKind(rawValue: $0) }
        let asOf = try needed(.time) { Timestamp(iso8601: $0) }
        let cursor = try needed(.cursor) { RosterCursor($0) }
        let since = try optional(.since) { RosterCursor($0) }
        switch (kind, since) {
        case (.full, nil): return RosterHeading(.full, asOf: asOf, cursor: cursor)
        case (.full, _?): throw fault(.badValue, .since)
        case (.delta, nil): throw fault(.missing, .since)
        case (.delta, let since?):
            guard since != cursor else { throw fault(.badValue, .since) }
            return RosterHeading(.delta(since: since), asOf: asOf, cursor: cursor)
        }
    }

    // MARK: A row

    func entry(
        _ heading: RosterHeading,
        ageLimits: [Int],
        today: CivilDate
    ) throws(RosterError) -> RosterEntry {
        let cards = try cards()
        if try isRemoved() {
            guard heading.kind == .delta else { throw fault(.removedInFull, .removed) }
            guard count == 2 else { throw fault(.removedWithFacts, .removed) }
            return RosterEntry(line: line, cards: cards, facts: nil)
        }
        let born = try optional(.born) { CivilDate(iso8601: $0) }
        let facts = PatronFacts(
            patron: try optional(.patron) { PatronNumber($0) },
            blocks: try blocks(),
            validity: try optional(.validity) { CardValidity(rawValue: $0) } ?? .valid,
            lastDay: try optional(.until) { CivilDate(iso8601: $0) },
            age: born.map { AgeFact(born: $0, today: today, limits: ageLimits) },
            consent: try permission(.consent),
            enrolment: try permission(.enrolment),
            residence: try residence(),
            asOf: heading.asOf,
            source: .roster
        )
        return RosterEntry(line: line, cards: cards, facts: facts)
    }

    private func cards() throws(RosterError) -> [CardNumber] {
        let texts = try list(.cards)
        guard !texts.isEmpty else { throw fault(.missing, .cards) }
        guard texts.count <= RosterLimits.cardsMax else { throw fault(.tooMany, .cards) }
        var cards: [CardNumber] = []
        for text in texts {
            guard let card = CardNumber(text) else { throw fault(.badValue, .cards) }
            guard !cards.contains(card) else { throw fault(.duplicateCard, .cards) }
            cards.append(card)
        }
        return cards
    }

    private func blocks() throws(RosterError) -> Set<BlockCode> {
        let texts = try list(.blocks)
        guard texts.count <= BlockCode.countMax else { throw fault(.tooMany, .blocks) }
        var codes: Set<BlockCode> = []
        for text in texts {
            guard let code = BlockCode(text) else { throw fault(.badValue, .blocks) }
            codes.insert(code)
        }
        return codes
    }

    private func isRemoved() throws(RosterError) -> Bool {
        switch self[.removed] {
        case nil: return false
        case .flag(let flag): return flag
        default: throw fault(.wrongKind, .removed)
        }
    }

    /// In the NDJSON form `true` and `false` stand for `yes` and `no`.
    private func permission(_ field: RosterField) throws(RosterError) -> Permission? {
        if case .flag(let flag) = self[field] { return flag ? .given(through: nil) : .notGiven }
        return try optional(field) { Permission($0) }
    }

    /// In the NDJSON form `true` and `false` stand for `yes` and `no` here, too.
    private func residence() throws(RosterError) -> Residence? {
        if case .flag(let flag) = self[.resident] { return flag ? .resident : .elsewhere }
        return try optional(.resident) { Residence(rawValue: $0) }
    }

    // MARK: Values

    private func needed<Value>(
        _ field: RosterField,
        _ read: (String) -> Value?
    ) throws(RosterError) -> Value {
        guard let value = try optional(field, read) else { throw fault(.missing, field) }
        return value
    }

    private func optional<Value>(
        _ field: RosterField,
        _ read: (String) -> Value?
    ) throws(RosterError) -> Value? {
        guard let value = self[field] else { return nil }
        guard case .text(let text) = value else { throw fault(.wrongKind, field) }
        guard let value = read(text) else { throw fault(.badValue, field) }
        return value
    }

    private func list(_ field: RosterField) throws(RosterError) -> [String] {
        switch self[field] {
        case nil: return []
        case .list(let texts): return texts
        default: throw fault(.wrongKind, field)
        }
    }
}
