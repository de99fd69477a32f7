// SPDX-License-Identifier: MPL-2.0

/// An input read as decisions: what to do next, with which bytes, at which time.
///
/// When the input is used up every further choice is 0, so any bytes are a whole story.
struct Choices {
    private var rest: ArraySlice<UInt8>

    init(_ input: [UInt8]) { rest = input[...] }

    var isEmpty: Bool { rest.isEmpty }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    mutating func flag() -> Bool { byte() & 1 != 0 }

    /// A number from 0 to 65,535.
    mutating func word() -> Int { Int(byte()) << 8 | Int(byte()) }

    mutating func element<Element>(of elements: [Element]) -> Element {
        elements[Int(byte()) % elements.count]
    }

    /// Up to this many bytes, fewer at the end of the input.
    mutating func bytes(atMost count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// Exactly this many bytes, with zeros at the end of the input.
    mutating func bytes(padded count: Int) -> [UInt8] {
        let taken = bytes(atMost: count)
        return taken + [UInt8](repeating: 0, count: count - taken.count)
    }

    /// All that is left.
    mutating func remaining() -> [UInt8] { bytes(atMost: rest.count) }
}
