// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Somebody with a card.
struct Person {
    /// The number that stands for the person in traces.
    let number: Int
    /// What is printed on the card: ten digits in the replacement form of a CPR number.
    let card: String
    /// The PIN that the person was given first, of eight digits.
    let firstPIN: String
    /// The day of birth.
    let born: CivilDate
    /// Whether the library knows the card at all.
    let isPatron: Bool
}

extension Person {
    /// Makes up a person.
    ///
    /// The day in the number has 60 added, which no person's number has.
    init(number: Int, isPatron: Bool, today: CivilDate, _ chance: inout Chance) {
        let day = 60 + chance.number(in: 1...31)
        let month = chance.number(in: 1...12)
        let card =
            "\(day)\(month < 10 ? "0" : "")\(month)" + chance.digits(2) + chance.digits(4)
        let age = chance.pick(from: [8, 13, 14, 15, 17, 18, 30, 30, 45, 70])
        self.init(
            number: number,
            card: card,
            firstPIN: chance.digits(8),
            born: today.advanced(by: -(age * 365 + chance.number(in: 0...364))),
            isPatron: isPatron
        )
    }
}
