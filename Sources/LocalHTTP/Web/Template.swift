// SPDX-License-Identifier: MPL-2.0

import HTTPTypes
import Hummingbird

/// A page with places to fill in, written `{{name}}`.
struct Template: Sendable {
    private enum Piece: Sendable {
        case text(Substring)
        case place(String)
    }

    private let pieces: [Piece]

    /// Takes a page apart at its places.
    init(_ bytes: [UInt8]) {
        var pieces: [Piece] = []
        var rest = Substring(decoding: bytes, as: UTF8.self)
        while let open = rest.firstRange(of: "{{"),
            let close = rest[open.upperBound...].firstRange(of: "}}")
        {
            pieces.append(.text(rest[..<open.lowerBound]))
            pieces.append(.place(String(rest[open.upperBound..<close.lowerBound])))
            rest = rest[close.upperBound...]
        }
        pieces.append(.text(rest))
        self.pieces = pieces
    }

    /// The page with its places filled in; text is escaped, marks are put in as they are.
    func page(text: [String: String], marks: [String: [UInt8]] = [:]) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: filled(text: text, marks: marks)))
        )
    }

    private func filled(text: [String: String], marks: [String: [UInt8]] = [:]) -> String {
        var page = ""
        for piece in pieces {
            switch piece {
            case .text(let part):
                page += part
            case .place(let name):
                if let bytes = marks[name] { page += String(decoding: bytes, as: UTF8.self) }
                page += (text[name] ?? "").escapedForHTML
            }
        }
        return page
    }

    /// The keys of a number pad, which are the same on every page but for where it looks for what
    /// is pressed and for its words.
    ///
    /// - Parameters:
    ///   - name: What the attribute is called that names a key.
    ///   - before: What stands before a key's name in it.
    ///   - word: What the attribute is called that names a word.
    /// - Returns: The marks of twelve buttons.
    static func keys(named name: String, before: String = "", word: String) -> [UInt8] {
        let keys = Template(PackageResources.keys_html)
        return Array(keys.filled(text: ["name": name, "before": before, "word": word]).utf8)
    }
}

extension String {
    /// The text for use in HTML, between tags and in quoted attributes.
    var escapedForHTML: String {
        var escaped = ""
        for character in unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
