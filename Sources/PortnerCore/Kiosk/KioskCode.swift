// SPDX-License-Identifier: MPL-2.0

/// What a kiosk's scanner read, before anybody knows whether it is a card, an item or an order.
public struct ScannedCode: Sendable, Hashable, Personal {
    /// What stands for a code wherever it would be shown.
    public static let standIn = "scanned code"

    /// The text; a card's or an item's number.
    public let secret: String
    /// The symbology's letter in its AIM identifier (`C` for Code 128, `I` for 2 of 5), where the
    /// scanner tells it.
    public let symbology: Character?

    /// Takes what a scanner read.
    public init(_ text: String, symbology: Character? = nil) {
        secret = text
        self.symbology = symbology
    }
}

/// A form that the numbers of one kind of card or item have.
public struct CodePattern: Sendable, Hashable {
    /// What the number begins with; compared without regard to case.
    public var prefix: String
    /// How many characters it has in all.
    public var lengths: ClosedRange<Int>
    /// Whether they are digits only.
    public var digitsOnly: Bool
    /// The symbology's letter in its AIM identifier; nil for any.
    public var symbology: Character?

    /// A form.
    public init(
        prefix: String = "",
        lengths: ClosedRange<Int>,
        digitsOnly: Bool = true,
        symbology: Character? = nil
    ) {
        self.prefix = prefix
        self.lengths = lengths
        self.digitsOnly = digitsOnly
        self.symbology = symbology
    }

    /// Whether a code has the form; a scanner that does not tell the symbology is believed.
    public func fits(_ code: ScannedCode) -> Bool {
        let bytes = code.secret.utf8
        guard lengths.contains(bytes.count),
            code.secret.uppercased().hasPrefix(prefix.uppercased()),
            !digitsOnly || bytes.allSatisfy({ (0x30...0x39).contains($0) })
        else { return false }
        guard let symbology, let read = code.symbology else { return true }
        return symbology == read
    }
}

/// What a code is at a kiosk.
enum CodeMeaning: Sendable, Hashable {
    case order(KioskInput)
    case card(CardNumber)
    case item(ItemNumber)
    case nothing
}

/// Which codes are orders, cards and items.
///
/// A CPR number, a library card and an item's number can have the same length, so a kiosk cannot
/// tell by that alone. The library's own forms come first, items before cards, and then ten digits
/// that begin with a day and a month are a health card, whose day may be 60 higher in a replacement
/// number. Everything else is an item: whoever borrows many scans more items than cards.
public struct CodeRules: Sendable, Hashable {
    /// What command barcodes begin with.
    public static let orderPrefix = "PORTNER-"
    /// The greatest number of forms of each kind.
    public static let patternsMax = 32

    /// The forms of the library's item numbers.
    public var items: [CodePattern]
    /// The forms of the library's cards, beside the health card.
    public var cards: [CodePattern]

    /// The library's forms; more than ``patternsMax`` of a kind are not looked at.
    public init(items: [CodePattern] = [], cards: [CodePattern] = []) {
        self.items = Array(items.prefix(Self.patternsMax))
        self.cards = Array(cards.prefix(Self.patternsMax))
    }

    /// What a code is.
    func meaning(of code: ScannedCode) -> CodeMeaning {
        let text = code.secret
        guard text.utf8.count <= ItemNumber.lengthMax else { return .nothing }
        if text.uppercased().hasPrefix(Self.orderPrefix) {
            let name = text.dropFirst(Self.orderPrefix.count).lowercased()
            return KioskInput.orders[name].map { .order($0) } ?? .nothing
        }
        if items.contains(where: { $0.fits(code) }) { return item(text) }
        if cards.contains(where: { $0.fits(code) }) || Self.isHealthCard(text) {
            return CardNumber(text).map { .card($0) } ?? .nothing
        }
        return item(text)
    }

    private func item(_ text: String) -> CodeMeaning {
        ItemNumber(text).map { .item($0) } ?? .nothing
    }

    /// Ten digits that begin with a day of a month; days 61 to 91 are replacement numbers.
    private static func isHealthCard(_ text: String) -> Bool {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }
        guard digits.count == 10, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return false
        }
        let pair = { (index: Int) in Int(digits[index] - 0x30) * 10 + Int(digits[index + 1] - 0x30)
        }
        let day = pair(0)
        return (1...12).contains(pair(2)) && ((1...31).contains(day) || (61...91).contains(day))
    }
}

extension KioskInput {
    /// The orders that a barcode can give, by the word after ``CodeRules/orderPrefix``.
    ///
    /// Everything on the screen can be done with the scanner alone, apart from the PIN.
    static let orders: [String: KioskInput] = {
        var orders: [String: KioskInput] = [
            "back": .back, "renew-all": .renewAll, "finish": .finish, "stay": .stay,
            "yes": .handOver(true), "no": .handOver(false),
        ]
        for task in KioskTask.allCases { orders[task.rawValue] = .choose(task) }
        for choice in ReceiptChoice.allCases {
            orders["receipt-\(choice.rawValue)"] = .receipt(choice)
        }
        for language in Language.allCases {
            orders["language-\(language.rawValue)"] = .language(language)
        }
        for wish in Wish.allCases {
            orders[wish.rawValue] = .wish(wish, true)
            orders["no-\(wish.rawValue)"] = .wish(wish, false)
        }
        return orders
    }()

    /// The words of the orders, for printing them as barcodes.
    public static var orderWords: [String] { orders.keys.sorted() }
}
