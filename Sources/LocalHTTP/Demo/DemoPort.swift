// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// What the demo page needs: virtual devices to press, and what comes of it.
///
/// It exists in demo mode only. A station with real devices never makes one.
public struct DemoPort: Sendable {
    /// The entrances that the page offers.
    public var entrances: [DemoEntrance]
    /// The kiosks, each with a page of its own.
    public var kiosks: [KioskName]
    /// The cards that the page offers.
    public var cards: [DemoCard]
    /// The items that a kiosk's page offers.
    public var items: [DemoItem]
    /// Where the running list of events comes from.
    public var feed: DemoFeed
    /// What is around the kiosks.
    public var stands: DemoStands
    /// Holds a card, or anything else with a barcode, under a virtual scanner.
    public var present: @Sendable (String, ReaderName) -> Void
    /// Holds anything with a barcode under a kiosk's virtual scanner.
    public var scan: @Sendable (String, KioskName) -> Void
    /// Puts an item on a kiosk's pad or lifts it.
    public var pad: @Sendable (KioskName, DemoPadAct, _ item: String) -> Void
    /// Takes the paper out of a kiosk's printer, or puts a new roll in.
    public var paper: @Sendable (KioskName, _ isThere: Bool) -> Void
    /// Opens or closes a door.
    public var contact: @Sendable (DoorName, _ isOpen: Bool) -> Void
    /// Presses an exit button or lets go of it.
    public var exit: @Sendable (DoorName, _ isPressed: Bool) -> Void
    /// Sets off the fire input or clears it.
    public var fire: @Sendable (DoorName, _ isActive: Bool) -> Void

    /// Puts the connections together; none of the closures may wait.
    public init(
        entrances: [DemoEntrance],
        kiosks: [KioskName] = [],
        cards: [DemoCard],
        items: [DemoItem] = [],
        feed: DemoFeed,
        stands: DemoStands = DemoStands(),
        present: @escaping @Sendable (String, ReaderName) -> Void,
        scan: @escaping @Sendable (String, KioskName) -> Void = { _, _ in },
        pad: @escaping @Sendable (KioskName, DemoPadAct, _ item: String) -> Void = { _, _, _ in },
        paper: @escaping @Sendable (KioskName, _ isThere: Bool) -> Void = { _, _ in },
        contact: @escaping @Sendable (DoorName, _ isOpen: Bool) -> Void,
        exit: @escaping @Sendable (DoorName, _ isPressed: Bool) -> Void,
        fire: @escaping @Sendable (DoorName, _ isActive: Bool) -> Void
    ) {
        self.entrances = entrances
        self.kiosks = kiosks
        self.cards = cards
        self.items = items
        self.feed = feed
        self.stands = stands
        self.present = present
        self.scan = scan
        self.pad = pad
        self.paper = paper
        self.contact = contact
        self.exit = exit
        self.fire = fire
    }
}

/// A reader and the door beside it, as a choice on the demo page.
public struct DemoEntrance: Sendable, Hashable {
    /// The reader.
    public var reader: ReaderName
    /// The door.
    public var door: DoorName
    /// What people call it.
    public var title: Wording

    /// An entrance.
    public init(reader: ReaderName, door: DoorName, title: Wording) {
        self.reader = reader
        self.door = door
        self.title = title
    }
}

/// A made-up item to try at a kiosk.
public struct DemoItem: Sendable, Hashable {
    /// What a scanner reads from it.
    public var text: String
    /// What it is there to show.
    public var title: Wording
    /// How many parts with a tag it is made of.
    public var parts: Int

    /// An item.
    public init(text: String, title: Wording, parts: Int = 1) {
        self.text = text
        self.title = title
        self.parts = parts
    }
}

/// A made-up card to try on the demo page.
public struct DemoCard: Sendable, Hashable {
    /// What kind of card it is drawn as.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// A national health card.
        case health
        /// A library's own card.
        case library
        /// Something else with a barcode: a book, a ticket.
        case other
    }

    /// What a scanner reads from it.
    public var text: String
    /// How it is drawn.
    public var kind: Kind
    /// Whose card it is.
    public var title: Wording
    /// What happens with it at the door.
    public var outcome: Wording
    /// The PIN that belongs to it, shown beside it; `nil` when none helps.
    public var pin: String?

    /// A card.
    public init(
        text: String,
        kind: Kind,
        title: Wording,
        outcome: Wording,
        pin: String? = nil
    ) {
        self.text = text
        self.kind = kind
        self.title = title
        self.outcome = outcome
        self.pin = pin
    }
}
