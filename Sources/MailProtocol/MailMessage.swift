// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// A letter with a plain text and, if wanted, a page beside it.
public struct MailMessage: Sendable, Hashable, Personal {
    /// What stands for a letter wherever it would be shown.
    public static let standIn = "mail message"
    /// The greatest number of bytes in one part; what is longer is refused.
    public static let partLengthMax = 512 * 1024
    /// The greatest number of characters in a subject or a name; what is longer is cut.
    public static let headerLengthMax = 200

    /// The sender.
    public let from: MailAddress
    /// The recipient.
    public let to: MailAddress
    /// The letter as it is sent: lines of at most 76 bytes of ASCII that end in CR LF.
    public let encoded: [UInt8]

    /// Writes a letter, or gives nil when a part is longer than ``partLengthMax``.
    ///
    /// - Parameters:
    ///   - from: The sender.
    ///   - name: The sender's name, as `Søndervig Bibliotek`.
    ///   - to: The recipient.
    ///   - subject: The subject; control characters in it become blanks.
    ///   - text: The plain text.
    ///   - html: The same as a page.
    ///   - time: When it was written.
    ///   - token: A number that no other letter of this sender has.
    public init?(
        from: MailAddress,
        named name: String? = nil,
        to: MailAddress,
        subject: String,
        text: String,
        html: String? = nil,
        time: CivilTime,
        token: UInt64
    ) {
        guard text.utf8.count <= Self.partLengthMax,
            (html?.utf8.count ?? 0) <= Self.partLengthMax
        else { return nil }
        self.from = from
        self.to = to
        var writer = MessageWriter()
        let sender = name.map { EncodedWords.phrase($0) + "\r\n " } ?? ""
        writer.header("From", "\(sender)<\(from.secret)>")
        writer.header("To", "<\(to.secret)>")
        writer.header("Subject", EncodedWords.phrase(subject))
        writer.header("Date", Self.date(time))
        writer.header("Message-ID", "<\(String(token, radix: 36)).portner@\(from.domain)>")
        // Holiday notices must not be sent in answer to a machine (RFC 3834, 5).
        writer.header("Auto-Submitted", "auto-generated")
        writer.header("MIME-Version", "1.0")
        writer.body(text: text, html: html)
        encoded = writer.bytes
    }

    /// A time as RFC 5322, 3.3 writes it: `Mon, 23 Nov 2026 14:05:00 +0100`.
    private static func date(_ time: CivilTime) -> String {
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (year, month, day) = time.date.parts
        let second = time.secondOfDay
        let ahead = abs(time.secondsAheadOfUTC) / 60
        let clock = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
        let zone = (time.secondsAheadOfUTC < 0 ? "-" : "+") + two(ahead / 60) + two(ahead % 60)
        return "\(days[time.weekday.rawValue - 1]), \(day) \(months[month - 1]) \(year) "
            + "\(clock) \(zone)"
    }
}

/// Writes headers and parts.
private struct MessageWriter {
    private(set) var bytes: [UInt8] = []

    /// Between the parts; an equals sign is followed by something else in all that is quoted.
    private static let boundary = "=_portner"

    mutating func header(_ name: String, _ value: String) { line("\(name): \(value)") }

    mutating func body(text: String, html: String?) {
        guard let html else { return part(text, type: "text/plain") }
        header("Content-Type", "multipart/alternative; boundary=\"\(Self.boundary)\"")
        line("")
        line("--\(Self.boundary)")
        part(text, type: "text/plain")
        line("--\(Self.boundary)")
        part(html, type: "text/html")
        line("--\(Self.boundary)--")
    }

    private mutating func part(_ text: String, type: String) {
        header("Content-Type", "\(type); charset=utf-8")
        header("Content-Transfer-Encoding", "quoted-printable")
        line("")
        bytes += QuotedPrintable.encode(text)
    }

    private mutating func line(_ text: String) { bytes += Array(text.utf8) + [0x0D, 0x0A] }
}

/// Texts as lines of plain ASCII (RFC 2045, 6.7).
enum QuotedPrintable {
    /// The longest line, without its end.
    static let lineLengthMax = 76

    /// A text as lines that end in CR LF; line feeds in it end lines, and so does its end.
    static func encode(_ text: String) -> [UInt8] {
        var written: [UInt8] = []
        for line in lines(of: text) {
            var length = 0
            for (index, byte) in line.enumerated() {
                let isLast = index == line.count - 1
                let unit = unit(of: byte, isLast: isLast)
                // Room is left for the sign that the line goes on.
                if length + unit.count > lineLengthMax - 1 {
                    written += [UInt8(ascii: "="), 0x0D, 0x0A]
                    length = 0
                }
                written += unit
                length += unit.count
            }
            written += [0x0D, 0x0A]
        }
        return written
    }

    private static func lines(of text: String) -> [[UInt8]] {
        var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map {
            $0.last == 0x0D ? Array($0.dropLast()) : Array($0)
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// A byte as it is or in hexadecimal digits; a blank at the end of a line would get lost.
    private static func unit(of byte: UInt8, isLast: Bool) -> [UInt8] {
        switch byte {
        case UInt8(ascii: " ") where !isLast: [byte]
        case 0x21...0x7E where byte != UInt8(ascii: "="): [byte]
        default: [UInt8(ascii: "="), hexDigit(byte >> 4), hexDigit(byte & 0x0F)]
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}

/// Texts in headers (RFC 2047).
enum EncodedWords {
    /// How many bytes of a text go into one word, so that it fits on a line with a name before it.
    private static let wordBytesMax = 39

    /// A text as it is where it is plain, or else as encoded words on lines of their own.
    static func phrase(_ text: String) -> String {
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(MailMessage.headerLengthMax) {
            clean.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        let text = String(clean)
        let isPlain = text.utf8.allSatisfy {
            switch $0 {
            case 0x20, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: false
            }
        }
        if isPlain, (1...60).contains(text.utf8.count), text.first != " ", text.last != " " {
            return text
        }
        return words(of: text).map { "=?utf-8?B?\(Base64.encode($0))?=" }
            .joined(separator: "\r\n ")
    }

    /// The bytes of a text in pieces, none of which ends within a letter.
    private static func words(of text: String) -> [[UInt8]] {
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if words[words.count - 1].count + bytes.count > wordBytesMax { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words
    }
}

/// Bytes as letters and digits (RFC 4648, 4).
enum Base64 {
    private static let letters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    /// The bytes in letters, filled up to a multiple of four.
    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = Array(bytes[start..<min(start + 3, bytes.count)])
            let value = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[$1]) : 0) }
            for place in 0..<4 {
                let isFilling = place > group.count
                let letter = letters[value >> (18 - 6 * place) & 63]
                text.append(isFilling ? UInt8(ascii: "=") : letter)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
