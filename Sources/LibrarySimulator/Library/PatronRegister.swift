// SPDX-License-Identifier: MPL-2.0

import SIP2

/// Makes up the patrons of a library out of a seed.
struct PatronRegister {
    /// How many patrons the library has.
    static let count = 200

    /// One in so many of the made-up patrons lives in another municipality.
    static let elsewhereOneIn = 20

    private var generator: SeededGenerator
    private(set) var patrons: [SimulatedPatron]
    private var taken: Set<String>

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        patrons = DemoCard.all.compactMap(\.patron)
        taken = Set(DemoCard.all.map(\.number))
        for position in 0..<PatronStatus.width {
            add(status: PatronStatus(rawValue: 1 << UInt16(position)))
        }
        for status in Self.combinations { add(status: status) }
        for age in Self.ages {
            add(birth: .age(age))
            add(status: .tooManyItemsOverdue, birth: .age(age))
        }
        for status in [PatronStatus.cardReportedLost, .tooManyItemsOverdue, []] {
            add(status: status, expiry: SimulatedLibrary.longAgo)
        }
        add(isValid: false)
        add(status: .chargePrivilegesDenied, isValid: false)
        add(birth: .untold)
        while patrons.count < Self.count { add() }
    }

    /// Flags that occur together, from the common ones to all at once.
    private static let combinations: [PatronStatus] = [
        [
            .chargePrivilegesDenied, .renewalPrivilegesDenied, .recallPrivilegesDenied,
            .holdPrivilegesDenied,
        ],
        [.chargePrivilegesDenied, .cardReportedLost],
        [.tooManyItemsOverdue, .excessiveOutstandingFines],
        [.excessiveOutstandingFines, .excessiveOutstandingFees],
        [.tooManyItemsCharged, .tooManyRenewals],
        [.tooManyItemsLost, .tooManyItemsBilled, .excessiveOutstandingFees],
        PatronStatus(rawValue: .max),
    ]

    /// The ages at which the rules of Danish libraries change, and those beside them.
    private static let ages = [7, 12, 13, 14, 15, 16, 17, 18]

    private mutating func add(
        status: PatronStatus = [],
        birth: SimulatedPatron.Birth? = nil,
        expiry: CalendarDay? = nil,
        isValid: Bool = true
    ) {
        let index = patrons.count
        let card = card(forMinor: birth != nil)
        let owesMoney = !status.isDisjoint(with: [
            .excessiveOutstandingFines, .excessiveOutstandingFees,
        ])
        patrons.append(
            SimulatedPatron(
                card: card,
                number: "38" + String(10_000_000 + index).suffix(8),
                pin: generator.digits(4 + index % 3),
                name: name(index),
                status: status,
                birth: birth ?? ReplacementNumber.birth(in: card).map { .day($0) }
                    ?? .age(generator.number(in: 18...90)),
                expiry: expiry,
                isValid: isValid,
                owes: owesMoney ? "\(generator.number(in: 201...999)).00" : "0.00",
                isResident: !index.isMultiple(of: Self.elsewhereOneIn)
            )
        )
    }

    /// A card number that nobody has: a health card's for most adults, a library card's for the
    /// rest and for children.
    private mutating func card(forMinor isMinor: Bool) -> String {
        while true {
            let kind = isMinor ? 9 : generator.number(in: 0...9)
            let card =
                switch kind {
                case 0...5: ReplacementNumber.random(from: &generator)
                case 6...7: "C00" + generator.digits(8)
                default: "32" + generator.digits(8)
                }
            if taken.insert(card).inserted { return card }
        }
    }

    /// A name out of words for things in a library, which nobody bears.
    private func name(_ index: Int) -> String {
        let first = ["Demo", "Prøve", "Øve", "Test", "Låne", "Læse", "Skrive", "Åbne"]
        let last = [
            "Bogkasse", "Papirklip", "Ordbog", "Indeks", "Læselampe", "Stikord", "Lindehave",
            "Omslag", "Fodnote", "Kapitel", "Blækklat", "Hylde", "Trappestige", "Årbog", "Æblehave",
            "Avisstok", "Kladdehæfte", "Tegneserie", "Globus", "Leksikon", "Bogvogn", "Rejsebog",
            "Lydbog", "Nodeark", "Søgeord",
        ]
        return "\(first[index % first.count]) \(last[index / first.count % last.count])"
    }
}
