// SPDX-License-Identifier: MPL-2.0

/// A strict reader of XML 1.0 with namespaces, for documents in UTF-8 without a document type.
///
/// It gives one event at a time and keeps nothing but the open elements. A document type is refused
/// where it begins, so there are no entities but the five of XML itself, nothing to expand and
/// nothing to fetch.
struct XMLReader {
    /// What is read next.
    enum Event {
        case start(Element)
        case text(String)
        case end
    }

    /// A name with the namespace that its prefix stands for.
    struct Name: Equatable {
        let namespace: String?
        let local: String
    }

    /// An element's opening.
    struct Element {
        let name: Name
        let attributes: [(name: Name, value: String)]

        /// The value of an attribute without a prefix.
        subscript(attribute: String) -> String? {
            attributes.first { $0.name == Name(namespace: nil, local: attribute) }?.value
        }
    }

    typealias Failure = SIPEnvelope.DecodingError

    static let depthMax = 8
    static let attributesMax = 16
    static let nameLengthMax = 128

    private struct Open {
        let name: ArraySlice<UInt8>
        /// What the prefixes mean inside of the element; the empty one is the default.
        let namespaces: [String: String]
    }

    var scanner: XMLScanner
    private var open: [Open] = []
    private var hasRoot = false
    /// The end that an empty-element tag still owes.
    private var owesEnd = false

    /// Begins a document.
    init(_ bytes: [UInt8]) throws(Failure) {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        guard text.unicodeScalars.allSatisfy(XMLCharacter.isLegal) else {
            throw .notWellFormed(offset: 0)
        }
        scanner = XMLScanner(bytes)
        try scanner.skipDeclaration()
    }

    /// The next event, or nil at the end of the document.
    mutating func next() throws(Failure) -> Event? {
        if owesEnd {
            owesEnd = false
            open.removeLast()
            return .end
        }
        while true {
            if scanner.isAtEnd {
                guard hasRoot, open.isEmpty else { throw scanner.malformed }
                return nil
            }
            if scanner.skip("<!--") {
                try scanner.skipComment()
            } else if scanner.skip("<?") {
                try scanner.skipInstruction()
            } else if !open.isEmpty, scanner.skip("<![CDATA[") {
                return .text(try scanner.characterData())
            } else if scanner.skip("<!") {
                throw .documentType
            } else if scanner.skip("</") {
                return try endTag()
            } else if scanner.skip("<") {
                return try startTag()
            } else if open.isEmpty {
                guard scanner.skipWhitespace() else { throw scanner.malformed }
            } else {
                return .text(try scanner.text())
            }
        }
    }

    private mutating func endTag() throws(Failure) -> Event {
        let name = try scanner.name()
        scanner.skipWhitespace()
        guard open.popLast()?.name == name, scanner.skip(">") else { throw scanner.malformed }
        return .end
    }

    private mutating func startTag() throws(Failure) -> Event {
        guard !open.isEmpty || !hasRoot else { throw scanner.malformed }
        guard open.count < Self.depthMax else { throw .tooDeep }
        let name = try scanner.name()
        let attributes = try attributes()
        owesEnd = scanner.skip("/>")
        guard owesEnd || scanner.skip(">") else { throw scanner.malformed }
        hasRoot = true
        let namespaces = try namespaces(declaredBy: attributes)
        open.append(Open(name: name, namespaces: namespaces))
        let own = attributes.filter { !$0.isDeclaration }
        var resolved: [(name: Name, value: String)] = []
        for attribute in own {
            let name = try resolve(attribute.name, in: namespaces, default: nil)
            guard !resolved.contains(where: { $0.name == name }) else { throw scanner.malformed }
            resolved.append((name, attribute.value))
        }
        let resolvedName = try resolve(name, in: namespaces, default: namespaces[""])
        return .start(Element(name: resolvedName, attributes: resolved))
    }

    private struct Attribute {
        let name: ArraySlice<UInt8>
        let value: String

        /// Whether it declares a namespace.
        var isDeclaration: Bool {
            name.elementsEqual("xmlns".utf8) || name.starts(with: "xmlns:".utf8)
        }
    }

    private mutating func attributes() throws(Failure) -> [Attribute] {
        var found: [Attribute] = []
        while scanner.skipWhitespace(), scanner.isAtName {
            guard found.count < Self.attributesMax else { throw .tooManyAttributes }
            let name = try scanner.name()
            guard !found.contains(where: { $0.name == name }) else { throw scanner.malformed }
            found.append(Attribute(name: name, value: try scanner.attributeValue()))
        }
        return found
    }

    private func namespaces(
        declaredBy attributes: [Attribute]
    ) throws(Failure) -> [String: String] {
        var namespaces = open.last?.namespaces ?? [:]
        for attribute in attributes where attribute.isDeclaration {
            let prefix = String(
                decoding: attribute.name.dropFirst("xmlns:".utf8.count),
                as: UTF8.self
            )
            // A prefix may not be undone, the default namespace may.
            guard prefix.isEmpty || !attribute.value.isEmpty, prefix != "xmlns" else {
                throw scanner.malformed
            }
            namespaces[prefix] = attribute.value.isEmpty ? nil : attribute.value
        }
        return namespaces
    }

    private func resolve(
        _ name: ArraySlice<UInt8>,
        in namespaces: [String: String],
        default: String?
    ) throws(Failure) -> Name {
        let parts = name.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard parts.count <= 2, !parts.contains("") else { throw scanner.malformed }
        guard parts.count == 2 else { return Name(namespace: `default`, local: parts[0]) }
        if parts[0] == "xml" {
            return Name(namespace: "http://www.w3.org/XML/1998/namespace", local: parts[1])
        }
        guard let namespace = namespaces[parts[0]] else { throw scanner.malformed }
        return Name(namespace: namespace, local: parts[1])
    }
}
