// SPDX-License-Identifier: MPL-2.0

/// The fourteen flags of the patron status; the bit number is the position in the message.
public struct PatronStatus: OptionSet, Sendable, Hashable {
    /// The flags as bits, position 0 lowest.
    public let rawValue: UInt16

    /// Makes a set of flags from bits; bits beyond the fourteen are dropped.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue & 0x3FFF
    }

    /// The number of flags.
    public static let width = 14

    /// Position 0: the patron may not borrow.
    public static let chargePrivilegesDenied = PatronStatus(rawValue: 1 << 0)
    /// Position 1: the patron may not renew.
    public static let renewalPrivilegesDenied = PatronStatus(rawValue: 1 << 1)
    /// Position 2: the patron may not recall items.
    public static let recallPrivilegesDenied = PatronStatus(rawValue: 1 << 2)
    /// Position 3: the patron may not place holds.
    public static let holdPrivilegesDenied = PatronStatus(rawValue: 1 << 3)
    /// Position 4: the card is reported lost or stolen.
    public static let cardReportedLost = PatronStatus(rawValue: 1 << 4)
    /// Position 5: the patron has too many loans.
    public static let tooManyItemsCharged = PatronStatus(rawValue: 1 << 5)
    /// Position 6: the patron has too many overdue items.
    public static let tooManyItemsOverdue = PatronStatus(rawValue: 1 << 6)
    /// Position 7: the patron has renewed too often.
    public static let tooManyRenewals = PatronStatus(rawValue: 1 << 7)
    /// Position 8: the patron has claimed too often to have returned an item.
    public static let tooManyClaimsOfItemsReturned = PatronStatus(rawValue: 1 << 8)
    /// Position 9: the patron has lost too many items.
    public static let tooManyItemsLost = PatronStatus(rawValue: 1 << 9)
    /// Position 10: the patron owes too much in fines.
    public static let excessiveOutstandingFines = PatronStatus(rawValue: 1 << 10)
    /// Position 11: the patron owes too much in fees.
    public static let excessiveOutstandingFees = PatronStatus(rawValue: 1 << 11)
    /// Position 12: a recalled item is overdue.
    public static let recallOverdue = PatronStatus(rawValue: 1 << 12)
    /// Position 13: the patron has been billed for too many items.
    public static let tooManyItemsBilled = PatronStatus(rawValue: 1 << 13)

    /// The flags that bar a patron at a door unless the library decides otherwise.
    ///
    /// The other flags concern loans; real systems set some of them on patrons in good standing.
    public static let barringEntry: PatronStatus = [.chargePrivilegesDenied, .cardReportedLost]

    /// The flags that bar a patron from borrowing.
    public static let barringLoan: PatronStatus = [
        .chargePrivilegesDenied, .cardReportedLost, .tooManyItemsCharged, .tooManyItemsOverdue,
        .tooManyItemsLost, .excessiveOutstandingFines, .excessiveOutstandingFees, .recallOverdue,
        .tooManyItemsBilled,
    ]

    /// Reads the flags of a message.
    ///
    /// A blank, `N` and `0` are no. Anything else is yes, so that a flag that was damaged or is
    /// spelled in another way bars rather than admits.
    init(bytes: ArraySlice<UInt8>) {
        var bits: UInt16 = 0
        for (position, byte) in bytes.enumerated() {
            switch byte {
            case 0x20, 0x4E, 0x30: continue
            default: bits |= 1 << UInt16(position)
            }
        }
        self.init(rawValue: bits)
    }

    /// The protocol's names of the flags that are set, in order.
    public var names: [String] {
        Self.allNames.enumerated().compactMap { position, name in
            contains(PatronStatus(rawValue: 1 << UInt16(position))) ? name : nil
        }
    }

    /// The characters of the flags: `Y` or a blank.
    var wireText: String {
        FixedPart.flags(rawValue, width: Self.width)
    }

    private static let allNames = [
        "charge privileges denied", "renewal privileges denied", "recall privileges denied",
        "hold privileges denied", "card reported lost", "too many items charged",
        "too many items overdue", "too many renewals", "too many claims of items returned",
        "too many items lost", "excessive outstanding fines", "excessive outstanding fees",
        "recall overdue", "too many items billed",
    ]
}

extension PatronStatus: CustomStringConvertible {
    /// The names of the flags that are set, separated by commas.
    public var description: String {
        names.joined(separator: ", ")
    }
}
