// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

/// Messages as real systems write them, which stricter readers refuse or lose parts of.
@Suite struct `A message of a real system` {
    static let time = "20170619    125151"

    @Test func `about an unknown card has neither name nor flags and is a no`() throws {
        let text = "24              009\(Self.time)AODK-775100|AAANY:3210519792|BLN|CQN|"
        let answer = try #require(PatronStatusResponse(decoded(text)))
        #expect(answer.personalName == nil)
        #expect(answer.status.isEmpty)
        #expect(answer.patron.scheme == .unresolved)
        #expect(answer.verdict(passwordRequired: false) == .notValid)
        #expect(answer.message.missingFields == [.personalName])
    }

    @Test func `with a delimiter after the fixed part keeps its first field`() throws {
        let text = "23009\(Self.time)|AODK-775100|AA3210519784|AC|AD12345|"
        let request = try #require(PatronStatusRequest(decoded(text)))
        #expect(request.institutionID == "DK-775100")
        #expect(request.patron.number == "3210519784")
    }

    @Test func `with a summary of nine characters asks for all nine`() throws {
        let text = "63009\(Self.time)YYYYYYYYY|AODK-775100|AA3210519784|AC|AD12345|"
        let request = try #require(PatronInformationRequest(decoded(text)))
        #expect(request.summary == .firstNine)
        #expect(request.institutionID == "DK-775100")
    }

    @Test func `with a width that is no number states none`() throws {
        let status = try #require(SCStatus(decoded("990xxx2.00")))
        #expect(status.maxPrintWidth == nil)
        #expect(status.protocolVersion == "2.00")
        #expect(try encoded(status.message) == "9900002.00")
    }

    @Test func `without its last delimiter keeps its PIN`() throws {
        let text = "23009\(Self.time)AODK-775100|AA3210519784|AC|AD12345"
        let request = try #require(PatronStatusRequest(decoded(text)))
        #expect(request.patronPassword == Secret("12345"))
    }

