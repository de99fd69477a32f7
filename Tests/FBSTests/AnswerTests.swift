// SPDX-License-Identifier: MPL-2.0

import FBS
import SIP2
import Testing

/// An answer with a body.
func answer(_ body: String, status: Int = 200) -> FBSResponse {
    FBSResponse(status: status, body: Array(body.utf8))
}

/// A date that exists.
func day(_ year: Int, _ month: Int, _ day: Int) throws -> CalendarDay {
    try #require(CalendarDay(year: year, month: month, day: day))
}

@Suite struct `An answer` {
    @Test func `to a login is the key`() throws {
        let key = try LogIn.answer(from: answer(#"{"sessionKey":"a1b2-c3"}"#))
        #expect(key.secret.revealed == "a1b2-c3")
        #expect("\(key)" == "session key")
    }

    @Test(arguments: [
        #"{"sessionKey":""}"#, #"{"sessionKey":"a\r\nX-Evil: 1"}"#, #"{"sessionKey":"a b"}"#,
        #"{"sessionKey":"å"}"#,
    ])
    func `is no key when it could not stand in a header`(body: String) {
        #expect(throws: FBSError.unreadable(.absurd(place: "sessionKey"))) {
            try LogIn.answer(from: answer(body))
        }
    }

    @Test func `about a card and a PIN is brief`() throws {
        let found = try Authenticate.answer(
            from: answer(
                #"{"authenticateStatus":"VALID","patronId":3000123,"patronType":"PERSON"}"#
            )
        )
        #expect(found.status == .valid)
        #expect(found.id == PatronID(3_000_123))
        #expect(found.type == .person)
        #expect(found.patron == nil)
    }

    @Test func `about a wrong PIN has no patron`() throws {
        for body in [
            #"{"authenticateStatus":"INVALID"}"#,
            #"{"authenticateStatus":"INVALID","patronId":0,"patronType":null}"#,
            #"{"authenticateStatus":"INVALID","patron":null,"patronId":null}"#,
        ] {
            let found = try Authenticate.answer(from: answer(body))
            #expect(found == AuthenticatedPatron(status: .invalid), "\(body)")
        }
        let locked = try Authenticate.answer(
            from: answer(#"{"authenticateStatus":"LOANER_LOCKED_OUT"}"#)
        )
        #expect(locked.status == .lockedOut)
    }

    @Test func `may have a status that nobody foresaw`() throws {
        let found = try Authenticate.answer(from: answer(#"{"authenticateStatus":"EXPIRED"}"#))
        #expect(found.status.rawValue == "EXPIRED")
        #expect(found.status != .valid)
    }

    @Test func `with a patron leaves out who it is`() throws {
        let found = try FetchPatron.answer(
            from: answer(
                """
                {"authenticateStatus":"VALID","patron":{"patronId":3000123,
                "name":"Prøve Prøvesen","birthday":"2011-01-01",
                "address":{"coName":null,"street":"Prøvevej 2","postalCode":"9999",
                "city":"Prøveby","country":"DK"},"secondaryAddress":null,
                "emailAddress":"proeve@example.org","phoneNumber":"00000001",
                "onHold":{"from":"2026-12-20","to":null},"preferredPickupBranch":"DK-999900",
                "blockStatus":[{"blockedReason":"E","blockedSince":"2026-11-01","message":"Gæld"},
                {"blockedReason":"Å9","blockedSince":null,"message":null}],
                "resident":true,"tags":["åbent"],"defaultInterestPeriod":180,"interests":null,
                "guardianVisibility":false,"newField":{"deep":[[1]]}}}
                """
            )
        )
        #expect(
            found.patron
                == FBSPatron(
                    id: try #require(PatronID(3_000_123)),
                    birthday: try day(2011, 1, 1),
                    blocks: [
                        PatronBlock(reason: .debt, since: try day(2026, 11, 1)),
                        PatronBlock(reason: BlockReason(rawValue: "Å9")),
                    ],
                    isResident: true,
                    tags: ["åbent"]
                )
        )
        #expect(found.id == PatronID(3_000_123))
        var dumped = "\(found)"
        dump(found, to: &dumped)
        #expect(!dumped.contains("3000123") && !dumped.contains("2011"))
    }

    @Test func `survives a patron of whom next to nothing is known`() throws {
        for body in [
            #"{"authenticateStatus":"VALID","patron":{"patronId":1}}"#,
            #"{"authenticateStatus":"VALID","patron":{"patronId":1,"blockStatus":null,"#
                + #""birthday":null,"resident":null,"tags":null}}"#,
            #"{"authenticateStatus":"VALID","patron":{"patronId":1,"blockStatus":[]}}"#,
        ] {
            let found = try FetchPatron.answer(from: answer(body))
            #expect(found.patron == FBSPatron(id: try #require(PatronID(1))), "\(body)")
        }
    }

    @Test func `lists cards`() throws {
        let cards = try FetchCards.answer(
            from: answer(
                """
                [{"identifier":"6110119999","identifierType":"CPR","status":"ACTIVE"},
                {"identifier":"9000000001","identifierType":"LibraryCard","status":"ACTIVE",
                "description":null,"expiryDate":"2027-01-31"}]
                """
            )
        )
        #expect(cards.map(\.identifier.revealed) == ["6110119999", "9000000001"])
        #expect(cards.map(\.expiry) == [nil, try day(2027, 1, 31)])
        #expect("\(cards)" == "[card of type CPR, ACTIVE, card of type LibraryCard, ACTIVE]")
    }

    @Test func `lists loans`() throws {
        let loans = try FetchLoans.answer(
            from: answer(
                """
                [{"isRenewable":true,"isLongtermLoan":false,"loanDetails":{"loanId":956250508,
                "materialItemNumber":"5000000001","recordId":"20000001","periodical":null,
                "loanDate":"2026-11-01 10:11:12+0100","dueDate":"2026-12-01","loanType":"loan",
                "ilBibliographicRecord":null,"materialGroup":{"name":"standard"}}},
                {"isRenewable":false,"renewalStatusList":["deniedReserved","deniedByMoon"],
                "isLongtermLoan":true,"loanDetails":{"loanId":2,"materialItemNumber":"LP-1000001",
                "recordId":"20000002","loanDate":"2026-11-01T10:11:12.050","dueDate":"2026-12-02",
                "loanType":"interLibraryLoan","periodical":{"displayText":"2026, nr. 3"},
                "ilBibliographicRecord":{"title":"En titel : æøå","mediumType":"a"},
                "materialGroup":null}}]
                """
            )
        )
        #expect(loans.map(\.isRenewable) == [true, false])
        #expect(loans.map(\.isLongTerm) == [false, true])
        #expect(
            loans[1].renewalStatuses
                == [.deniedReserved, RenewalStatus(rawValue: "deniedByMoon")]
        )
        #expect(
            loans.map(\.details) == [
                LoanDetails(
                    id: LoanID(956_250_508),
                    item: "5000000001",
                    record: "20000001",
                    lent: try day(2026, 11, 1),
                    due: try day(2026, 12, 1)
                ),
                LoanDetails(
                    id: LoanID(2),
                    item: "LP-1000001",
                    record: "20000002",
                    lent: try day(2026, 11, 1),
                    due: try day(2026, 12, 2),
                    type: .interLibraryLoan,
                    title: "En titel : æøå",
                    issue: "2026, nr. 3"
                ),
            ]
        )
    }

    @Test func `to a renewal tells of each loan`() throws {
        let details =
            #""loanDetails":{"loanId":1,"materialItemNumber":"5","recordId":"2","#
            + #""dueDate":"2026-12-31"}"#
        let renewed = try RenewLoans.answer(
            from: answer(
                """
                [{\(details),"renewalStatus":["renewed"]},
                {\(details),"renewalStatus":["deniedReserved"]},
                {\(details),"renewalStatus":["renewed","deniedOtherReason"]},
                {\(details),"renewalStatus":[]},{\(details),"renewalStatus":null},{\(details)}]
                """
            )
        )
        #expect(renewed.map(\.isRenewed) == [true, false, false, false, false, false])
    }

    @Test func `lists reservations`() throws {
        let reservations = try FetchReservations.answer(
            from: answer(
                """
                [{"reservationId":67804976,"recordId":"20000001","state":"reserved",
                "pickupBranch":"DK-999900","pickupDeadline":null,"expiryDate":"2027-05-01",
                "dateOfReservation":"2026-11-14T09:00:50.059","numberInQueue":206,
                "periodical":{"volume":null,"volumeYear":"2026","displayText":"2026, 3",
                "volumeNumber":"3"},"pickupNumber":null,"ilBibliographicRecord":null,
                "transactionId":"c674","reservationType":"normal"},
                {"reservationId":2,"recordId":"20000002","state":"onTheMoon",
                "pickupBranch":"FBS-1","pickupDeadline":"2026-11-30","numberInQueue":null,
                "pickupNumber":"Reserveringshylde 74"}]
                """
            )
        )
        #expect(
            reservations == [
                FBSReservation(
                    id: 67_804_976,
                    record: "20000001",
                    state: .reserved,
                    pickupBranch: "DK-999900",
                    placeInQueue: 206,
                    made: try day(2026, 11, 14),
                    expiry: try day(2027, 5, 1),
                    issue: "2026, 3"
                ),
                FBSReservation(
                    id: 2,
                    record: "20000002",
                    state: ReservationState(rawValue: "onTheMoon"),
                    pickupBranch: "FBS-1",
                    pickupNumber: "Reserveringshylde 74",
                    pickupDeadline: try day(2026, 11, 30)
                ),
            ]
        )
    }

