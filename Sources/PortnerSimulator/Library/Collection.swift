// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The copies of the world's library: who has which, until when, and who waits for which.
struct Collection {
    /// One copy.
    struct Copy {
        let item: String
        let title: String
        let isForLoan: Bool
        var loan: Loan?
        /// The card of whoever has reserved it.
        var waiting: String?
        /// The cards of everybody who ever had it or waited for it.
        var readers: Set<String> = []
    }

    /// A copy that somebody has.
    struct Loan {
        let card: String
        var due: CivilDate
        var renewals = 0
    }

    /// Why the library does not do what it is asked; the token is Cicero's.
    enum Refusal: String, Error {
        case unknownPatron = "LOANER_NOT_FOUND"
        case blocked = "LOANER_IS_BLOCKED"
        case unknownItem = "MATERIAL_NOT_FOUND"
        case notForLoan = "MATERIAL_IS_NOT_LOANABLE"
        case lentToAnother = "MATERIAL_ALREADY_LOANED"
        case lentAlready = "MATERIAL_ALREADY_LOANED_BY_LOANER"
        case reserved = "MATERIAL_RESERVED"
        case notLent = "LOAN_NOT_FOUND"
        case tooEarly = "BEFORE_RENEW_PERIOD"
        case renewedTooOften = "MAX_RENEWALS_REACHED"
    }

    /// How many days a loan lasts.
    private static let days = 30
    /// How often a loan is renewed.
    private static let renewalsMax = 3

    /// The numbers of all copies, in order.
    let items: [String]
    private var copies: [String: Copy] = [:]
    /// What each card has, in the order of lending.
    private var loans: [String: [String]] = [:]

    /// Makes up some copies, of which people have a third.
    init(_ count: Int, people: [Person], today: CivilDate, _ chance: inout Chance) {
        var items: [String] = []
        for number in 0..<count {
            // No day of a month is 38, so no card looks like it.
            let item = "38" + String(10_000_000 + number * 7919)
            items.append(item)
            var copy = Copy(
                item: item,
                title: "Bog \(number)",
                isForLoan: !chance.oneIn(16)
            )
            if copy.isForLoan, chance.oneIn(3), let person = Self.anybody(people, &chance) {
                let due = today.advanced(by: chance.number(in: -5...20))
                copy.loan = Loan(card: person.card, due: due)
                copy.readers.insert(person.card)
                loans[person.card, default: []].append(item)
            }
            if chance.oneIn(8), let person = Self.anybody(people, &chance),
                person.card != copy.loan?.card
            {
                copy.waiting = person.card
                copy.readers.insert(person.card)
            }
            copies[item] = copy
        }
        self.items = items
    }

    private static func anybody(_ people: [Person], _ chance: inout Chance) -> Person? {
        people.isEmpty ? nil : chance.pick(from: people)
    }

    subscript(item: String) -> Copy? { copies[item] }

    /// The copy of a title, of which there is one.
    func copy(titled title: String) -> Copy? { copies.values.first { $0.title == title } }

    /// What a card has, in the order of lending.
    func loans(of card: String) -> [Copy] { (loans[card] ?? []).compactMap { copies[$0] } }

    /// What a card waits for.
    func holds(of card: String) -> [Copy] {
        items.compactMap { copies[$0] }.filter { $0.waiting == card }
    }

    /// Lends a copy, and tells how it stands then.
    ///
    /// What was taken along without a line, by the day that the patron was told then, is lent
    /// whatever the library would have said, and lent anew where it was lent already.
    mutating func lend(
        _ item: String,
        to card: String,
        on today: CivilDate,
        told: CivilDate?
    ) throws(Refusal) -> Copy {
        guard var copy = copies[item] else { throw .unknownItem }
        if told == nil {
            guard copy.isForLoan else { throw .notForLoan }
            if let loan = copy.loan { throw loan.card == card ? .lentAlready : .lentToAnother }
            if let waiting = copy.waiting, waiting != card { throw .reserved }
        }
        if let former = copy.loan { loans[former.card]?.removeAll { $0 == item } }
        copy.loan = Loan(card: card, due: told ?? today.advanced(by: Self.days))
        if copy.waiting == card { copy.waiting = nil }
        copy.readers.insert(card)
        loans[card, default: []].append(item)
        copies[item] = copy
        return copy
    }

    /// Takes a copy back, whoever had it and whether anybody did.
    mutating func takeBack(_ item: String) throws(Refusal) -> Copy {
        guard var copy = copies[item] else { throw .unknownItem }
        if let loan = copy.loan { loans[loan.card]?.removeAll { $0 == item } }
        copy.loan = nil
        copies[item] = copy
        return copy
    }

    /// Lends a copy for longer.
    mutating func renew(
        _ item: String,
        of card: String,
        on today: CivilDate
    ) throws(Refusal) -> Copy {
        guard var copy = copies[item] else { throw .unknownItem }
        guard var loan = copy.loan, loan.card == card else { throw .notLent }
        if copy.waiting != nil { throw .reserved }
        guard loan.renewals < Self.renewalsMax else { throw .renewedTooOften }
        let due = today.advanced(by: Self.days)
        guard due > loan.due else { throw .tooEarly }
        loan.due = due
        loan.renewals += 1
        copy.loan = loan
        copies[item] = copy
        return copy
    }
}
