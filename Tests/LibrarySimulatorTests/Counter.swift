// SPDX-License-Identifier: MPL-2.0

@testable import LibrarySimulator
import SIP2
import Testing

/// A library and one day on which it is asked.
final class Counter {
    static let adult = "7105901234"
    static let adultPIN = "1234"

    var library: SimulatedLibrary
    var time: Timestamp

    init(_ manner: SimulatedLibrary.Manner = .strict, year: Int = 2026) throws {
        library = SimulatedLibrary(manner: manner)
        let day = try #require(CalendarDay(year: year, month: 11, day: 22))
        time = try #require(Timestamp(day: day, hour: 20, minute: 46, second: 5))
    }

    /// Lets days pass.
    func wait(days: Int) throws {
        time = try #require(
            Timestamp(
                day: time.day.advanced(by: days),
                hour: time.hour,
                minute: time.minute,
                second: time.second
            )
        )
    }

    func information(
        _ card: String,
        pin: String? = nil,
        _ summary: PatronInformationRequest.Summary = []
    ) throws -> PatronInformationResponse {
        try ask(
            PatronInformationRequest(
                language: .danish,
                transactionDate: time,
                summary: summary,
                institutionID: "DK-799900",
                patron: PatronIdentifier(card),
                patronPassword: pin.map { Secret($0) }
            )
        )
    }

    /// The answer to a request, which both pass through their wire form.
    func ask<Request: RequestMessage>(_ request: Request) throws -> Request.Response {
        let message = try wired(request.message)
        let answer = library.answer(to: message, at: time)
        let received = try wired(#require(answer))
        return try #require(Request.Response(received))
    }

    private func wired(_ message: Message) throws -> Message {
        let dialect = Dialect(encoding: .utf8, detectsErrors: false)
        return try Message(decoding: message.encoded(in: dialect), in: dialect)
    }

    /// The answer as it goes over the line, without sequence number and checksum.
    func written(_ request: some RequestMessage) throws -> String {
        let answer = library.answer(to: request.message, at: time)
        let dialect = Dialect(encoding: .utf8, detectsErrors: false)
        return String(decoding: try #require(answer).encoded(in: dialect), as: UTF8.self)
    }
}

extension DemoItem {
    /// The barcode of the item with a name.
    static func barcode(_ id: String) -> String {
        all.first { $0.id == id }?.barcode ?? "no such demo item"
    }
}

extension DemoCard {
    /// The number of the card with a name.
    static func number(_ id: String) -> String {
        all.first { $0.id == id }?.number ?? "no such demo card"
    }
}

extension Counter {
    func checkout(
        _ item: String,
        card: String = adult,
        pin: String? = adultPIN,
        renews: Bool = false,
        isNoBlock: Bool = false,
        due: Timestamp? = nil,
        cancels: Bool? = nil
    ) throws -> CheckoutResponse {
        var request = CheckoutRequest(
            allowsRenewal: renews,
            isNoBlock: isNoBlock,
            transactionDate: time,
            noBlockDueDate: due ?? time,
            institutionID: "DK-799900",
            patron: PatronIdentifier(card),
            itemIdentifier: item,
            patronPassword: pin.map { Secret($0) }
        )
        request.cancels = cancels
        return try ask(request)
    }

    func checkin(
        _ item: String,
        at location: String = "hb",
        owner: String? = nil,
        cancels: Bool? = nil
    ) throws -> CheckinResponse {
        var request = CheckinRequest(
            transactionDate: time,
            returnDate: time,
            currentLocation: location,
            institutionID: "DK-799900",
            itemIdentifier: item
        )
        request.ownerISIL = owner
        request.cancels = cancels
        return try ask(request)
    }

    func renew(_ item: String, card: String = adult) throws -> RenewResponse {
        try ask(
            RenewRequest(
                transactionDate: time,
                noBlockDueDate: time,
                institutionID: "DK-799900",
                patron: PatronIdentifier(card),
                itemIdentifier: item
            )
        )
    }

    func renewAll(card: String = adult) throws -> RenewAllResponse {
        try ask(
            RenewAllRequest(
                transactionDate: time,
                institutionID: "DK-799900",
                patron: PatronIdentifier(card)
            )
        )
    }

    func hold(
        _ mode: HoldMode?,
        item: String,
        card: String = adult,
        at branch: String? = nil
    ) throws -> HoldResponse {
        var request = HoldRequest(
            mode: mode,
            transactionDate: time,
            institutionID: "DK-799900",
            patron: PatronIdentifier(card),
            itemIdentifier: item
        )
        request.pickupLocation = branch
        return try ask(request)
    }

    func pay(_ amount: String, fee: String? = nil, card: String) throws -> FeePaidResponse {
        try ask(
            FeePaidRequest(
                transactionDate: time,
                feeType: .other,
                paymentType: .cash,
                currency: .danishKrone,
                feeAmount: Amount(amount),
                institutionID: "DK-799900",
                patron: PatronIdentifier(card),
                feeIdentifier: fee
            )
        )
    }

    func item(_ barcode: String) throws -> ItemInformationResponse {
        try ask(
            ItemInformationRequest(
                transactionDate: time,
                institutionID: "DK-799900",
                itemIdentifier: barcode
            )
        )
    }
}