    @Test func `about a patron with empty lists has no entries, and keeps its birth date`() throws {
        let answer = try #require(
            PatronInformationResponse(decoded(Sample.Cicero.patronInformation))
        )
        #expect(answer.lists.holds.isEmpty)
        #expect(answer.lists.overdueLoans.isEmpty)
        #expect(answer.lists.fees.isEmpty)
        #expect(answer.lists.recalls.isEmpty)
        #expect(answer.lists.unavailableHolds.isEmpty)
        #expect(answer.lists.loans.map(\.item) == ["3846731813", "4935636731"])
        #expect(answer.lists.loans.last?.properties.author == "Sørensen")
        #expect(answer.homeAddress?.street == "Testvej 2")
        #expect(answer.homeAddress?.name == nil)
        #expect(answer.birthDate == CalendarDay("20000405"))
    }

    @Test func `about renewals keeps those that were refused`() throws {
        let answer = try #require(
            RenewAllResponse(decoded(Sample.Cicero.renewAllResponse))
        )
        #expect(answer.refusals.map(\.reason) == ["UNSUCCESSFUL"])
        #expect(answer.refusals.first?.dueDate == CalendarDay("20170626"))
    }

    @Test func `about a refused renewal tells why in brackets`() throws {
        let answer = try #require(RenewResponse(decoded(Sample.Cicero.renewRefused)))
        #expect(!answer.isAccepted)
        #expect(answer.screenMessages == ["[BEFORE_RENEW_PERIOD]"])
        #expect(answer.patron.number == "3210519784")
        #expect(answer.patron.scheme == nil)
    }

    @Test func `about a loan that was there already says that it was renewed`() throws {
        let text = "121YUY\(Self.time)AODK-775100|AA1|ABb|AJTørst|AH20261222    000000|"
        let answer = try #require(CheckoutResponse(decoded(text)))
        #expect(answer.isAccepted)
        #expect(answer.isRenewal)
        #expect(answer.desensitizes == true)
    }

    @Test func `about a return that needs attention is a return all the same`() throws {
        let text = "101YUY\(Self.time)AODK-775100|ABb|AQhb|AFReserveret|CV01|"
        let answer = try #require(CheckinResponse(decoded(text)))
        #expect(answer.isAccepted)
        #expect(answer.alerts)
        #expect(answer.alertType == .holdHere)
        #expect(answer.screenMessages == ["Reserveret"])
    }

    @Test func `with an alert type on a return without alert has none`() throws {
        let text = "101YUN\(Self.time)AODK-775100|ABb|AQhb|CV00|"
        let answer = try #require(CheckinResponse(decoded(text)))
        #expect(!answer.alerts)
        #expect(answer.alertType == AlertType.none)
    }

    // One family of servers uses PA for the expiry, another for something else.
    @Test(arguments: [
        ("20501231", "20501231"), ("20501231    235900", "20501231"), ("0", nil), ("Voksen", nil),
    ])
    func `with the card's expiry has it where it is a date`(text: String, day: String?) throws {
        let answer = try #require(
            PatronStatusResponse(
                decoded("24              009\(Self.time)AOi|AA1|AEn|BLY|PA\(text)|")
            )
        )
        #expect(answer.patronExpiry?.description == day)
    }

    @Test func `of Polaris keeps its own extensions`() throws {
        let text =
            "24              009\(Self.time)AOi|AA1|AEn|BLY|BC19800401|PX20261231|PYN|PZ8000|"
        let answer = try #require(PatronStatusResponse(decoded(text)))
        #expect(answer[extension: .polarisBirthDate] == "19800401")
        #expect(answer[extension: .polarisPatronExpiry] == "20261231")
        #expect(answer[extension: .polarisIsExpired] == "N")
        #expect(answer[extension: .polarisPostcode] == "8000")
        #expect(try encoded(answer.message) == text)
    }

    @Test func `that lost its last fields on the way says no where it says nothing`() throws {
        let whole = Sample.Cicero.knownPatron
        for length in 37..<whole.count {
            let cut = String(whole.prefix(length))
            let answer = try #require(PatronStatusResponse(decoded(cut)))
            let verdict = answer.verdict(passwordRequired: true)
            #expect((verdict == .inOrder) == cut.contains("CQY"), "\(length)")
        }
    }

    @Test func `with blanks for counts does not count`() throws {
        let text =
            "64              009\(Self.time)" + String(repeating: " ", count: 24)
            + "AOi|AA1|AEn|"
        let answer = try #require(PatronInformationResponse(decoded(text)))
        #expect(answer.counts == .init())
        #expect(try encoded(answer.message) == text)
        let all = "6610   0\("    ")\(Self.time)AOi|"
        let renewed = try #require(
            RenewAllResponse(decoded(all.replacing("10   0", with: "1   0")))
        )
        #expect(renewed.renewedCount == nil)
        #expect(renewed.unrenewedCount == nil)
    }

    @Test func `keeps a coded field as it came whose text is no number`() throws {
        let loan = "121NUY\(Self.time)AOi|AA1|AB2|AJt|AH|BTlate|CKfilm|"
        let checkout = try #require(CheckoutResponse(decoded(loan)))
        #expect(checkout.feeType == nil && checkout.mediaType == nil)
        #expect(checkout[extension: .mediaType] == "film")
        #expect(try encoded(checkout.message) == loan)
        let item = "18030201\(Self.time)AB2|AJt|CKfilm|"
        let facts = try #require(ItemInformationResponse(decoded(item)))
        #expect(try encoded(facts.message) == item)
        let back = "101YUN\(Self.time)AOi|AB2|AQhb|CKfilm|"
        let checkin = try #require(CheckinResponse(decoded(back)))
        #expect(try encoded(checkin.message) == back)
        let wish = "15+\(Self.time)BYany|AOi|AA1|"
        let hold = try #require(HoldRequest(decoded(wish)))
        #expect(try encoded(hold.message) == wish)
    }

    @Test func `with the stand-in for a delimiter goes on as it came, and anew only without it`()
        throws
    {
        let text = "18030201\(Self.time)AB2|AJÆblegrød &#124; 2. udg.|"
        let message = try decoded(text)
        #expect(try encoded(message) == text)
        let facts = try #require(ItemInformationResponse(message))
        #expect(facts.titleIdentifier == "Æblegrød | 2. udg.")
        #expect(throws: Message.EncodingError.forbiddenByte(.titleIdentifier, 0x7C)) {
            try encoded(facts.message)
        }
    }
}
