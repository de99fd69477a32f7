// SPDX-License-Identifier: MPL-2.0

/// The path and query of a request, taken apart.
struct FBSTarget: Equatable {
    struct Item: Equatable {
        let name: String
        let value: String
    }

    var path: [String]
    var query: [Item]

    init(_ path: [String], query: [Item] = []) {
        self.path = path
        self.query = query
    }

    /// Takes a target apart; nil when it is not one or not UTF-8.
    init?(_ text: String) {
        let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = halves.first, first.first == "/" else { return nil }
        var path: [String] = []
        for part in first.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let decoded = Self.decoded(part) else { return nil }
            path.append(decoded)
        }
        var query: [Item] = []
        for item in halves.count == 2 ? halves[1].split(separator: "&") : [] {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]),
                let value = Self.decoded(parts.count == 2 ? parts[1] : "")
            else { return nil }
            query.append(Item(name: name, value: value))
        }
        self.init(path, query: query)
    }

    /// The value of the first query item with a name.
    subscript(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The target for HTTP: everything but unreserved characters percent-encoded.
    var encoded: String {
        let items = query.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
        return path.map { "/" + Self.encoded($0) }.joined()
            + (items.isEmpty ? "" : "?" + items.joined(separator: "&"))
    }

    private static func encoded(_ text: String) -> String {
        // A part of dots alone would be resolved away on its journey.
        if text == "." || text == ".." {
            return String(repeating: "%2E", count: text.utf8.count)
        }
        var output: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E:
                output.append(byte)
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                output += (hex.utf8.count == 1 ? "%0" + hex : "%" + hex).utf8
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func decoded(_ text: Substring) -> String? {
        var output: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                output.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, digits.first != UInt8(ascii: "+"),
                let value = UInt8(String(Substring(digits)), radix: 16)
            else { return nil }
            output.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: output, as: UTF8.self)
    }
}
