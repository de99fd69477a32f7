// SPDX-License-Identifier: MPL-2.0

import SIP2

extension SIPEnvelope {
    /// Why a document is not an envelope.
    public enum DecodingError: Error, Sendable, Hashable {
        /// It is longer than ``SIPEnvelope/lengthMax``.
        case tooLong
        /// It is not UTF-8, or says that it is not.
        case notUTF8
        /// It is not XML from this byte on, or has a name beyond ASCII.
        case notWellFormed(offset: Int)
        /// It declares a document type, which is never needed and can expand without end.
        case documentType
        /// It uses an entity that XML itself does not define.
        case entity
        /// Its elements are nested more deeply than any envelope's.
        case tooDeep
        /// An element has more attributes than any envelope's.
        case tooManyAttributes
        /// A name is longer than any in an envelope.
        case nameTooLong
        /// Its root element is neither `sip` nor `restExceptionInfo`: perhaps a web page.
        case unknownRoot
        /// Its root element belongs to another namespace than the schema's.
        case wrongNamespace
        /// It carries nothing.
        case empty
        /// It carries more than one thing.
        case severalContents
        /// It carries something that the schema does not know.
        case unknownContent
    }

    /// Reads a document.
    ///
    /// The root element must stand in the schema's namespace, by whatever prefix. Comments and
    /// processing instructions are passed over. White space around the message is taken away where
    /// it breaks a line: it belongs to the layout.
    /// - Parameters:
    ///   - bytes: The whole document.
    ///   - schema: How documents name their schema.
    /// - Throws: ``DecodingError`` when it is not exactly one envelope.
    public init(
        decoding bytes: [UInt8],
        in schema: SIPSchema = .axiell
    ) throws(DecodingError) {
        guard bytes.count <= Self.lengthMax else { throw .tooLong }
        var reader = try XMLReader(bytes)
        guard case .start(let root)? = try reader.next() else { throw .empty }
        switch root.name.local {
        case "sip":
            guard root.name.namespace == schema.namespace else { throw .wrongNamespace }
            self.init(
                try Self.content(from: &reader, in: schema),
                login: root["login"].map { Secret($0) },
                password: root["password"].map { Secret($0) }
            )
        case "restExceptionInfo":
            self.init(.exception(try LibraryException(from: &reader)))
        default:
            throw .unknownRoot
        }
        guard try reader.next() == nil else { throw .severalContents }
    }

    private static func content(
        from reader: inout XMLReader,
        in schema: SIPSchema
    ) throws(DecodingError) -> Content {
        var content: Content?
        while let event = try reader.next() {
            switch event {
            case .text(let text):
                guard text.utf8.allSatisfy(XMLCharacter.isBlank) else { throw .unknownContent }
            case .end:
                guard let content else { throw .empty }
                return content
            case .start(let element):
                // The schema has these unqualified; a default namespace would qualify them.
                let namespace = element.name.namespace
                guard namespace == nil || namespace == schema.namespace else {
                    throw .unknownContent
                }
                guard content == nil else { throw .severalContents }
                switch element.name.local {
                case "request": content = .request(try reader.message())
                case "response": content = .response(try reader.message())
                case "error": content = .error(try reader.message())
                default: throw .unknownContent
                }
            }
        }
        throw .empty
    }
}

extension LibraryException {
    /// Reads the children of `restExceptionInfo`; those that are not known are passed over.
    init(from reader: inout XMLReader) throws(SIPEnvelope.DecodingError) {
        self.init()
        while case .start(let element)? = try reader.nextElement() {
            guard let part = Self.parts.first(where: { $0.name == element.name.local })?.text else {
                try reader.skipElement()
                continue
            }
            self[keyPath: part] = try reader.message()
        }
    }
}

extension XMLReader {
    /// The text of the element that was opened, which has nothing but text.
    fileprivate mutating func message() throws(Failure) -> String {
        var text = ""
        while let event = try next() {
            switch event {
            case .text(let piece): text += piece
            case .end: return text.withoutLayout
            case .start: throw .unknownContent
            }
        }
        return text
    }

    /// The next opening or end, past any text.
    fileprivate mutating func nextElement() throws(Failure) -> Event? {
        while let event = try next() {
            if case .text = event { continue }
            return event
        }
        return nil
    }

    /// Passes over the rest of the element that was opened.
    fileprivate mutating func skipElement() throws(Failure) {
        var depth = 1
        while depth > 0, let event = try next() {
            switch event {
            case .start: depth += 1
            case .end: depth -= 1
            case .text: break
            }
        }
    }
}

extension String {
    /// The text without the white space at its ends that breaks a line.
    fileprivate var withoutLayout: String {
        var rest = utf8[...]
        let head = rest.prefix(while: XMLCharacter.isBlank)
        if head.contains(0x0A) { rest = rest[head.endIndex...] }
        let tail = rest.reversed().prefix(while: XMLCharacter.isBlank)
        if tail.contains(0x0A) { rest = rest.dropLast(tail.count) }
        return String(Substring(rest))
    }
}
