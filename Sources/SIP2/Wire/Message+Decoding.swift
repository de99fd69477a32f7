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
        let outline = try MessageOutline(of: bytes.span, in: dialect)
        var slots: [Slot] = []
        slots.reserveCapacity(Self.usualFieldCount)
        var lapses = outline.lapses
        var scanner = outline.fields
        while let piece = scanner.next(in: bytes.span) {
            switch piece {
            case .field(let id, let range): slots.append(Slot(id: id, range: range))
            case .stray: lapses.insert(.strayText)
            }
        }
        if !scanner.endsWithDelimiter {
            lapses.insert(.missingLastDelimiter)
        }
        self.init(
            outline,
            dialect: dialect,
            bytes: bytes,
            slots: slots,
            lapses: lapses
        )
    }
}
