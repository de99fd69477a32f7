// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The bytes on a tag in the fixed layout of ISO 28560-3, which is DS/INF 163's, the Danish data
/// model.
///
/// | Bytes | Field |
/// | --- | --- |
/// | 0 | content parameter (high half, 1), type of usage (low half) |
/// | 1 | number of parts |
/// | 2 | number of this part |
/// | 3-18 | item number, filled with zeros |
/// | 19-20 | checksum, low byte first |
/// | 21-33 | owner library without its hyphen, filled with zeros; on a tag of 32 bytes 21-31 |
///
/// The checksum is CRC-16 with polynomial 0x1021 and start 0xFFFF over the other bytes; on a tag
/// of 32 bytes as if two zeros followed.
public enum TagMemory {
    /// The bytes that a tag must have at least.
    public static let shortLength = 32
    /// The bytes of the block where there is room for it.
    public static let length = 34
    /// The most bytes that are looked at.
    public static let lengthMax = 1024

    /// The only content parameter there is.
    static let version: UInt8 = 1
    private static let checksum = 19..<21

    // MARK: Writing

    /// The block for a tag with room for 34 bytes and more.
    public static func block(_ content: TagContent) -> [UInt8]? { block(content, length: length) }

    /// The block for a tag of 32 bytes, or nil when the owner's name does not fit on it.
    public static func shortBlock(_ content: TagContent) -> [UInt8]? {
        block(content, length: shortLength)
    }

    private static func block(_ content: TagContent, length: Int) -> [UInt8]? {
        let item = Array(content.item.secret.utf8)
        let owner = content.owner?.stored ?? []
        guard item.count <= TagContent.itemLengthMax, owner.count <= length - checksum.upperBound
        else { return nil }
        var bytes = [version << 4 | content.usage.code]
        bytes += [UInt8(content.part.count), UInt8(content.part.number)]
        bytes += item + [UInt8](repeating: 0, count: TagContent.itemLengthMax - item.count)
        bytes += [0, 0] + owner
        bytes += [UInt8](repeating: 0, count: length - bytes.count)
        let sum = crc(of: bytes)
        bytes[19] = UInt8(truncatingIfNeeded: sum)
        bytes[20] = UInt8(truncatingIfNeeded: sum >> 8)
        return bytes
    }

    // MARK: Reading

    /// Reads a tag's memory from its beginning; what lies behind the block is passed over.
    public static func read(_ memory: some Collection<UInt8>) -> TagReading {
        let bytes = Array(memory.prefix(length))
        guard bytes.count >= shortLength else {
            return bytes.isEmpty || !bytes.allSatisfy(isErased) ? .foreign(.tooShort) : .blank
        }
        guard !isBlank(bytes) else { return .blank }
        guard bytes[0] >> 4 == version else { return .foreign(.otherLayout) }
        guard let part = part(number: Int(bytes[2]), count: Int(bytes[1])) else {
            return .foreign(.impossiblePart)
        }
        let field = bytes[3..<19].prefix { $0 != 0 }
        guard field.allSatisfy({ 0x21...0x7E ~= $0 }),
            let item = ItemNumber(String(decoding: field, as: UTF8.self))
        else { return .foreign(.noItemNumber) }
        let isShort = !holds(bytes, length: length) && holds(bytes, length: shortLength)
        let end = isShort ? shortLength : bytes.count
        let content = TagContent(
            usage: TagUsage(code: bytes[0]),
            part: part,
            item: item,
            owner: OwnerLibrary(stored: Array(bytes[21..<end].prefix { $0 != 0 }))
        )
        guard content.usage != .patronCard else { return .patronCard }
        return isShort || holds(bytes, length: length) ? .item(content) : .damaged(content)
    }

    /// A memory of which the reader turned each block round, put right.
    ///
    /// Some readers deliver a block's highest byte first.
    public static func turned(_ memory: [UInt8], blockLength: Int) -> [UInt8] {
        guard blockLength > 1 else { return memory }
        return stride(from: 0, to: memory.count, by: blockLength).flatMap { start in
            memory[start..<min(start + blockLength, memory.count)].reversed()
        }
    }

    /// Writers that know nothing of sets leave the numbers at zero.
    private static func part(number: Int, count: Int) -> TagPart? {
        count <= 1 ? .whole : TagPart(number, of: count)
    }

    private static func isErased(_ byte: UInt8) -> Bool { byte == 0 || byte == 0xFF }

    private static func isBlank(_ bytes: [UInt8]) -> Bool {
        bytes.allSatisfy { $0 == 0 } || bytes.allSatisfy { $0 == 0xFF }
    }

    private static func holds(_ bytes: [UInt8], length: Int) -> Bool {
        let stored = UInt16(bytes[20]) << 8 | UInt16(bytes[19])
        return crc(of: Array(bytes.prefix(length))) == stored
    }

    /// The checksum of a block, its own place left out.
    private static func crc(of block: [UInt8]) -> UInt16 {
        var covered = Array(block[..<checksum.lowerBound] + block[checksum.upperBound...])
        covered += [UInt8](repeating: 0, count: length - 2 - covered.count)
        return covered.reduce(0xFFFF) { sum, byte in
            (0..<8).reduce(sum ^ UInt16(byte) << 8) { sum, _ in
                sum & 0x8000 == 0 ? sum << 1 : sum << 1 ^ 0x1021
            }
        }
    }
}

/// What was read from a tag.
public enum TagReading: Sendable, Hashable {
    /// A library's item.
    case item(TagContent)
    /// A library's item by all but the checksum.
    ///
    /// There are such tags from before the standard, and torn writes look the same. A site decides
    /// whether it takes them; the library system knows the number or does not.
    case damaged(TagContent)
    /// A patron's card, which is nothing that could be borrowed.
    case patronCard
    /// A tag on which nothing was ever written.
    case blank
    /// Something else: another layout, a travel card, a jumper's price tag.
    case foreign(Foreign)

    /// Why a tag is no library's.
    public enum Foreign: String, Sendable, Hashable, CaseIterable {
        /// It has fewer than 32 bytes.
        case tooShort = "too-short"
        /// Its layout is another.
        case otherLayout = "other-layout"
        /// It says to be a part that there is not.
        case impossiblePart = "impossible-part"
        /// Its item number is empty or has other than printable characters.
        case noItemNumber = "no-item-number"
    }
}
