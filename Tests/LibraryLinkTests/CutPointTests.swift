// SPDX-License-Identifier: MPL-2.0

@testable import LibraryLink
import PortnerCore
import SIP2
import Testing

/// A request that changes records, with the answer that says it was carried out.
enum Change: String, Sendable, CaseIterable {
    case blockPatron = "01"
    case checkin = "09"
    case checkout = "11"
    case hold = "15"
    case renew = "29"
    case feePaid = "37"
    case renewAll = "65"

    private static let card = PatronIdentifier("3210519784")
    private static let item = "3274626533"
    private static let institution = "DK-700000"

    var message: SIP2.Message {
        let (institution, card, item) = (Self.institution, Self.card, Self.item)
        switch self {
        case .blockPatron:
            return BlockPatronRequest(
                isCardRetained: false,
                transactionDate: nil,
                institutionID: institution,
                blockedCardMessage: "",
                patron: card
            ).message
        case .checkin:
            return CheckinRequest(
                transactionDate: nil,
                returnDate: nil,
                currentLocation: "hb",
                institutionID: institution,
                itemIdentifier: item
            ).message
        case .checkout:
            return CheckoutRequest(
                transactionDate: nil,
                institutionID: institution,
                patron: card,
                itemIdentifier: item
            ).message
        case .hold:
            return HoldRequest(
                mode: .add,
                transactionDate: nil,
                institutionID: institution,
                patron: card,
                itemIdentifier: item
            ).message
        case .renew:
            return RenewRequest(
                transactionDate: nil,
                institutionID: institution,
                patron: card,
                itemIdentifier: item
            ).message
        case .feePaid:
            return FeePaidRequest(
                transactionDate: nil,
                feeType: .other,
                paymentType: .cash,
                currency: .danishKrone,
                feeAmount: Amount("25.00"),
                institutionID: institution,
                patron: card
            ).message
        case .renewAll:
            return RenewAllRequest(
                transactionDate: nil,
                institutionID: institution,
                patron: card
            ).message
        }
    }

    var answer: String {
        let date = "20261122    120000"
        let common = "AODK-700000|AA3210519784|"
        switch self {
        case .blockPatron: return "24              009\(date)\(common)AE|BLN|"
        case .checkin: return "101YNN\(date)AODK-700000|AB3274626533|AQhb|"
        case .checkout: return "121NNY\(date)\(common)AB3274626533|AJ|AH20261222    000000|"
        case .hold: return "161N\(date)\(common)"
        case .renew: return "301NNN\(date)\(common)AB3274626533|AJ|AH20261222    000000|"
        case .feePaid: return "38Y\(date)\(common)"
        case .renewAll: return "6610000" + "0000\(date)AODK-700000|"
        }
    }
}

/// Where a conversation is cut after the request has been written.
enum Cut: String, Sendable, CaseIterable {
    case beforeAnswer
    case withinAnswer
    case garbageInstead
    case silence
}

@Suite(.timeLimit(.minutes(5))) struct `A stream that is cut` {
    static let status =
        "98YYYYYY60099920261122    1200002.00AODK-700000|BXYYYYYYYYYYYNNYYY|\r"

    private static func moves(_ cut: Cut, _ answer: String) -> [Peer.Move] {
        switch cut {
        case .beforeAnswer: [.close]
        case .withinAnswer: [.write(String(answer.prefix(answer.count / 2))), .close]
        case .garbageInstead: [.write("~~~ no message ~~~\r"), .close]
        case .silence: []
        }
    }

    /// Runs a test on a carrier that is ready, to a server that reacts to all but 99.
    private func run(
        changeTimeout: Duration = .seconds(60),
        reacting reaction: @escaping Peer.Reaction,
        _ test: (CarrierVisit) async throws -> Void
    ) async throws {
        try await Peer.run(.lines) { request in
            request.hasPrefix("99") ? [.write(Self.status)] : reaction(request)
        } _: { peer in
            var settings = LibraryLinkSettings.stream(port: peer.port)
            settings.session.changeTimeout = changeTimeout
            try await CarrierVisit.run(settings) { visit in
                visit.probe()
                let word = try await visit.word()
                #expect(word.isGood)
                try await test(visit)
            }
        }
    }

    @Test(arguments: Change.allCases, Cut.allCases)
    func `leaves in doubt what was written`(change: Change, cut: Cut) async throws {
        let timeout = cut == .silence ? Duration.milliseconds(20) : .seconds(60)
        try await run(changeTimeout: timeout) { _ in
            Self.moves(cut, change.answer)
        } _: { visit in
            visit.carry(change.message, within: timeout)
            guard case .failure(let failure) = try await visit.end() else {
                Issue.record("an answer is made of nothing")
                return
            }
            #expect(failure.mayBeDone)
            #expect(failure.reason == (cut == .silence ? .timedOut : .connectionLost))
        }
    }

    @Test(arguments: Change.allCases)
    func `leaves no doubt about what was never written`(change: Change) async throws {
        let port = try await Peer.unusedPort()
        try await CarrierVisit.run(.stream(port: port)) { visit in
            visit.probe()
            let word = try await visit.word()
            #expect(!word.isGood)
            visit.carry(change.message, within: .seconds(60))
            guard case .failure(let failure) = try await visit.end() else {
                Issue.record("an answer is made of nothing")
                return
            }
            #expect(failure == CarrierFailure(reason: .offline, mayBeDone: false))
        }
    }

    @Test(arguments: Change.allCases)
    func `keeps the answer that came before`(change: Change) async throws {
        try await run { _ in
            [.write(change.answer + "\r"), .close]
        } _: { visit in
            visit.carry(change.message, within: .seconds(60))
            let answer = try await visit.end().get()
            #expect(answer.command == change.message.command.response)
        }
    }
}
