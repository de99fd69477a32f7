// SPDX-License-Identifier: MPL-2.0

/// The words for inputs, the same in what a page sends and on command barcodes.
extension KioskInput {
    /// Reads the word of an input, such as `loan`, `key-7`, `renew-3` or `no-larger-text`.
    ///
    /// Anything else is `nil`; a line's number has at most six digits.
    public init?(word: some StringProtocol) {
        if let input = Self.fixed[String(word)] {
            self = input
        } else if let rest = word.after("key-"), let key = Key(name: rest) {
            self = .key(key)
        } else if let rest = word.after("renew-"), let line = Self.line(rest) {
            self = .renew(line)
        } else if let rest = word.after("seen-"), let line = Self.line(rest) {
            self = .acknowledge(line)
        } else {
            return nil
        }
    }

    /// The word of the input.
    public var word: String {
        switch self {
        case .choose(let task): task.rawValue
        case .typeCard: "type-card"
        case .key(.digit(let digit)): "key-\(digit)"
        case .key(.enter): "key-enter"
        case .key(.clear): "key-clear"
        case .key(.cancel): "key-cancel"
        case .back: "back"
        case .renew(let line): "renew-\(line)"
        case .renewAll: "renew-all"
        case .acknowledge(let line): "seen-\(line)"
        case .finish: "finish"
        case .receipt(let choice): "receipt-\(choice.rawValue)"
        case .stay: "stay"
        case .handOver(let isDone): isDone ? "yes" : "no"
        case .language(let language): "language-\(language.rawValue)"
        case .wish(let wish, let isOn): isOn ? wish.rawValue : "no-\(wish.rawValue)"
        }
    }

    /// The orders that a barcode can give, by the word after ``ScannedCode/orderPrefix``: all but
    /// typing, and what concerns a single line.
    ///
    /// Everything else on the screen can be done with the scanner alone.
    static let fixed: [String: KioskInput] = {
        var inputs: [KioskInput] = [
            .typeCard, .back, .renewAll, .finish, .stay, .handOver(true), .handOver(false),
        ]
        inputs += KioskTask.allCases.map { .choose($0) }
        inputs += ReceiptChoice.allCases.map { .receipt($0) }
        inputs += Language.allCases.map { .language($0) }
        inputs += Wish.allCases.flatMap { [.wish($0, true), .wish($0, false)] }
        return Dictionary(inputs.map { ($0.word, $0) }) { first, _ in first }
    }()

    /// The words of the orders, for printing them as barcodes.
    public static var orderWords: [String] { fixed.keys.sorted() }

    /// A line's number: digits without a sign, few enough to be a line.
    private static func line(_ text: some StringProtocol) -> Int? {
        guard (1...6).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(text)
    }
}

extension Key {
    /// Reads the name of a key: a digit, `enter`, `clear` or `cancel`; anything else is `nil`.
    public init?(name: some StringProtocol) {
        switch String(name) {
        case "enter": self = .enter
        case "clear": self = .clear
        case "cancel": self = .cancel
        default:
            guard name.utf8.count == 1, let digit = name.utf8.first, (0x30...0x39).contains(digit)
            else { return nil }
            self = .digit(digit - 0x30)
        }
    }
}

extension StringProtocol {
    /// What follows a beginning, or `nil` when the text begins otherwise.
    fileprivate func after(_ beginning: String) -> SubSequence? {
        hasPrefix(beginning) ? dropFirst(beginning.count) : nil
    }
}
