// SPDX-License-Identifier: MPL-2.0

/// What a fee is for, two digits.
public struct FeeType: WireCode {
    /// The code.
    public let rawValue: Int

    /// Makes a value from its code; what is out of range is written as the nearest code.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    static let width = 2

    /// 01: something else, or not known.
    public static let other = FeeType(rawValue: 1)
    /// 02: administration.
    public static let administrative = FeeType(rawValue: 2)
    /// 03: damage.
    public static let damage = FeeType(rawValue: 3)
    /// 04: an overdue item.
    public static let overdue = FeeType(rawValue: 4)
    /// 05: processing.
    public static let processing = FeeType(rawValue: 5)
    /// 06: rental.
    public static let rental = FeeType(rawValue: 6)
    /// 07: replacing an item.
    public static let replacement = FeeType(rawValue: 7)
    /// 08: use of a computer.
    public static let computerAccess = FeeType(rawValue: 8)
    /// 09: a hold.
    public static let hold = FeeType(rawValue: 9)
}
