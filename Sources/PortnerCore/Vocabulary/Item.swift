// SPDX-License-Identifier: MPL-2.0

/// The number on an item, as its barcode or tag carries it.
///
/// Beside a patron it tells what somebody reads, so no description shows it.
public struct ItemNumber: Sendable, Hashable, Personal {
    /// The greatest number of bytes in an item number.
    public static let lengthMax = 64

    /// What stands for a number wherever it would be shown.
    public static let standIn = "item number"

    /// The number itself; only for the library system and for the patron who holds the item.
    public let secret: String

    /// Takes 1 to 64 bytes of printable ASCII without blanks and without `|`, anything else is nil.
    ///
    /// Blanks around it are dropped: scanners add them.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        let isBlank = { (byte: UInt8) in byte == 0x20 }
        let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
        let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
        let kept = bytes[start..<end]
        guard (1...Self.lengthMax).contains(kept.count),
            kept.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "|") })
        else { return nil }
        secret = String(decoding: kept, as: UTF8.self)
    }

    /// Whether two numbers name the same item, whatever the case of their letters.
    ///
    /// Library systems answer in another case than the one that was scanned.
    public func isSame(as other: ItemNumber) -> Bool {
        secret.utf8.elementsEqual(other.secret.utf8) { Self.folded($0) == Self.folded($1) }
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

/// An item as far as the library system described it.
public struct Item: Sendable, Hashable, Personal {
    /// What stands for an item wherever it would be shown.
    public static let standIn = "item"

    /// The number on it; nil where the library system told only a title.
    public var number: ItemNumber?
    /// The title.
    public var title: LibraryText?
    /// The author.
    public var author: LibraryText?

    /// Whether the item is known to bear this number.
    public func bears(_ number: ItemNumber) -> Bool { self.number?.isSame(as: number) ?? false }

    /// Describes an item.
    public init(
        number: ItemNumber?,
        title: LibraryText? = nil,
        author: LibraryText? = nil
    ) {
        self.number = number
        self.title = title
        self.author = author
    }
}

/// When an item is due back.
public enum Due: Sendable, Hashable {
    /// On a day.
    case on(CivilDate)
    /// In the library system's own words, which could not be read as a day.
    case words(LibraryText)

    /// The day, where it is one.
    public var date: CivilDate? {
        if case .on(let date) = self { date } else { nil }
    }
}

/// Where an item is in its course through the library.
public enum ItemStatus: String, Sendable, Hashable, CaseIterable {
    /// In its place, to be borrowed.
    case available
    /// On loan.
    case onLoan = "on-loan"
    /// Returned and waiting on the shelf for whoever reserved it.
    case onHoldShelf = "on-hold-shelf"
    /// Returned and waiting to be put in its place.
    case toBeShelved = "to-be-shelved"
    /// On its way between branches.
    case inTransit = "in-transit"
    /// Ordered or being prepared, not yet to be borrowed.
    case inPreparation = "in-preparation"
    /// Lost, missing, or said to have been returned.
    case lost
    /// Something else, or nothing that was said.
    case other
}

/// What the library system says about an item.
public struct ItemFacts: Sendable, Hashable, Personal {
    /// What stands for the facts wherever they would be shown.
    public static let standIn = "item facts"

    /// The item.
    public var item: Item
    /// Where it is in its course.
    public var status: ItemStatus
    /// When it is due back.
    public var due: Due?
    /// How many wait for it; nil where that was not said.
    public var waiting: Int?
    /// Where it belongs.
    public var place: LibraryText?

    /// Puts the facts together.
    public init(
        item: Item,
        status: ItemStatus,
        due: Due? = nil,
        waiting: Int? = nil,
        place: LibraryText? = nil
    ) {
        self.item = item
        self.status = status
        self.due = due
        self.waiting = waiting
        self.place = place
    }
}
