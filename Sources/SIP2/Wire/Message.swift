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

    /// What the message says or asks.
    public let command: Command
    /// The sequence number that a received message carried.
    public let sequence: SequenceNumber?
    /// The checksum that a received message carried.
    public let checksum: Checksum?
    /// The character set of the bytes held.
    let encoding: TextEncoding
    /// The bytes of the fixed part and the values, and for a received message all the others.
    private(set) var bytes: [UInt8]
    /// Where the fixed part lies within the bytes.
    let fixedRange: Range<Int>
    /// Where the values lie within the bytes.
    private(set) var slots: [Slot]
    /// Deviations noticed while reading.
    let lapses: Lapses

    /// The place of one field's value.
    struct Slot: Sendable {
        let id: FieldID
        let range: Range<Int>
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
        bytes = Array(fixed.utf8)
        fixedRange = 0..<bytes.count
        slots = []
        lapses = []
    }

    init(
        command: Command,
        trailer: MessageTrailer,
        encoding: TextEncoding,
        bytes: [UInt8],
        fixedRange: Range<Int>,
        slots: [Slot],
        lapses: Lapses
    ) {
        self.command = command
        sequence = trailer.sequence
        checksum = trailer.checksum
        self.encoding = encoding
        self.bytes = bytes
        self.fixedRange = fixedRange
        self.slots = slots
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
    public var fields: some RandomAccessCollection<Field> {
        slots.lazy.map { Field($0.id, encoding.text(of: bytes[$0.range])) }
    }

    /// The text of the first field of a kind, or nil when there is none.
    public subscript(id: FieldID) -> String? {
        for slot in slots where slot.id == id {
            return encoding.text(of: bytes[slot.range])
        }
        return nil
    }

    /// The texts of all fields of a kind, in order; empty ones are left out.
    ///
    /// Servers send an empty list as one empty field, and some pad a list with empty fields.
    public func values(of id: FieldID) -> [String] {
        var values: [String] = []
        for slot in slots where slot.id == id && !slot.range.isEmpty {
            values.append(encoding.text(of: bytes[slot.range]))
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
        let start = bytes.count
        bytes.append(contentsOf: Composition.composed(value).utf8)
        slots.append(Slot(id: id, range: start..<bytes.count))
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
