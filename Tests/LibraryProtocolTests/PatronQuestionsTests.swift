// SPDX-License-Identifier: MPL-2.0

import LibraryProtocol
@testable import PortnerCore
import SIP2
import Testing

/// A question, and what an answer to it says.
struct Question {
    static let asOf = PortnerCore.Timestamp(milliseconds: 1_795_348_800_000)
    static let today = CivilDate(year: 2026, month: 11, day: 22)

    let questions = PatronQuestions(institution: "DK-799900")
    let question: LibraryQuestion

    init(pin: String? = nil, card: String = "7105901234", ages: Set<Int> = [15, 18]) throws {
        question = LibraryQuestion(
            ticket: Ticket(number: 1),
            card: try #require(CardNumber(card)),
            pin: try pin.map { try #require(PIN(Array($0.utf8))) },
            ageLimits: ages,
            timeout: .seconds(2)
        )
    }

    /// The question as it goes out at 13:05:09 local time.
    func written() throws -> String {
        let time = CivilTime(
            Timestamp(milliseconds: Self.asOf.milliseconds + 309_000),
            secondsAheadOfUTC: 3600
        )
        let message = questions.request(for: question, at: time).message
        var dialect = Dialect(encoding: .utf8)
        dialect.detectsErrors = false
        return String(decoding: try message.encoded(in: dialect), as: UTF8.self)
    }

    /// What a whole message means as an answer to the question.
    func reply(toText text: String) throws -> LibraryReply {
        let message = try Message(
            decoding: Array(text.utf8),
            in: Dialect(encoding: .utf8, detectsErrors: false)
        )
        return questions.reply(
            from: message,
            to: question,
            asOf: Self.asOf,
            today: try #require(Self.today)
        )
    }

    /// What an answer with these fields and flags means.
    func reply(
        _ fields: String,
        flags: String = String(repeating: " ", count: 14)
    ) throws -> LibraryReply {
        try reply(
            toText: "64\(flags)00920261122    130509" + String(repeating: "0000", count: 6)
                + "AODK-799900|" + fields
        )
    }

    func facts(
        _ fields: String,
        flags: String = String(repeating: " ", count: 14)
    ) throws -> PatronFacts {
        guard case .known(let facts, _) = try reply(fields, flags: flags) else {
            throw NotKnown()
        }
        return facts
    }

    struct NotKnown: Error {}
}

@Suite struct `A question about a patron` {
    @Test func `asks for no list and states the local time`() throws {
        #expect(
            try Question(pin: "1234").written()
                == "6300920261122    130509          AODK-799900|AA7105901234|AD1234|"
        )
    }

    @Test func `never carries an empty PIN`() throws {
        let written = try Question().written()
        #expect(!written.contains("|AD"))
        #expect(PIN([]) == nil)
    }
}

@Suite struct `An answer about a patron` {
    @Test func `is decided by BL first`() throws {
        let question = try Question(pin: "1234")
        #expect(try question.reply("AA7105901234|AE|BLN|CQY|") == .unknownCard)
        #expect(try question.reply("AA7105901234|AEDemo Bogorm|BLY|CQY|").isKnown)
    }

