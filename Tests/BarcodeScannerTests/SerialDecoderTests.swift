// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import Testing

@Suite struct `A scanner on a serial line` {
    private func seen(
        _ pieces: String...,
        settings: SerialDecoder.Settings = .init()
    ) -> [Seen] {
        var decoder = SerialDecoder(settings)
        return pieces.flatMap { decoder.receive(Array($0.utf8), at: .zero).map(Seen.init) }
    }

    @Test(arguments: [
        ("\r", ScanTerminator.carriageReturn), ("\n", .lineFeed), ("\r\n", .carriageReturn),
        ("\u{3}", .endOfText),
    ])
    func `ends a code with any of its terminators`(end: String, terminator: ScanTerminator) {
        #expect(
            seen("12\(end)34\(end)") == [.text("12", terminator), .text("34", terminator)]
        )
    }

    @Test func `may arrive in pieces of any size`() {
        let line = Array("\u{2}3829213522\r\n\u{2}LP-1000124\r\n".utf8)
        let expected: [Seen] = [
            .text("3829213522", .carriageReturn), .text("LP-1000124", .carriageReturn),
        ]
        let wrong = (1...line.count).filter { size in
            var decoder = SerialDecoder()
            let pieces = stride(from: 0, to: line.count, by: size).map {
                Array(line[$0..<min($0 + size, line.count)])
            }
            return pieces.flatMap { decoder.receive($0, at: .zero).map(Seen.init) } != expected
        }
        #expect(wrong.isEmpty)
    }

    @Test func `begins with STX or without`() {
        #expect(seen("\u{2}12\u{3}34\u{3}") == [.text("12", .endOfText), .text("34", .endOfText)])
    }

    @Test func `drops a code that a new STX interrupts`() {
        #expect(seen("12\u{2}34\r") == [.refused(.incomplete), .text("34", .carriageReturn)])
    }

    @Test func `ignores empty lines`() {
        #expect(seen("\r\n\r\n\n\u{2}\u{3}").isEmpty)
    }

    @Test func `takes LF after CR as part of it even where LF ends no code`() {
        let settings = SerialDecoder.Settings(terminators: .carriageReturn)
        #expect(
            seen("12\r", "\n34\r\n", settings: settings)
                == [.text("12", .carriageReturn), .text("34", .carriageReturn)]
        )
        #expect(seen("1\n2\r", settings: settings) == [.refused(.notPrintable)])
    }

    @Test(arguments: ["\0", "\u{1}", "\u{7}", "\t", "\u{1B}", "\u{1D}", "\u{7F}", "å"])
    func `is refused with control codes and bytes outside ASCII`(text: String) {
        #expect(
            seen("1\(text)2\r34\r") == [.refused(.notPrintable), .text("34", .carriageReturn)]
        )
    }

    @Test func `is refused once when it is too long, up to its end`() {
        let settings = SerialDecoder.Settings(lengthLimit: 4)
        #expect(
            seen("1234\r123456789\r4321\r", settings: settings)
                == [
                    .text("1234", .carriageReturn), .refused(.tooLong),
                    .text("4321", .carriageReturn),
                ]
        )
    }

    @Test func `ends a code by silence`() {
        var decoder = SerialDecoder()
        #expect(decoder.receive(Array("12".utf8), at: .zero).isEmpty)
        #expect(decoder.nextDeadline == .milliseconds(300))
        #expect(decoder.advance(to: .milliseconds(299)).isEmpty)
        let outcomes = decoder.advance(to: .milliseconds(300))
        #expect(outcomes.map(Seen.init) == [.text("12", .silence)])
        #expect(decoder.nextDeadline == nil)
    }

    @Test func `drops a half code by silence when that is configured`() {
        var decoder = SerialDecoder(.init(silenceMeaning: .dropsScan))
        _ = decoder.receive(Array("12".utf8), at: .zero)
        let outcomes = decoder.receive(Array("34\r".utf8), at: .seconds(1))
        #expect(outcomes.map(Seen.init) == [.refused(.incomplete), .text("34", .carriageReturn)])
    }

    @Test func `drops a half code when the device is gone`() {
        var decoder = SerialDecoder()
        _ = decoder.receive(Array("12".utf8), at: .zero)
        #expect(decoder.reset() == .incomplete)
        #expect(decoder.reset() == nil)
        let outcomes = decoder.receive(Array("34\r".utf8), at: .zero)
        #expect(outcomes.map(Seen.init) == [.text("34", .carriageReturn)])
    }
}
