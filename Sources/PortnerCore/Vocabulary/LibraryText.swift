// SPDX-License-Identifier: MPL-2.0

/// A text that the library system wrote: a title, a name, a word to the patron.
///
/// It is one line of limited length, safe for a page and a receipt, and personal, since it often
/// tells what somebody reads.
public struct LibraryText: Sendable, Hashable, Personal {
    /// The greatest number of characters that are kept.
    public static let lengthMax = 300

    /// What stands for a text wherever it would be shown.
    public static let standIn = "library text"

    /// The text, to be shown to the patron whom it concerns and to nobody else.
    public let shown: String

    /// Takes a text with its breaks and control characters made blanks, cut at ``lengthMax``.
    ///
    /// - Returns: nil when nothing but blanks is left.
    public init?(_ text: some StringProtocol) {
        var kept = String.UnicodeScalarView()
        var count = 0
        var endsInBlank = true
        for scalar in text.unicodeScalars {
            let isBlank = Self.isBlank(scalar)
            guard !(isBlank && endsInBlank) else { continue }
            guard count < Self.lengthMax else { break }
            kept.append(isBlank ? " " : scalar)
            endsInBlank = isBlank
            count += 1
        }
        if endsInBlank, !kept.isEmpty { kept.removeLast() }
        guard !kept.isEmpty else { return nil }
        shown = String(kept)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: true
        default: false
        }
    }
}

/// An amount of money in the smallest unit of its currency.
public struct Money: Sendable, Hashable {
    /// The currency by its ISO 4217 code.
    public let currency: String
    /// The amount in hundredths: øre of a krone.
    public let hundredths: Int

    /// An amount of hundredths.
    public init(hundredths: Int, currency: String) {
        self.hundredths = hundredths
        self.currency = currency
    }

    /// The amount with a point and two decimals, as SIP2 writes it.
    public var text: String {
        let part = hundredths.magnitude % 100
        let sign = hundredths < 0 ? "-" : ""
        return "\(sign)\(hundredths.magnitude / 100).\(part < 10 ? "0" : "")\(part)"
    }
}
