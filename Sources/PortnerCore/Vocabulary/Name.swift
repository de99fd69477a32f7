// SPDX-License-Identifier: MPL-2.0

/// The name that a configuration gives to one thing of a kind: a door, a reader, a device.
///
/// Names are what technicians type and read, so they are short and plain: 1 to 40 characters out
/// of `a` to `z`, `0` to `9` and `-`, beginning with a letter. Names of different kinds are
/// different types and cannot be mixed up.
public struct Name<Subject>: Sendable, Hashable {
    /// The greatest number of characters in a name.
    public static var lengthMax: Int { 40 }

    /// The name as written in the configuration.
    public let text: String

    /// Accepts a name, or gives `nil` when it breaks the rules above.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        let bytes = text.utf8
        guard (1...Self.lengthMax).contains(bytes.count),
            let first = bytes.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first,
            bytes.allSatisfy(Self.isAllowed)
        else { return nil }
        self.text = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"):
            true
        default:
            false
        }
    }
}

extension Name: Comparable {
    /// Orders names alphabetically, for lists that people read.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension Name: CustomStringConvertible {
    /// The name itself.
    public var description: String { text }
}

extension Name: ExpressibleByStringLiteral {
    /// Makes a name from a literal in source text, which must obey the rules.
    public init(stringLiteral literal: String) {
        guard let name = Self(literal) else {
            preconditionFailure("a name in the source text breaks the rules for names")
        }
        self = name
    }
}

/// What a ``DoorName`` names.
public enum DoorSubject {}
/// What a ``ReaderName`` names.
public enum ReaderSubject {}
/// What a ``DeviceName`` names.
public enum DeviceSubject {}
/// What a ``KioskName`` names.
public enum KioskSubject {}
/// What an ``OutputName`` names.
public enum OutputSubject {}
/// What a ``GroupName`` names.
public enum GroupSubject {}

/// The name of a door: one lock with its contact and buttons.
public typealias DoorName = Name<DoorSubject>
/// The name of a reader: the place beside a door where people present a card and type a PIN.
public typealias ReaderName = Name<ReaderSubject>
/// The name of a device: a scanner, a keypad, a GPIO chip.
public typealias DeviceName = Name<DeviceSubject>
/// The name of a kiosk: one screen with the scanner in front of it.
public typealias KioskName = Name<KioskSubject>
/// The name of an output of the building: a light, a sign, the arming of the alarm.
public typealias OutputName = Name<OutputSubject>
/// The name of a group of doors, such as a vestibule.
public typealias GroupName = Name<GroupSubject>