    @Test func `lists fees to the øre`() throws {
        let fees = try FetchFees.answer(
            from: answer(
                """
                [{"feeId":1,"type":"fee","reasonMessage":"Gebyr (for sent)","amount":70,
                "dueDate":"2026-12-08","creationDate":"2026-11-06","paidDate":null,
                "payableByClient":true,"materials":[{"materialItemNumber":"5000000001",
                "recordId":"1","periodical":null,"materialGroup":{"name":"standard"}}]},
                {"feeId":2,"type":"compensation","reasonMessage":null,"amount":2.56,
                "creationDate":"2026-11-06","payableByClient":true,"materials":null},
                {"feeId":3,"type":"fee","amount":1e2,"creationDate":"2026-11-06"},
                {"feeId":4,"type":"fee","amount":-0.1,"creationDate":"2026-11-06"}]
                """
            )
        )
        #expect(fees.map(\.amount) == [7000, 256, 10_000, -10])
        #expect(fees[0].items == ["5000000001"])
        #expect(fees[1].type == .compensation)
        #expect(fees[1].reason == "")
    }

    @Test func `lists branches and when they are open`() throws {
        let branches = try FetchBranches.answer(
            from: answer(
                #"[{"branchId":"DK-999901","title":"Øster"},{"branchId":"FBS-1","title":""}]"#
            )
        )
        #expect(branches.map(\.id) == ["DK-999901", "FBS-1"])
        let hours = try FetchOpeningHours.answer(
            from: answer(
                """
                [{"branchId":"DK-999901","day":"MONDAY","openHoursStartTime":"07:00:00",
                "openHoursEndTime":"24:00:00","serviceHoursStartTime":"10:00:00",
                "serviceHoursEndTime":"18:30"},
                {"branchId":"DK-999901","day":"HOLIDAY","openHoursStartTime":null,
                "openHoursEndTime":"23:59:00"}]
                """
            )
        )
        #expect(hours[0].day.number == 1)
        #expect(
            hours[0].open
                == HoursOfDay(
                    from: try #require(ClockTime("07:00:00")),
                    to: try #require(ClockTime(secondOfDay: 86_400))
                )
        )
        #expect(hours[0].staffed?.to.description == "18:30:00")
        #expect(hours[1].day.number == nil)
        #expect(hours[1].open == nil)
        #expect(hours[1].staffed == nil)
        let closed = try FetchClosingDates.answer(
            from: answer(
                #"[{"branchId":"DK-999901","closingDate":"2026-12-24","description":"Jul"},"#
                    + #"{"branchId":"DK-999901","closingDate":"2026-12-25","description":null}]"#
            )
        )
        #expect(closed.map(\.reason) == ["Jul", ""])
    }
}
