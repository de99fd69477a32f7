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

    /// What becomes of the bytes of an answer.
    private func deliveries(
        of answer: [UInt8],
        _ faults: inout Faults,
        after previous: [UInt8]? = nil
    ) -> [Delivery] {
        let fault = faults.strike(Command(leading: answer))
        return Delivery.of(answer, struckBy: fault, after: previous)
    }

    @Test func `that is none leaves an answer as it is`() throws {
        var faults = Faults.none
        #expect(deliveries(of: try answer(), &faults) == [.write(try answer())])
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
            try (0..<copies).map { _ in Delivery.write(try answer()) }
            + (closes ? [.close] : [])
        #expect(deliveries(of: try answer(), &faults) == expected)
    }

    @Test func `cuts an answer in half`() throws {
        var faults = Faults(.half)
        let whole = try answer()
        #expect(
            deliveries(of: whole, &faults) == [.write(Array(whole.prefix(whole.count / 2)))]
        )
    }

    @Test func `spoils the checksum`() throws {
        var faults = Faults(.wrongChecksum)
        let bytes = try #require(deliveries(of: try answer(), &faults).first?.bytes)
        #expect(throws: Message.DecodingError.checksumMismatch(.patronStatusResponse)) {
            try decoded(bytes)
        }
    }

    @Test(arguments: 0...9)
    func `puts in another sequence number under a fitting checksum`(_ number: Int) throws {
        var faults = Faults(.wrongSequence)
        let bytes = try #require(deliveries(of: try answer(number), &faults).first?.bytes)
        #expect(try decoded(bytes).sequence == SequenceNumber((number + 3) % 10))
    }

    @Test(arguments: [AnswerFault.wrongChecksum, .wrongSequence])
    func `can befall any bytes`(_ fault: AnswerFault) {
        for count in 0...12 {
            var faults = Faults(fault)
            let bytes = [UInt8](repeating: 0x32, count: count)
            #expect(deliveries(of: bytes, &faults).count == 1)
        }
    }

    @Test func `puts lines before an answer that are no message`() throws {
        var faults = Faults(.garbage(1000))
        let bytes = deliveries(of: try answer(), &faults).flatMap { $0.bytes ?? [] }
        var reader = FrameReader()
        let outputs = reader.receive(bytes)
        #expect(outputs.count == 17)
        #expect(outputs.dropLast().allSatisfy { $0 == .refused(.notAMessage) })
        #expect(outputs.last == .frame(Array(try answer().dropLast())))
    }

    @Test func `strikes as often as it is told to`() throws {
        var faults = Faults(.dropped, strikes: 2)
        let counts = try (1...3).map { _ in deliveries(of: try answer(), &faults).count }
        #expect(counts == [0, 0, 1])
        #expect(faults.strikes == 0)
    }

    @Test func `spares login and status unless told otherwise`() {
        let login = Array("941AY0AZFDFD\r".utf8)
        var faults = Faults(.dropped)
        #expect(deliveries(of: login, &faults) == [.write(login)])
        faults.spared = []
        #expect(deliveries(of: login, &faults) == [])
    }

    @Test func `puts the answer before it in the place of an answer`() throws {
        var faults = Faults(.old)
        #expect(deliveries(of: try answer(), &faults) == [])
        let before = deliveries(of: try answer(8), &faults, after: try answer(7))
        #expect(before == [.write(try answer(7))])
    }

    @Test func `lets an answer wait for the next one`() throws {
        var faults = Faults(.swapped, strikes: 1)
        #expect(deliveries(of: try answer(), &faults) == [.postpone(try answer())])
        #expect(deliveries(of: try answer(8), &faults) == [.write(try answer(8))])
    }

    @Test func `strikes the one request that a rule tells`() {
        var generator = SeededGenerator(seed: 1)
        var faults = Faults.none
        faults.rules = [
            FaultRule(.half, at: 2, of: .message(.checkout)),
            FaultRule(.dropped, at: 1, of: .call("renew")),
        ]
        var struck: [AnswerFault?] = []
        for request: FaultRule.Target in [
            .message(.checkout), .message(.checkin), .message(.checkout), .message(.checkout),
            .call("loans"), .call("renew"), .call("renew"),
        ] {
            struck.append(faults.strike(request, answeredBy: nil, &generator))
        }
        #expect(struck == [nil, nil, .half, nil, nil, .dropped, nil])
    }

    @Test func `strikes by chance as often as it is told, and the same for the same seed`() {
        func strikes(seed: UInt64, share: Double, _ answer: Command) -> [AnswerFault?] {
            var generator = SeededGenerator(seed: seed)
            var faults = Faults.none
            faults.chance = FaultChance(share: share)
            return (1...2000).map { _ in
                faults.strike(.message(.checkout), answeredBy: answer, &generator)
            }
        }
        let some = strikes(seed: 5, share: 0.1, .checkoutResponse)
        #expect(some == strikes(seed: 5, share: 0.1, .checkoutResponse))
        #expect(some != strikes(seed: 6, share: 0.1, .checkoutResponse))
        #expect((150...250).contains(some.count { $0 != nil }))
        #expect(Set(some.compactMap(\.self)).count == AnswerFault.kinds.count)
        #expect(strikes(seed: 5, share: 1, .loginResponse).allSatisfy { $0 == nil })
        #expect(strikes(seed: 5, share: 0, .checkoutResponse).allSatisfy { $0 == nil })
    }

    @Test(arguments: [AnswerFault.closedUnexecuted, .exception, .status(500)])
    func `that keeps a request from being carried out strikes it and not its answer`(
        _ fault: AnswerFault
    ) throws {
        var generator = SeededGenerator(seed: 1)
        var faults = Faults(fault, strikes: 1)
        let struck = (1...2).map { _ in
            faults.strike(.message(.checkout), answeredBy: .checkoutResponse, &generator)
        }
        #expect(struck == [fault, nil])
        faults.strikes = nil
        #expect(deliveries(of: try answer(), &faults) == [.write(try answer())])
    }
}

extension Delivery {
    /// What is written, if anything is.
    var bytes: [UInt8]? {
        if case .write(let bytes) = self { bytes } else { nil }
    }
}
