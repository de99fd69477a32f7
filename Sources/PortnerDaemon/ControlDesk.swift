// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import LibraryLink
import LocalHTTP
import PortnerCore
import PortnerSettings
import PortnerStore
import Synchronization

/// Answers what technicians ask through the control socket.
struct ControlDesk: Sendable {
    let inbox: Inbox
    let clock: SystemClock
    let stores: Stores
    let outlets: Outlets
    let devices: Devices
    let configuration: ConfigurationState
    let library: LibraryState
    let questions: Answers<LibraryReply>
    let roster: RosterWatch?
    let retention: RetentionState
    let screens: KioskScreens
    let refusals: RefusedRequests
    let startedAt: Moment

    /// The desk as the control server wants it.
    var port: ControlPort {
        ControlPort(
            status: { () async throws(ControlFailure) in try await status() },
            events: { query throws(ControlFailure) in try events(query) },
            follow: { outlets.news.follow() },
            order: { order, door, reason, by async throws(ControlFailure) in
                try await carryOut(order, door, reason: reason, by: by)
            },
            evacuate: { isOrdered, reason, by async throws(ControlFailure) in
                try await evacuate(isOrdered, reason: reason, by: by)
            },
            liftWait: { subject, reason, by async throws(ControlFailure) in
                try await liftWait(of: subject, reason: reason, by: by)
            },
            check: { question async throws(ControlFailure) in try await check(question) },
            verifyLedger: { () throws(ControlFailure) in try verify() },
            cache: { () async throws(ControlFailure) in try await cache() },
            sync: { cursor, by async throws(ControlFailure) in
                try sync(confirming: cursor, by: by)
                return try await cache()
            },
            refused: { request, by in refusals.note(request, by: by) },
            list: ListDesk(
                inbox: inbox,
                clock: clock,
                keys: stores.keys,
                orders: outlets.orders,
                configuration: configuration
            ).port,
            outbox: OutboxDesk(inbox: inbox, orders: outlets.orders).port,
            kiosks: KioskDesk(
                inbox: inbox,
                orders: outlets.orders,
                screens: screens
            ).port,
            export: ExportDesk(
                inbox: inbox,
                clock: clock,
                ledger: stores.ledger,
                orders: outlets.orders
            ).port,
            privacy: privacy.port
        )
    }

    private var privacy: PrivacyDesk {
        PrivacyDesk(
            inbox: inbox,
            clock: clock,
            stores: stores,
            orders: outlets.orders,
            configuration: configuration
        )
    }

    // MARK: Ledger

    private func events(_ query: EventQuery) throws(ControlFailure) -> EventPage {
        do throws(StoreError) {
            let entries =
                if let after = query.after {
                    try stores.ledger.entries(
                        after: Int64(clamping: after),
                        limit: query.limit
                    )
                } else {
                    try stores.ledger.last(query.limit, alarmsOnly: query.alarmsOnly)
                }
            let head = try stores.ledger.head().sequence
            let wanted = query.alarmsOnly ? entries.filter(\.isAlarm) : entries
            return EventPage(
                events: wanted.map { EventReport($0) },
                through: UInt64(
                    clamping: entries.last?.sequence ?? min(Int64(clamping: query.after ?? 0), head)
                )
            )
        } catch {
            throw ControlFailure(.ledgerUnreadable, detail: error.description)
        }
    }

    private func verify() throws(ControlFailure) -> LedgerReport {
        do throws(StoreError) {
            let verdict = try stores.ledger.verify()
            let last = UInt64(try stores.ledger.head().sequence)
            switch verdict {
            case .intact(let entries):
                return LedgerReport(
                    isIntact: true,
                    entries: Int(entries),
                    lastSequence: last
                )
            case .broken(let sequence, let found):
                return LedgerReport(
                    isIntact: false,
                    entries: Int(last),
                    lastSequence: last,
                    brokenAt: UInt64(clamping: sequence),
                    detail: found.explanation
                )
            }
        } catch {
            throw ControlFailure(.ledgerUnreadable, detail: error.description)
        }
    }

    // MARK: Orders and questions

    /// Decides about a card as the door would, with a right PIN taken for granted.
    ///
    /// Where the door would ask the library system, this does too, without a PIN: a check must not
    /// count as an attempt.
    private func check(_ question: AccessQuestion) async throws(ControlFailure) -> AccessOpinion {
        let settings = configuration.current.station
        let rules = try door(for: question, settings)
        let moment = planned(question.time, rules)
        let (card, former) = (
            stores.key(of: question.card), stores.formerKey(of: question.card)
        )
        let cached = (try? stores.reader())?.patron(for: card, formerly: former) ?? .failed
        let uptime = clock.uptime
        let (state, wait, listed) = await inbox.look { station in
            (
                station.doorStates.first { $0.name == rules.door },
                station.wait(for: card, formerly: former, at: rules.door, now: uptime),
                station.listed(card, formerly: former, at: rules.door, on: moment.civil.date)
            )
        }
        var evidence = Evidence(
            now: moment,
            availability: state?.availability ?? .outOfService,
            wait: wait,
            listed: listed,
            cached: cached,
            pin: .matched,
            isTyped: question.isTyped
        )
        let policy = AccessPolicy(rules)
        if case .needs(.askLibrary, _) = policy.decide(evidence) {
            let reply = await questions.wait { ticket in
                outlets.link.ask(
                    LibraryQuestion(
                        ticket: ticket,
                        card: question.card,
                        pin: nil,
                        ageLimits: settings.ageLimits,
                        timeout: settings.libraryTimeout
                    )
                )
            }
            evidence.library = LibraryStatement(reply ?? .noAnswer)
        }
        return AccessOpinion(policy.decide(evidence), evidence, door: rules.door)
    }

