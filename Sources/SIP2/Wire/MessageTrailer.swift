// SPDX-License-Identifier: MPL-2.0

/// The sequence number and checksum at the end of a message: `AYnAZhhhh`.
///
/// Neither has a delimiter, and servers leave out one or both.
struct MessageTrailer {
    let sequence: SequenceNumber?
    let checksum: Checksum?
    /// The first byte of the trailer, or the end of the message when it has none.
    let start: Int

    /// How the checksum fits the message.
    enum Fit {
        case bytes
        case codePoints
        case none
    }

    /// Finds what looks like a trailer.
    init(in bytes: Span<UInt8>) {
        let tag = bytes.count - 6
        guard tag >= 2, bytes[tag] == 0x41, bytes[tag + 1] == 0x5A,
            let checksum = Checksum(digits: bytes.extracting(tag + 2..<tag + 6))
        else {
            self = .absent(end: bytes.count)
            return
        }
        let sequenceTag = tag - 3
        if sequenceTag >= 2, bytes[sequenceTag] == 0x41, bytes[sequenceTag + 1] == 0x59,
            isDigit(bytes[tag - 1])
        {
            let sequence = SequenceNumber(Int(bytes[tag - 1] - 0x30))
            self.init(sequence: sequence, checksum: checksum, start: sequenceTag)
        } else {
            self.init(sequence: nil, checksum: checksum, start: tag)
        }
    }

    /// A message without a trailer.
    static func absent(end: Int) -> MessageTrailer {
        MessageTrailer(sequence: nil, checksum: nil, start: end)
    }

    private init(sequence: SequenceNumber?, checksum: Checksum?, start: Int) {
        self.sequence = sequence
        self.checksum = checksum
        self.start = start
    }

    /// Compares the checksum with the bytes before it.
    func fit(to bytes: Span<UInt8>, in dialect: Dialect) -> Fit {
        let summed = bytes.extracting(0..<bytes.count - 4)
        guard checksum != Checksum(of: summed) else { return .bytes }
        guard dialect.checksumRule == .bytesOrCodePoints else { return .none }
        let text = dialect.encoding.characters(of: summed.indices.map { summed[$0] }[...])
        return checksum == Checksum(ofCodePointsIn: text) ? .codePoints : .none
    }
}
