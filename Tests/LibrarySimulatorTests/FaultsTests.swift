// SPDX-License-Identifier: MPL-2.0

@testable import LibrarySimulator
import SIP2
import Testing

@Suite struct `A fault` {
    let dialect = Dialect(encoding: .utf8)

    /// An answer as it goes out, with its terminator.
    private func answer(_ number: Int = 7) throws -> [UInt8] {
        let response = PatronStatusResponse(
            language: .danish,
            transactionDate: nil,
            institutionID: "DK-799900",
            patron: PatronIdentifier("7105901234")
        )
        let bytes = try response.message.encoded(in: dialect, sequence: SequenceNumber(number))
        return bytes + [FrameReader.terminator]
    }

    private func decoded(_ bytes: [UInt8]) throws -> Message {
        try Message(decoding: Array(bytes.dropLast()), in: dialect)
    }

    @Test func `that is none leaves an answer as it is`() throws {
        var faults = Faults.none
        #expect(faults.deliveries(of: try answer()) == [.write(try answer())])
    }

    @Test(
        arguments: [
            (AnswerFault.dropped, 0, false), (.closedBefore, 0, true), (.closedAfter, 1, true),
            (.duplicated, 2, false),
        ])
    func `loses, ends or doubles an answer`(
        _ fault: AnswerFault,
        _ copies: Int,
        _ closes: Bool
    ) throws {
        var faults = Faults(fault)
        let expected =
            try (0..<copies).map { _ in Faults.Delivery.write(try answer()) }
            + (closes ? [.close] : [])
        #expect(faults.deliveries(of: try answer()) == expected)
    }

    @Test func `cuts an answer in half`() throws {
        var faults = Faults(.half)
        let whole = try answer()
        #expect(
            faults.deliveries(of: whole) == [.write(Array(whole.prefix(whole.count / 2)))]
        )
    }

    @Test func `spoils the checksum`() throws {
        var faults = Faults(.wrongChecksum)
        let bytes = try #require(faults.deliveries(of: try answer()).first?.bytes)
        #expect(throws: Message.DecodingError.checksumMismatch(.patronStatusResponse)) {
            try decoded(bytes)
        }
    }

    @Test(arguments: 0...9)
    func `puts in another sequence number under a fitting checksum`(_ number: Int) throws {
        var faults = Faults(.wrongSequence)
        let bytes = try #require(faults.deliveries(of: try answer(number)).first?.bytes)
        #expect(try decoded(bytes).sequence == SequenceNumber((number + 3) % 10))
    }

    @Test(arguments: [AnswerFault.wrongChecksum, .wrongSequence])
    func `can befall any bytes`(_ fault: AnswerFault) {
        for count in 0...12 {
            var faults = Faults(fault)
            let bytes = [UInt8](repeating: 0x32, count: count)
            #expect(faults.deliveries(of: bytes).count == 1)
        }
    }

    @Test func `puts lines before an answer that are no message`() throws {
        var faults = Faults(.garbage(1000))
        let bytes = faults.deliveries(of: try answer()).flatMap { $0.bytes ?? [] }
        var reader = FrameReader()
        let outputs = reader.receive(bytes)
        #expect(outputs.count == 17)
        #expect(outputs.dropLast().allSatisfy { $0 == .refused(.notAMessage) })
        #expect(outputs.last == .frame(Array(try answer().dropLast())))
    }

    @Test func `strikes as often as it is told to`() throws {
        var faults = Faults(.dropped, strikes: 2)
        let deliveries = try (1...3).map { _ in faults.deliveries(of: try answer()).count }
        #expect(deliveries == [0, 0, 1])
        #expect(faults.strikes == 0)
    }

    @Test func `spares login and status unless told otherwise`() {
        let login = Array("941AY0AZFDFD\r".utf8)
        var faults = Faults(.dropped)
        #expect(faults.deliveries(of: login) == [.write(login)])
        faults.spared = []
        #expect(faults.deliveries(of: login) == [])
    }
}

extension Faults.Delivery {
    /// What is written, if anything is.
    var bytes: [UInt8]? {
        if case .write(let bytes) = self { bytes } else { nil }
    }
}
