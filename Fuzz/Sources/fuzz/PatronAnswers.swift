// SPDX-License-Identifier: MPL-2.0

import LibraryProtocol
import PortnerCore
import SIP2

extension FuzzTarget {
    /// Answers about a patron, and what the door makes of them.
    static let patronAnswer = FuzzTarget(
        name: "patron-answer",
        seeds: Samples.responses.flatMap { answer in
            [0, 1].map { [$0] + Array(answer.utf8) }
        },
        check: PatronAnswerStory.run
    )
}

private enum PatronAnswerStory {
    private static let limits: Set<Int> = [15, 18]

    /// Whether a PIN was asked about, and the answer.
    static func run(_ input: [UInt8]) {
        var choices = Choices(input)
        let withPIN = choices.flag()
        guard let answer = try? SIP2.Message(decoding: choices.remaining(), in: .cicero),
            let card = CardNumber("3829213522"),
            let today = CivilDate(year: 2026, month: 11, day: 22)
        else { return }
        let asOf = PortnerCore.Timestamp(milliseconds: 1_795_000_000_000)
        let question = LibraryQuestion(
            ticket: Ticket(number: 1),
            card: card,
            pin: withPIN ? PIN(Array("1234".utf8)) : nil,
            ageLimits: limits,
            timeout: .seconds(2)
        )
        let questions = PatronQuestions(institution: "714700")
        let reply = questions.reply(from: answer, to: question, asOf: asOf, today: today)
        guard let response = PatronInformationResponse(answer) else {
            require(reply == .noAnswer, "another message is no answer")
            return
        }
        switch reply {
        case .noAnswer:
            fatalError("an answer is an answer")
        case .unknownCard:
            require(response.isValidPatron != true, "a card that is vouched for is known")
        case .known(let facts, let pinAccepted):
            check(facts, asOf: asOf, today: today, against: response)
            require((pinAccepted == nil) == !withPIN, "a PIN is answered when it was asked about")
            if pinAccepted == true {
                require(answer[.validPatronPassword] == "Y", "a PIN is right only when told so")
            }
            require(facts.patron?.secret != card.secret, "the card's number is not kept")
        }
        inquire(answer, response, asOf: asOf, today: today)
    }

    /// The same answer to a question about a patron who is not here.
    private static func inquire(
        _ answer: SIP2.Message,
        _ response: PatronInformationResponse,
        asOf: PortnerCore.Timestamp,
        today: CivilDate
    ) {
        let told = PatronNumber(response.patron.number)
        guard let number = told ?? PatronNumber("3210519784") else { return }
        let inquiry = PatronInquiry(
            ticket: Ticket(number: 1),
            patron: number,
            ageLimits: limits,
            timeout: .seconds(10)
        )
        let questions = PatronQuestions(institution: "714700")
        let reply = questions.reply(from: answer, to: inquiry, asOf: asOf, today: today)
        switch reply {
        case .noAnswer:
            require(
                response.patron.scheme != .libraryNumber || told == nil,
                "an answer about the patron is an answer"
            )
        case .unknownCard:
            require(response.isValidPatron != true, "a patron who is vouched for is known")
        case .known(let facts, let pinAccepted):
            check(facts, asOf: asOf, today: today, against: response)
            require(facts.patron == number && told == number, "nobody else's facts are taken")
            require(pinAccepted == nil, "no PIN was asked about")
        }
    }

    private static func check(
        _ facts: PatronFacts,
        asOf: PortnerCore.Timestamp,
        today: CivilDate,
        against response: PatronInformationResponse
    ) {
        if facts.validity.value == .valid {
            require(response.isValidPatron == true, "a card is valid only when told so")
        }
        let codes = facts.blocks.value.union(facts.debts.value)
        require(codes.count <= BlockCode.countMax, "block codes are limited")
        let flags = (0..<UInt16(PatronStatus.width)).filter {
            response.status.contains(PatronStatus(rawValue: 1 << $0))
        }
        let expected = Set(flags.map { BlockCode.sip2Flags[Int($0)] })
        require(codes == expected, "every flag is a block, and nothing else is")
        require(
            [facts.blocks.asOf, facts.debts.asOf, facts.validity.asOf].allSatisfy { $0 == asOf },
            "facts are as old as the answer"
        )
        guard let age = facts.age?.value else { return }
        require(age.reached == 0 || limits.contains(age.reached), "only age limits are kept")
        guard let next = age.next else { return }
        require(limits.contains(next.age) && next.from > today, "the next limit lies ahead")
        require(next.age > age.reached, "and is higher than the one reached")
    }
}
