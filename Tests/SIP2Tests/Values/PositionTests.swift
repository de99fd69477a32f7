// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

/// Flags that are known by their place, each alone.
@Suite struct `A position` {
    static let time = "20261122    012826"

    /// Blanks or another filler with one `Y` at a place.
    private func only(_ place: Int, of width: Int, filler: Character = " ") -> String {
        String((0..<width).map { $0 == place ? "Y" : filler })
    }

    @Test(
        arguments: zip(
            0..<14,
            [
                PatronStatus.chargePrivilegesDenied, .renewalPrivilegesDenied,
                .recallPrivilegesDenied,
                .holdPrivilegesDenied, .cardReportedLost, .tooManyItemsCharged,
                .tooManyItemsOverdue,
                .tooManyRenewals, .tooManyClaimsOfItemsReturned, .tooManyItemsLost,
                .excessiveOutstandingFines, .excessiveOutstandingFees, .recallOverdue,
                .tooManyItemsBilled,
            ]
        )
    )
    func `of the patron status is one flag`(place: Int, flag: PatronStatus) throws {
        let text = "24\(only(place, of: 14))009\(Self.time)AOi|AA1|AEn|BLY|"
        let answer = try #require(PatronStatusResponse(decoded(text)))
        #expect(answer.status == flag)
        #expect(answer.status.names.count == 1)
        #expect(try encoded(answer.message) == text)
        let isBarred = answer.verdict(passwordRequired: false, barring: flag) == .barred(flag)
        #expect(isBarred)
        #expect(answer.verdict(passwordRequired: false, barring: []) == .inOrder)
    }

    @Test(
        arguments: zip(
            0..<6,
            [
                PatronInformationRequest.Summary.holdItems, .overdueItems, .chargedItems,
                .fineItems,
                .recallItems, .unavailableHolds,
            ]
        )
    )
    func `of a summary is one list`(
        place: Int,
        list: PatronInformationRequest.Summary
    ) throws {
        let text = "63009\(Self.time)\(only(place, of: 10))AOi|AA1|"
        let request = try #require(PatronInformationRequest(decoded(text)))
        #expect(request.summary == list)
        #expect(try encoded(request.message) == text)
    }

    @Test(
        arguments: zip(
            0..<6,
            [
                ACSStatus.Offers.onLine, .checkin, .checkout, .renewal, .statusUpdate, .offLine,
            ]
        )
    )
    func `of a status is one offer`(place: Int, offer: ACSStatus.Offers) throws {
        let flags = only(place, of: 6, filler: "N")
        let text = "98\(flags)600999\(Self.time)2.00AOi|BXNNNNNNNNNNNNNNNN|"
        let status = try #require(ACSStatus(decoded(text)))
        #expect(status.offers == offer)
        #expect(status.timeoutPeriod == 600)
        #expect(status.retriesAllowed == 999)
        #expect(try encoded(status.message) == text)
    }

    @Test(
        arguments: zip(
            0..<16,
            [
                Command.patronStatus, .checkout, .checkin, .blockPatron, .scStatus,
                .requestACSResend,
                .login, .patronInformation, .endPatronSession, .feePaid, .itemInformation,
                .itemStatusUpdate, .patronEnable, .hold, .renew, .renewAll,
            ]
        )
    )
    func `of the supported messages is one command`(place: Int, command: Command) throws {
        let flags = only(place, of: 16, filler: "N")
        let text = "98YNNNNN600999\(Self.time)2.00AOi|BX\(flags)|"
        let status = try #require(ACSStatus(decoded(text)))
        #expect(status.supportedMessages.commands == [command])
        #expect(status.supportedMessages.contains(command))
        #expect(try encoded(status.message) == text)
    }

    @Test(
        arguments: zip(
            0..<6,
            [
                \PatronInformationResponse.Counts.hold, \.overdue, \.charged, \.fine, \.recall,
                \.unavailableHold,
            ] as [any KeyPath<PatronInformationResponse.Counts, Int?> & Sendable]
        )
    )
    func `of the counts is one list`(
        place: Int,
        count: any KeyPath<PatronInformationResponse.Counts, Int?> & Sendable
    ) throws {
        let columns = (0..<6).map { $0 == place ? "0042" : "    " }.joined()
        let flags = String(repeating: " ", count: 14)
        let text = "64\(flags)009\(Self.time)\(columns)AOi|AA1|AEn|"
        let answer = try #require(PatronInformationResponse(decoded(text)))
        #expect(answer.counts[keyPath: count] == 42)
        #expect(try encoded(answer.message) == text)
    }
}

@Suite struct `A time in a message` {
    @Test func `comes back for every day of a year and every second of a day`() throws {
        for month in 1...12 {
            for day in 1...28 {
                let date = try #require(CalendarDay(year: 2026, month: month, day: day))
                #expect(CalendarDay(date.description) == date)
            }
        }
        let day = try #require(CalendarDay("20261122"))
        for second in stride(from: 0, to: 86_400, by: 61) {
            for zone in [Timestamp.Zone.local, .utc] {
                let time = try #require(
                    Timestamp(
                        day: day,
                        hour: second / 3_600,
                        minute: second / 60 % 60,
                        second: second % 60,
                        zone: zone
                    )
                )
                #expect(Timestamp(time.description) == time)
                #expect(time.description.utf8.count == Timestamp.width)
            }
        }
    }
}
