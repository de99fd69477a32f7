// SPDX-License-Identifier: MPL-2.0

import FBS
import LibraryProtocol
import PortnerCore
import SIP2
import Testing

private func inquiry(_ number: String) throws -> PatronInquiry {
    PatronInquiry(
        ticket: Ticket(number: 1),
        patron: try #require(PatronNumber(number)),
        ageLimits: [15, 18],
        timeout: .seconds(10)
    )
}

@Suite struct `A question about a patron who is not here` {
    private let questions = PatronQuestions(institution: "DK-799900")
    private let today = CivilDate(year: 2026, month: 11, day: 22)

    private func reply(_ fields: String, flags: String = "") throws -> LibraryReply {
        let status = flags + String(repeating: " ", count: 14 - flags.count)
        let text =
            "64\(status)00920261122    130509" + String(repeating: "0000", count: 6)
            + "AODK-799900|" + fields
        let message = try Message(
            decoding: Array(text.utf8),
            in: Dialect(encoding: .utf8, detectsErrors: false)
        )
        return questions.reply(
            from: message,
            to: try inquiry("3210519784"),
            asOf: Question.asOf,
            today: try #require(today)
        )
    }

    @Test func `names the patron by number, and has neither card nor PIN`() throws {
        let time = CivilTime(Question.asOf, secondsAheadOfUTC: 3600)
        let request = try #require(questions.request(for: try inquiry("3210519784"), at: time))
        var dialect = Dialect(encoding: .utf8)
        dialect.detectsErrors = false
        let text = String(decoding: try request.message.encoded(in: dialect), as: UTF8.self)
        #expect(text.contains("AA3210519784|"))
        #expect(!text.contains("AD"))
        #expect(questions.request(for: try inquiry("FBS:17"), at: time) == nil)
    }

    @Test func `is answered with facts when the answer names the same patron`() throws {
        guard
            case .known(let facts, pinAccepted: nil) = try reply(
                "AALN:3210519784|AEDemo|BLY|CQN|PB20000405|",
                flags: "Y"
            )
        else { throw CancellationError() }
        #expect(facts.patron == PatronNumber("3210519784"))
        #expect(!facts.blocks.value.isEmpty)
        #expect(facts.age?.value.reached == 18)
        #expect(facts.validity.value == .valid)
    }

    @Test(arguments: [
        "AALN:3210519785|AEDemo|BLY|CQN|", "AA3210519784|AEDemo|BLY|CQN|",
        "AAANY:3210519784|AEDemo|BLY|CQN|", "AA|AEDemo|BLY|",
    ])
    func `is not answered by an answer about somebody else or nobody`(_ fields: String) throws {
        #expect(try reply(fields) == .noAnswer)
    }

    @Test func `is told that nobody has the number`() throws {
        #expect(try reply("AAANY:3210519784|AE|BLN|CQN|") == .unknownCard)
        #expect(try reply("AA3210519784|AE|") == .unknownCard)
    }

    // MARK: FBS

    private func answer(of status: Int = 200, _ body: String) throws -> LibraryReply {
        let call = try #require(FBSInquiry(try inquiry("FBS:17")))
        return call.reply(
            from: FBSResponse(status: status, body: Array(body.utf8)),
            asOf: Question.asOf,
            today: try #require(today)
        )
    }

    @Test func `is one call of the REST interface`() throws {
        #expect(try #require(FBSInquiry(try inquiry("FBS:17"))).call.patron == PatronID(17))
        for number in ["3210519784", "FBS:", "FBS:0", "FBS:x"] {
            #expect(FBSInquiry(try inquiry(number)) == nil)
        }
        let valid = """
            {"authenticateStatus":"VALID","patron":{"patronId":17,"birthday":"2000-04-05",
            "blockStatus":[{"blockedReason":"U","blockedSince":"2026-11-01"}]}}
            """
        guard case .known(let facts, pinAccepted: nil) = try answer(valid) else {
            throw CancellationError()
        }
        #expect(facts.patron == PatronNumber(fbs: 17))
        #expect(facts.blocks.value.count == 1)
    }

    @Test func `is answered over REST by nobody else's details`() throws {
        let other = #"{"authenticateStatus":"VALID","patron":{"patronId":18,"blockStatus":null}}"#
        #expect(try answer(other) == .noAnswer)
        #expect(try answer(#"{"authenticateStatus":"INVALID"}"#) == .unknownCard)
        #expect(try answer(#"{"authenticateStatus":"LOANER_LOCKED_OUT"}"#) == .noAnswer)
        #expect(try answer(of: 404, "") == .unknownCard)
        #expect(try answer(of: 500, "") == .noAnswer)
        #expect(try answer("<html>") == .noAnswer)
    }
}
