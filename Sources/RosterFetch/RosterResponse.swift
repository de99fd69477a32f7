// SPDX-License-Identifier: MPL-2.0

/// A server's own name for one state of what it serves (RFC 9110, 8.8.3).
public struct EntityTag: Sendable, Hashable {
    /// The greatest number of bytes in a tag.
    public static let lengthMax = 256

    /// The tag as the server wrote it, quotes included.
    public let text: String

    /// Takes a quoted text of printable characters, with or without `W/` before it; anything else
    /// is nil.
    public init?(_ text: some StringProtocol) {
        let opaque = text.hasPrefix("W/") ? text.dropFirst(2) : text[...]
        guard text.utf8.count <= Self.lengthMax, opaque.utf8.count >= 2,
            opaque.hasPrefix("\""), opaque.hasSuffix("\""),
            opaque.dropFirst().dropLast().utf8.allSatisfy({
                $0 == 0x21 || (0x23...0x7E).contains($0)
            })
        else { return nil }
        self.text = String(text)
    }

    /// Whether two tags name the same content as far as their server tells (weak comparison).
    func matches(_ other: EntityTag) -> Bool { opaque == other.opaque }

    private var opaque: Substring { text.hasPrefix("W/") ? text.dropFirst(2) : text[...] }
}

/// The head of an answer, and what is to be made of it.
struct RosterResponse {
    let status: Int
    /// Names and values as they came.
    let headers: [(name: String, value: String)]

    /// What the body of a good answer must be like.
    struct Expectation {
        let length: Int?
        let tag: EntityTag?
    }

    /// What is to be expected of the body, or nil when there is nothing newer.
    ///
    /// - Throws: ``RosterFetchRefusal`` when the answer has no roster.
    func expectation(
        knowing known: EntityTag?,
        max: Int
    ) throws(RosterFetchRefusal) -> Expectation? {
        let tag = try tag()
        switch status {
        case 200: break
        case 304:
            guard let known else { throw .status(304) }
            guard tag.map({ $0.matches(known) }) ?? true else { throw .wrongTag }
            return nil
        case 300..<400: throw .redirected
        case 401, 403: throw .forbidden
        default: throw .status(status)
        }
        let codings = values("Content-Encoding").map { $0.lowercased() }
        guard codings.allSatisfy({ $0 == "identity" }) else { throw .encoded }
        let types = values("Content-Type").map { $0.lowercased() }
        guard !types.contains(where: { $0.contains("html") }) else { throw .webPage }
        var length: Int?
        for text in values("Content-Length") {
            guard let value = Int(text), value >= 0, length == nil || length == value else {
                throw .incomplete
            }
            length = value
        }
        if let length, length > max { throw .tooLarge(max: max) }
        return Expectation(length: length, tag: tag)
    }

    private func tag() throws(RosterFetchRefusal) -> EntityTag? {
        let texts = values("ETag")
        guard let first = texts.first else { return nil }
        guard texts.count == 1, let tag = EntityTag(first) else { throw .wrongTag }
        return tag
    }

    private func values(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }
}
