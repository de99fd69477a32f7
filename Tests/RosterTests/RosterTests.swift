// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Roster
import Testing

@Suite struct `A roster` {
    @Test(arguments: RosterForm.allCases, RosterKind.allCases)
    func `is read as it was written, in pieces of any length`(
        _ form: RosterForm,
        _ kind: RosterKind
    ) throws {
        var random = SplitMix64(seed: 7)
        for round in 0..<40 {
            let heading = try Sample.heading(kind)
            let rows = try (0..<random.number(0...20)).map {
                try Sample.row(kind, $0, &random)
            }
            var writer = RosterWriter(form, usesSemicolons: round.isMultiple(of: 2))
            var text = writer.heading(heading)
            for row in rows { text += writer.row(row) }
            text += writer.end()
            if random.oneIn(3) {
                text = "\u{FEFF}" + text.split(separator: "\n").joined(separator: "\r\n")
            }
            let first = form == .csv ? 3 : 2
            let expected = try rows.enumerated().map {
                try RosterEntry($1, line: first + $0, heading)
            }
            for pieces in [1, 7, 1 << 20] {
                let found = try read(text, form, pieces: pieces)
                #expect(found.heading == heading)
                #expect(found.entries == expected)
            }
        }
    }

    @Test(arguments: RosterForm.allCases)
    func `that was cut off anywhere is refused`(_ form: RosterForm) throws {
        var random = SplitMix64(seed: 8)
        var writer = RosterWriter(form)
        var text = writer.heading(try Sample.heading(.full))
        for number in 0..<3 { text += writer.row(try Sample.row(.full, number, &random)) }
        text += writer.end()
        for length in 0..<text.utf8.count - 1 {
            let cut = String(decoding: text.utf8.prefix(length), as: UTF8.self)
            // What is left of "3" after "rows" is still the whole count.
            let isWhole = form == .csv && length == text.utf8.count - 1
            #expect(try (failure(cut, form) == nil) == isWhole)
        }
        #expect(try failure(text, form) == nil)
    }

