// SPDX-License-Identifier: MPL-2.0

/// The characters of XML 1.0.
enum XMLCharacter {
    /// Whether XML can hold a character at all: no control characters but tab and line ends.
    static func isLegal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }

    /// Whether a byte is white space.
    static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    /// Whether a byte is a digit of a character's number.
    static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    /// Whether a name may begin with a byte; no envelope has names beyond ASCII.
    static func beginsName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A, 0x5F, 0x3A: true
        default: false
        }
    }

    /// Whether a name may go on with a byte.
    static func continuesName(_ byte: UInt8) -> Bool {
        beginsName(byte) || 0x30...0x39 ~= byte || byte == 0x2D || byte == 0x2E
    }
}

/// The smallest pieces of an XML document: names, values, texts, and what is passed over.
struct XMLScanner {
    typealias Failure = SIPEnvelope.DecodingError

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The document is not XML from here on.
    var malformed: Failure { .notWellFormed(offset: position) }

    var isAtEnd: Bool { position == bytes.count }
    var isAtName: Bool { !isAtEnd && XMLCharacter.beginsName(bytes[position]) }

    /// Passes over these characters if they are next.
    mutating func skip(_ text: String) -> Bool {
        guard bytes[position...].starts(with: text.utf8) else { return false }
        position += text.utf8.count
        return true
    }

    /// Passes over white space; false when there was none.
    @discardableResult
    mutating func skipWhitespace() -> Bool {
        let start = position
        while !isAtEnd, XMLCharacter.isBlank(bytes[position]) { position += 1 }
        return position > start
    }

    // MARK: Passed over

    /// Passes over the byte order mark and the XML declaration, which must not name another
    /// character set.
    mutating func skipDeclaration() throws(Failure) {
        _ = skip("\u{FEFF}")
        let start = position
        guard skip("<?xml"), skipWhitespace() else {
            position = start
            return
        }
        var allowed = ["version", "encoding", "standalone"][...]
        repeat {
            guard isAtName else { break }
            let key = String(decoding: try name(), as: UTF8.self)
            guard let place = allowed.firstIndex(of: key), key == "version" || place > 0 else {
                throw malformed
            }
            if allowed.startIndex == 0, key != "version" { throw malformed }
            allowed = allowed[(place + 1)...]
            let value = try attributeValue()
            switch key {
            case "version": guard value == "1.0" else { throw malformed }
            case "encoding": guard value.lowercased() == "utf-8" else { throw .notUTF8 }
            default: guard value == "yes" || value == "no" else { throw malformed }
            }
        } while skipWhitespace()
        guard allowed.startIndex > 0, skip("?>") else { throw malformed }
    }

    /// Passes over a comment whose opening was passed over.
    mutating func skipComment() throws(Failure) {
        while !isAtEnd {
            if skip("--") {
                guard skip(">") else { throw malformed }
                return
            }
            position += 1
        }
        throw malformed
    }

    /// Passes over a processing instruction whose opening was passed over.
    mutating func skipInstruction() throws(Failure) {
        let target = String(decoding: try name(), as: UTF8.self)
        guard target.lowercased() != "xml", !target.contains(":") else { throw malformed }
        if skip("?>") { return }
        guard skipWhitespace() else { throw malformed }
        while !isAtEnd {
            if skip("?>") { return }
            position += 1
        }
        throw malformed
    }

    // MARK: Read

    /// A name, its prefix included.
    mutating func name() throws(Failure) -> ArraySlice<UInt8> {
        guard isAtName else { throw malformed }
        let start = position
        while !isAtEnd, XMLCharacter.continuesName(bytes[position]) { position += 1 }
        guard position - start <= XMLReader.nameLengthMax else { throw .nameTooLong }
        return bytes[start..<position]
    }

    /// The equals sign and the quoted value after an attribute's name.
    mutating func attributeValue() throws(Failure) -> String {
        skipWhitespace()
        guard skip("=") else { throw malformed }
        skipWhitespace()
        guard let quote = isAtEnd ? nil : bytes[position], quote == 0x22 || quote == 0x27 else {
            throw malformed
        }
        position += 1
        var value: [UInt8] = []
        while !isAtEnd, bytes[position] != quote {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "<"): throw malformed
            case UInt8(ascii: "&"): value += try reference()
            default:
                position += 1
                // Both characters of a line end are one blank.
                if byte == 0x0D, !isAtEnd, bytes[position] == 0x0A { position += 1 }
                value.append(XMLCharacter.isBlank(byte) ? 0x20 : byte)
            }
        }
        guard !isAtEnd else { throw malformed }
        position += 1
        return String(decoding: value, as: UTF8.self)
    }

    /// The text up to the next markup.
    mutating func text() throws(Failure) -> String {
        var value: [UInt8] = []
        while !isAtEnd, bytes[position] != UInt8(ascii: "<") {
            if bytes[position] == UInt8(ascii: "&") {
                value += try reference()
            } else if skip("]]>") {
                throw malformed
            } else {
                appendCharacter(to: &value)
            }
        }
        return String(decoding: value, as: UTF8.self)
    }

    /// The rest of a CDATA section whose opening was passed over.
    mutating func characterData() throws(Failure) -> String {
        var value: [UInt8] = []
        while !isAtEnd {
            if skip("]]>") { return String(decoding: value, as: UTF8.self) }
            appendCharacter(to: &value)
        }
        throw malformed
    }

    /// Takes a byte over, every form of line end as a line feed.
    private mutating func appendCharacter(to value: inout [UInt8]) {
        let byte = bytes[position]
        position += 1
        guard byte == 0x0D else {
            value.append(byte)
            return
        }
        if !isAtEnd, bytes[position] == 0x0A { position += 1 }
        value.append(0x0A)
    }

    /// A character reference or one of the five entities of XML.
    private mutating func reference() throws(Failure) -> [UInt8] {
        for (entity, byte) in Self.entities where skip(entity) { return [byte] }
        guard skip("&#") else { throw .entity }
        let radix = skip("x") ? 16 : 10
        let start = position
        while !isAtEnd, XMLCharacter.isHexDigit(bytes[position]) { position += 1 }
        let digits = String(decoding: bytes[start..<position], as: UTF8.self)
        guard skip(";"), let number = UInt32(digits, radix: radix),
            let scalar = Unicode.Scalar(number), XMLCharacter.isLegal(scalar)
        else { throw malformed }
        return Array(String(scalar).utf8)
    }

    private static var entities: [(String, UInt8)] {
        [
            ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&apos;", 0x27),
        ]
    }
}
