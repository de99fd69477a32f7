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
    init(in bytes: [UInt8]) {
        let tag = bytes.count - 6
        guard tag >= 2, bytes[tag] == 0x41, bytes[tag + 1] == 0x5A,
            let checksum = Checksum(digits: bytes[(tag + 2)...])
        else {
            self.init(sequence: nil, checksum: nil, start: bytes.count)
            return
        }
        let sequenceTag = tag - 3
        if sequenceTag >= 2, bytes[sequenceTag] == 0x41, bytes[sequenceTag + 1] == 0x59,
            let value = decimal(bytes[sequenceTag + 2..<tag])
        {
            self.init(sequence: SequenceNumber(value), checksum: checksum, start: sequenceTag)
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
    func fit(to bytes: [UInt8], in dialect: Dialect) -> Fit {
        let summed = bytes.count - 4
        guard checksum != Checksum(of: bytes.span.extracting(0..<summed)) else { return .bytes }
        guard dialect.checksumRule == .bytesOrCodePoints else { return .none }
        let text = dialect.encoding.characters(of: bytes[..<summed])
        return checksum == Checksum(ofCodePointsIn: text) ? .codePoints : .none
    }
}
