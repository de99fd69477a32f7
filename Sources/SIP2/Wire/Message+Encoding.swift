// SPDX-License-Identifier: MPL-2.0

extension Message {
    /// Writes the message, without its terminator.
    ///
    /// Writing is strict: fields stand in the order of the protocol and extensions after them, a
    /// required field that is absent is written empty, only the first of a field that does not
    /// repeat is written, and every field ends with the delimiter.
    /// - Parameters:
    ///   - dialect: How the peer speaks.
    ///   - sequence: The sequence number, written only with error detection. Requests to resend
    ///     never carry one.
    /// - Returns: The bytes in the peer's character set.
    /// - Throws: ``EncodingError`` when a part cannot be written as the protocol demands.
    public func encoded(
        in dialect: Dialect,
        sequence: SequenceNumber? = nil
    ) throws(EncodingError) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + Self.trailerLengthMax + Self.emptyFieldsLengthMax)
        output.append(0x30 + command.rawValue / 10)
        output.append(0x30 + command.rawValue % 10)
        try writeFixedPart(to: &output, in: dialect)
        try writeFields(to: &output, in: dialect)
        if dialect.detectsErrors { writeTrailer(to: &output, sequence) }
        guard output.count <= Self.lengthMax else {
            throw .messageTooLong(length: output.count)
        }
        return output
    }

    /// Command, sequence number and checksum.
    private static let trailerLengthMax = 11
    /// Required fields that are absent; no message has more of them.
    private static let emptyFieldsLengthMax = 16

    private func writeFixedPart(
        to output: inout [UInt8],
        in dialect: Dialect
    ) throws(EncodingError) {
        let width = MessageLayout.fixedWidth(of: command)
        let start = output.count
        output.append(contentsOf: fixedBytes)
        // A summary that came short is written in full.
        if lapses.contains(.shortSummary), let width {
            let missing = max(0, width - fixedRange.count)
            output.append(contentsOf: repeatElement(0x20, count: missing))
        }
        let length = output.count - start
        let isPlain = output.span.extracting(start..<output.count).isPrintable(
            besides: width == nil ? 0 : dialect.delimiter,
            inASCII: true
        )
        guard isPlain, width == nil || length == width else { throw .malformedFixedPart(command) }
        guard dialect.form == .cicero else { return }
        switch command {
        case .patronInformation: output.removeLast()
        case .scStatus: output.replaceSubrange(start + 1..<start + 4, with: "xxx".utf8)
        default: break
        }
    }

    private func writeTrailer(to output: inout [UInt8], _ sequence: SequenceNumber?) {
        if let sequence, command != .requestSCResend, command != .requestACSResend {
            output.append(0x41)
            output.append(0x59)
            output.append(0x30 + sequence.value)
        }
        output.append(0x41)
        output.append(0x5A)
        Checksum(of: output.span).append(to: &output)
    }

    // MARK: Fields

    private func writeFields(
        to output: inout [UInt8],
        in dialect: Dialect
    ) throws(EncodingError) {
        let order = MessageLayout.order(of: command)
        let hasFields = !slots.isEmpty || order?.requires(after: 0, before: Int.max) == true
        if dialect.form == .cicero, hasFields {
            output.append(dialect.delimiter)
        }
        if let run = finishedRun(order, in: dialect) {
            output.append(contentsOf: bytes[run])
            return
        }
        var place = 0
        for slot in sorted(slots, by: order) {
            let next = order?.place(of: slot.id) ?? FieldOrder.extensionPlace
            let isExtension = next == FieldOrder.extensionPlace
            guard isExtension || next != place || slot.id.repeats else { continue }
            writeRequired(order, after: place, before: next, to: &output, dialect.delimiter)
            try write(slot, to: &output, in: dialect)
            place = next
        }
        writeRequired(order, after: place, before: Int.max, to: &output, dialect.delimiter)
    }

    /// The bytes of all fields where they can be sent as they lie, or nil where they cannot.
    ///
    /// They can when the fields are in order and complete, nothing stands between them, and every
    /// byte is allowed: the usual case, which spares looking at fields one by one.
    private func finishedRun(_ order: FieldOrder?, in dialect: Dialect) -> Range<Int>? {
        guard let order, let first = slots.first, let last = slots.last else { return nil }
        guard delimiter == dialect.delimiter,
            lapses.isDisjoint(with: [.strayText, .missingLastDelimiter])
        else { return nil }
        var place = 0
        let slots = slots.span
        for index in slots.indices {
            let slot = slots[index]
            let next = order.place(of: slot.id)
            let isRepeated = next == place && next != FieldOrder.extensionPlace
            guard next >= place, !isRepeated || slot.id.repeats,
                slot.id != .sequenceNumber, slot.id != .checksum,
                slot.range.count <= Self.valueLengthMax
            else { return nil }
            if next > place + 1, order.requires(after: place, before: next) { return nil }
            place = next
        }
        if order.requires(after: place, before: Int.max) { return nil }
        let run = first.range.lowerBound - FieldID.length..<last.range.upperBound + 1
        let isSendable = bytes.span.extracting(run).isPrintable(
            besides: 0,
            inASCII: encoding != dialect.encoding
        )
        return isSendable && !holdsDelimiters ? run : nil
    }

    /// The fields in the order of the protocol, extensions last.
    private func sorted(_ slots: [Slot], by order: FieldOrder?) -> [Slot] {
        guard let order else { return slots }
        let places = slots.enumerated().map { (place: order.place(of: $1.id), index: $0) }
        return places.sorted { $0 < $1 }.map { slots[$0.index] }
    }

    private func writeRequired(
        _ order: FieldOrder?,
        after place: Int,
        before next: Int,
        to output: inout [UInt8],
        _ delimiter: UInt8
    ) {
        guard let order, order.requires(after: place, before: next) else { return }
        for id in order.required(after: place, before: next) {
            output.append(contentsOf: [id.bytes.0, id.bytes.1, delimiter])
        }
    }

    private func write(
        _ slot: Slot,
        to output: inout [UInt8],
        in dialect: Dialect
    ) throws(EncodingError) {
        guard slot.id != .sequenceNumber, slot.id != .checksum else {
            throw .reservedField(slot.id)
        }
        output.append(slot.id.bytes.0)
        output.append(slot.id.bytes.1)
        let start = output.count
        if encoding == dialect.encoding {
            output.append(contentsOf: bytes[slot.range])
        } else if !dialect.encoding.append(text(slot), to: &output) {
            throw .unmappableCharacter(slot.id, dialect.encoding)
        }
        try check(output.span.extracting(start..<output.count), of: slot.id, in: dialect)
        output.append(dialect.delimiter)
    }

    private func check(
        _ value: Span<UInt8>,
        of id: FieldID,
        in dialect: Dialect
    ) throws(EncodingError) {
        guard value.count <= Self.valueLengthMax else {
            throw .valueTooLong(id, length: value.count)
        }
        for index in value.indices {
            let byte = value[index]
            guard byte >= 0x20, byte != 0x7F, byte != dialect.delimiter else {
                throw .forbiddenByte(id, byte)
            }
        }
    }
}

extension Span<UInt8> {
    /// Whether there is no control character, no byte of a kind, and at will nothing but ASCII.
    ///
    /// All bytes are looked at, which the compiler turns into a few instructions for many of them.
    fileprivate func isPrintable(besides byte: UInt8, inASCII: Bool) -> Bool {
        var forbidden: UInt8 = 0
        let upper: UInt8 = inASCII ? 0x80 : 0
        for index in indices {
            let value = self[index]
            forbidden |= value < 0x20 ? 1 : 0
            forbidden |= value == 0x7F ? 1 : 0
            forbidden |= value == byte ? 1 : 0
            forbidden |= value & upper
        }
        return forbidden == 0
    }
}
