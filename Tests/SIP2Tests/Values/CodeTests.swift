// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

/// Each code of the protocol by its digits, in the message that carries it.
@Suite struct `A code` {
    static let time = "20261122    012826"

    private func item(_ status: String, _ marker: String, _ fee: String) throws
        -> ItemInformationResponse
    {
        try #require(
            ItemInformationResponse(decoded("18\(status)\(marker)\(fee)\(Self.time)ABb|AJt|"))
        )
    }

    @Test(arguments: [
        ("01", CirculationStatus.other), ("02", .onOrder), ("03", .available), ("04", .charged),
        ("05", .chargedNotRecallable), ("06", .inProcess), ("07", .recalled),
        ("08", .waitingOnHoldShelf), ("09", .waitingToBeReshelved), ("10", .inTransit),
        ("11", .claimedReturned), ("12", .lost), ("13", .missing),
    ])
    func `of the circulation is read and written`(digits: String, status: CirculationStatus) throws
    {
        let value = try item(digits, "00", "01")
        #expect(value.circulationStatus == status)
        #expect(value.message.fixedPart.hasPrefix(digits))
    }

    @Test(arguments: [
        ("00", SecurityMarker.other), ("01", .none), ("02", .tattleTape), ("03", .whisperTape),
    ])
    func `of the security marker is read and written`(
        digits: String,
        marker: SecurityMarker
    ) throws {
        let value = try item("03", digits, "01")
        #expect(value.securityMarker == marker)
        #expect(value.message.fixedPart.dropFirst(2).hasPrefix(digits))
    }

    @Test(arguments: [
        ("01", FeeType.other), ("02", .administrative), ("03", .damage), ("04", .overdue),
        ("05", .processing), ("06", .rental), ("07", .replacement), ("08", .computerAccess),
        ("09", .hold),
    ])
    func `of a fee is read and written`(digits: String, fee: FeeType) throws {
        let value = try item("03", "00", digits)
        #expect(value.feeType == fee)
        #expect(value.message.fixedPart.dropFirst(4).hasPrefix(digits))
        let text = "121NNY\(Self.time)AOi|AA1|ABb|AJt|AHd|BT\(digits)|"
        let loan = try #require(CheckoutResponse(decoded(text)))
        #expect(loan.feeType == fee)
        #expect(try encoded(loan.message) == text)
    }

    @Test(arguments: [("00", PaymentType.cash), ("01", .visa), ("02", .creditCard)])
    func `of a payment is read and written`(digits: String, payment: PaymentType) throws {
        let text = "37\(Self.time)04\(digits)DKKBV1|AOi|AA1|"
        let paid = try #require(FeePaidRequest(decoded(text)))
        #expect(paid.paymentType == payment)
        #expect(try encoded(paid.message) == text)
    }

    @Test(arguments: [
        ("000", MediaType.other), ("001", .book), ("002", .magazine), ("003", .boundJournal),
        ("004", .audioTape), ("005", .videoTape), ("006", .compactDisc), ("007", .diskette),
        ("008", .bookWithDiskette), ("009", .bookWithCompactDisc), ("010", .bookWithAudioTape),
    ])
    func `of a medium is read and written`(digits: String, medium: MediaType) throws {
        let text = "101YNN\(Self.time)AOi|ABb|AQ|CK\(digits)|"
        let value = try #require(CheckinResponse(decoded(text)))
        #expect(value.mediaType == medium)
        #expect(try encoded(value.message) == text)
    }

    @Test(arguments: [
        ("1", HoldType.other), ("2", .anyCopyOfTitle), ("3", .specificCopy),
        ("4", .anyCopyAtOneBranch),
    ])
    func `of a hold is read and written`(digit: String, type: HoldType) throws {
        let text = "15+\(Self.time)BY\(digit)|AOi|AA1|ABb|"
        let hold = try #require(HoldRequest(decoded(text)))
        #expect(hold.holdType == type)
        #expect(try encoded(hold.message) == text)
    }

    @Test(arguments: [("+", HoldMode.add), ("-", .delete), ("*", .change)])
    func `of what a hold is to become is read and written`(sign: String, mode: HoldMode) throws {
        let text = "15\(sign)\(Self.time)AOi|AA1|ABb|"
        let hold = try #require(HoldRequest(decoded(text)))
        #expect(hold.mode == mode)
        #expect(try encoded(hold.message) == text)
    }

    @Test(arguments: [
        ("00", AlertType.none), ("01", .holdHere), ("02", .holdElsewhere),
        ("03", .interlibraryLoan), ("04", .transfer), ("99", .other),
    ])
    func `of an alert is read and written`(digits: String, alert: AlertType) throws {
        let text = "101YNY\(Self.time)AOi|ABb|AQ|CV\(digits)|"
        let value = try #require(CheckinResponse(decoded(text)))
        #expect(value.alertType == alert)
        #expect(try encoded(value.message) == text)
    }

    @Test(arguments: [
        Currency.danishKrone: "DKK", .euro: "EUR", .norwegianKrone: "NOK", .swedishKrona: "SEK",
    ])
    func `of a currency is read and written`(currency: Currency, letters: String) throws {
        let text = "37\(Self.time)0400\(letters)BV1|AOi|AA1|"
        let paid = try #require(FeePaidRequest(decoded(text)))
        #expect(paid.currency == currency)
        #expect(try encoded(paid.message) == text)
    }

    @Test func `that the protocol does not know is kept`() throws {
        #expect(try item("77", "88", "99").circulationStatus.rawValue == 77)
        let text = "18889977\(Self.time)ABb|AJt|CK999|"
        let value = try #require(ItemInformationResponse(decoded(text)))
        #expect(value.mediaType?.rawValue == 999)
        #expect(try encoded(value.message) == text)
    }

    // A payment whose kind is not known must not be booked as cash.
    @Test func `that is no number is taken for none`() throws {
        let value = try item("  ", "??", "AB")
        #expect(value.circulationStatus == .other)
        #expect(value.securityMarker == .other)
        #expect(value.feeType == .other)
        let paid = try #require(
            FeePaidRequest(decoded("37\(Self.time)04  DKKBV1|AOi|AA1|"))
        )
        #expect(paid.paymentType == nil)
        #expect(try encoded(paid.message) == "37\(Self.time)04  DKKBV1|AOi|AA1|")
        let hold = try #require(HoldRequest(decoded("15?\(Self.time)BYx|AOi|AA1|")))
        #expect(hold.mode == nil)
        #expect(hold.holdType == nil)
    }

    @Test func `out of range is written as the nearest`() throws {
        let answer = ItemInformationResponse(
            circulationStatus: CirculationStatus(rawValue: 100),
            securityMarker: SecurityMarker(rawValue: -1),
            transactionDate: recordedTime,
            itemIdentifier: "b",
            titleIdentifier: "t"
        )
        #expect(try encoded(answer.message) == "18990001\(Self.time)ABb|AJt|")
    }

    @Test func `of a currency that is too long or too short keeps its width`() throws {
        let payments = ["KRONE", "K", ""].map { letters in
            FeePaidRequest(
                transactionDate: recordedTime,
                feeType: .other,
                paymentType: .cash,
                currency: Currency(rawValue: letters),
                feeAmount: Amount("1"),
                institutionID: "i",
                patron: PatronIdentifier("1")
            )
        }
        #expect(
            try payments.map { try encoded($0.message) }
                == ["KRO", "K  ", "   "].map { "37\(Self.time)0100\($0)BV1|AOi|AA1|" }
        )
    }

    @Test(
        arguments: zip(
            0...27,
            [
                Language.unknown, .english, .french, .german, .italian, .dutch, .swedish, .finnish,
                .spanish, .danish, .portuguese, .canadianFrench, .norwegian, .hebrew, .japanese,
                .russian,
                .arabic, .polish, .greek, .chinese, .korean, .northAmericanSpanish, .tamil, .malay,
                .unitedKingdom, .icelandic, .belgian, .taiwanese,
            ]
        )
    )
    func `of a language is read and written`(number: Int, language: Language) throws {
        let digits = number < 10 ? "00\(number)" : "0\(number)"
        let text = "23\(digits)\(Self.time)AOi|AA1|AC|AD|"
        let request = try #require(PatronStatusRequest(decoded(text)))
        #expect(request.language == language)
        #expect(try encoded(request.message) == text)
    }
}
