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
        output.reserveCapacity(bytes.count + slots.count * 3 + 16)
        output.append(contentsOf: command.description.utf8)
        try writeFixedPart(to: &output, in: dialect)
        try writeFields(to: &output, in: dialect)
        if dialect.detectsErrors {
            if let sequence, command != .requestSCResend, command != .requestACSResend {
                output.append(contentsOf: [0x41, 0x59, 0x30 + sequence.value])
            }
            output.append(contentsOf: [0x41, 0x5A])
            output.append(contentsOf: Checksum(of: output.span).description.utf8)
        }
        guard output.count <= Self.lengthMax else {
            throw .messageTooLong(length: output.count)
        }
        return output
    }

    private func writeFixedPart(
        to output: inout [UInt8],
        in dialect: Dialect
    ) throws(EncodingError) {
        let layout = MessageLayout[command]
        var fixed = Array(fixedBytes)
        // A summary that came short is written in full.
        if command == .patronInformation, let layout, lapses.contains(.shortSummary) {
            fixed += [UInt8](repeating: 0x20, count: max(0, layout.fixedWidth - fixed.count))
        }
        let isPlain = fixed.allSatisfy { 0x20...0x7E ~= $0 }
        let isUnbroken = layout == nil || !fixed.contains(dialect.delimiter)
        guard isPlain, isUnbroken, layout == nil || fixed.count == layout?.fixedWidth else {
            throw .malformedFixedPart(command)
        }
        if dialect.form == .cicero {
            switch command {
            case .patronInformation: fixed.removeLast()
            case .scStatus: fixed.replaceSubrange(1..<4, with: "xxx".utf8)
            default: break
            }
        }
        output += fixed
    }

    private func writeFields(
        to output: inout [UInt8],
        in dialect: Dialect
    ) throws(EncodingError) {
        let layout = MessageLayout[command]
        let hasFields = !slots.isEmpty || layout?.required.isEmpty == false
        if dialect.form == .cicero, hasFields {
            output.append(dialect.delimiter)
        }
        for id in layout?.fields ?? [] {
            var isWritten = false
            for slot in slots where slot.id == id && (!isWritten || id.repeats) {
                try write(slot, to: &output, in: dialect)
                isWritten = true
            }
            if !isWritten, layout?.required.contains(id) == true {
                output.append(contentsOf: [id.bytes.0, id.bytes.1, dialect.delimiter])
            }
        }
        for slot in slots where layout?.contains(slot.id) != true {
            try write(slot, to: &output, in: dialect)
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
        } else if !dialect.encoding.append(encoding.text(of: bytes[slot.range]), to: &output) {
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
