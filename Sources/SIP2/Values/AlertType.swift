// SPDX-License-Identifier: MPL-2.0

/// Why a returned item needs attention (`CV`), two digits; an extension.
///
/// Servers differ in what they send; some send 00 for a return without an alert.
public struct AlertType: WireCode {
    /// The code.
    public let rawValue: Int

    /// Makes a value from its code; what is out of range is written as the nearest code.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    static let width = 2

    /// 00: nothing.
    public static let none = AlertType(rawValue: 0)
    /// 01: a hold to be picked up at this branch.
    public static let holdHere = AlertType(rawValue: 1)
    /// 02: a hold at another branch.
    public static let holdElsewhere = AlertType(rawValue: 2)
    /// 03: a hold from another library.
    public static let interlibraryLoan = AlertType(rawValue: 3)
    /// 04: an item of another branch, with or without a hold.
    public static let transfer = AlertType(rawValue: 4)
    /// 99: something else.
    public static let other = AlertType(rawValue: 99)
}