    @Test(arguments: ["", "BL|", "BL?|", "BLy|"])
    func `without a BL that says yes is a no`(_ field: String) throws {
        let question = try Question(pin: "1234")
        #expect(try question.reply("AA7105901234|AE|CQY|" + field) == .unknownCard)
        #expect(
            try question.facts("AA7105901234|AEDemo Bogorm|CQY|" + field).validity.value
                == .invalid
        )
    }

    @Test(arguments: ["", "CQ|", "CQN|", "CQ1|"])
    func `accepts the PIN only when CQ says yes`(_ field: String) throws {
        let reply = try Question(pin: "1234").reply("AA7105901234|AEDemo Bogorm|BLY|" + field)
        #expect(reply.isPINAccepted == false)
    }

    @Test func `says nothing of a PIN that was not asked about`() throws {
        let reply = try Question().reply("AA7105901234|AEDemo Bogorm|BLY|CQY|")
        #expect(reply.isKnown)
        #expect(reply.isPINAccepted == nil)
    }

    @Test func `about a card that Cicero does not know has no flag set`() throws {
        let question = try Question(pin: "1234")
        #expect(try question.reply("AAANY:7105901234|BLN|CQN|") == .unknownCard)
    }

    @Test(arguments: Array(BlockCode.sip2Flags.enumerated()))
    func `has a code for each flag`(_ flag: (offset: Int, element: BlockCode)) throws {
        var flags = Array(repeating: " ", count: 14)
        flags[flag.offset] = "Y"
        let facts = try Question().facts(
            "AA7105901234|AEDemo Bogorm|BLY|",
            flags: flags.joined()
        )
        #expect(facts.blocks.value.union(facts.debts.value) == [flag.element])
    }

    @Test func `has the codes of all flags`() throws {
        let facts = try Question().facts(
            "AA7105901234|AEDemo Bogorm|BLY|",
            flags: String(repeating: "Y", count: 14)
        )
        #expect(facts.blocks.value.union(facts.debts.value) == Set(BlockCode.sip2Flags))
    }

    @Test func `is dated when it came`() throws {
        let facts = try Question().facts("AA7105901234|AEDemo Bogorm|BLY|PB20000405|")
        #expect(facts.blocks.asOf == Question.asOf)
        #expect(facts.debts.asOf == Question.asOf)
        #expect(facts.validity.asOf == Question.asOf)
        #expect(facts.age?.asOf == Question.asOf)
    }

    @Test(
        arguments: [
            ("PA20261121", CardValidity.expired), ("PA20261122", .valid), ("PA20501231", .valid),
            ("PA2026-11-21", .valid), ("PAX", .valid), ("PA", .valid),
        ])
    func `has run out on the day after the last`(
        _ field: String,
        _ validity: CardValidity
    ) throws {
        let facts = try Question().facts("AA7105901234|AEDemo Bogorm|BLY|\(field)|")
        #expect(facts.validity.value == validity)
    }

    @Test func `is no answer when it is another message`() throws {
        let question = try Question()
        #expect(
            try question.reply(
                toText: "24              00920261122    130509AODK-799900|AA1|AE|BLY|"
            )
                == .noAnswer
        )
        #expect(try question.reply(toText: "941") == .noAnswer)
    }
}

@Suite struct `A birth date` {
    @Test(
        arguments: [
            ("20111122", AgeFact(reached: 15, next: nil)), ("20111123", nil),
            ("20000405", AgeFact(reached: 15, next: nil)),
        ])
    func `becomes the age that the limits need`(_ date: String, _ expected: AgeFact?) throws {
        let question = try Question(ages: [15])
        let facts = try question.facts("AA7105901234|AEDemo Bogorm|BLY|PB\(date)|")
        let tomorrow = try #require(CivilDate(year: 2026, month: 11, day: 23))
        #expect(
            facts.age?.value
                == expected ?? AgeFact(reached: 0, next: .init(age: 15, from: tomorrow))
        )
    }

    @Test func `leaves nothing of itself when no door asks for an age`() throws {
        let facts = try Question(ages: []).facts("AA7105901234|AEDemo Bogorm|BLY|PB20111123|")
        #expect(facts.age?.value == AgeFact(reached: 0, next: nil))
    }

    @Test(arguments: ["", "PB|", "PB00000101|", "PB20110231|", "PB2011|", "PBunknown|"])
    func `that is none gives no age`(_ field: String) throws {
        #expect(try Question().facts("AA7105901234|AEDemo Bogorm|BLY|" + field).age == nil)
    }
}

@Suite struct `A patron's number` {
    @Test func `is kept when the answer says that it is the library's own`() throws {
        let facts = try Question().facts("AALN:3705901234|AEDemo Bogorm|BLY|")
        #expect(facts.patron == PatronNumber("3705901234"))
    }

    @Test(
        arguments: ["7105901234", "LN:7105901234", "LN:710590-1234", "3705901234", "", "LN:"])
    func `is not kept when it may be the number on a card`(_ identifier: String) throws {
        #expect(try Question().facts("AA\(identifier)|AEDemo Bogorm|BLY|").patron == nil)
    }

    @Test func `is not kept when it is too long`() throws {
        let number = String(repeating: "9", count: PatronNumber.lengthMax + 1)
        #expect(try Question().facts("AALN:\(number)|AEDemo Bogorm|BLY|").patron == nil)
    }
}

extension LibraryReply {
    var isKnown: Bool {
        if case .known = self { true } else { false }
    }

    var isPINAccepted: Bool? {
        if case .known(_, let isAccepted) = self { isAccepted } else { nil }
    }
}
