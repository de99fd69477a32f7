// SPDX-License-Identifier: MPL-2.0

/// A code that the protocol writes as a number in a fixed count of digits.
///
/// Codes outside SIP 2.00 are kept as they are, because library systems add their own.
protocol WireCode: RawRepresentable, Sendable, Hashable where RawValue == Int {
    /// The number of digits.
    static var width: Int { get }

    /// Makes a code from its number.
    init(rawValue: Int)
}

extension WireCode {
    /// Reads the text of a field.
    ///
    /// - Returns: nil for what is no number, and for nothing.
    init?(field text: String?) {
        guard let text, let number = decimal(Array(text.utf8)[...]) else { return nil }
        self.init(rawValue: number)
    }

    /// The digits; what is out of range is written as the nearest code.
    var wireText: String {
        digits(rawValue, width: Self.width)
    }
}

extension Optional where Wrapped: WireCode {
    /// The digits, or blanks when there is no code.
    var wireText: String {
        self?.wireText ?? String(repeating: " ", count: Wrapped.width)
    }
}

extension Message {
    /// A coded field as it came, where its text is no number; it is kept among the extensions.
    func unread<Code: WireCode>(_ id: FieldID, as code: Code?) -> [Field] {
        guard code == nil, let text = self[id], !text.isEmpty else { return [] }
        return [Field(id, text)]
    }
}

extension FixedPartReader {
    /// A column that holds a code; what is no number is nil.
    mutating func code<Code: WireCode>(_ type: Code.Type = Code.self) -> Code? {
        number(Code.width).map { Code(rawValue: $0) }
    }
}
