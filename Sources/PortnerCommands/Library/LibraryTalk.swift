// SPDX-License-Identifier: MPL-2.0

import FBS
import Foundation
import LibraryLink
import LibraryProtocol
import PortnerCore
import PortnerSettings
import SIP2

/// What every talk with a library system begins with.
struct LibraryTerms: Sendable {
    /// The library system that is meant.
    var settings: LibrarySettings
    /// The time there.
    var clock: LibraryClock
    /// How long an answer is waited for, and a connection with its login.
    var timeout: Duration
}

/// A talk with the library system on one of its ways.
protocol LibraryTalk: Sendable {
    /// With whom and how patiently.
    var terms: LibraryTerms { get }

    /// Connects and logs in.
    func open() async throws(ConversationError)

    /// Asks the library system for its status; nil where the way has no such thing.
    func status() async throws(ConversationError) -> ACSStatus?

    /// Has a task carried out.
    ///
    /// - Parameters:
    ///   - task: The task.
    ///   - show: Is handed every message as it goes and comes, where the way has messages.
    /// - Returns: How it ended.
    func outcome(of task: LibraryTask, _ show: (SIP2.Message) -> Void) async -> LibraryOutcome

    /// Ends the connection.
    func close() async
}

/// A talk in SIP2.
struct SIP2Talk: LibraryTalk {
    let terms: LibraryTerms
    private let translation: SIP2Translation
    private let conversation: LibraryConversation

    init(_ terms: LibraryTerms, _ way: LibraryLinkSettings) throws(LibraryLinkError) {
        self.terms = terms
        translation = way.translation
        conversation = try LibraryConversation(way.waiting(terms.timeout))
    }

    func open() async throws(ConversationError) { try await conversation.open() }

    func status() async throws(ConversationError) -> ACSStatus? {
        ACSStatus(try await conversation.answer(to: SCStatus().message, within: terms.timeout))
    }

    func outcome(of task: LibraryTask, _ show: (SIP2.Message) -> Void) async -> LibraryOutcome {
        let (clock, timeout) = (terms.clock, terms.timeout)
        let request = LibraryRequest.inquiry(task, within: timeout)
        var errand = SIP2Errand(request, in: translation, at: clock.civil)
        var message = errand.first
        while true {
            do throws(ConversationError) {
                show(message)
                let answer = try await conversation.answer(to: message, within: timeout)
                show(answer)
                let today = clock.civil.date
                switch errand.received(answer, asOf: clock.timestamp, today: today) {
                case .send(let next): message = next
                case .end(let outcome): return outcome
                }
            } catch {
                return LibraryOutcome(error, changesRecords: task.changesRecords)
            }
        }
    }

    func close() async { await conversation.close() }
}

/// A talk with the REST interface of FBS, whose calls are not messages and are not shown.
struct FBSTalk: LibraryTalk {
    let terms: LibraryTerms
    private let link: FBSLink
    private let health = AsyncStream.makeStream(of: LinkHealth.self)
    private let answers = AsyncStream.makeStream(of: LibraryAnswer.self)
    private let running: Task<Void, any Error>

    init(_ terms: LibraryTerms, _ way: FBSLinkSettings) throws(LibraryLinkError) {
        self.terms = terms
        let clock = terms.clock
        let (healthIn, answersIn) = (health.continuation, answers.continuation)
        let link = try FBSLink(
            way.waiting(terms.timeout),
            port: LibraryLinkPort(
                now: { (clock.timestamp, clock.civil) },
                reply: { _, _ in },
                answer: { answersIn.yield($0) },
                health: { healthIn.yield($0) }
            )
        )
        self.link = link
        running = Task { try await link.run() }
    }

    /// The first word of the link, after login and a call that concerns nobody.
    func open() async throws(ConversationError) {
        for await health in health.stream {
            guard health.isReachable else { throw .notOpened(health.detail) }
            return
        }
        throw .notOpened("the link ended")
    }

    func status() async throws(ConversationError) -> ACSStatus? { nil }

    func outcome(of task: LibraryTask, _ show: (SIP2.Message) -> Void) async -> LibraryOutcome {
        link.send(.inquiry(task, within: terms.timeout))
        for await answer in answers.stream { return answer.outcome }
        return .unavailable(.connectionLost)
    }

    func close() async {
        running.cancel()
        _ = await running.result
    }
}

extension LibraryRequest {
    /// The only request of a talk.
    fileprivate static func inquiry(
        _ task: LibraryTask,
        within timeout: Duration
    ) -> LibraryRequest {
        LibraryRequest(id: RequestID(number: 1), task: task, timeout: timeout)
    }
}

extension LibraryLinkSettings {
    /// The same with this time for the opening.
    fileprivate func waiting(_ timeout: Duration) -> Self {
        var settings = self
        settings.connectTimeout = timeout
        switch way {
        case .stream(var session, let security):
            session.openingTimeout = timeout
            settings.way = .stream(session, security)
        case .envelope(var envelope):
            envelope.probeTimeout = timeout
            settings.way = .envelope(envelope)
        }
        return settings
    }
}

extension FBSLinkSettings {
    /// The same with this time for the opening.
    fileprivate func waiting(_ timeout: Duration) -> Self {
        var settings = self
        settings.connectTimeout = timeout
        settings.session.loginTimeout = timeout
        settings.session.callTimeout = timeout
        return settings
    }
}

extension LibraryOutcome {
    /// How a task ended that was not answered.
    init(_ error: ConversationError, changesRecords: Bool) {
        switch error {
        case .notOpened: self = .unavailable(.offline)
        case .notAnswered(let why, let mayBeDone):
            self = mayBeDone && changesRecords ? .unknown : .unavailable(why)
        }
    }
}

/// This machine's clock, read in the time zone of the library.
struct LibraryClock: Sendable {
    private let zone: TimeZone

    /// A clock in a zone; one that is not known is UTC.
    init(zone name: String) { zone = TimeZone(identifier: name) ?? .gmt }

    /// The time.
    var timestamp: PortnerCore.Timestamp {
        PortnerCore.Timestamp(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000))
    }

    /// The local time.
    var civil: CivilTime {
        CivilTime(timestamp, secondsAheadOfUTC: zone.secondsFromGMT(for: .now))
    }
}
