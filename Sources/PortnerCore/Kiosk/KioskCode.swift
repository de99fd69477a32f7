// SPDX-License-Identifier: MPL-2.0

/// What a kiosk's scanner read, before anybody knows whether it is a card, an item or an order.
public struct ScannedCode: Sendable, Hashable, Personal {
    /// What stands for a code wherever it would be shown.
    public static let standIn = "scanned code"

    /// What the library's own forms of numbers say that a code is.
    public enum Kind: Sendable, Hashable {
        /// A card.
        case card
        /// An item.
        case item
    }

    /// The text; a card's or an item's number.
    public let secret: String
    /// What it is by the library's own forms; nil where it has none of them.
    public let kind: Kind?

    /// Takes what a scanner read.
    public init(_ text: String, kind: Kind? = nil) {
        secret = text
        self.kind = kind
    }
}

/// What a code is at a kiosk.
enum CodeMeaning: Sendable, Hashable {
    case order(KioskInput)
    case card(CardNumber)
    case item(ItemNumber)
    case nothing
}

extension ScannedCode {
    /// What command barcodes begin with.
    public static let orderPrefix = "PORTNER-"

    /// What the code is.
    ///
    /// A CPR number, a library card and an item's number can have the same length, so a kiosk
    /// cannot tell by that alone. The library's own forms come first; then ten digits that begin
    /// with a day and a month are a health card, whose day may be 60 higher in a replacement
    /// number. Everything else is an item: whoever borrows many scans more items than cards.
    var meaning: CodeMeaning {
        guard secret.utf8.count <= ItemNumber.lengthMax else { return .nothing }
        if secret.uppercased().hasPrefix(Self.orderPrefix) {
            let name = secret.dropFirst(Self.orderPrefix.count).lowercased()
            return KioskInput.fixed[name].map { .order($0) } ?? .nothing
        }
        switch kind ?? (isHealthCard ? .card : .item) {
        case .card: return CardNumber(secret).map { .card($0) } ?? .nothing
        case .item: return ItemNumber(secret).map { .item($0) } ?? .nothing
        }
    }

    /// Ten digits that begin with a day of a month; days 61 to 91 are replacement numbers.
    private var isHealthCard: Bool {
        let digits = secret.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }
        guard digits.count == 10, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return false
        }
        let pair = { (index: Int) in Int(digits[index] - 0x30) * 10 + Int(digits[index + 1] - 0x30)
        }
        let day = pair(0)
        return (1...12).contains(pair(2)) && ((1...31).contains(day) || (61...91).contains(day))
    }
}
