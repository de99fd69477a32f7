// SPDX-License-Identifier: MPL-2.0

/// A reason why a library restricts a patron, in the library system's own code.
///
/// The letters are those of FBS; a SIP2 system has its patron-status flags instead, written here
/// as words. Codes that nobody foresaw are kept as they came and treated as a block.
public struct BlockCode: Sendable, Hashable, Comparable {
    /// The greatest number of bytes in a code.
    public static let lengthMax = 40
    /// The greatest number of codes that one patron can have here.
    public static let countMax = 32

    /// The code as the library system wrote it, or the word for a SIP2 flag.
    public let text: String

    /// Takes 1 to 40 bytes of printable ASCII without comma or blank, anything else is `nil`.
    public init?(_ text: some StringProtocol) {
        guard (1...Self.lengthMax).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ",") })
        else { return nil }
        self.text = String(text)
    }

    private init(known text: String) { self.text = text }

    /// FBS `O`: the card was reported stolen.
    public static let cardStolen = BlockCode(known: "O")
    /// FBS `U`: excluded.
    public static let excluded = BlockCode(known: "U")
    /// FBS `F`: excluded for a longer time.
    public static let excludedLonger = BlockCode(known: "F")
    /// FBS `S`: blocked by a self-service machine after wrong PINs.
    public static let blockedByMachine = BlockCode(known: "S")
    /// FBS `W`: registered on the web, identity not yet seen by the library.
    public static let selfRegistered = BlockCode(known: "W")
    /// FBS `E`: owes more than the library's limit.
    public static let debt = BlockCode(known: "E")
    /// FBS `D`: deceased.
    public static let deceased = BlockCode(known: "D")

    /// SIP2 flag 0: charge privileges denied.
    public static let chargeDenied = BlockCode(known: "charge-denied")
    /// SIP2 flag 1: renewal privileges denied.
    public static let renewalDenied = BlockCode(known: "renewal-denied")
    /// SIP2 flag 2: recall privileges denied.
    public static let recallDenied = BlockCode(known: "recall-denied")
    /// SIP2 flag 3: hold privileges denied.
    public static let holdDenied = BlockCode(known: "hold-denied")
    /// SIP2 flag 4: card reported lost.
    public static let cardLost = BlockCode(known: "card-lost")
    /// SIP2 flag 5: too many items charged.
    public static let tooManyCharged = BlockCode(known: "too-many-charged")
    /// SIP2 flag 6: too many items overdue.
    public static let tooManyOverdue = BlockCode(known: "too-many-overdue")
    /// SIP2 flag 7: too many renewals.
    public static let tooManyRenewals = BlockCode(known: "too-many-renewals")
    /// SIP2 flag 8: too many claims of items returned.
    public static let tooManyClaims = BlockCode(known: "too-many-claims")
    /// SIP2 flag 9: too many items lost.
    public static let tooManyLost = BlockCode(known: "too-many-lost")
    /// SIP2 flag 10: excessive outstanding fines.
    public static let excessiveFines = BlockCode(known: "excessive-fines")
    /// SIP2 flag 11: excessive outstanding fees.
    public static let excessiveFees = BlockCode(known: "excessive-fees")
    /// SIP2 flag 12: recall overdue.
    public static let recallOverdue = BlockCode(known: "recall-overdue")
    /// SIP2 flag 13: too many items billed.
    public static let tooManyBilled = BlockCode(known: "too-many-billed")

    /// The codes of the 14 SIP2 patron-status flags by their position in the field.
    public static let sip2Flags: [BlockCode] = [
        .chargeDenied, .renewalDenied, .recallDenied, .holdDenied, .cardLost, .tooManyCharged,
        .tooManyOverdue, .tooManyRenewals, .tooManyClaims, .tooManyLost, .excessiveFines,
        .excessiveFees, .recallOverdue, .tooManyBilled,
    ]

    /// The codes that concern money or items and leave the door open unless a library says else.
    ///
    /// FBS itself refuses no login for a debt; libraries let such patrons in to pay and to return.
    public static let harmlessAtDoor: Set<BlockCode> = [
        .debt, .renewalDenied, .recallDenied, .holdDenied, .tooManyCharged, .tooManyOverdue,
        .tooManyRenewals, .tooManyClaims, .tooManyLost, .excessiveFines, .excessiveFees,
        .recallOverdue, .tooManyBilled,
    ]

    /// Whether the code concerns debt, which ages faster than the rest.
    public var concernsDebt: Bool {
        self == .debt || self == .excessiveFines || self == .excessiveFees
    }

    /// Orders codes alphabetically, so that sets print the same way each time.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension BlockCode: CustomStringConvertible {
    /// The code itself.
    public var description: String { text }
}
