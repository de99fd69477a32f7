// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A kiosk with a pad` {
    private func bench() throws -> Bench {
        var bench = Bench(hallBox { $0.readsTags = true })
        bench.connect(true)
        return bench
    }

    private func number(_ text: String = firstItem) throws -> ItemNumber {
        try #require(ItemNumber(text))
    }

    private func report(_ report: TagReport, to bench: inout Bench) {
        bench.handle(.padChanged(report, kiosk: hall))
    }

    private func orders(_ bench: Bench) -> [TagOrder] {
        bench.world.steps.compactMap { step in
            if case .sent(.handleTags(let order, _)) = step { order } else { nil }
        }
    }

    private func lend(_ bench: inout Bench) throws {
        try bench.signIn()
        report(.complete(try number()), to: &bench)
        let lent = Checkout(item: try item(firstItem, title: "Vinterhave"))
        try bench.answer("checkout", .done(.checkout(lent)))
    }

    @Test func `lends a complete set, and has its tags changed after the yes`() throws {
        var bench = try bench()
        try bench.signIn()
        report(.complete(try number()), to: &bench)
        #expect(orders(bench).last == .prepare(try number(), .checkout))
        #expect(bench.rows.first?.gate == .waiting)
        try bench.answer("checkout", .done(.checkout(Checkout(item: try item(firstItem)))))
        #expect(orders(bench).last == .answered(try number(), .yes))
        report(.settled(try number()), to: &bench)
        #expect(bench.rows.first?.gate == .settled)
    }

    @Test func `leaves the tags of a refused item`() throws {
        var bench = try bench()
        try bench.signIn()
        report(.complete(try number()), to: &bench)
        try bench.answer("checkout", .refused(Refusal(.itemReserved)))
        #expect(orders(bench).last == .answered(try number(), .no))
    }

    @Test func `waits for the parts of a set before it lends`() throws {
        var bench = try bench()
        try bench.signIn()
        report(.incomplete(try number(), missing: 1), to: &bench)
        #expect(bench.rows.map(\.outcome) == [.incomplete(1)])
        #expect(bench.rows.first?.wantsAttention == true)
        #expect(orders(bench) == [.tellAgain])
        report(.complete(try number()), to: &bench)
        #expect(bench.rows.map(\.outcome) == [.working])
    }

    @Test func `asks for a book that was lifted too early, and lets nobody leave meanwhile`() throws
    {
        var bench = try bench()
        try lend(&bench)
        report(.lifted(try number()), to: &bench)
        #expect(bench.rows.first?.gate == .putBack)
        #expect(bench.rows.first?.wantsAttention == true)
        try bench.tap(.finish)
        #expect(bench.screen?.notice?.what == .misplaced(.tagsFirst))
        report(.putBack(try number()), to: &bench)
        report(.settled(try number()), to: &bench)
        try bench.tap(.finish)
        #expect(bench.page == .bye(.none))
    }

    @Test func `tells patron and staff of tags that are not as they should be`() throws {
        var bench = try bench()
        try lend(&bench)
        report(.alarm(try number(), isUnguarded: false), to: &bench)
        #expect(bench.rows.first?.gate == .alarm)
        let record = try #require(bench.world.ledger.last { $0.kind == .device })
        #expect(record[.outcome] == "tags-armed")
        #expect(record.isAlarm)
        #expect(!record.fields.contains { $0.value.contains(firstItem) })
        try bench.tap(.finish)
        #expect(bench.page == .bye(.none))
    }

    @Test func `forgets the pad when a session ends, however it does`() throws {
        var bench = try bench()
        try lend(&bench)
        try bench.pass(KioskSettings.quiets.upperBound + KioskSettings.answers.upperBound)
        #expect(orders(bench).last == .endSession)
        report(.alarm(try number(), isUnguarded: false), to: &bench)
        #expect(bench.page == .idle)
        #expect(bench.world.ledger.last { $0.kind == .device }?[.outcome] == "tags-armed")
    }

    @Test func `takes back what is laid down on the first page`() throws {
        var bench = try bench()
        report(.complete(try number()), to: &bench)
        #expect(orders(bench).last == .prepare(try number(), .checkin))
        try bench.answer("checkin", .done(.checkin(Checkin(item: try item(firstItem)))))
        #expect(orders(bench).last == .returned(try number()))
    }

    @Test func `guards what was taken back also when that cannot be recorded`() throws {
        var bench = try bench()
        report(.complete(try number()), to: &bench)
        bench.world.isDiskFull = true
        try bench.answer("checkin", .done(.checkin(Checkin(item: try item(firstItem)))))
        #expect(orders(bench).contains(.returned(try number())))
    }

    @Test func `lets nothing pass the gate that is not on record as lent`() throws {
        var bench = try bench()
        try bench.signIn()
        report(.complete(try number()), to: &bench)
        bench.world.isDiskFull = true
        try bench.answer("checkout", .done(.checkout(Checkout(item: try item(firstItem)))))
        #expect(!orders(bench).contains(.answered(try number(), .yes)))
    }

    @Test func `has no pad unless it is set so`() throws {
        var bench = Bench(hallBox())
        bench.connect(true)
        try bench.signIn()
        report(.complete(try number()), to: &bench)
        #expect(bench.rows.isEmpty)
        bench.scan(firstItem)
        #expect(orders(bench).isEmpty)
    }

    @Test func `gives no receipt while a book is to be put back`() throws {
        var bench = try bench()
        bench.handle(.printerChanged(.ready, detail: "test", kiosk: hall))
        try lend(&bench)
        report(.settled(try number()), to: &bench)
        try bench.tap(.finish)
        report(.lifted(try number()), to: &bench)
        for choice in ReceiptChoice.allCases where choice != .mail {
            try bench.tap(.receipt(choice))
            #expect(bench.screen?.notice?.what == .misplaced(.tagsFirst))
        }
        report(.settled(try number()), to: &bench)
        try bench.tap(.receipt(.none))
        #expect(bench.page == .bye(.none))
    }

    @Test func `lends what was put down before the patron signed in`() throws {
        var bench = try bench()
        try bench.tap(.choose(.loan))
        report(.complete(try number()), to: &bench)
        #expect(bench.screen?.notice?.what == .misplaced(.cardFirst))
        #expect(orders(bench).isEmpty)
        try bench.signIn()
        #expect(orders(bench) == [.tellAgain])
        report(.complete(try number()), to: &bench)
        #expect(orders(bench).last == .prepare(try number(), .checkout))
    }

    @Test func `answers the tags of what was never written down`() throws {
        var bench = try bench()
        try bench.signIn()
        bench.world.isDiskFull = true
        report(.complete(try number()), to: &bench)
        #expect(orders(bench).last == .answered(try number(), .no))
    }
}
