// SPDX-License-Identifier: MPL-2.0

/// One value of a ledger entry under its name.
public struct LedgerField: Sendable, Hashable {
    /// The name: a raw value of `RecordField`, or of a newer release's.
    public let name: String
    /// The value.
    public let value: String

    /// Puts a name and its value together.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// The canonical text of an entry's values: the form that is stored and that the chain covers.
///
/// Each value is one line, `name=value` and a line feed, in the order of the record. In names and
/// values a backslash is written `\\`, a line feed `\n`, and in names an equals sign `\e`. So the
/// text has one reading only, and a technician can read it with any SQLite shell.
enum FieldText {
    /// Appends the line for one value.
    static func append(name: String, value: String, to text: inout [UInt8]) {
        appendEscaped(name, isName: true, to: &text)
        text.append(UInt8(ascii: "="))
        appendEscaped(value, isName: false, to: &text)
        text.append(UInt8(ascii: "\n"))
    }

    /// Reads the values back, or gives `nil` for text that ``append(name:value:to:)`` never writes.
    static func fields(_ text: String) -> [LedgerField]? {
        var fields: [LedgerField] = []
        var rest = text.utf8[...]
        while !rest.isEmpty {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")),
                let equals = rest[..<end].firstIndex(of: UInt8(ascii: "=")),
                let name = unescaped(rest[..<equals], isName: true),
                let value = unescaped(rest[rest.index(after: equals)..<end], isName: false)
            else { return nil }
            fields.append(LedgerField(name: name, value: value))
            rest = rest[rest.index(after: end)...]
        }
        return fields
    }

    private static func appendEscaped(_ part: String, isName: Bool, to text: inout [UInt8]) {
        let start = text.count
        text += part.utf8
        // Hardly any part holds a byte to escape, and the door waits for this.
        for index in start..<text.count where escape(text[index], isName: isName) != nil {
            text.removeSubrange(index...)
            for byte in part.utf8.dropFirst(index - start) {
                if let letter = escape(byte, isName: isName) {
                    text += [UInt8(ascii: "\\"), letter]
                } else {
                    text.append(byte)
                }
            }
            return
        }
    }

    /// What follows the backslash in place of a byte, or `nil` for a byte that stands for itself.
    private static func escape(_ byte: UInt8, isName: Bool) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\\"): UInt8(ascii: "\\")
        case UInt8(ascii: "\n"): UInt8(ascii: "n")
        case UInt8(ascii: "=") where isName: UInt8(ascii: "e")
        default: nil
        }
    }

    private static func unescaped(_ part: Substring.UTF8View, isName: Bool) -> String? {
        guard part.contains(UInt8(ascii: "\\")) else { return String(part) }
        var bytes: [UInt8] = []
        var rest = part.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            switch rest.next() {
            case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "n"): bytes.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "e") where isName: bytes.append(UInt8(ascii: "="))
            default: return nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