    @Test func `tells its time in UTC whatever the distance it was written with`() throws {
        for time in [
            "2026-11-23T02:00:00Z", "2026-11-23T03:00:00+01:00", "2026-11-22T21:30:00-04:30",
        ] {
            let text =
                #"{"roster":1,"kind":"full","time":"\#(time)","cursor":"c"}"# + "\n{\"rows\":0}\n"
            #expect(
                try read(text, .ndjson).heading.asOf == Timestamp(milliseconds: 1_795_399_200_000)
            )
        }
    }

    @Test func `takes what a spreadsheet adds`() throws {
        let text = """
            \u{FEFF}roster;1;full;2026-11-22T03:00:00Z;a-1;;;;\r
            cards;born;consent;blocks;resident;;;;\r
            "2345 6789 01/LP10";2012-06-01;2027-06-30;E U;no;;;;\r
            rows;1;;;;;;;\r
            ;;;;;;;;\r
            """
        let entry = try #require(try read(text, .csv).entries.first)
        #expect(entry.cards.map(\.secret) == ["2345678901", "LP10"])
        let facts = try #require(entry.facts)
        #expect(facts.blocks.value == [.excluded])
        #expect(facts.debts.value == [.debt])
        #expect(facts.age?.value.reached == 12)
        #expect(facts.consent?.value == .given(through: CivilDate(iso8601: "2027-06-30")))
        #expect(facts.enrolment == nil)
        #expect(facts.residence?.value == .elsewhere)
    }

    @Test func `takes null and escapes of JSON, and truth values as permissions`() throws {
        let text = #"""
            { "kind":"full", "roster" : 1,"cursor":"c","time":"2026-11-22T03:00:00Z" , "since":null}
            {"cards":["\u0031234","5\/67".."]}
            """#
        #expect(try failure(text, .ndjson)?.line == 2)
        let good = #"""
            { "kind":"full", "roster" : 1,"cursor":"c","time":"2026-11-22T03:00:00Z" , "since":null}
            {"cards":["\u0031234"],"consent":true,"enrolment":false,"patron":"a\/b\"\\",\#
            "born":null,"resident":true}
            {"rows":1}
            """#
        let facts = try #require(try read(good, .ndjson).entries.first?.facts)
        #expect(facts.consent?.value == .given(through: nil))
        #expect(facts.enrolment?.value == .notGiven)
        #expect(facts.residence?.value == .resident)
        #expect(facts.patron?.secret == #"a/b"\"#)
        #expect(facts.age == nil)
    }
}

@Suite struct `A roster that is wrong` {
    private static let first =
        #"{"roster":1,"kind":"delta","time":"2026-11-22T03:00:00Z","cursor":"b","since":"a"}"#

    @Test(
        arguments: [
            ("", nil, .truncated), ("{}", nil, .notARoster), ("[]", nil, .malformed),
            ("{\"roster\":2}", .roster, .unknownVersion), ("{\"roster\":[]}", nil, .notARoster),
            (#"{"roster":1}"#, .kind, .missing), (#"{"roster":1,"roster":1}"#, .roster, .twice),
            (#"{"roster":1,"name":"x"}"#, nil, .unknownField),
            (#"{"roster":1,"kind":"all"}"#, .kind, .badValue),
            (#"{"roster":1,"kind":true}"#, .kind, .wrongKind),
            (#"{"roster":1,"kind":"full","time":"2026-11-22"}"#, .time, .badValue),
            (#"{"roster":1,"kind":"full","time":"2026-11-22T24:00:00Z"}"#, .time, .badValue),
            (#"{"roster":1,"kind":"full","time":"2026-11-22T03:00:00Z"}"#, .cursor, .missing),
            (
                #"{"roster":1,"kind":"full","time":"2026-11-22T03:00:00Z","cursor":"c","#
                    + #""since":"a"}"#,
                .since, .badValue
            ),
            (
                #"{"roster":1,"kind":"delta","time":"2026-11-22T03:00:00Z","cursor":"c"}"#, .since,
                .missing
            ),
            (
                #"{"roster":1,"kind":"delta","time":"2026-11-22T03:00:00Z","cursor":"c","#
                    + #""since":"c"}"#,
                .since, .badValue
            ),
            (#"{"roster":{}}"#, .roster, .wrongKind), (#"{"roster":-1}"#, .roster, .wrongKind),
            (#"{"roster":01}"#, .roster, .badValue), (#"{"roster":1.5}"#, nil, .malformed),
        ] as [(String, RosterField?, RosterError.Reason)]
    )
    func `says where in its first line`(
        _ line: String,
        _ field: RosterField?,
        _ reason: RosterError.Reason
    ) throws {
        #expect(try failure(line, .ndjson) == RosterError(line: 1, field: field, reason))
    }

    @Test(
        arguments: [
            (#"{"cards":[]}"#, .cards, .missing), ("{}", .cards, .missing),
            (#"{"cards":"12345"}"#, .cards, .wrongKind), (#"{"cards":["123"]}"#, .cards, .badValue),
            (#"{"cards":[1234]}"#, .cards, .wrongKind),
            (#"{"cards":[["1234"]]}"#, .cards, .wrongKind),
            (#"{"cards":["1234","12 34"]}"#, .cards, .duplicateCard),
            (#"{"cards":["1234"],"blocks":["a,b"]}"#, .blocks, .badValue),
            (#"{"cards":["1234"],"validity":"ok"}"#, .validity, .badValue),
            (#"{"cards":["1234"],"until":"2026-02-30"}"#, .until, .badValue),
            (#"{"cards":["1234"],"born":19800101}"#, .born, .wrongKind),
            (#"{"cards":["1234"],"born":"01-02-1980"}"#, .born, .badValue),
            (#"{"cards":["1234"],"consent":"ja"}"#, .consent, .badValue),
            (#"{"cards":["1234"],"consent":1}"#, .consent, .wrongKind),
            (#"{"cards":["1234"],"resident":"2027-06-30"}"#, .resident, .badValue),
            (#"{"cards":["1234"],"resident":1}"#, .resident, .wrongKind),
            (#"{"cards":["1234"],"name":"Anna"}"#, nil, .unknownField),
            (#"{"cards":["1234"],"kind":"full"}"#, nil, .unknownField),
            (#"{"cards":["1234"],"removed":true,"patron":"P"}"#, .removed, .removedWithFacts),
            (#"{"cards":["1234"],"removed":"yes"}"#, .removed, .wrongKind),
            (#"{"cards":["1234"]} x"#, nil, .malformed), (#"{"cards":["1234"],}"#, nil, .malformed),
            (#"{"cards":["1234]}"#, nil, .malformed), (#"{"cards":["\q"]}"#, nil, .malformed),
            (#"{"cards":["\n"]}"#, nil, .notASCII), (#"{"cards":["\u00e6"]}"#, nil, .notASCII),
            (#"{"cards":["\u+123"]}"#, nil, .malformed),
            ("{\"cards\":[\"æ\"]}", nil, .notASCII), ("{\"cards\":[\"\0\"]}", nil, .notASCII),
            ("", nil, .emptyLine), (#"{"rows":1}"#, .rows, .wrongCount),
            (#"{"rows":"0"}"#, .rows, .badValue),
            (#"{"rows":0,"cards":["1234"]}"#, nil, .unknownField),
            ("{\"rows\":0}\n{}", nil, .afterEnd),
        ] as [(String, RosterField?, RosterError.Reason)]
    )
    func `says where in a row`(
        _ line: String,
        _ field: RosterField?,
        _ reason: RosterError.Reason
    ) throws {
        let error = try failure("\(Self.first)\n\(line)\n", .ndjson)
        let number = reason == .afterEnd ? 3 : 2
        #expect(error == RosterError(line: number, field: field, reason))
    }

    @Test(
        arguments: [
            ("cards", 1, nil, .notARoster), ("roster|1", 1, nil, .notARoster),
            ("roster,1,full,2026-11-22T03:00:00Z,c,d,e", 1, nil, .tooManyCells),
            ("\"roster\",1,full", 1, nil, .notARoster),
            ("roster,1,full,2026-11-22T03:00:00Z,c\ncards,name", 2, nil, .unknownField),
            ("roster,1,full,2026-11-22T03:00:00Z,c\ncards,cards", 2, .cards, .twice),
            ("roster,1,full,2026-11-22T03:00:00Z,c\nborn", 2, .cards, .missing),
            ("roster,1,full,2026-11-22T03:00:00Z,c\ncards\n1234,x", 3, nil, .tooManyCells),
            ("roster,1,full,2026-11-22T03:00:00Z,c\ncards\n12\"34", 3, nil, .malformed),
            ("roster,1,full,2026-11-22T03:00:00Z,c\ncards\n\"1234", 3, nil, .malformed),
            ("roster,1,full,2026-11-22T03:00:00Z,c\ncards\n\"1234\"5", 3, nil, .malformed),
            ("roster,1,full,2026-11-22T03:00:00Z,c\ncards\n1234//", 3, .cards, .badValue),
            (
                "roster,1,full,2026-11-22T03:00:00Z,c\ncards,removed\n1234,yes", 3, .removed,
                .removedInFull
            ),
            (
                "roster,1,full,2026-11-22T03:00:00Z,c\ncards,removed\n1234,maybe", 3, .removed,
                .badValue
            ),
            ("roster,1,full,2026-11-22T03:00:00Z,c\ncards\n,", 3, nil, .emptyLine),
            ("roster,1,full,2026-11-22T03:00:00Z,c\ncards\nrows", 3, .rows, .badValue),
            ("roster,1,full,2026-11-22T03:00:00Z,c\ncards\nrows,0,x", 3, nil, .tooManyCells),
        ] as [(String, Int, RosterField?, RosterError.Reason)]
    )
    func `says where in a table`(
        _ text: String,
        _ line: Int,
        _ field: RosterField?,
        _ reason: RosterError.Reason
    ) throws {
        #expect(try failure(text, .csv) == RosterError(line: line, field: field, reason))
    }

    @Test func `is refused at each limit`() throws {
        let long = String(repeating: " ", count: RosterLimits.lineLengthMax + 1)
        #expect(try failure(long, .ndjson)?.reason == .lineTooLong)
        let cells = String(repeating: ",", count: RosterLimits.cellsMax)
        #expect(try failure("roster,1" + cells, .csv)?.reason == .tooManyCells)
        func cards(_ count: Int) -> String {
            Self.first + "\n{\"cards\":["
                + (0..<count).map { "\"card\($0)\"" }.joined(separator: ",")
                + "]}\n{\"rows\":1}"
        }
        #expect(try failure(cards(RosterLimits.cardsMax), .ndjson) == nil)
        #expect(try failure(cards(RosterLimits.cardsMax + 1), .ndjson)?.reason == .tooMany)
        #expect(try failure(cards(100), .ndjson)?.reason == .tooMany)
    }

    @Test func `never shows what it holds`() throws {
        let secret = "2345678901"
        for line in [
            #"{"cards":["\#(secret)"],"\#(secret)":1}"#, #"{"cards":["\#(secret)-"]}"#, secret,
        ] {
            let error = try #require(try failure("\(Self.first)\n\(line)\n", .ndjson))
            #expect(!"\(error)\(String(reflecting: error))".contains(secret))
            #expect("\(error)".hasPrefix("line 2"))
        }
        let card = try #require(CardNumber(secret))
        let row = RosterRow(cards: [card], patron: RosterRow.Patron(number: PatronNumber(secret)))
        let entry = RosterEntry(line: 1, cards: [card], facts: nil)
        var dump = ""
        Swift.dump((row, entry), to: &dump)
        #expect(!"\(row)\(entry)\(dump)".contains(secret))
    }

    @Test(arguments: RosterError.Reason.allCases)
    func `explains each reason`(_ reason: RosterError.Reason) {
        #expect(!reason.explanation.isEmpty)
    }
}
