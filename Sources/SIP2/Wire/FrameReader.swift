// SPDX-License-Identifier: MPL-2.0

/// Cuts a byte stream into messages at the carriage returns that end them.
///
/// Line feeds and blanks before a message are dropped, because some peers end lines with CR LF.
/// What does not begin with two digits is refused alone. After a message that is too long the
/// reader looks for the next carriage return that two digits follow.
public struct FrameReader: Sendable {
    /// What the reader made of the bytes.
    public enum Output: Sendable, Hashable {
        /// A message without its terminator.
        case frame([UInt8])
        /// Bytes that are no message.
        case refused(Refusal)
    }

    /// Why bytes were dropped.
    public enum Refusal: Sendable, Hashable {
        /// More than the given number of bytes came without a carriage return.
        case tooLong(limit: Int)
        /// The bytes up to a carriage return do not begin with two digits.
        case notAMessage
    }

    /// The byte that ends a message.
    public static let terminator: UInt8 = 0x0D

    private enum Mode {
        /// Collecting a message.
        case reading
        /// Dropping the rest of a message that was too long.
        case discarding
        /// Looking whether two digits follow a carriage return.
        case probing
    }

    private let lengthMax: Int
    private var mode = Mode.reading
    private var buffer: [UInt8] = []

    /// Makes a reader.
    ///
    /// - Parameter lengthMax: The most bytes of a message, and so of memory held.
    public init(lengthMax: Int = Message.lengthMax) {
        self.lengthMax = max(lengthMax, 2)
    }

    /// Takes bytes and gives the messages they complete.
    public mutating func receive(_ bytes: [UInt8]) -> [Output] {
        var outputs: [Output] = []
        var index = 0
        while index < bytes.count {
            switch mode {
            case .reading: read(bytes, &index, &outputs)
            case .discarding: discard(bytes, &index)
            case .probing: probe(bytes[index], &index)
            }
        }
        return outputs
    }

    /// Whether the bytes held are a whole message that lacks only its terminator.
    ///
    /// Some servers forget the terminator when they report an error. A checksum that fits proves
    /// that nothing is missing; after a short silence ``flush()`` takes the message.
    public var holdsCompleteMessage: Bool {
        guard mode == .reading, startsWithDigits(buffer) else { return false }
        let trailer = MessageTrailer(in: buffer.span)
        return trailer.checksum != nil && trailer.fit(to: buffer.span, in: .threeM) == .bytes
    }

    /// Takes the message that lacks only its terminator, or nil when there is none.
    public mutating func flush() -> [UInt8]? {
        guard holdsCompleteMessage else { return nil }
        defer { buffer = [] }
        return buffer
    }

    private mutating func read(
        _ bytes: [UInt8],
        _ index: inout Int,
        _ outputs: inout [Output]
    ) {
        if buffer.isEmpty {
            index = bytes[index...].firstIndex { !Self.isPadding($0) } ?? bytes.count
        }
        let end = Self.terminatorIndex(in: bytes, from: index)
        let piece = bytes[index..<(end ?? bytes.count)]
        index = end.map { $0 + 1 } ?? bytes.count
        guard buffer.count + piece.count <= lengthMax else {
            buffer = []
            mode = end == nil ? .discarding : .probing
            outputs.append(.refused(.tooLong(limit: lengthMax)))
            return
        }
        buffer += piece
        guard end != nil else { return }
        outputs.append(startsWithDigits(buffer) ? .frame(buffer) : .refused(.notAMessage))
        buffer = []
    }

    private mutating func discard(_ bytes: [UInt8], _ index: inout Int) {
        guard let end = Self.terminatorIndex(in: bytes, from: index) else {
            index = bytes.count
            return
        }
        index = end + 1
        mode = .probing
    }

    private mutating func probe(_ byte: UInt8, _ index: inout Int) {
        index += 1
        if byte == Self.terminator || buffer.isEmpty && Self.isPadding(byte) {
            buffer = []
        } else if !isDigit(byte) {
            buffer = []
            mode = .discarding
        } else {
            buffer.append(byte)
            if buffer.count == 2 { mode = .reading }
        }
    }

    private static func terminatorIndex(in bytes: [UInt8], from index: Int) -> Int? {
        let found = index + bytes.span.extracting(index..<bytes.count).firstIndex(of: terminator)
        return found < bytes.count ? found : nil
    }

    private func startsWithDigits(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 2 && isDigit(bytes[0]) && isDigit(bytes[1])
    }

    /// Carriage returns between messages, line feeds and blanks.
    private static func isPadding(_ byte: UInt8) -> Bool {
        byte == 0x0A || byte == 0x20 || byte == terminator
    }
}

extension FrameReader: Redacted {
    /// How much is held, not what.
    public var redacted: String { "\(buffer.count) bytes held" }
}

extension FrameReader.Output: Redacted {
    /// How long a frame is, not what it says.
    public var redacted: String {
        switch self {
        case .frame(let bytes): "frame of \(bytes.count) bytes"
        case .refused(let refusal): "refused: \(refusal)"
        }
    }
}
