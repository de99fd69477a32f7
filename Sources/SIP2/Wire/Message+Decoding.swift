// SPDX-License-Identifier: MPL-2.0

extension Message {
    /// Reads a message.
    ///
    /// Reading is lenient, because real peers deviate in small ways that do no harm; ``notes``
    /// tells which were met. Only a message whose meaning is in doubt is refused.
    /// - Parameters:
    ///   - bytes: The message without its terminator, as ``FrameReader`` delivers it.
    ///   - dialect: How the peer speaks.
    /// - Throws: ``DecodingError``.
    public init(decoding bytes: [UInt8], in dialect: Dialect) throws(DecodingError) {
        guard bytes.count <= Self.lengthMax else { throw .tooLong }
        guard let number = decimal(bytes.prefix(2)), bytes.count >= 2,
            let command = Command(rawValue: UInt8(number))
        else { throw .commandMissing }

        let (trailer, fit) = try Self.trailer(of: bytes, command: command, dialect: dialect)
        var lapses: Lapses = fit == .codePoints ? .codePointChecksum : []
        let fixedRange = try Self.fixedRange(
            of: bytes,
            command: command,
            end: trailer.start,
            delimiter: dialect.delimiter,
            lapses: &lapses
        )
        let slots = Self.slots(
            of: bytes,
            in: fixedRange.upperBound..<trailer.start,
            delimiter: dialect.delimiter,
            lapses: &lapses
        )
        self.init(
            command: command,
            trailer: trailer,
            encoding: dialect.encoding,
            bytes: bytes,
            fixedRange: fixedRange,
            slots: slots,
            lapses: lapses
        )
    }

    /// The trailer of a message, checked.
    ///
    /// The checksum must fit. Only without error detection, and where no trailer may stand, is
    /// what looks like a lone checksum the end of a last field without its delimiter.
    private static func trailer(
        of bytes: [UInt8],
        command: Command,
        dialect: Dialect
    ) throws(DecodingError) -> (MessageTrailer, MessageTrailer.Fit) {
        let trailer = MessageTrailer(in: bytes)
        guard trailer.checksum != nil else { return (trailer, .bytes) }
        let fit = trailer.fit(to: bytes, in: dialect)
        guard fit == .none else { return (trailer, fit) }
        let fixedEnd = 2 + (MessageLayout.fixedWidths[Int(command.rawValue)] ?? 0)
        let standsRight =
            trailer.start == fixedEnd || bytes[trailer.start - 1] == dialect.delimiter
        guard !dialect.detectsErrors, !standsRight, trailer.sequence == nil else {
            throw .checksumMismatch(command)
        }
        return (.absent(end: bytes.count), .bytes)
    }

    /// Where the fixed part lies.
    ///
    /// The fixed part of an unknown command has no known end, so all of it is taken as fixed.
    private static func fixedRange(
        of bytes: [UInt8],
        command: Command,
        end: Int,
        delimiter: UInt8,
        lapses: inout Lapses
    ) throws(DecodingError) -> Range<Int> {
        guard let width = MessageLayout.fixedWidths[Int(command.rawValue)] else { return 2..<end }
        let expected = 2 + width
        let limit = min(expected, end)
        let found = FieldScanner.firstIndex(of: delimiter, in: bytes.span, from: 2, to: limit)
        if found < expected {
            guard command == .patronInformation,
                found >= expected - PatronInformationRequest.Summary.width
            else {
                throw .fixedPartTooShort(command)
            }
            lapses.insert(.shortSummary)
        }
        if command == .scStatus, decimal(bytes[3..<6]) == nil {
            lapses.insert(.printWidthNotNumber)
        }
        return 2..<found
    }

    private static func slots(
        of bytes: [UInt8],
        in range: Range<Int>,
        delimiter: UInt8,
        lapses: inout Lapses
    ) -> [Slot] {
        var range = range
        if !range.isEmpty, bytes[range.lowerBound] == delimiter {
            range = range.lowerBound + 1..<range.upperBound
            lapses.insert(.emptyLeadingField)
        }
        let span = bytes.span
        var slots: [Slot] = []
        slots.reserveCapacity(FieldScanner.count(of: delimiter, in: span, range) + 1)
        var scanner = FieldScanner(range, delimiter: delimiter)
        while let piece = scanner.next(in: span) {
            switch piece {
            case .field(let id, let range): slots.append(Slot(id: id, range: range))
            case .stray: lapses.insert(.strayText)
            }
        }
        if !scanner.endsWithDelimiter {
            lapses.insert(.missingLastDelimiter)
        }
        return slots
    }
}
