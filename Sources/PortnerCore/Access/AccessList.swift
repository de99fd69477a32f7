// SPDX-License-Identifier: MPL-2.0

/// What staff of this station have written down about one card, apart from the library system.
public struct Listing: Sendable, Hashable {
    /// What a listing does.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The card opens the door without PIN and without the library system: staff, guards,
        /// cleaners, institutions and guests.
        case allow
        /// The card opens no door, whatever anybody else says.
        case deny
        /// The card follows the usual rules, and the lock stays released for longer.
        case assist
    }

    /// The greatest number of bytes in a reason.
    public static let reasonLengthMax = 200

    /// What it does.
    public let kind: Kind
    /// The doors that it is for; `nil` for all, those that are built later among them.
    public let doors: Set<DoorName>?
    /// The last day on which it holds; `nil` until it is removed.
    public let lastDay: CivilDate?
    /// Whether an allowed card opens also while the door is closed.
    public let opensWhenClosed: Bool
    /// Why, in the words of whoever wrote it down.
    public let reason: String
    /// Who wrote it down.
    public let by: String

    /// Puts a listing together.
    public init(
        _ kind: Kind,
        doors: Set<DoorName>? = nil,
        lastDay: CivilDate? = nil,
        opensWhenClosed: Bool = false,
        reason: String,
        by: String
    ) {
        self.kind = kind
        self.doors = doors
        self.lastDay = lastDay
        self.opensWhenClosed = opensWhenClosed && kind == .allow
        self.reason = reason
        self.by = by
    }

    /// Whether it holds at a door on a day.
    public func holds(at door: DoorName, on date: CivilDate) -> Bool {
        (doors?.contains(door) ?? true) && (lastDay.map { date <= $0 } ?? true)
    }
}

/// What the list says about one card at one door today.
public struct ListAnswer: Sendable, Hashable {
    /// Whether the card is denied, which goes before everything else.
    public var isDenied = false
    /// Whether the card is allowed.
    public var isAllowed = false
    /// Whether an allowed card opens also while the door is closed.
    public var opensWhenClosed = false
    /// Whether the lock stays released for longer.
    public var takesLonger = false

    /// Nothing is written down.
    public static let nothing = ListAnswer()

    /// Puts an answer together.
    public init(
        isDenied: Bool = false,
        isAllowed: Bool = false,
        opensWhenClosed: Bool = false,
        takesLonger: Bool = false
    ) {
        self.isDenied = isDenied
        self.isAllowed = isAllowed
        self.opensWhenClosed = opensWhenClosed
        self.takesLonger = takesLonger
    }

    /// Whether the card is allowed and nothing denies it.
    var isExempt: Bool { isAllowed && !isDenied }
}

/// The cards that staff of this station have written down, by keyed hash.
///
/// It needs no library system, holds on every door at once, and is meant for a handful of cards: a
/// patron's registration belongs in the library system.
public struct AccessList: Sendable, Hashable {
    /// The greatest number of listings.
    public static let countMax = 2000

    /// One card's listing.
    public struct Entry: Sendable, Hashable {
        /// The card.
        public let card: CardKey
        /// What is written down about it.
        public let listing: Listing

        /// Puts an entry together.
        public init(card: CardKey, listing: Listing) {
            self.card = card
            self.listing = listing
        }
    }

    private var listings: [CardKey: [Listing]] = [:]
    /// The number of listings.
    public private(set) var count = 0

    /// A list of these entries; those beyond ``countMax`` are left out.
    public init(_ entries: some Sequence<Entry> = []) {
        for entry in entries { _ = add(entry) }
    }

    /// The entries in a fixed order.
    public var entries: [Entry] {
        listings.flatMap { card, held in held.map { Entry(card: card, listing: $0) } }
            .sorted {
                ($0.listing.kind.rawValue, $0.card.label, $0.card.fourth)
                    < ($1.listing.kind.rawValue, $1.card.label, $1.card.fourth)
            }
    }

    /// The entries about some cards, in a fixed order.
    public func entries(of cards: [CardKey]) -> [Entry] {
        entries.filter { cards.contains($0.card) }
    }

    /// What is written down about a card.
    public func listings(of card: CardKey) -> [Listing] { listings[card] ?? [] }

    /// What the list says about a card at a door on a day.
    public func answer(for card: CardKey, at door: DoorName, on date: CivilDate) -> ListAnswer {
        guard let held = listings[card] else { return .nothing }
        var answer = ListAnswer()
        for listing in held where listing.holds(at: door, on: date) {
            switch listing.kind {
            case .deny: answer.isDenied = true
            case .assist: answer.takesLonger = true
            case .allow:
                answer.isAllowed = true
                answer.opensWhenClosed = listing.opensWhenClosed
            }
        }
        return answer
    }

    /// What the list says about a card at a kiosk on a day: what is written down for all doors.
    func answerAtKiosk(for card: CardKey, on date: CivilDate) -> ListAnswer {
        var answer = ListAnswer()
        for listing in listings[card] ?? [] where listing.doors == nil {
            guard listing.lastDay.map({ date <= $0 }) ?? true else { continue }
            switch listing.kind {
            case .deny: answer.isDenied = true
            case .assist: answer.takesLonger = true
            case .allow: break
            }
        }
        return answer
    }

    /// Has a card's listings under its new key; `false` when there are none under the former one.
    mutating func rekey(_ former: CardKey, to card: CardKey) -> Bool {
        guard former != card, let held = listings.removeValue(forKey: former) else { return false }
        count -= held.count
        // What was written under the new key is the newer word.
        let newer = Set(listings(of: card).map(\.kind))
        for listing in held where !newer.contains(listing.kind) {
            _ = add(Entry(card: card, listing: listing))
        }
        return true
    }

    /// Writes an entry down in the place of an older one of its kind; `false` when the list is
    /// full.
    public mutating func add(_ entry: Entry) -> Bool {
        var held = listings[entry.card] ?? []
        held.removeAll { $0.kind == entry.listing.kind }
        let others = count - (listings[entry.card]?.count ?? 0)
        guard others + held.count < Self.countMax else { return false }
        held.append(entry.listing)
        listings[entry.card] = held
        count = others + held.count
        return true
    }

    /// Takes everything about a card off; `false` when there is nothing.
    mutating func drop(_ card: CardKey) -> Bool {
        guard let held = listings.removeValue(forKey: card) else { return false }
        count -= held.count
        return true
    }

    /// Takes a card's listing of a kind off; `false` when there is none.
    public mutating func remove(_ card: CardKey, _ kind: Listing.Kind) -> Bool {
        guard var held = listings[card], held.contains(where: { $0.kind == kind }) else {
            return false
        }
        held.removeAll { $0.kind == kind }
        listings[card] = held.isEmpty ? nil : held
        count -= 1
        return true
    }
}
