// SPDX-License-Identifier: MPL-2.0

/// A SIP2 message: a command, a fixed part, and fields in the order in which they came.
///
/// A message that was received keeps its bytes, and a value becomes text when it is asked for.
/// Fields that are not part of SIP 2.00 are kept like the others.
public struct Message: Sendable {
    /// The most bytes of a message, sent or received.
    ///
    /// Real answers with a long loan list take several kilobytes; the protocol sets no limit.
    public static let lengthMax = 65_536

    /// The most bytes of a field's value that is sent.
    public static let valueLengthMax = 255

    /// The byte that ends the fields of a message that is built.
    private static let delimiter: UInt8 = 0x7C
    /// How many bytes there is room for at first in a message that is built.
    private static let usualLength = 512
    /// How many fields there is room for at first; most messages have fewer.
    static let usualFieldCount = 32

    /// What the message says or asks.
    public let command: Command
    /// The sequence number that a received message carried.
    public let sequence: SequenceNumber?
    /// The checksum that a received message carried.
    public let checksum: Checksum?
    /// The character set of the bytes held.
    let encoding: TextEncoding
    /// The fixed part and the fields as they are sent, and for a received message the rest too.
    private(set) var bytes: [UInt8]
    /// Where the fixed part lies within the bytes.
    let fixedRange: Range<Int>
    /// Where the values lie within the bytes.
    private(set) var slots: [Slot]
    /// The byte that ends the fields held.
    let delimiter: UInt8
    /// Whether a value that was appended holds the delimiter, so that it cannot be sent.
    private(set) var holdsDelimiters = false
    /// Deviations noticed while reading.
    let lapses: Lapses

    /// The place of one field's value.
    struct Slot: Sendable {
        let id: FieldID
        private let start: UInt32
        private let end: UInt32

        init(id: FieldID, range: Range<Int>) {
            self.id = id
            start = UInt32(truncatingIfNeeded: range.lowerBound)
            end = UInt32(truncatingIfNeeded: range.upperBound)
        }

        var range: Range<Int> { Int(start)..<Int(end) }
        var isEmpty: Bool { start == end }
    }

    /// Makes a message to which fields are then appended.
    ///
    /// - Parameters:
    ///   - command: What the message says or asks.
    ///   - fixed: The fixed part, in the columns of ``MessageLayout``.
    public init(_ command: Command, fixed: String = "") {
        self.command = command
        sequence = nil
        checksum = nil
        encoding = .utf8
        bytes = []
        bytes.reserveCapacity(Self.usualLength)
        bytes.append(contentsOf: fixed.utf8)
        fixedRange = 0..<bytes.count
        slots = []
        slots.reserveCapacity(Self.usualFieldCount)
        delimiter = Self.delimiter
        lapses = []
    }

    init(
        _ outline: MessageOutline,
        dialect: Dialect,
        bytes: [UInt8],
        slots: [Slot],
        lapses: Lapses
    ) {
        command = outline.command
        sequence = outline.sequence
        checksum = outline.checksum
        encoding = dialect.encoding
        self.bytes = bytes
        fixedRange = outline.fixedPart
        self.slots = slots
        delimiter = dialect.delimiter
        self.lapses = lapses
    }

    /// Makes the message that is built by stating the content of another one.
    private init(rewriting message: Message) {
        self.init(message.command, fixed: message.fixedPart)
        for field in message.fields {
            append(field.id, field.value)
        }
    }

    /// The bytes of a received message begin with its command, those of a built one do not.
    private var isReceived: Bool {
        fixedRange.lowerBound > 0
    }

    /// The fixed part.
    public var fixedPart: String {
        encoding.characters(of: fixedBytes)
    }

    var fixedBytes: ArraySlice<UInt8> {
        bytes[fixedRange]
    }

    /// The fields, each read when it is looked at.
    public var fields: Fields { Fields(message: self) }

    /// The fields of a message, in the order in which they came.
    public struct Fields: RandomAccessCollection, Sendable {
        let message: Message

        /// 0.
        public var startIndex: Int { 0 }

        /// The number of fields.
        public var endIndex: Int { message.slots.count }

        /// A field by its place in the message.
        public subscript(position: Int) -> Field {
            message.field(message.slots[position])
        }
    }

    func field(_ slot: Slot) -> Field {
        Field(slot.id, text(slot))
    }

    /// The text of a field; what was stated needs no normalising.
    func text(_ slot: Slot) -> String {
        let value = bytes[slot.range]
        return isReceived ? encoding.text(of: value) : String(decoding: value, as: UTF8.self)
    }

    /// The text of the first field of a kind, or nil when there is none.
    public subscript(id: FieldID) -> String? {
        let slots = slots.span
        for index in slots.indices where slots[index].id == id {
            return text(slots[index])
        }
        return nil
    }

    /// The texts of all fields of a kind, in order; empty ones are left out.
    ///
    /// Servers send an empty list as one empty field, and some pad a list with empty fields.
    public func values(of id: FieldID) -> [String] {
        var values: [String] = []
        let slots = slots.span
        for index in slots.indices where slots[index].id == id && !slots[index].isEmpty {
            values.append(text(slots[index]))
        }
        return values
    }

    /// Appends a field, or nothing when there is no value.
    ///
    /// Whether the value can be sent is checked by ``encoded(in:sequence:)``. A received message
    /// loses its sequence number and checksum, because they were those of other bytes.
    public mutating func append(_ id: FieldID, _ value: String?) {
        guard let value else { return }
        if isReceived { self = Message(rewriting: self) }
        bytes.append(id.bytes.0)
        bytes.append(id.bytes.1)
        let start = bytes.count
        bytes.append(contentsOf: value.utf8)
        let range = start..<bytes.count
        if bytes.span.extracting(range).firstIndex(of: Self.delimiter) < range.count {
            holdsDelimiters = true
        }
        if Composition.isNeeded(for: bytes.span.extracting(range)) {
            bytes.removeSubrange(start...)
            bytes.append(contentsOf: Composition.composed(value).utf8)
        }
        slots.append(Slot(id: id, range: start..<bytes.count))
        bytes.append(Self.delimiter)
    }

    /// Appends one field for each value.
    public mutating func append(_ id: FieldID, _ values: [String]) {
        for value in values {
            append(id, value)
        }
    }
}

extension Message: Equatable {
    /// Whether two messages say the same: command, fixed part, and fields in order.
    ///
    /// Character set, sequence number and checksum do not count.
    public static func == (left: Message, right: Message) -> Bool {
        left.command == right.command && left.fixedPart == right.fixedPart
            && left.fields.elementsEqual(right.fields)
    }
}
