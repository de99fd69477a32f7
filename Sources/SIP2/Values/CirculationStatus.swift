// SPDX-License-Identifier: MPL-2.0

/// Where an item is in its circulation, two digits.
public struct CirculationStatus: WireCode {
    /// The code.
    public let rawValue: Int

    /// Makes a value from its code; what is out of range is written as the nearest code.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    static let width = 2

    /// 01: none of the others.
    public static let other = CirculationStatus(rawValue: 1)
    /// 02: ordered and not here yet.
    public static let onOrder = CirculationStatus(rawValue: 2)
    /// 03: available.
    public static let available = CirculationStatus(rawValue: 3)
    /// 04: on loan.
    public static let charged = CirculationStatus(rawValue: 4)
    /// 05: on loan, and not to be recalled before its earliest recall date.
    public static let chargedNotRecallable = CirculationStatus(rawValue: 5)
    /// 06: being made ready.
    public static let inProcess = CirculationStatus(rawValue: 6)
    /// 07: recalled.
    public static let recalled = CirculationStatus(rawValue: 7)
    /// 08: on the hold shelf.
    public static let waitingOnHoldShelf = CirculationStatus(rawValue: 8)
    /// 09: waiting to be put on its shelf.
    public static let waitingToBeReshelved = CirculationStatus(rawValue: 9)
    /// 10: on its way between branches.
    public static let inTransit = CirculationStatus(rawValue: 10)
    /// 11: claimed to have been returned.
    public static let claimedReturned = CirculationStatus(rawValue: 11)
    /// 12: lost.
    public static let lost = CirculationStatus(rawValue: 12)
    /// 13: missing.
    public static let missing = CirculationStatus(rawValue: 13)
}
