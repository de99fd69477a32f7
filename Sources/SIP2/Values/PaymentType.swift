// SPDX-License-Identifier: MPL-2.0

/// How a fee is paid, two digits.
public struct PaymentType: WireCode {
    /// The code.
    public let rawValue: Int

    /// Makes a value from its code; what is out of range is written as the nearest code.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    static let width = 2

    /// 00: cash.
    public static let cash = PaymentType(rawValue: 0)
    /// 01: VISA.
    public static let visa = PaymentType(rawValue: 1)
    /// 02: credit card.
    public static let creditCard = PaymentType(rawValue: 2)
}
