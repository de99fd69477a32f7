// SPDX-License-Identifier: MPL-2.0

/// Reads the columns of a fixed part, one after the other.
///
/// What is missing or malformed reads as nil or as no.
struct FixedPartReader {
    private var rest: ArraySlice<UInt8>

    /// Begins at the first column.
    ///
    /// - Returns: nil when the message is of another command.
    init?(_ message: Message, of command: Command) {
        guard message.command == command else { return nil }
        rest = message.fixedBytes
    }

    /// The bytes of the next column, fewer than its width only at the end.
    mutating func bytes(_ width: Int) -> ArraySlice<UInt8> {
        defer { rest = rest.dropFirst(width) }
        return rest.prefix(width)
    }

    /// A column that is text.
    mutating func text(_ width: Int) -> String {
        String(decoding: bytes(width), as: UTF8.self)
    }

    /// A column of one character.
    mutating func character() -> Character {
        text(1).first ?? " "
    }

    /// A column that says `Y`.
    mutating func yes() -> Bool {
        character() == "Y"
    }

    /// A column that says `1`.
    mutating func ok() -> Bool {
        character() == "1"
    }

    /// A column that says `Y` or `N`; anything else, such as `U`, is nil.
    mutating func answer() -> Bool? {
        switch character() {
        case "Y": true
        case "N": false
        default: nil
        }
    }

    /// A column of digits; blanks and anything else are nil.
    mutating func number(_ width: Int) -> Int? {
        decimal(bytes(width))
    }

    /// A column that holds a date and time.
    mutating func timestamp() -> Timestamp? {
        Timestamp(bytes: bytes(Timestamp.width))
    }
}

/// What the columns of a fixed part look like.
enum FixedPart {
    /// Yes or no.
    static func yes(_ value: Bool) -> String {
        value ? "Y" : "N"
    }

    /// Yes, no, or not known.
    static func answer(_ value: Bool?) -> String {
        value.map(yes) ?? "U"
    }

    /// One character, or a blank where there is none.
    static func character(_ value: Character?) -> String {
        String(value ?? " ")
    }

    /// Success or not, where the protocol has digits.
    static func ok(_ value: Bool) -> String {
        value ? "1" : "0"
    }

    /// A `Y` for each bit that is set and a blank for the others, the lowest bit first.
    static func flags(_ bits: UInt16, width: Int) -> String {
        let bytes = (0..<UInt16(width)).map { bits & 1 << $0 == 0 ? UInt8(0x20) : 0x59 }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A number, or blanks where there is none.
    static func number(_ value: Int?, width: Int) -> String {
        value.map { digits($0, width: width) } ?? String(repeating: " ", count: width)
    }

    /// A text in a fixed width, filled with blanks.
    static func text(_ value: String, width: Int) -> String {
        let kept = value.prefix(width)
        return kept + String(repeating: " ", count: width - kept.count)
    }
}

extension Message {
    /// The text of a field, empty when it is absent.
    func text(_ id: FieldID) -> String {
        self[id] ?? ""
    }

    /// The answer of a field that says `Y` or `N`, or nil when it says neither or is absent.
    func answer(_ id: FieldID) -> Bool? {
        switch self[id] {
        case "Y": true
        case "N": false
        default: nil
        }
    }

    /// The number in a field, or nil when it is none.
    func number(_ id: FieldID) -> Int? {
        self[id].flatMap { decimal(Array($0.utf8)[...]) }
    }

    /// The secret in a field.
    func secret(_ id: FieldID) -> Secret? {
        self[id].map { Secret($0) }
    }

    /// Appends a yes or no.
    mutating func append(_ id: FieldID, _ answer: Bool?) {
        append(id, answer.map(FixedPart.yes))
    }

    /// Appends fields that have their identifiers with them.
    mutating func append(_ fields: [Field]) {
        for field in fields {
            append(field.id, field.value)
        }
    }
}
