// SPDX-License-Identifier: MPL-2.0

import ControlAPI

/// What goes to whoever helps with a station, and nothing that tells who came.
///
/// The texts go through ``mask(_:)``: the journal also has lines of programs that are not ours.
struct SupportBundle: Sendable {
    /// One thing that is asked for.
    struct Part: Sendable {
        /// The name of its file.
        var file: String
        /// What it tells, in a few words.
        var about: String
        /// Its text, or why there is none.
        var content: Content
    }

    /// A text, or why there is none.
    enum Content: Sendable, Hashable {
        case text(String)
        case missing(String)
    }

    /// The file that tells what is in the bundle.
    static let contentsFile = "CONTENTS.txt"
    /// What stands in the place of a number that may be somebody's.
    static let masked = "[ten digits]"

    /// When it was made, in the form of ISO 8601.
    let madeAt: String
    private(set) var parts: [Part] = []
    private(set) var maskedNumbers = 0

    init(madeAt: String) { self.madeAt = madeAt }

    /// Adds a part, with the numbers masked that may be somebody's.
    mutating func add(_ file: String, _ about: String, _ content: Content) {
        var part = Part(file: file, about: about, content: content)
        if case .text(let text) = content {
            let (clean, count) = Self.mask(text)
            part.content = .text(clean)
            maskedNumbers += count
        }
        parts.append(part)
    }

    /// The files to write, the contents first.
    var files: [(name: String, text: String)] {
        [(Self.contentsFile, contents)]
            + parts.compactMap { part in
                guard case .text(let text) = part.content else { return nil }
                return (part.file, text)
            }
    }

    /// What is in the bundle and what is not, and why.
    var contents: String {
        var present = ""
        var absent = ""
        for part in parts {
            switch part.content {
            case .text: present += "  \(part.file)\n      \(part.about)\n"
            case .missing(let reason): absent += "  \(part.file)\n      \(reason.printable)\n"
            }
        }
        return """
            Portner \(ControlAPI.version), support bundle of \(madeAt)

            In it:
            \(present)
            Not in it:
            \(absent.isEmpty ? "  nothing that was asked for\n" : absent)
            Left out on purpose: every entry of the ledger that concerns a person, how many may be
            inside, the databases, keys, credentials, and the comments of the configuration.
            Masked because they look like a CPR number: \(maskedNumbers).

            The configuration names hosts, login names and mail addresses. Look everything through
            before it leaves the library.

            """
    }

    // MARK: What is left out

    /// A text in which whatever looks like a CPR number is masked, and how many were.
    ///
    /// Ten digits by themselves that begin with a day and a month, also with the day of a
    /// replacement number (+60), and with `-` or a space before the last four.
    static func mask(_ text: String) -> (text: String, count: Int) {
        var bytes: [UInt8] = []
        var count = 0
        let source = Array(text.utf8)
        bytes.reserveCapacity(source.count)
        var index = 0
        while index < source.count {
            guard source[index].isDigit else {
                bytes.append(source[index])
                index += 1
                continue
            }
            if let end = numberEnd(in: source, from: index) {
                bytes += Array(masked.utf8)
                count += 1
                index = end
                continue
            }
            while index < source.count, source[index].isDigit {
                bytes.append(source[index])
                index += 1
            }
        }
        return (String(decoding: bytes, as: UTF8.self), count)
    }

    /// Where a number that looks like a CPR number ends; `nil` where none begins.
    private static func numberEnd(in text: [UInt8], from start: Int) -> Int? {
        func digits(from place: Int) -> Int {
            text[place...].prefix(while: \.isDigit).count
        }
        func value(_ place: Int) -> Int {
            Int(text[place] - UInt8(ascii: "0")) * 10 + Int(text[place + 1] - UInt8(ascii: "0"))
        }
        let first = digits(from: start)
        var end = start + first
        if first == 6, end < text.count, [UInt8(ascii: "-"), UInt8(ascii: " ")].contains(text[end])
        {
            guard digits(from: end + 1) == 4 else { return nil }
            end += 5
        } else if first != 10 {
            return nil
        }
        let (day, month) = (value(start), value(start + 2))
        guard (1...31).contains(day > 60 ? day - 60 : day), (1...12).contains(month) else {
            return nil
        }
        return end
    }

    /// A configuration without its comments, in which anything may have been noted down.
    ///
    /// A `#` begins a comment at the start of a line or after a space, but not within quotes.
    static func withoutComments(_ yaml: String) -> String {
        var lines: [Substring] = []
        for line in yaml.split(separator: "\n", omittingEmptySubsequences: false) {
            var quote: Character?
            var before: Character = " "
            var end = line.endIndex
            for index in line.indices {
                let character = line[index]
                if let open = quote {
                    if character == open { quote = nil }
                } else if character == "#", before == " " || before == "\t" {
                    end = index
                    break
                } else if character == "\"" || character == "'" {
                    quote = character
                }
                before = character
            }
            let kept = line[..<end]
            if kept.contains(where: { $0 != " " && $0 != "\t" }) { lines.append(kept) }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
