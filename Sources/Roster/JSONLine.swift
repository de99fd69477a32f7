// SPDX-License-Identifier: MPL-2.0

/// One line of the NDJSON form: an object (RFC 8259) of strings, lists of strings, whole numbers
/// and truth values, and nothing deeper.
///
/// A general decoder would build any value before it is known to be wanted, and would need
/// Foundation; this one knows the few fields there are.
struct JSONLine {
    private let bytes: [UInt8]
    private let number: Int
    private var position = 0

    private init(_ bytes: [UInt8], _ number: Int) {
        self.bytes = bytes
        self.number = number
    }

    /// Reads a line that may have these fields.
    static func fields(
        _ line: [UInt8],
        _ known: [RosterField],
        _ number: Int
    ) throws(RosterError) -> RosterFields {
        var scanner = JSONLine(line, number)
        return try scanner.object(known)
    }

    private var malformed: RosterError { RosterError(line: number, .malformed) }

    private mutating func object(_ known: [RosterField]) throws(RosterError) -> RosterFields {
        var fields = RosterFields(line: number)
        try expect("{")
        if !skip("}") {
            repeat {
                let name = try string()
                guard let field = RosterField(rawValue: name), known.contains(field) else {
                    throw RosterError(line: number, .unknownField)
                }
                guard fields[field] == nil else {
                    throw RosterError(line: number, field: field, .twice)
                }
                try expect(":")
                fields[field] = try value(field)
            } while skip(",")
            try expect("}")
        }
        skipBlanks()
        guard position == bytes.count else { throw malformed }
        return fields
    }

    private mutating func value(_ field: RosterField) throws(RosterError) -> RosterValue? {
        skipBlanks()
        guard position < bytes.count else { throw malformed }
        switch bytes[position] {
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "["): return .list(try list(field))
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try wholeNumber(field))
        case UInt8(ascii: "t") where skip("true"): return .flag(true)
        case UInt8(ascii: "f") where skip("false"): return .flag(false)
        case UInt8(ascii: "n") where skip("null"): return nil
        // An object, a negative or broken number, or no JSON at all.
        default: throw RosterError(line: number, field: field, .wrongKind)
        }
    }

    private mutating func list(_ field: RosterField) throws(RosterError) -> [String] {
        var texts: [String] = []
        try expect("[")
        if skip("]") { return texts }
        repeat {
            guard texts.count < RosterLimits.cellsMax else {
                throw RosterError(line: number, field: field, .tooMany)
            }
            skipBlanks()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw RosterError(line: number, field: field, .wrongKind)
            }
            texts.append(try string())
        } while skip(",")
        try expect("]")
        return texts
    }

    private mutating func wholeNumber(_ field: RosterField) throws(RosterError) -> Int {
        let end =
            bytes[position...].firstIndex { !(0x30...0x39).contains($0) } ?? bytes.endIndex
        let digits = bytes[position..<end]
        position = end
        guard digits.count <= 9, digits.first != UInt8(ascii: "0") || digits.count == 1 else {
            throw RosterError(line: number, field: field, .badValue)
        }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private mutating func string() throws(RosterError) -> String {
        try expect("\"")
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            guard bytes[position] != UInt8(ascii: "\t") else { throw malformed }
            guard bytes[position] != UInt8(ascii: "\\") else { return try escaped(from: start) }
            position += 1
        }
        guard position < bytes.count else { throw malformed }
        position += 1
        return String(decoding: bytes[start..<position - 1], as: UTF8.self)
    }

    /// A string with an escape in it, from its first character on.
    private mutating func escaped(from start: Int) throws(RosterError) -> String {
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text.append(try escape())
            case UInt8(ascii: "\t"): throw malformed
            default: text.append(byte)
            }
        }
        throw malformed
    }

    private mutating func escape() throws(RosterError) -> UInt8 {
        guard position < bytes.count else { throw malformed }
        let letter = bytes[position]
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return letter
        case UInt8(ascii: "u"):
            let digits = bytes[position...].prefix(4)
            position += digits.count
            guard digits.count == 4, digits.allSatisfy({ $0 != UInt8(ascii: "+") }),
                let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
            else { throw malformed }
            guard (0x20...0x7E).contains(code) else { throw RosterError(line: number, .notASCII) }
            return UInt8(code)
        // Line ends and other control characters are JSON, but no value of a roster.
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"),
            UInt8(ascii: "t"):
            throw RosterError(line: number, .notASCII)
        default: throw malformed
        }
    }

    private mutating func skipBlanks() {
        while position < bytes.count,
            bytes[position] == UInt8(ascii: " ") || bytes[position] == UInt8(ascii: "\t")
        { position += 1 }
    }

    /// Passes over these characters if they are next after blanks.
    private mutating func skip(_ text: StaticString) -> Bool {
        skipBlanks()
        let word = text.description.utf8
        guard bytes[position...].starts(with: word) else { return false }
        position += word.count
        return true
    }

    private mutating func expect(_ text: StaticString) throws(RosterError) {
        guard skip(text) else { throw malformed }
    }
}
