// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// How the lines of a roster are written.
public enum RosterForm: String, Sendable, Hashable, CaseIterable {
    /// One JSON object on each line.
    case ndjson
    /// One row of a spreadsheet on each line, cells kept apart by commas or semicolons.
    case csv
}

/// What a roster covers.
public enum RosterKind: String, Sendable, Hashable, CaseIterable {
    /// Every patron; who is not in it is no patron any more.
    case full
    /// The patrons that have changed since another roster, and those that have gone.
    case delta
}

/// The library's own name for one state of its roster, compared and never interpreted.
public struct RosterCursor: Sendable, Hashable {
    /// The greatest number of characters in a cursor.
    public static let lengthMax = 64

    /// The cursor as the library wrote it.
    public let text: String

    /// Takes 1 to 64 ASCII letters, digits and `-`, `_`, `.`, `:`, `+`; anything else is `nil`.
    public init?(_ text: some StringProtocol) {
        guard (1...Self.lengthMax).contains(text.utf8.count),
            text.utf8.allSatisfy(Self.isAllowed)
        else { return nil }
        self.text = String(text)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."), UInt8(ascii: "+"):
            true
        default:
            false
        }
    }
}

extension RosterCursor: CustomStringConvertible {
    /// The cursor itself, which concerns nobody.
    public var description: String { text }
}

/// What the first line of a roster says.
public struct RosterHeading: Sendable, Hashable {
    /// The version of the format that this software reads and writes.
    public static let version = 1

    /// Which patrons the roster covers.
    public let contents: Contents
    /// The moment at which the library's data were as the roster says.
    public let asOf: Timestamp
    /// The state that a station holds once it has taken the roster.
    public let cursor: RosterCursor

    /// Which patrons a roster covers.
    public enum Contents: Sendable, Hashable {
        /// All of them.
        case full
        /// Those that have changed since the state with this cursor.
        case delta(since: RosterCursor)
    }

    /// Puts a heading together.
    public init(_ contents: Contents, asOf: Timestamp, cursor: RosterCursor) {
        self.contents = contents
        self.asOf = asOf
        self.cursor = cursor
    }

    /// What the roster covers.
    public var kind: RosterKind {
        switch contents {
        case .full: .full
        case .delta: .delta
        }
    }
}
