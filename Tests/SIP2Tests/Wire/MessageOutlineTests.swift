// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `An outline of a message` {
    /// The fields that an outline finds, by identifier and text.
    private func fields(_ text: String, in dialect: Dialect = plainUTF8) throws -> [String] {
        let bytes = Array(text.utf8)
        let outline = try MessageOutline(of: bytes.span, in: dialect)
        var scanner = outline.fields
        var found: [String] = []
        while let piece = scanner.next(in: bytes.span) {
            switch piece {
            case .field(let id, let range):
                found.append("\(id)=\(String(decoding: bytes[range], as: UTF8.self))")
            case .stray(let range):
                found.append("stray \(range.count)")
            }
        }
        return found
    }

    @Test func `finds the fields where they lie`() throws {
        #expect(
            try fields("35\(String(repeating: " ", count: 18))AOi|AAåse|AC||xx|ADlast")
                == ["AO=i", "AA=åse", "AC=", "stray 0", "xx=", "AD=last"]
        )
        #expect(try fields(Sample.patronStatus, in: checkedUTF8).last == "AD=6789")
        #expect(try fields("99080" + "02.00") == [])
        #expect(try fields("97AZFEF5", in: checkedUTF8) == [])
    }

    @Test func `states command, sequence number, checksum and fixed part`() throws {
        let bytes = Array(Sample.acsStatus.utf8)
        let outline = try MessageOutline(of: bytes.span, in: checkedUTF8)
        #expect(outline.command == .acsStatus)
        #expect(outline.sequence == SequenceNumber(1))
        #expect(outline.checksum == Checksum(rawValue: 0xEDDD))
        #expect(outline.fixedPart == 2..<36)
    }

    @Test func `refuses what a message is refused for`() throws {
        for text in ["", "9", "x3", "23", "2300920261122", "24AY1AZ0000", "99080"] {
            let bytes = Array(text.utf8)
            var outlined: Message.DecodingError?
            var read: Message.DecodingError?
            do throws(Message.DecodingError) {
                _ = try MessageOutline(of: bytes.span, in: checkedUTF8)
            } catch { outlined = error }
            do throws(Message.DecodingError) {
                _ = try Message(decoding: bytes, in: checkedUTF8)
            } catch { read = error }
            #expect(outlined != nil)
            #expect(outlined == read)
        }
    }

    @Test func `has the same fields as the message`() throws {
        var generator = SeededGenerator(seed: 64)
        let alphabet = Array("|||AOAADBLZ 0æ\u{7C}&xyz".utf8)
        for _ in 0..<3_000 {
            let tail = (0..<Int.random(in: 0...90, using: &generator)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            let bytes = Array("35\(String(repeating: "0", count: 18))".utf8) + tail
            let message = try Message(decoding: bytes, in: plainUTF8)
            let outline = try MessageOutline(of: bytes.span, in: plainUTF8)
            var scanner = outline.fields
            var ids: [FieldID] = []
            var lengths = 0
            while let piece = scanner.next(in: bytes.span) {
                guard case .field(let id, let range) = piece else { continue }
                ids.append(id)
                lengths += range.count
                #expect(!bytes[range].contains(0x7C))
            }
            #expect(ids == message.fields.map(\.id))
            #expect(lengths <= tail.count)
        }
    }
}

/// A search by words of eight bytes has its traps at their edges.
@Suite struct `A field scanner` {
    private func pieces(_ bytes: [UInt8], delimiter: UInt8 = 0x7C) -> [Range<Int>] {
        var scanner = FieldScanner(0..<bytes.count, delimiter: delimiter)
        var ranges: [Range<Int>] = []
        while let piece = scanner.next(in: bytes.span) {
            switch piece {
            case .field(_, let range): ranges.append(range.lowerBound - 2..<range.upperBound)
            case .stray(let range): ranges.append(range)
            }
        }
        return ranges
    }

    /// The same, one byte at a time.
    private func expected(_ bytes: [UInt8], delimiter: UInt8 = 0x7C) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == delimiter {
            ranges.append(start..<index)
            start = index + 1
        }
        if start < bytes.count { ranges.append(start..<bytes.count) }
        return ranges
    }

    @Test func `finds a delimiter at every place of every length`() {
        for length in 0...40 {
            for place in 0..<max(length, 1) where length > 0 {
                var bytes = [UInt8](repeating: 0x41, count: length)
                bytes[place] = 0x7C
                #expect(pieces(bytes) == expected(bytes), "\(place) of \(length)")
            }
            let bytes = [UInt8](repeating: 0x41, count: length)
            #expect(pieces(bytes) == expected(bytes))
        }
    }

    // A word search that borrows from the next byte takes 7D after 7C for another hit.
    @Test func `takes no neighbour of the delimiter for one`() {
        for neighbour in [UInt8(0x7B), 0x7D, 0xFC, 0xFD, 0x00, 0xFF, 0x80, 0x01] {
            for place in 0..<16 {
                var bytes = [UInt8](repeating: neighbour, count: 24)
                bytes[place] = 0x7C
                #expect(pieces(bytes) == expected(bytes))
            }
        }
    }

    @Test func `agrees with a search byte by byte`() {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<5_000 {
            let delimiter = [0x7C, 0x5E, 0x80, 0xFF][Int.random(in: 0..<4, using: &generator)]
            let byte = UInt8(delimiter)
            let bytes = (0..<Int.random(in: 0...70, using: &generator)).map { _ in
                Bool.random(using: &generator)
                    ? UInt8.random(in: 0...255, using: &generator)
                    : byte &+ UInt8.random(in: 0...3, using: &generator) &- 1
            }
            #expect(pieces(bytes, delimiter: byte) == expected(bytes, delimiter: byte))
        }
    }

    @Test func `tells whether the last field was ended`() {
        for (text, isEnded) in [("AOi|", true), ("AOi|AAp", false), ("", true), ("|", true)] {
            let bytes = Array(text.utf8)
            var scanner = FieldScanner(0..<bytes.count, delimiter: 0x7C)
            while scanner.next(in: bytes.span) != nil {}
            #expect(scanner.endsWithDelimiter == isEnded, "\(text)")
        }
    }

    @Test func `looks at nothing outside of its range`() throws {
        let bytes = Array("xx|AOi|AAp|yy".utf8)
        var scanner = FieldScanner(3..<11, delimiter: 0x7C)
        #expect(scanner.next(in: bytes.span) == .field(.institutionID, 5..<6))
        #expect(scanner.next(in: bytes.span) == .field(.patronIdentifier, 9..<10))
        #expect(scanner.next(in: bytes.span) == nil)
        #expect(scanner.next(in: bytes.span) == nil)
    }
}
