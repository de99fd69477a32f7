// SPDX-License-Identifier: MPL-2.0

/// A currency by its three letters of ISO 4217 (`BH`, and a column of Fee Paid).
public struct Currency: RawRepresentable, Sendable, Hashable {
    /// The letters, as they stand in the message.
    public let rawValue: String

    /// Makes a currency from its letters.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    static let width = 3

    /// DKK, the Danish krone.
    public static let danishKrone = Currency(rawValue: "DKK")
    /// EUR, the euro.
    public static let euro = Currency(rawValue: "EUR")
    /// NOK, the Norwegian krone.
    public static let norwegianKrone = Currency(rawValue: "NOK")
    /// SEK, the Swedish krona.
    public static let swedishKrona = Currency(rawValue: "SEK")
}
