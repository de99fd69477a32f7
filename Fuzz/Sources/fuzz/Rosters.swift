// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Roster

extension FuzzTarget {
    /// Rosters in the NDJSON form.
    static let rosterNDJSON = FuzzTarget(
        name: "roster-ndjson",
        seeds: RosterStory.seeds(.ndjson),
        check: { RosterStory.run($0, .ndjson) }
    )
    /// Rosters in the CSV form.
    static let rosterCSV = FuzzTarget(
        name: "roster-csv",
        seeds: RosterStory.seeds(.csv),
        check: { RosterStory.run($0, .csv) }
    )
}

private enum RosterStory {
    private struct Reading: Equatable {
        var heading: RosterHeading?
        var entries: [RosterEntry] = []
        var error: RosterError?
    }

    static func run(_ input: [UInt8], _ form: RosterForm) {
        let whole = read(input, form, pieces: max(input.count, 1))
        let length = Int(input.first ?? 0) % 7 + 1
        require(read(input, form, pieces: length) == whole, "pieces make no difference")
        let lines = input.count { $0 == UInt8(ascii: "\n") } + 1
        if let error = whole.error {
            // A last line that is missing would follow the one that is there.
            let last = error.reason == .truncated ? lines + 1 : lines
            require((1...last).contains(error.line), "an error names a line that there is")
        } else {
            require(whole.heading != nil, "a roster has a heading")
            require(whole.entries.count < lines, "each row has a line")
        }
        var last = 0
        for entry in whole.entries {
            require(entry.line > last, "rows are told in order")
            last = entry.line
            require((1...RosterLimits.cardsMax).contains(entry.cards.count), "cards are limited")
            require(Set(entry.cards).count == entry.cards.count, "cards of a row differ")
            require("\(entry)" == "roster entry", "a description shows nothing")
            guard let facts = entry.facts else {
                require(whole.heading?.kind == .delta, "only a delta takes cards out")
                continue
            }
            require(facts.validity.asOf == whole.heading?.asOf, "facts have the roster's time")
            require(facts.validity.source == .roster, "facts tell where they are from")
        }
    }

    private static func read(_ input: [UInt8], _ form: RosterForm, pieces: Int) -> Reading {
        var reader = RosterReader(
            form,
            ageLimits: [12, 15, 18],
            today: CivilDate(dayNumber: 20_780)
        )
        var reading = Reading()
        do throws(RosterError) {
            for start in stride(from: 0, to: input.count, by: pieces) {
                let piece = Array(input[start..<min(start + pieces, input.count)])
                try reader.read(piece.span, into: &reading.entries)
            }
            try reader.finish(into: &reading.entries)
        } catch {
            reading.error = error
        }
        reading.heading = reader.heading
        return reading
    }

    static func seeds(_ form: RosterForm) -> [[UInt8]] {
        guard let cursor = RosterCursor("b-2"), let since = RosterCursor("a-1"),
            let card = CardNumber("2345678901"), let other = CardNumber("LP1000124")
        else { return [] }
        let patron = RosterRow.Patron(
            number: PatronNumber("P-1"),
            blocks: [.debt, .excluded],
            validity: .expired,
            until: CivilDate(dayNumber: 21_000),
            born: CivilDate(dayNumber: 15_000),
            consent: .given(through: CivilDate(dayNumber: 21_000)),
            enrolment: .notGiven,
            residence: .elsewhere
        )
        let asOf = Timestamp(milliseconds: 1_795_402_800_000)
        return [RosterHeading.Contents.full, .delta(since: since)].map { contents in
            var writer = RosterWriter(form, usesSemicolons: contents == .full)
            var text = writer.heading(RosterHeading(contents, asOf: asOf, cursor: cursor))
            text += writer.row(RosterRow(cards: [card, other], patron: patron))
            if contents != .full { text += writer.row(RosterRow(cards: [other], patron: nil)) }
            return Array((text + writer.end()).utf8)
        }
    }
}
