// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `Any message` {
    private static let layouts = MessageLayout.all

    /// A message of a known command with random values in random fields.
    private func random(using generator: inout SeededGenerator) -> Message {
        let layout = Self.layouts[Int.random(in: 0..<Self.layouts.count, using: &generator)]
        let fixed = String(
            (0..<layout.fixedWidth).map { _ in
                Array("0123456789YN  ")[Int.random(in: 0..<14, using: &generator)]
            }
        )
        var message = Message(layout.command, fixed: fixed)
        for id in layout.fields {
            let copies = id.repeats ? Int.random(in: 0...3, using: &generator) : 1
            for _ in 0..<copies where layout.required.contains(id) || Bool.random(using: &generator)
            {
                message.append(id, value(using: &generator))
            }
        }
        if Bool.random(using: &generator) {
            message.append(FieldID("ZZ") ?? .screenMessage, value(using: &generator))
        }
        return message
    }

    private func value(using generator: inout SeededGenerator) -> String {
        let letters = Array("abcXYZ 0123456789%/&-.æøåÆØÅéöü")
        return String(
            (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                letters[Int.random(in: 0..<letters.count, using: &generator)]
            }
        )
    }

    @Test(arguments: TextEncoding.allCases, [true, false])
    func `reads as it was written`(encoding: TextEncoding, detectsErrors: Bool) throws {
        var generator = SeededGenerator(seed: 2026)
        let dialect = Dialect(encoding: encoding, detectsErrors: detectsErrors)
        for round in 0..<500 {
            let message = random(using: &generator)
            let sequence = SequenceNumber(round % 10)
            let bytes = try message.encoded(in: dialect, sequence: sequence)
            let read = try Message(decoding: bytes, in: dialect)
            #expect(read == message)
            #expect(read.notes.allSatisfy { $0 == .printWidthNotNumber })
            let isBare = [.requestSCResend, .requestACSResend].contains(read.command)
            #expect(read.sequence == (detectsErrors && !isBare ? sequence : nil))
            #expect(try read.encoded(in: dialect, sequence: sequence) == bytes)
        }
    }

    @Test func `damaged in one byte before its checksum is refused`() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let message = random(using: &generator)
            var bytes = try message.encoded(in: checkedUTF8, sequence: .zero)
            let isBare = [.requestSCResend, .requestACSResend].contains(message.command)
            let trailerWidth = isBare ? 6 : 9
            let index = Int.random(in: 0..<bytes.count - trailerWidth, using: &generator)
            bytes[index] ^= UInt8.random(in: 1...255, using: &generator)
            #expect(throws: Message.DecodingError.self) {
                try Message(decoding: bytes, in: checkedUTF8)
            }
        }
    }

    @Test func `of random bytes never traps and can be looked at`() {
        var generator = SeededGenerator(seed: 1)
        let alphabet = Array("0123456789AYAZ|||||\r%YN  abcæø\u{30A}".utf8)
        var readable = 0
        for round in 0..<100_000 {
            let count = Int.random(in: 0...80, using: &generator)
            var bytes = (0..<count).map { _ in
                round.isMultiple(of: 2)
                    ? alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
                    : UInt8.random(in: 0...255, using: &generator)
            }
            if round.isMultiple(of: 3) {
                let command = Self.layouts[round % Self.layouts.count].command
                bytes = Array(command.description.utf8) + bytes
            }
            guard let message = try? Message(decoding: bytes, in: plainUTF8) else { continue }
            readable += 1
            _ = message.redacted
            _ = message.notes
            _ = PatronStatusResponse(message)?.verdict(passwordRequired: true)
            _ = PatronInformationResponse(message)
            _ = ACSStatus(message)
            _ = try? message.encoded(in: .threeM)
        }
        #expect(readable > 5_000)
    }
}
