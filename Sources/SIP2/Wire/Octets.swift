// SPDX-License-Identifier: MPL-2.0

/// Eight bytes in one machine word, the first one lowest.
///
/// A search through a message looks at eight bytes with a handful of instructions. The word comes
/// from a span whose length the compiler knows, so it is one load without checks.
struct Octets {
    static let count = 8

    let word: UInt64

    /// Takes the first eight bytes of at least eight.
    @inline(__always)
    init(_ bytes: Span<UInt8>) {
        let eight = bytes.extracting(first: Self.count)
        word =
            UInt64(eight[0]) | UInt64(eight[1]) << 8 | UInt64(eight[2]) << 16
            | UInt64(eight[3]) << 24 | UInt64(eight[4]) << 32 | UInt64(eight[5]) << 40
            | UInt64(eight[6]) << 48 | UInt64(eight[7]) << 56
    }

    /// A word whose lowest bit set lies in the first byte that is this one, and zero where none is.
    ///
    /// Bits above the lowest one mean nothing.
    @inline(__always)
    func hits(of byte: UInt8) -> UInt64 {
        let difference = word ^ (UInt64(byte) &* 0x0101_0101_0101_0101)
        return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    }
}

extension Span<UInt8> {
    /// The index of the first byte of a kind, or the count when there is none.
    @inline(__always)
    func firstIndex(of byte: UInt8) -> Int {
        var rest = extracting(first: count)
        while rest.count >= Octets.count {
            let hits = Octets(rest).hits(of: byte)
            if hits != 0 { return count &- rest.count &+ hits.trailingZeroBitCount / 8 }
            rest = rest.extracting(droppingFirst: Octets.count)
        }
        var index = 0
        while index < rest.count, rest[index] != byte { index &+= 1 }
        return count &- rest.count &+ index
    }
}
