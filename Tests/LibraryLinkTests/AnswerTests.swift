// SPDX-License-Identifier: MPL-2.0

import LibrarySimulator
@testable import PortnerCore
import SIP2
import Testing

@Suite(.timeLimit(.minutes(5))) struct `Asking a library system` {
    @Test func `tells a card that it knows from one that it does not`() async throws {
        try await Visit.run { visit in
            _ = try await visit.facts("7105901234")
            #expect(try await visit.reply("7004950789") == .unknownCard)
            #expect(try await visit.reply("7004950789", pin: "1234") == .unknownCard)
        }
    }

    @Test func `tells whether the PIN is right`() async throws {
        try await Visit.run { visit in
            let facts = try await visit.facts("7105901234")
            #expect(try await visit.reply("7105901234") == .known(facts, pinAccepted: nil))
            #expect(
                try await visit.reply("7105901234", pin: "1234")
                    == .known(facts, pinAccepted: true)
            )
            #expect(
                try await visit.reply("7105901234", pin: "4321")
                    == .known(facts, pinAccepted: false)
            )
        }
    }

    @Test(arguments: SimulatedLibrary.Manner.allCases)
    func `accepts the PIN of every patron`(_ manner: SimulatedLibrary.Manner) async throws {
        let library = SimulatedLibrary(manner: manner)
        try await Visit.run(library) { visit in
            for patron in library.patrons {
                guard
                    case .known(_, let isAccepted) =
                        try await visit.reply(patron.card, pin: patron.pin)
                else {
                    #expect(!patron.isValid)
                    continue
                }
                #expect(isAccepted == true)
            }
        }
    }

    @Test func `learns no more of a minor's birth than the age limits need`() async throws {
        try await Visit.run { visit in
            let fourteen = try await visit.facts("3210000140")
            #expect(fourteen.age?.value.reached == 0)
            #expect(fourteen.age?.value.next?.age == 15)
            let fifteen = try await visit.facts("3210000150")
            #expect(fifteen.age?.value.reached == 15)
            #expect(fifteen.age?.value.next?.age == 18)
            let adult = try await visit.facts("7105901234")
            #expect(adult.age?.value == AgeFact(reached: 18, next: nil))
        }
    }

    @Test func `learns that a card has run out or is not vouched for`() async throws {
        try await Visit.run { visit in
            for (card, validity) in [
                ("6511582963", CardValidity.expired), ("7907841593", .invalid),
                ("7105901234", .valid),
            ] {
                let facts = try await visit.facts(card)
                #expect(facts.validity.value == validity)
            }
        }
    }

    @Test func `learns each flag as its code`() async throws {
        let library = SimulatedLibrary()
        try await Visit.run(library) { visit in
            for (position, code) in BlockCode.sip2Flags.enumerated() {
                let flag = PatronStatus(rawValue: 1 << UInt16(position))
                let patron = try #require(library.patrons.first { $0.status == flag })
                let facts = try await visit.facts(patron.card)
                #expect(facts.blocks.value.union(facts.debts.value) == [code])
            }
        }
    }

    @Test func `dates what it learns`() async throws {
        try await Visit.run { visit in
            let facts = try await visit.facts("7105901234")
            #expect(facts.blocks.asOf == Visit.now)
            #expect(facts.validity.asOf == Visit.now)
        }
    }

    @Test func `keeps the library's own number and never the card's`() async throws {
        try await Visit.run(SimulatedLibrary(manner: .cicero)) { visit in
            let byCard = try await visit.facts("7105901234")
            #expect(byCard.patron == PatronNumber("3705901234"))
            let byNumber = try await visit.facts("3705901234")
            #expect(byNumber.patron == nil)
        }
        try await Visit.run(SimulatedLibrary(manner: .strict)) { visit in
            let facts = try await visit.facts("7105901234")
            #expect(facts.patron == nil)
        }
    }
}
