// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The truth about everybody with a card, for checkers and traces.
///
/// The library system of the world changes it; the station never sees it.
final class Register {
    /// One person as the library knows them.
    struct Entry {
        let person: Person
        /// Every PIN that was ever right, the newest last.
        var pins: [[UInt8]]
    }

    private(set) var entries: [Entry] = []
    private var places: [CardKey: Int] = [:]
    private let key: (CardNumber) -> CardKey

    init(_ people: [Person], key: @escaping (CardNumber) -> CardKey) {
        self.key = key
        for person in people { add(person) }
    }

    func add(_ person: Person) {
        guard let card = CardNumber(person.card) else { return }
        places[key(card)] = entries.count
        entries.append(Entry(person: person, pins: [Array(person.firstPIN.utf8)]))
    }

    subscript(key: CardKey) -> Entry? { places[key].map { entries[$0] } }

    /// The keyed hash of a card number.
    func key(of card: CardNumber) -> CardKey { key(card) }

    /// The keys of everybody.
    var keys: [CardKey] { entries.compactMap { CardNumber($0.person.card).map(key) } }

    /// What stands for a card in a trace.
    func label(_ key: CardKey) -> String { self[key].map { "person \($0.person.number)" } ?? "?" }

    func changePIN(of number: Int, to pin: String) {
        guard let place = entries.firstIndex(where: { $0.person.number == number }) else { return }
        entries[place].pins.append(Array(pin.utf8))
    }
}
