// SPDX-License-Identifier: MPL-2.0

@testable import LibrarySimulator
import SIP2
import Testing

@Suite struct `The patrons of a simulated library` {
    let library = SimulatedLibrary()

    @Test func `are the same for the same seed`() {
        #expect(SimulatedLibrary(seed: 7).patrons == SimulatedLibrary(seed: 7).patrons)
    }

    @Test func `are others for another seed, but for those of the demo cards`() {
        let other = SimulatedLibrary(seed: 8)
        let fixed = DemoCard.all.compactMap(\.patron).count
        #expect(other.patrons.prefix(fixed) == library.patrons.prefix(fixed))
        #expect(
            Set(other.patrons.dropFirst(fixed).map(\.card))
                .isDisjoint(with: library.patrons.map(\.card))
        )
    }

    @Test(arguments: [SimulatedLibrary.standardSeed, 1, 2, 3])
    func `are two hundred with a card and a number each`(_ seed: UInt64) {
        let patrons = SimulatedLibrary(seed: seed).patrons
        #expect(patrons.count == 200)
        #expect(Set(patrons.map(\.card)).count == 200)
        #expect(Set(patrons.map(\.number)).count == 200)
        #expect(Set(patrons.map(\.card)).isDisjoint(with: patrons.map(\.number)))
    }

    @Test(arguments: [SimulatedLibrary.standardSeed, 1, 2, 3])
    func `have no number that could be a person's`(_ seed: UInt64) {
        let cards = SimulatedLibrary(seed: seed).patrons.map(\.card) + DemoCard.all.map(\.number)
        for card in cards where card.count == 10 && card.allSatisfy(\.isNumber) {
            #expect(!(1...31).contains(Int(card.prefix(2)) ?? 0))
            #expect((ReplacementNumber.birth(in: card) != nil) != card.hasPrefix("32"))
        }
    }

    @Test func `have cards of all kinds`() {
        let cards = library.patrons.map(\.card)
        #expect(cards.contains { ReplacementNumber.birth(in: $0) != nil })
        #expect(cards.contains { $0.hasPrefix("32") && $0.count == 10 })
        #expect(cards.contains { $0.contains(where: \.isLetter) })
    }

    @Test func `have PINs of four to six digits`() {
        for patron in library.patrons {
            #expect((4...6).contains(patron.pin.count) && patron.pin.allSatisfy(\.isNumber))
        }
        #expect(Set(library.patrons.map(\.pin.count)) == [4, 5, 6])
    }

    @Test(arguments: 0..<PatronStatus.width)
    func `have among them one with each flag alone`(_ position: Int) {
        let flag = PatronStatus(rawValue: 1 << UInt16(position))
        #expect(library.patrons.contains { $0.status == flag && $0.isValid })
    }

    @Test(arguments: [13, 14, 15, 17])
    func `have among them minors of several ages`(_ age: Int) {
        #expect(library.patrons.contains { $0.birth == .age(age) && $0.status.isEmpty })
    }

    @Test func `have among them expired, doubtful and ageless ones`() {
        #expect(library.patrons.contains { $0.expiry != nil })
        #expect(library.patrons.contains { !$0.isValid })
        #expect(library.patrons.contains { $0.birth == .untold })
    }

    @Test func `show nothing of themselves`() throws {
        let patron = try #require(library.patrons.first)
        var dumped = ""
        dump(patron, to: &dumped)
        for text in [dumped, String(describing: patron), String(reflecting: patron)] {
            #expect(!text.contains(patron.card) && !text.contains(patron.pin))
        }
    }
}

@Suite struct `A demo card` {
    @Test func `is one of a kind`() {
        #expect(Set(DemoCard.all.map(\.id)).count == DemoCard.all.count)
        #expect(Set(DemoCard.all.map(\.number)).count == DemoCard.all.count)
        #expect(Set(DemoCard.all.map(\.danish)).count == DemoCard.all.count)
        #expect(Set(DemoCard.all.map(\.english)).count == DemoCard.all.count)
    }

    @Test func `belongs to a patron, but for the unknown one`() {
        let library = SimulatedLibrary(seed: 99)
        for card in DemoCard.all {
            let patron = library.patron(card.number)
            #expect((patron == nil) == (card.id == "unknown"))
            #expect(patron?.pin == card.pin)
        }
    }

    @Test func `shows nothing of itself`() throws {
        let card = try #require(DemoCard.all.first)
        var dumped = ""
        dump(card, to: &dumped)
        #expect(!dumped.contains(card.number))
        #expect("\(card)" == card.id)
    }
}

@Suite struct `A replacement number` {
    @Test(
        arguments: [
            ("7105901234", "19900511"), ("6101702580", "19700101"), ("6202084000", "20080202"),
            ("9112379000", "19371231"), ("7105605123", "18600511"), ("7105105123", "20100511"),
        ])
    func `tells the birth date`(_ number: String, _ date: String) {
        #expect(ReplacementNumber.birth(in: number)?.description == date)
    }

    @Test(arguments: ["1105901234", "7113901234", "9202901234", "710590123", "C105901234", ""])
    func `is nothing else`(_ text: String) {
        #expect(ReplacementNumber.birth(in: text) == nil)
    }
}
