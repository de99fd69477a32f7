// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// What staff have written down about a card holds at a kiosk, too.
@Suite struct `The station's own list at a kiosk` {
    private func bench(_ kind: Listing.Kind, doors: Set<DoorName>? = nil) throws -> Bench {
        var bench = Bench(hallBox())
        bench.connect()
        let ticket = Ticket(number: 9001)
        let change = ListChange.add(
            try bench.key(annasCard),
            kind,
            doors: doors,
            lastDay: nil,
            whenClosed: false
        )
        bench.handle(.listChangeOrdered(change, reason: "test", by: "tech", ticket))
        #expect(bench.world.answers[ticket] == .some(nil))
        return bench
    }

    private func signIn(_ bench: inout Bench) throws {
        bench.scan(annasCard)
        bench.typeAtKiosk("1234")
        let account = PatronAccount(facts: facts(), pinAccepted: true)
        try bench.answer("patron", .done(.patron(account)))
    }

    @Test func `refuses a denied card`() throws {
        var bench = try bench(.deny)
        try signIn(&bench)
        #expect(bench.page == .refused(.askStaff))
    }

    @Test func `gives more time to whoever needs it`() throws {
        var bench = try bench(.assist)
        try signIn(&bench)
        #expect(bench.page == .home)
        #expect(bench.screen?.wishes.moreTime == true)
    }

    @Test func `lets one door's denial be that door's`() throws {
        var bench = try bench(.deny, doors: [mainDoor])
        try signIn(&bench)
        #expect(bench.page == .home)
    }
}
