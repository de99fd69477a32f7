// SPDX-License-Identifier: MPL-2.0

import FBS
import SIP2
import Testing

@Suite struct `An answer, written and read again,` {
    private func survives<Call: FBSCall>(_ type: Call.Type, _ answer: Call.Answer) throws {
        #expect(try Call.answer(from: Call.response(answer)) == answer, "\(Call.name)")
    }

    private func date() throws -> CalendarDay { try day(2028, 2, 29) }

    private func details() throws -> LoanDetails {
        LoanDetails(
            id: LoanID(.max),
            item: "5",
            record: "2",
            lent: try date(),
            due: try date(),
            type: .interLibraryLoan,
            title: "T",
            issue: "3"
        )
    }

    @Test func `tells the same about the client`() throws {
        try survives(LogIn.self, #require(SessionKey("k/\"\\")))
    }

    @Test func `tells the same about a patron`() throws {
        let id = try #require(PatronID(3_000_123))
        let patron = FBSPatron(
            id: id,
            birthday: try date(),
            blocks: [PatronBlock(reason: .deceased, since: try date())],
            isResident: true,
            tags: ["a", "\"æ"]
        )
        let brief = AuthenticatedPatron(status: .valid, id: id, type: .group)
        try survives(Authenticate.self, brief)
        try survives(LookUpPatron.self, brief)
        try survives(FetchPatron.self, AuthenticatedPatron(status: .valid, patron: patron))
        for unknown in [AuthenticationStatus.invalid, .lockedOut, .valid] {
            try survives(Authenticate.self, AuthenticatedPatron(status: unknown))
        }
        let bare = AuthenticatedPatron(status: .valid, patron: FBSPatron(id: id))
        try survives(FetchPatron.self, bare)
        try survives(
            FetchCards.self,
            [PatronCard(identifier: Secret("1"), type: "CPR", status: "A", expiry: try date())]
        )
    }

    @Test func `tells the same about loans`() throws {
        let loan = FBSLoan(
            details: try details(),
            isRenewable: true,
            renewalStatuses: [.deniedReserved],
            isLongTerm: true
        )
        try survives(FetchLoans.self, [loan])
        try survives(
            RenewLoans.self,
            [RenewedLoan(details: try details(), statuses: [.renewed])]
        )
    }

    @Test func `tells the same about reservations`() throws {
        let reservation = FBSReservation(
            id: 1,
            record: "2",
            state: .readyForPickup,
            pickupBranch: "DK-999901",
            pickupNumber: "7",
            pickupDeadline: try date(),
            placeInQueue: 0,
            made: try date(),
            expiry: try date(),
            title: "T",
            issue: "3"
        )
        try survives(FetchReservations.self, [reservation])
    }

    @Test(arguments: [0, 1, 10, 256, 7000, 99_999_999, -5])
    func `tells the same amount`(amount: Int) throws {
        let fee = FBSFee(
            id: 1,
            type: .fee,
            amount: amount,
            reason: "G",
            created: try date(),
            due: try date(),
            paid: try date(),
            items: ["5"]
        )
        try survives(FetchFees.self, [fee])
    }

    @Test func `tells the same about branches`() throws {
        try survives(FetchBranches.self, [FBSBranch(id: "DK-999901", title: "Ø")])
        let hours = try HoursOfDay(
            from: #require(ClockTime("07:00")),
            to: #require(ClockTime("24:00:00"))
        )
        try survives(
            FetchOpeningHours.self,
            DayOfWeek.all.map {
                OpeningHours(branch: "DK-999901", day: $0, open: hours, staffed: nil)
            }
        )
        try survives(
            FetchClosingDates.self,
            [ClosingDate(branch: "DK-999901", date: try date(), reason: "Jul")]
        )
    }
}
