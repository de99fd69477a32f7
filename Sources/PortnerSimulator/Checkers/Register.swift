// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The truth about everybody with a card, for checkers and traces.
///
/// The library system of the world changes it; the station never sees it. A card stands here by
/// the first key that it had, however often the card key is exchanged.
final class Register {
    /// One person as the library knows them.
    struct Entry {
        let person: Person
        /// Every PIN that was ever right, the newest last.
        var pins: [[UInt8]]
    }

    private(set) var entries: [Entry] = []
    private var places: [CardKey: Int] = [:]
    /// Turns cards into keys: as at first, and as since each exchange of the card key.
    private var hashes: [(CardNumber) -> CardKey]
    /// The first key of each card that has had another one since.
    private var firstKeys: [CardKey: CardKey] = [:]
    /// Cards that were presented and are nobody's; they too have a key.
    private var strangers: Set<CardNumber> = []
    /// The keys that cards have now.
    private var newest: Set<CardKey> = []

    init(_ people: [Person], key: @escaping (CardNumber) -> CardKey) {
        hashes = [key]
        for person in people { add(person) }
    }

    func add(_ person: Person) {
        guard let card = CardNumber(person.card) else { return }
        places[key(of: card)] = entries.count
        entries.append(Entry(person: person, pins: [Array(person.firstPIN.utf8)]))
        for hash in hashes.dropFirst() { firstKeys[hash(card)] = key(of: card) }
        if let hash = hashes.last { newest.insert(hash(card)) }
    }

    /// A card was presented, which may be nobody's.
    func meet(_ card: CardNumber) {
        guard places[key(of: card)] == nil, strangers.insert(card).inserted else { return }
        for hash in hashes.dropFirst() { firstKeys[hash(card)] = key(of: card) }
    }

    /// The card key is another one from now on.
    func exchange(_ hash: @escaping (CardNumber) -> CardKey) {
        hashes.append(hash)
        newest = []
        for card in strangers { firstKeys[hash(card)] = key(of: card) }
        for card in cards {
            firstKeys[hash(card)] = key(of: card)
            newest.insert(hash(card))
        }
    }

    subscript(key: CardKey) -> Entry? { places[first(of: key)].map { entries[$0] } }

    /// The keyed hash that stands for a card.
    func key(of card: CardNumber) -> CardKey { hashes[0](card) }

    /// The first key of the card that has this one.
    func first(of key: CardKey) -> CardKey { firstKeys[key] ?? key }

    /// Whether the card key was ever exchanged.
    var hasExchanged: Bool { hashes.count > 1 }

    /// Whether somebody's card had this key and has another one now.
    func isFormer(_ key: CardKey) -> Bool { self[key] != nil && !newest.contains(key) }

    /// The keys of everybody.
    var keys: [CardKey] { cards.map(key) }

    /// The number of the card that a key stands for.
    func card(of key: CardKey) -> CardNumber? { self[key].flatMap { CardNumber($0.person.card) } }

    private var cards: [CardNumber] { entries.compactMap { CardNumber($0.person.card) } }

    /// What stands for a card in a trace.
    func label(_ key: CardKey) -> String { self[key].map { "person \($0.person.number)" } ?? "?" }

    func changePIN(of number: Int, to pin: String) {
        guard let place = entries.firstIndex(where: { $0.person.number == number }) else { return }
        entries[place].pins.append(Array(pin.utf8))
    }
}
