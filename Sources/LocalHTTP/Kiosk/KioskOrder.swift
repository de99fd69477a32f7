// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// A press as a page sends it: `{"id": "…", "session": 7, "order": "renew-3"}`.
struct KioskOrder: Sendable, Hashable, Codable {
    /// Chosen by the page and the same however often it is sent.
    var id: String
    /// The session that the page was showing.
    var session: UInt64
    /// What was pressed: the word that the snapshot gave for it.
    var order: String

    /// The press, or `nil` when it is none.
    var press: KioskPress? {
        guard let id = RequestID(id), let input = KioskInput(order: order) else { return nil }
        return KioskPress(id: id, session: session, input: input)
    }
}

extension KioskOrder: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A stand-in: a press can be a digit of a PIN.
    var description: String { "kiosk press" }
    /// A stand-in: a press can be a digit of a PIN.
    var debugDescription: String { description }
    /// Nothing, so that a dump never shows a digit.
    var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension KioskInput {
    /// Reads the word of an input; anything else is `nil`.
    ///
    /// The words are those of the command barcodes, with keys and lines besides.
    init?(order: String) {
        if let input = Self.fixed[order] {
            self = input
        } else if let rest = order.after("key-"), let key = Key(name: rest) {
            self = .key(key)
        } else if let rest = order.after("renew-"), let line = Self.line(rest) {
            self = .renew(line)
        } else if let rest = order.after("seen-"), let line = Self.line(rest) {
            self = .acknowledge(line)
        } else {
            return nil
        }
    }

    /// The word of the input.
    var order: String {
        switch self {
        case .choose(let task): task.rawValue
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

    private static let fixed: [String: KioskInput] = {
        var inputs: [KioskInput] = [
            .back, .renewAll, .finish, .stay, .handOver(true), .handOver(false),
        ]
        inputs += KioskTask.allCases.map { .choose($0) }
        inputs += ReceiptChoice.allCases.map { .receipt($0) }
        inputs += Language.allCases.map { .language($0) }
        inputs += Wish.allCases.flatMap { [.wish($0, true), .wish($0, false)] }
        return Dictionary(inputs.map { ($0.order, $0) }) { first, _ in first }
    }()

    /// A line's number: digits without a sign, few enough to be a line.
    private static func line(_ text: Substring) -> Int? {
        guard (1...6).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(text)
    }
}

extension String {
    /// What follows a beginning, or `nil` when the text begins otherwise.
    fileprivate func after(_ beginning: String) -> Substring? {
        hasPrefix(beginning) ? dropFirst(beginning.count) : nil
    }
}

extension Key {
    fileprivate init?(name: Substring) { self.init(name: String(name)) }
}
