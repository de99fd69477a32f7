// SPDX-License-Identifier: MPL-2.0

/// What a mail server replies: three digits and lines of text (RFC 5321, 4.2).
public struct SMTPReply: Sendable, Hashable {
    /// The digits.
    public let code: Int
    /// The lines without the digits.
    public let lines: [String]

    /// What the first digit says.
    public enum Kind: Sendable, Hashable, CaseIterable {
        /// It was done.
        case success
        /// More is expected.
        case goOn
        /// It may work later.
        case temporary
        /// It will never work.
        case permanent
        /// Nothing that is known.
        case other
    }

    /// What the first digit says.
    public var kind: Kind {
        switch code / 100 {
        case 2: .success
        case 3: .goOn
        case 4: .temporary
        case 5: .permanent
        default: .other
        }
    }

    /// The finer code at the beginning of the text, `5.1.1` (RFC 3463); nil where there is none.
    public var enhancedCode: String? {
        guard let word = lines.first?.split(separator: " ").first else { return nil }
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 1,
            parts.allSatisfy({
                (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy { 0x30...0x39 ~= $0 }
            })
        else { return nil }
        return String(word)
    }
}

extension SMTPReply: CustomStringConvertible {
    /// The codes alone: the text of a reply often repeats an address.
    public var description: String {
        [String(code), enhancedCode].compactMap(\.self).joined(separator: " ")
    }
}

/// Makes replies of the bytes that a mail server sends.
public struct SMTPReplyReader: Sendable, Hashable {
    /// The most bytes on a line; RFC 5321 allows 512.
    public static let lineLengthMax = 2048
    /// The most lines in a reply.
    public static let linesMax = 128

    /// Why what came is no reply.
    public enum Failure: String, Error, Sendable, Hashable, CaseIterable {
        /// A line is longer than ``lineLengthMax``.
        case lineTooLong = "line-too-long"
        /// A reply has more than ``linesMax`` lines.
        case tooManyLines = "too-many-lines"
        /// A line does not begin with three digits and a blank or a hyphen.
        case malformed
        /// The lines of one reply have different digits.
        case mixedCodes = "mixed-codes"
    }

    private var line: [UInt8] = []
    private var code: Int?
    private var lines: [String] = []
    private var failure: Failure?

    /// A reader at the beginning of a reply.
    public init() {}

    /// Whether something of a reply has come that is not whole.
    public var isInReply: Bool { !line.isEmpty || !lines.isEmpty }

    /// Takes one byte and gives the reply that it ends.
    ///
    /// - Throws: ``Failure``, also for every later byte.
    public mutating func receive(_ byte: UInt8) throws(Failure) -> SMTPReply? {
        if let failure { throw failure }
        do throws(Failure) {
            guard byte == 0x0A else {
                guard line.count < Self.lineLengthMax else { throw .lineTooLong }
                line.append(byte)
                return nil
            }
            return try endLine()
        } catch {
            failure = error
            throw error
        }
    }

    private mutating func endLine() throws(Failure) -> SMTPReply? {
        defer { line = [] }
        let bytes = line.last == 0x0D ? line.dropLast() : line[...]
        let digits = bytes.prefix(3)
        guard digits.count == 3, digits.allSatisfy({ 0x30...0x39 ~= $0 }), digits[0] >= 0x32
        else { throw .malformed }
        let code = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        let separator = bytes.dropFirst(3).first ?? UInt8(ascii: " ")
        guard separator == UInt8(ascii: " ") || separator == UInt8(ascii: "-") else {
            throw .malformed
        }
        guard self.code ?? code == code else { throw .mixedCodes }
        guard lines.count < Self.linesMax else { throw .tooManyLines }
        lines.append(String(decoding: bytes.dropFirst(4), as: UTF8.self))
        self.code = code
        guard separator == UInt8(ascii: " ") else { return nil }
        defer {
            lines = []
            self.code = nil
        }
        return SMTPReply(code: code, lines: lines)
    }
}
