// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A station that asks for blocks` {
    private let settings = box(asksPIN: true) { $0.blockCardAfter = 6 }

    private func fail(
        _ bench: inout Bench,
        _ number: String,
        reply: LibraryReply? = nil
    ) throws {
        // No wait stands in the way after this.
        try bench.pass(.seconds(3600))
        try bench.present(number)
        bench.type("0000")
        try bench.check(matches: false)
        try bench.reply(reply ?? .known(facts(at: bench.now.timestamp), pinAccepted: false))
    }

    private func outcomes(_ bench: Bench) -> [String] {
        bench.world.ledger.filter { $0.kind == .library }.compactMap { $0[.outcome] }
    }

    @Test func `asks once, after so many wrong PINs in a row`() throws {
        var bench = Bench(settings)
        for _ in 0..<5 { try fail(&bench, "1000") }
        #expect(bench.world.requests.isEmpty)
        try fail(&bench, "1000")
        let request = try bench.request("block")
        guard case .block(let access) = request.task else {
            Issue.record("\(request.task)")
            return
        }
        #expect(access.card == (try card("1000")))
        #expect(access.pin == nil)
        try fail(&bench, "1000")
        #expect(bench.world.requests.count == 1)
        bench.answer(request.id, .done(.cardBlocked))
        #expect(outcomes(bench) == ["block-asked", "block-done"])
        let key = try bench.key("1000")
        #expect(bench.world.ledger.filter { $0.kind == .library }.allSatisfy { $0.subject == key })
    }

    @Test func `asks for none unless it is told to`() throws {
        var bench = Bench(box(asksPIN: true))
        for _ in 0..<8 { try fail(&bench, "1000") }
        #expect(bench.world.requests.isEmpty)
    }

    @Test func `asks for none of a card that the library system does not know`() throws {
        var bench = Bench(settings)
        for _ in 0..<8 { try fail(&bench, "1000", reply: .unknownCard) }
        #expect(bench.world.requests.isEmpty)
    }

    @Test func `asks for none on the cache's word alone`() throws {
        var bench = Bench(settings)
        for _ in 0..<8 { try fail(&bench, "1000", reply: .noAnswer) }
        #expect(bench.world.requests.isEmpty)
    }

    @Test func `asks for none while lost counts are held against everybody`() throws {
        let saved = [ThrottleCount(subject: .everyCard, failures: 5)]
        var bench = Bench(settings, saved: saved)
        try fail(&bench, "1000")
        #expect(bench.world.counts[.card(try bench.key("1000"))] == 6)
        #expect(bench.world.requests.isEmpty)
    }

    @Test func `sends none that is not on record`() throws {
        var bench = Bench(settings)
        for _ in 0..<5 { try fail(&bench, "1000") }
        try bench.pass(.seconds(3600))
        try bench.present("1000")
        bench.type("0000")
        try bench.check(matches: false)
        bench.world.isDiskFull = true
        try bench.reply(.known(facts(at: bench.now.timestamp), pinAccepted: false))
        #expect(bench.world.requests.isEmpty)
        #expect(bench.station.blocks.isEmpty)
    }

    @Test(arguments: [
        LibraryOutcome.refused(Refusal(.other)), .unknown, .unavailable(.timedOut), .notSupported,
    ])
    func `says when it came to nothing`(_ outcome: LibraryOutcome) throws {
        var bench = Bench(settings)
        for _ in 0..<6 { try fail(&bench, "1000") }
        try bench.answer("block", outcome)
        #expect(outcomes(bench) == ["block-asked", "block-failed"])
    }

    @Test func `counts what was tried at a kiosk`() throws {
        var settings = hallBox()
        settings.blockCardAfter = 5
        var bench = Bench(settings)
        bench.connect()
        for _ in 1...5 {
            #expect(bench.world.requests.allSatisfy { $0.task.description == "patron" })
            bench.scan(annasCard)
            bench.typeAtKiosk("0000")
            try bench.answer("patron", .refused(Refusal(.wrongPIN)))
        }
        guard case .block(let access) = try bench.request("block").task else {
            Issue.record("another request")
            return
        }
        #expect(access.card == (try card(annasCard)))
    }

    @Test func `tells nothing of a person who was erased meanwhile`() throws {
        var bench = Bench(settings)
        for _ in 0..<6 { try fail(&bench, "1000") }
        let key = try bench.key("1000")
        #expect(try bench.act(.erase([key])) == nil)
        try bench.answer("block", .done(.cardBlocked))
        #expect(outcomes(bench) == ["block-asked"])
    }
}
