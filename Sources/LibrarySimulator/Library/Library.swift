// SPDX-License-Identifier: MPL-2.0

import SIP2

/// What a library has and does: patrons, titles, copies, loans, holds and fees.
///
/// It is a value without clock and without I/O. The seed decides what there is and every number
/// that is given out later; the day on which something happens is always stated. Nothing happens
/// in part: an operation is carried out or refused.
public struct Library: Sendable {
    /// The rules of lending.
    public var rules = Rules()
    /// The branches, the main library first.
    public let branches: [Branch] = Self.branches
    /// All patrons, those of the demo cards first.
    public internal(set) var patrons: [SimulatedPatron]
    /// All titles, those of the demo items first.
    public let titles: [Title]
    /// All copies, the demo items first.
    public internal(set) var items: [Item]
    /// The loans that have not ended, the oldest first.
    public internal(set) var loans: [Loan] = []
    /// The holds that have not ended, in the order of their queues.
    public internal(set) var holds: [Hold] = []
    /// All fees, paid ones too, the oldest first.
    public internal(set) var fees: [Fee] = []

    var generator: SeededGenerator
    /// The patrons whom a kiosk has blocked.
    var machineBlocks: Set<String> = []
    /// Wrong PINs of the day in a row by patron, as FBS counts them.
    var wrongPINs: [String: Int] = [:]
    /// The last loan of each copy that came back, and what it cost.
    var endedLoans: [String: (loan: Loan, fee: Int?)] = [:]
    /// The day of the last request; `nil` before the first one.
    private var today: CalendarDay?
    private var patronIndex: [String: Int] = [:]
    private var titleIndex: [String: Int] = [:]
    private var itemIndex: [String: Int] = [:]
    private var lastID = 1_000
    private var lastPickupNumber = 0

    /// Makes up a library; nothing is lent until it opens.
    public init(seed: UInt64 = SimulatedLibrary.standardSeed) {
        patrons = PatronRegister(seed: seed).patrons
        let shelves = Shelves(seed: seed, branches: Self.branches)
        titles = shelves.titles
        items = shelves.items
        generator = SeededGenerator(seed: seed &+ 1)
        for (index, patron) in patrons.enumerated() {
            patronIndex[patron.card] = index
            patronIndex[patron.number] = index
        }
        for (index, title) in titles.enumerated() { titleIndex[title.record] = index }
        for (index, item) in items.enumerated() { itemIndex[item.barcode] = index }
    }

    /// Opens for a request.
    ///
    /// The first one lends what is on loan when a run begins, dated from its day. The first one of
    /// each later day ends holds that have run out and forgives wrong PINs.
    mutating func open(on day: CalendarDay) {
        guard day != today else { return }
        if today == nil {
            stock(on: day)
        } else {
            lapse(on: day)
            wrongPINs = [:]
        }
        today = day
    }

    /// Whether there has been a request.
    var isOpen: Bool { today != nil }

    // MARK: Looking up

    /// The patron with a card or with the library's own number.
    public func patron(_ identifier: String) -> SimulatedPatron? {
        patronIndex[identifier].map { patrons[$0] }
    }

    /// The copy with a barcode.
    public func item(_ barcode: String) -> Item? {
        itemIndex[barcode].map { items[$0] }
    }

    /// The title with a record number.
    public func title(_ record: String) -> Title? {
        titleIndex[record].map { titles[$0] }
    }

    /// The title of a copy.
    public func title(of item: Item) -> Title {
        titleIndex[item.record].map { titles[$0] } ?? titles[0]
    }

    /// The branch with an id, a short name or a name; `nil` for any other text.
    public func branch(_ text: String) -> Branch? {
        branches.first { [$0.id, $0.code, $0.name].contains(text) }
    }

    /// The loan of a copy.
    public func loan(of barcode: String) -> Loan? {
        loans.first { $0.item == barcode }
    }

    /// The loans of a patron, the oldest first.
    public func loans(of patron: SimulatedPatron) -> [Loan] {
        loans.filter { $0.patron == patron.number }
    }

    /// The holds of a patron, the oldest first.
    public func holds(of patron: SimulatedPatron) -> [Hold] {
        holds.filter { $0.patron == patron.number }
    }

    /// What a patron has not paid, the oldest first.
    public func unpaidFees(of patron: SimulatedPatron) -> [Fee] {
        fees.filter { $0.patron == patron.number && $0.paid == nil }
    }

    /// What a patron owes, in øre.
    public func debt(of patron: SimulatedPatron) -> Int {
        unpaidFees(of: patron).reduce(0) { $0 + $1.amount }
    }

    /// How many holds wait for a title.
    public func queueLength(_ record: String) -> Int {
        holds.count { $0.record == record && $0.state == .waiting }
    }

    /// The place of a hold in the queue of its title, from 1; `nil` when a copy is found.
    public func queuePosition(_ hold: Hold) -> Int? {
        holds.filter { $0.record == hold.record && $0.state == .waiting }
            .firstIndex { $0.id == hold.id }.map { $0 + 1 }
    }

    /// Whether a copy of a title stands on its shelf for everybody.
    public func isAvailable(_ record: String) -> Bool {
        items.contains { $0.record == record && $0.place == .shelf && $0.isForLoan }
    }

    // MARK: Changing

    mutating func change(_ patron: SimulatedPatron, _ body: (inout SimulatedPatron) -> Void) {
        guard let index = patronIndex[patron.number] else { return }
        body(&patrons[index])
    }

    mutating func move(_ barcode: String, to place: Item.Place) {
        guard let index = itemIndex[barcode] else { return }
        items[index].place = place
    }

    mutating func note(_ text: String?, on barcode: String) {
        guard let index = itemIndex[barcode] else { return }
        items[index].note = text
    }

    /// The next number that nothing has yet.
    mutating func nextID() -> Int {
        lastID += 1
        return lastID
    }

    /// The next number on the hold shelf, from 1 to 999 and again.
    mutating func nextPickupNumber() -> Int {
        lastPickupNumber = lastPickupNumber % 999 + 1
        return lastPickupNumber
    }

    /// The number of a transaction: a UUID that the seed decides.
    mutating func nextTransactionID() -> String {
        let digits = Array("0123456789abcdef")
        return String(
            "xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx".map { sign in
                sign == "x" ? digits[generator.number(in: 0...15)] : sign
            }
        )
    }
}

extension Library: CustomReflectable {
    /// How much there is, never whose.
    public var customMirror: Mirror { Mirror(self, children: ["items": items.count]) }
}
