// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Roster
import Testing

/// A small random generator that gives the same numbers for the same seed on every machine.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func oneIn(_ times: Int) -> Bool { number(1...times) == 1 }
}

/// Made-up rosters.
enum Sample {
    static let ageLimits = [12, 15, 18]

    static func today() throws -> CivilDate {
        try #require(CivilDate(year: 2026, month: 11, day: 23))
    }

    static func cursor(_ text: String) throws -> RosterCursor {
        try #require(RosterCursor(text))
    }

    static func heading(_ kind: RosterKind) throws -> RosterHeading {
        let asOf = Timestamp(milliseconds: 1_795_402_800_000)
        return RosterHeading(
            kind == .full ? .full : .delta(since: try cursor("state-1")),
            asOf: asOf,
            cursor: try cursor("state-2")
        )
    }

    static func row(_ kind: RosterKind, _ number: Int, _ random: inout SplitMix64) throws
        -> RosterRow
    {
        let cards = try (0..<random.number(1...3)).map {
            try #require(CardNumber("AB\(number)X\($0)"))
        }
        guard kind == .full || !random.oneIn(4) else { return RosterRow(cards: cards, patron: nil) }
        func day(_ random: inout SplitMix64) -> CivilDate? {
            random.oneIn(2) ? CivilDate(dayNumber: random.number(9000...24_000)) : nil
        }
        func permission(_ random: inout SplitMix64) -> Permission? {
            if random.oneIn(3) { return nil }
            return random.oneIn(3) ? .notGiven : .given(through: day(&random))
        }
        let codes = ["E", "U", "a/b", #"q"q"#, #"\"#, "x;y", "charge-denied"]
        return RosterRow(
            cards: cards,
            patron: RosterRow.Patron(
                number: random.oneIn(4) ? nil : PatronNumber(#"P,;"\#(number)\"#),
                blocks: Set(codes.compactMap { random.oneIn(4) ? BlockCode($0) : nil }),
                validity: random.oneIn(3) ? .expired : random.oneIn(9) ? .invalid : .valid,
                until: day(&random),
                born: day(&random),
                consent: permission(&random),
                enrolment: permission(&random),
                residence: random.oneIn(3) ? nil : random.oneIn(2) ? .resident : .elsewhere
            )
        )
    }
}

extension RosterEntry {
    /// What a row must be read as.
    init(_ row: RosterRow, line: Int, _ heading: RosterHeading) throws {
        let today = try Sample.today()
        self.init(
            line: line,
            cards: row.cards,
            facts: row.patron.map { patron in
                PatronFacts(
                    patron: patron.number,
                    blocks: patron.blocks,
                    validity: patron.validity,
                    lastDay: patron.until,
                    age: patron.born.map {
                        AgeFact(born: $0, today: today, limits: Sample.ageLimits)
                    },
                    consent: patron.consent,
                    enrolment: patron.enrolment,
                    residence: patron.residence,
                    asOf: heading.asOf,
                    source: .roster
                )
            }
        )
    }
}

/// Reads a whole text, in pieces of a length.
func read(
    _ text: String,
    _ form: RosterForm,
    pieces: Int = 1 << 20
) throws -> (heading: RosterHeading, entries: [RosterEntry]) {
    var reader = RosterReader(form, ageLimits: Sample.ageLimits, today: try Sample.today())
    var entries: [RosterEntry] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: pieces) {
        let piece = Array(bytes[start..<min(start + pieces, bytes.count)])
        try reader.read(piece.span, into: &entries)
    }
    try reader.finish(into: &entries)
    return (try #require(reader.heading), entries)
}

/// The error that reading a text ends with.
func failure(_ text: String, _ form: RosterForm) throws -> RosterError? {
    do {
        _ = try read(text, form)
        return nil
    } catch let error as RosterError {
        return error
    }
}
