// SPDX-License-Identifier: MPL-2.0

/// The two characters that name a field.
public struct FieldID: Sendable, Hashable {
    /// The two characters as bytes, the first one in the upper half.
    let rawValue: UInt16

    /// The number of characters.
    static let length = 2

    /// Makes a field identifier from two bytes.
    ///
    /// - Returns: nil when either byte is not a printable ASCII character other than the blank.
    public init?(_ first: UInt8, _ second: UInt8) {
        guard 0x21...0x7E ~= first, 0x21...0x7E ~= second else { return nil }
        rawValue = UInt16(first) << 8 | UInt16(second)
    }

    /// Makes a field identifier from its two characters.
    ///
    /// - Returns: nil for anything but two printable ASCII characters.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 2 else { return nil }
        self.init(bytes[0], bytes[1])
    }

    /// Makes one of the identifiers this library names, when it is compiled.
    init(known first: Unicode.Scalar, _ second: Unicode.Scalar) {
        rawValue = UInt16(truncatingIfNeeded: first.value << 8 | second.value)
    }

    /// The two characters as bytes, in order.
    var bytes: (UInt8, UInt8) {
        (UInt8(truncatingIfNeeded: rawValue >> 8), UInt8(truncatingIfNeeded: rawValue))
    }

    /// Whether SIP 2.00 allows the field more than once in a message.
    public var repeats: Bool {
        switch self {
        case .screenMessage, .printLine, .holdItem, .overdueItem, .chargedItem, .fineItem,
            .recallItem, .unavailableHoldItem, .renewedItem, .unrenewedItem:
            true
        default: false
        }
    }
}

extension FieldID: CustomStringConvertible {
    /// The two characters.
    public var description: String {
        String(decoding: [bytes.0, bytes.1], as: UTF8.self)
    }
}

/// A field of a message: its identifier and its text.
public struct Field: Sendable, Hashable {
    /// Which field it is.
    public let id: FieldID
    /// The text, without the delimiter.
    public let value: String

    /// Makes a field.
    public init(_ id: FieldID, _ value: String) {
        self.id = id
        self.value = value
    }
}

extension Field: Redacted {
    /// The identifier and the value as ``Message/redacted`` shows them.
    public var redacted: String {
        id.description + Redaction.shown(value, of: id)
    }
}
