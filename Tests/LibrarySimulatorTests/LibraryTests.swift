// SPDX-License-Identifier: MPL-2.0

@testable import LibrarySimulator
import SIP2
import Testing

@Suite struct `A simulated library` {
    /// A library on its first day.
    private func opened(seed: UInt64 = SimulatedLibrary.standardSeed) throws -> Library {
        var library = Library(seed: seed)
        library.open(on: try #require(CalendarDay(year: 2026, month: 11, day: 22)))
        return library
    }

    @Test func `has two hundred titles and five hundred copies`() {
        let library = Library()
        #expect(library.titles.count >= 200)
        #expect(library.items.count == Shelves.count)
        #expect(Set(library.titles.map(\.record)).count == library.titles.count)
        #expect(Set(library.titles.map(\.name)).count == library.titles.count)
        #expect(Set(library.items.map(\.barcode)).count == library.items.count)
        #expect(library.titles.allSatisfy { $0.record.count == 8 })
        #expect(
            library.titles.allSatisfy { title in
                library.items.contains { $0.record == title.record }
            }
        )
        for kind in MaterialKind.allCases {
            #expect(library.titles.contains { $0.kind == kind })
        }
    }

    @Test func `has titles that carriers must take care of`() {
        let names = Library().titles.map(\.name)
        for sign in ["&", "<", "%", "Æ", "ø", "å"] {
            #expect(names.contains { $0.contains(sign) })
        }
        #expect(names.contains { $0.utf8.count > Message.valueLengthMax - 40 })
    }

    @Test(arguments: [SimulatedLibrary.standardSeed, 1, 2, 3])
    func `opens the same for the same seed`(_ seed: UInt64) throws {
        let (one, other) = (try opened(seed: seed), try opened(seed: seed))
        #expect(one.items == other.items)
        #expect(one.loans == other.loans && one.holds == other.holds && one.fees == other.fees)
        #expect(one.loans.count > 100 && one.holds.count > Library.avidHolds)
    }

    @Test func `opens once`() throws {
        var library = try opened()
        let loans = library.loans
        library.open(on: try #require(CalendarDay(year: 2027, month: 1, day: 1)))
        #expect(library.loans == loans)
    }

    @Test func `opens with other loans for another seed`() throws {
        #expect(try opened(seed: 7).loans != opened(seed: 8).loans)
    }

    @Test(arguments: [SimulatedLibrary.standardSeed, 1, 2, 3])
    func `agrees with itself when it opens`(_ seed: UInt64) throws {
        try checkConsistency(try opened(seed: seed))
    }

    @Test(arguments: [1, 2, 3, 4])
    func `agrees with itself whatever is asked of it`(_ seed: UInt64) throws {
        let counter = try Counter()
        var generator = SeededGenerator(seed: seed)
        let patrons = counter.library.patrons.prefix(20).map(\.card)
        let items = counter.library.library.items.prefix(40).map(\.barcode)
        for step in 1...400 {
            let card = patrons[generator.number(in: 0...patrons.count - 1)]
            let item = items[generator.number(in: 0...items.count - 1)]
            let branch = ["hb", "havn", "skov", "bus"][generator.number(in: 0...3)]
            switch generator.number(in: 0...8) {
            case 0...1: _ = try counter.checkout(item, card: card, pin: nil)
            case 2...3: _ = try counter.checkin(item, at: branch)
            case 4: _ = try counter.hold(.add, item: item, card: card, at: branch)
            case 5: _ = try counter.hold(.delete, item: item, card: card)
            case 6: _ = try counter.renewAll(card: card)
            case 7: _ = try counter.checkout(item, card: card, pin: nil, isNoBlock: true)
            default: try counter.wait(days: generator.number(in: 0...3))
            }
            if step.isMultiple(of: 20) { try checkConsistency(counter.library.library) }
        }
    }

    @Test func `gives the same answers for the same seed and the same requests`() throws {
        let counters = [try Counter(.cicero), try Counter(.cicero)]
        let answers = try counters.map { counter in
            try [
                counter.checkout(DemoItem.barcode("book")).message,
                counter.checkin(DemoItem.barcode("wanted-here")).message,
                counter.renewAll().message,
                counter.hold(.add, item: DemoItem.barcode("second")).message,
                counter.information(Counter.adult, .firstNine).message,
            ]
        }
        #expect(answers[0] == answers[1])
    }

    /// Each copy is in one place, and whatever stands in two lists stands in both.
    private func checkConsistency(_ library: Library) throws {
        #expect(Set(library.loans.map(\.item)).count == library.loans.count)
        let lent = Set(library.items.filter { $0.place == .lent }.map(\.barcode))
        #expect(lent == Set(library.loans.map(\.item)))
        for item in library.items {
            let hold = library.hold(tiedTo: item)
            switch item.place {
            case .shelf, .lent, .missing: #expect(hold == nil)
            case .holdShelf(let id): #expect(hold?.id == id)
            case .inTransit(_, let id): #expect(hold?.id == id)
            }
            #expect(item.afi == (item.place == .lent ? 0xC2 : 0x07))
        }
        let wishes = library.holds.map { "\($0.patron) \($0.record)" }
        #expect(Set(wishes).count == wishes.count)
    }

    @Test func `gives each transaction a number of its own, which the seed decides`() {
        var (one, other) = (Library(seed: 3), Library(seed: 3))
        let numbers = (1...50).map { _ in one.nextTransactionID() }
        #expect(Set(numbers).count == 50)
        #expect(numbers == (1...50).map { _ in other.nextTransactionID() })
        #expect(numbers.allSatisfy { $0.count == 36 })
    }

    @Test func `shows nothing of its patrons`() throws {
        let library = try opened()
        var dumped = ""
        dump(library, to: &dumped)
        dump(library.loans, to: &dumped)
        dump(library.holds, to: &dumped)
        dump(library.fees, to: &dumped)
        #expect(library.patrons.allSatisfy { !dumped.contains($0.number) })
    }
}

@Suite struct `A demo item` {
    @Test func `is one of a kind`() {
        #expect(Set(DemoItem.all.map(\.id)).count == DemoItem.all.count)
        #expect(Set(DemoItem.all.map(\.barcode)).count == DemoItem.all.count)
        #expect(Set(DemoItem.all.map(\.danish)).count == DemoItem.all.count)
        #expect(Set(DemoItem.all.map(\.english)).count == DemoItem.all.count)
    }

    @Test(arguments: [SimulatedLibrary.standardSeed, 99])
    func `is the only copy of its title for every seed`(_ seed: UInt64) {
        let library = Library(seed: seed)
        for demo in DemoItem.all {
            let item = library.item(demo.barcode)
            #expect((item == nil) == (demo.id == "unknown"))
            let copies = library.items.filter { $0.record == item?.record }
            #expect(item == nil || copies.count == 1)
        }
    }
}
