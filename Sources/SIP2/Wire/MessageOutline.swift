// SPDX-License-Identifier: MPL-2.0

/// Where the parts of a message lie within its bytes, found without allocating.
///
/// It is what ``Message`` is read by, and serves alone where many messages are looked through and
/// few kept: the checksum is verified, and ``fields`` walks over the values where they lie.
public struct MessageOutline: Sendable {
    /// What the message says or asks.
    public let command: Command
    /// The sequence number.
    public let sequence: SequenceNumber?
    /// The checksum, which fits the bytes.
    public let checksum: Checksum?
    /// Where the fixed part lies; all of the message when the command is unknown.
    public let fixedPart: Range<Int>
    /// Walks over the fields from the first one.
    public let fields: FieldScanner
    /// Deviations noticed so far.
    let lapses: Message.Lapses

    /// Looks through a message, as leniently as ``Message/init(decoding:in:)``.
    ///
    /// - Parameters:
    ///   - bytes: The message without its terminator.
    ///   - dialect: How the peer speaks.
    /// - Throws: ``Message/DecodingError``.
    public init(
        of bytes: Span<UInt8>,
        in dialect: Dialect
    ) throws(Message.DecodingError) {
        guard bytes.count <= Message.lengthMax else { throw .tooLong }
        guard bytes.count >= 2, isDigit(bytes[0]), isDigit(bytes[1]),
            let command = Command(rawValue: (bytes[0] - 0x30) * 10 + (bytes[1] - 0x30))
        else { throw .commandMissing }
        let width = MessageLayout.fixedWidth(of: command)
        let (trailer, fit) = try Self.trailer(of: bytes, command, width, dialect)
        var lapses: Message.Lapses = fit == .codePoints ? .codePointChecksum : []
        let fixedEnd = try Self.fixedEnd(
            of: bytes.extracting(0..<trailer.start),
            command,
            width,
            dialect.delimiter,
            &lapses
        )
        var first = fixedEnd
        if first < trailer.start, bytes[first] == dialect.delimiter {
            first += 1
            lapses.insert(.emptyLeadingField)
        }
        self.command = command
        sequence = trailer.sequence
        checksum = trailer.checksum
        fixedPart = 2..<fixedEnd
        fields = FieldScanner(first..<trailer.start, delimiter: dialect.delimiter)
        self.lapses = lapses
    }

    /// The trailer of a message, checked.
    ///
    /// The checksum must fit. Only without error detection, and where no trailer may stand, is
    /// what looks like a lone checksum the end of a last field without its delimiter.
    private static func trailer(
        of bytes: Span<UInt8>,
        _ command: Command,
        _ width: Int?,
        _ dialect: Dialect
    ) throws(Message.DecodingError) -> (MessageTrailer, MessageTrailer.Fit) {
        let trailer = MessageTrailer(in: bytes)
        guard trailer.checksum != nil else { return (trailer, .bytes) }
        let fit = trailer.fit(to: bytes, in: dialect)
        guard fit == .none else { return (trailer, fit) }
        let standsRight =
            trailer.start == 2 + (width ?? 0) || bytes[trailer.start - 1] == dialect.delimiter
        guard !dialect.detectsErrors, !standsRight, trailer.sequence == nil else {
            throw .checksumMismatch(command)
        }
        return (.absent(end: bytes.count), .bytes)
    }

    /// Where the fixed part ends, given the bytes before the trailer.
    ///
    /// The fixed part of an unknown command has no known end, so all of it is taken as fixed.
    private static func fixedEnd(
        of bytes: Span<UInt8>,
        _ command: Command,
        _ width: Int?,
        _ delimiter: UInt8,
        _ lapses: inout Message.Lapses
    ) throws(Message.DecodingError) -> Int {
        guard let width else { return bytes.count }
        let expected = 2 + width
        let found = 2 + bytes.extracting(2..<min(expected, bytes.count)).firstIndex(of: delimiter)
        if found < expected {
            guard command == .patronInformation,
                found >= expected - PatronInformationRequest.Summary.width
            else { throw .fixedPartTooShort(command) }
            lapses.insert(.shortSummary)
        }
        if command == .scStatus, !(3..<6).allSatisfy({ isDigit(bytes[$0]) }) {
            lapses.insert(.printWidthNotNumber)
        }
        return found
    }
}
