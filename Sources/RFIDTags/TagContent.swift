// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// The chip's own number (ISO/IEC 15693, UID).
public struct TagID: Sendable, Hashable, Comparable, Personal {
    /// What stands for a number wherever it would be shown.
    public static let standIn = "tag"
    /// The number of bytes.
    public static let length = 8

    private let number: UInt64

    /// Takes eight bytes, the highest first; anything else is nil.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        number = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The bytes, the highest first.
    public var bytes: [UInt8] {
        (0..<Self.length).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
    }

    /// Orders by number, so that lists are the same every time.
    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// What an item is for (ISO 28560-1, type of usage).
public enum TagUsage: Sendable, Hashable {
    /// It is not in the collection yet.
    case acquisition
    /// It is lent.
    case circulation
    /// It may be returned and not lent.
    case notForCirculation
    /// It was discarded.
    case discarded
    /// The tag is a patron's card.
    case patronCard
    /// Something else, 3 to 6 and 9 to 15.
    case other(UInt8)

    /// The usage for four bits.
    init(code: UInt8) {
        switch code & 0x0F {
        case 0: self = .acquisition
        case 1: self = .circulation
        case 2: self = .notForCirculation
        case 7: self = .discarded
        case 8: self = .patronCard
        default: self = .other(code & 0x0F)
        }
    }

    /// The four bits for the usage.
    var code: UInt8 {
        switch self {
        case .acquisition: 0
        case .circulation: 1
        case .notForCirculation: 2
        case .discarded: 7
        case .patronCard: 8
        case .other(let code): code & 0x0F
        }
    }

    /// Whether a patron may borrow what has it.
    public var isForLoan: Bool { self == .circulation }
}

/// Which part of an item a tag is on: the first of two for a book with a disc in it.
public struct TagPart: Sendable, Hashable {
    /// The number of the part, from 1.
    public let number: Int
    /// How many parts there are, at most 255.
    public let count: Int

    /// An item that is one piece.
    public static let whole = TagPart(unchecked: 1, of: 1)

    /// A part, or nil where there is no such part.
    public init?(_ number: Int, of count: Int) {
        guard (1...255).contains(count), (1...count).contains(number) else { return nil }
        self.init(unchecked: number, of: count)
    }

    private init(unchecked number: Int, of count: Int) {
        self.number = number
        self.count = count
    }
}

/// The library that owns an item, by its ISIL (ISO 15511): `DK-718500`.
public struct OwnerLibrary: Sendable, Hashable, CustomStringConvertible {
    /// The greatest number of bytes after the hyphen on a tag with room for extensions.
    public static let lengthMax = 11
    /// The greatest number of bytes after the hyphen on a tag of 32 bytes.
    public static let shortLengthMax = 9

    /// The ISIL.
    public let isil: String

    /// Takes two capital letters, a hyphen, and 1 to 11 printable ASCII characters after it.
    public init?(_ isil: some StringProtocol) {
        let bytes = Array(isil.utf8)
        guard (4...(3 + Self.lengthMax)).contains(bytes.count), bytes[2] == UInt8(ascii: "-"),
            bytes.prefix(2).allSatisfy({ 0x41...0x5A ~= $0 }),
            bytes.dropFirst(3).allSatisfy({ 0x21...0x7E ~= $0 })
        else { return nil }
        self.isil = String(isil)
    }

    /// Reads what stands on a tag: the country, and the rest without the hyphen.
    init?(stored bytes: [UInt8]) {
        guard bytes.count >= 3, bytes.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        self.init("\(text.prefix(2))-\(text.dropFirst(2))")
    }

    /// What stands on a tag.
    var stored: [UInt8] { Array(isil.utf8.prefix(2)) + isil.utf8.dropFirst(3) }

    /// The ISIL.
    public var description: String { isil }
}

/// What a library's tag says of the item that it is on.
public struct TagContent: Sendable, Hashable, Personal {
    /// What stands for the content wherever it would be shown.
    public static let standIn = "tag content"
    /// The greatest number of bytes in an item number on a tag.
    public static let itemLengthMax = 16

    /// What the item is for.
    public var usage: TagUsage
    /// Which part of it the tag is on.
    public var part: TagPart
    /// The item's number, the same as on its barcode.
    public var item: ItemNumber
    /// The library that owns it, where that can be read.
    public var owner: OwnerLibrary?

    /// Puts a content together.
    public init(
        usage: TagUsage = .circulation,
        part: TagPart = .whole,
        item: ItemNumber,
        owner: OwnerLibrary?
    ) {
        self.usage = usage
        self.part = part
        self.item = item
        self.owner = owner
    }
}

/// What the gate makes of a tag, by its application family (AFI).
public enum GateSecurity: UInt8, Sendable, Hashable, CaseIterable {
    /// In the library: the gate sounds an alarm.
    case armed = 0x07
    /// Lent: the gate lets it pass.
    case released = 0xC2

    /// The security for an AFI, nil for one that is no library's.
    public init?(afi: UInt8) { self.init(rawValue: afi) }

    /// The AFI.
    public var afi: UInt8 { rawValue }
}