    private func door(
        for question: AccessQuestion,
        _ settings: StationSettings
    ) throws(ControlFailure) -> DoorRules {
        var name = question.door
        if let reader = question.reader {
            guard let found = settings.readers.first(where: { $0.reader == reader }) else {
                throw ControlFailure(.unknownReader)
            }
            name = found.door
        }
        guard name != nil || settings.rules.count == 1 else { throw ControlFailure(.whichDoor) }
        guard let rules = settings.rules.first(where: { name == nil || $0.door == name }) else {
            throw ControlFailure(.unknownDoor)
        }
        return rules
    }

    /// Now, with the local time that was asked about in the place of the real one.
    private func planned(_ time: PlannedTime?, _ rules: DoorRules) -> Moment {
        var moment = clock.now()
        guard let time else { return moment }
        let date = time.date ?? moment.civil.date
        let seconds = Int64(date.dayNumber) * 86_400 + Int64(time.time.minutes) * 60
        let utc = Timestamp(milliseconds: seconds * 1000)
        let ahead = clock.secondsAheadOfUTC(atLocal: utc)
        moment.civil = CivilTime(
            Timestamp(milliseconds: (seconds - Int64(ahead)) * 1000),
            secondsAheadOfUTC: ahead
        )
        moment.clock = .trusted
        return moment
    }
}

extension LibraryStatement {
    fileprivate init(_ reply: LibraryReply) {
        switch reply {
        case .known(let facts, _): self = .known(facts)
        case .unknownCard: self = .unknownCard
        case .noAnswer: self = .noAnswer
        }
    }
}

extension AccessOpinion {
    fileprivate init(_ verdict: consuming Verdict, _ evidence: Evidence, door: DoorName) {
        let outcome: Outcome
        let findings: [Finding]
        switch verdict {
        case .granted(let grant): (outcome, findings) = (.granted, grant.findings)
        case .denied(let denial, let found): (outcome, findings) = (.denied(denial), found)
        case .needs(let step, let found): (outcome, findings) = (.needs(step), found)
        }
        let facts: PatronFacts? =
            switch (evidence.library, evidence.cached) {
            case (.known(let facts), _): facts
            case (_, .known(let patron)): patron.facts
            default: nil
            }
        self.init(
            outcome: outcome,
            findings: findings,
            facts: facts,
            door: door,
            moment: evidence.now
        )
    }
}

extension EventReport {
    fileprivate init(_ entry: LedgerEntry) {
        let utc = CivilTime(entry.at, secondsAheadOfUTC: 0)
        let card: String? = if case .card(let key) = entry.subject { key.label } else { nil }
        self.init(
            sequence: UInt64(clamping: entry.sequence),
            at: entry[.local].flatMap { LocalTime($0) } ?? LocalTime(utc),
            kind: entry.kind,
            isAlarm: entry.isAlarm,
            card: card,
            fields: Dictionary(
                entry.fields.map { ($0.name, $0.value) },
                uniquingKeysWith: { first, _ in first }
            )
        )
    }
}

/// Which configuration is in force, and what became of the last attempt to change it.
final class ConfigurationState: Sendable {
    private struct State {
        var settings: Settings
        var loadedAt: LocalTime
        var lastError: String?
    }

    private let path: String
    private let state: Mutex<State>

    init(_ settings: Settings, path: String, at now: Moment) {
        self.path = path
        state = Mutex(State(settings: settings, loadedAt: LocalTime(now.civil)))
    }

    /// The settings in force.
    var current: Settings { state.withLock { $0.settings } }

    func loaded(_ settings: Settings, at now: Moment) {
        state.withLock {
            $0 = State(settings: settings, loadedAt: LocalTime(now.civil), lastError: nil)
        }
    }

    func failed(_ error: String) { state.withLock { $0.lastError = error } }

    var report: StatusReport.Configuration {
        state.withLock {
            StatusReport.Configuration(
                path: path,
                loadedAt: $0.loadedAt,
                lastError: $0.lastError
            )
        }
    }
}

/// What is known about the library system, for status.
final class LibraryState: Sendable {
    private struct State {
        var isReachable: Bool?
        var since: LocalTime?
        var detail = "not asked yet"
    }

    private let state = Mutex(State())

    /// Notes a word from the link; `false` when nothing changed.
    func note(isReachable: Bool, _ detail: String, at now: Moment) {
        state.withLock { state in
            if state.isReachable != isReachable { state.since = LocalTime(now.civil) }
            state.isReachable = isReachable
            state.detail = detail
        }
    }

    func report(at now: Moment) -> StatusReport.Library {
        state.withLock {
            StatusReport.Library(
                isReachable: $0.isReachable,
                since: $0.since,
                detail: $0.detail
            )
        }
    }
}
