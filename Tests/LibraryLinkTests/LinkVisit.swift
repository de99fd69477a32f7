// SPDX-License-Identifier: MPL-2.0

import LibraryLink
import LibraryProtocol
@testable import PortnerCore
import SIP2
import Testing

/// A link that runs, with everything that it tells.
struct LinkVisit: Sendable {
    /// The time at which all of this happens: 2026-11-22, noon in UTC.
    static let now = PortnerCore.Timestamp(milliseconds: 1_795_348_800_000)

    let link: LibraryLink
    let answers: AsyncStream<LibraryAnswer>
    let replies: AsyncStream<Ticket>
    let health: AsyncStream<LinkHealth>

    /// Runs a test with a link that runs.
    static func run(
        _ settings: LibraryLinkSettings,
        _ test: (LinkVisit) async throws -> Void
    ) async throws {
        let (answers, answersIn) = AsyncStream.makeStream(of: LibraryAnswer.self)
        let (replies, repliesIn) = AsyncStream.makeStream(of: Ticket.self)
        let (health, healthIn) = AsyncStream.makeStream(of: LinkHealth.self)
        let link = try LibraryLink(
            settings,
            port: LibraryLinkPort(
                now: { (Self.now, CivilTime(Self.now, secondsAheadOfUTC: 3600)) },
                reply: { repliesIn.yield($1) },
                answer: { answersIn.yield($0) },
                health: { healthIn.yield($0) }
            )
        )
        let visit = LinkVisit(link: link, answers: answers, replies: replies, health: health)
        try await withThrowingTaskGroup { group in
            group.addTask { try await link.run() }
            try await test(visit)
            group.cancelAll()
        }
    }

    /// Sends a task under a name.
    func send(
        _ task: LibraryTask,
        as id: String = "r-1",
        within timeout: Duration = .seconds(600)
    ) throws {
        let id = try #require(RequestID(id))
        link.send(LibraryRequest(id: id, task: task, timeout: timeout))
    }

    /// The next answer.
    func answer() async throws -> LibraryAnswer {
        for await answer in answers { return answer }
        throw CancellationError()
    }

    /// The next word about the line.
    func nextHealth() async throws -> LinkHealth {
        for await health in health { return health }
        throw CancellationError()
    }

    func untilOnline() async throws {
        for await health in health where health.state == .online { return }
        throw CancellationError()
    }

    /// Asks about a patron who is not here.
    func inquire(ticket: UInt64, within timeout: Duration = .seconds(600)) {
        guard let patron = PatronNumber("3210519784") else { return }
        link.ask(
            PatronInquiry(
                ticket: Ticket(number: ticket),
                patron: patron,
                ageLimits: [],
                timeout: timeout
            )
        )
    }

    /// Asks about a card as a door does.
    func ask(ticket: UInt64) throws {
        link.ask(
            LibraryQuestion(
                ticket: Ticket(number: ticket),
                card: try #require(CardNumber("3210519784")),
                pin: nil,
                ageLimits: [],
                timeout: .seconds(600)
            )
        )
    }
}

/// Tasks of one made-up patron.
struct Tasks {
    let item: ItemNumber
    let access: PatronAccess

    init() throws {
        item = try #require(ItemNumber("3274626533"))
        access = PatronAccess(card: try #require(CardNumber("3210519784")), pin: nil)
    }

    var payment: LibraryTask {
        let amount = Money(hundredths: 2500, currency: "DKK")
        return .pay(FeePayment(fee: nil, amount: amount, means: .cash), access)
    }

    var changes: [LibraryTask] {
        [
            .checkout(item, access), .checkin(item), .renew(item, access), .renewAll(access),
            payment,
        ]
    }

    var questions: [LibraryTask] {
        [
            .patron(access, ageLimits: []), .loans(access), .holds(access), .fees(access),
            .item(item), .endSession(access),
        ]
    }
}
