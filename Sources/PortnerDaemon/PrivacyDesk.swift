// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Dispatch
import Foundation
import LocalHTTP
import PortnerCore
import PortnerSettings
import PortnerStore

/// Tells and erases what the station knows about people.
struct PrivacyDesk: Sendable {
    let inbox: Inbox
    let clock: SystemClock
    let stores: Stores
    let orders: Answers<StaffRefusal?>
    let configuration: ConfigurationState

    /// The desk as the control server wants it.
    var port: PrivacyPort {
        PrivacyPort(
            facts: { () throws(ControlFailure) in facts },
            report: { card, reason, by async throws(ControlFailure) in
                try await report(on: card, reason: reason, by: by)
            },
            erase: { card, reason, by async throws(ControlFailure) in
                try await erase(card, reason: reason, by: by)
            },
            counts: { days async throws(ControlFailure) in try await counts(days: days) }
        )
    }

    private var facts: PrivacyFacts {
        let settings = configuration.current
        return PrivacyFacts(
            controller: settings.privacy.map {
                PrivacyFacts.Controller(
                    library: $0.library,
                    contact: $0.contact,
                    officer: $0.officer,
                    page: $0.page
                )
            },
            personalPartSeconds: settings.retention.components.seconds,
            unseenSeconds: Int64(settings.unseenDays) * 86_400,
            attemptSeconds: ThrottleRule.card.forgiveAfter.components.seconds
        )
    }

    // MARK: The report

    private func report(
        on card: CardNumber,
        reason: String,
        by: String
    ) async throws(ControlFailure) -> PersonReport {
        try await orders.record(.report, reason: reason, by: by, inbox)
        let now = clock.now()
        let (person, visits) = try await work {
            () throws(StoreError) -> (Person, Visits) in
            let person = try Person(card, stores)
            return (person, try Visits(of: person.cards, stores.ledger))
        }
        let cards = person.cards
        let (list, wrongAttempts) = await inbox.look { ($0.list, $0.wrongAttempts(with: cards)) }
        return PersonReport(
            at: LocalTime(now.civil),
            facts: facts,
            patrons: person.patrons.map { PersonReport.Patron($0, at: now) },
            listings: list.entries(of: cards).map {
                ListReport.Listing($0, on: now.civil.date)
            },
            wrongAttempts: wrongAttempts,
            transactions: person.transactions.map { PersonReport.Transaction($0) },
            visits: visits.newest.map { PersonReport.Visit($0) },
            visitsLeftOut: visits.leftOut,
            notLookedInto: stores.refused.map(\.name)
        )
    }

    // MARK: The erasure

    /// Erases the holder of a card, and searches every file for what is left.
    ///
    /// The record comes first and ends running waits. The identities in the ledger go before the
    /// patrons in the cache, because only the cache knows which cards belong together: an erasure
    /// that is broken off finds them again.
    private func erase(
        _ card: CardNumber,
        reason: String,
        by: String
    ) async throws(ControlFailure) -> ErasureReport {
        let person = try await work { () throws(StoreError) -> Person in try Person(card, stores) }
        try await orders.record(.erase(person.cards), reason: reason, by: by, inbox)
        do {
            let (records, search) = try await work {
                () throws(StoreError) -> (Int, StoreSearch) in try remove(person)
            }
            let report = ErasureReport(person, records, search, stores.refused.map(\.name), by: by)
            inbox.put(
                report.isProven
                    ? .stationChanged(code: "erasure-proven", detail: report.summary)
                    : .stationFailed(code: "erasure-incomplete", detail: report.summary)
            )
            return report
        } catch {
            inbox.put(.stationFailed(code: "erasure-failed", detail: error.message))
            throw ControlFailure(.notErased, detail: error.message)
        }
    }

    private func remove(
        _ person: Person
    ) throws(StoreError) -> (records: Int, search: StoreSearch) {
        var records = 0
        for card in person.cards {
            try StoreError.waitingWhileBusy { () throws(StoreError) in
                records += try stores.ledger.deletePersonalParts(about: card)
            }
        }
        if let roster = stores.usableRoster {
            try StoreError.waitingWhileBusy { () throws(StoreError) in
                try roster.forget(cards: person.cards)
            }
        }
        try stores.usableCache?.forget(cards: person.cards)
        try stores.unwritten.release(person.cards)
        var search = try searchOnceMore(person)
        if !search.isClean, search.hasRowNumbersOnly {
            let isCacheSmall = try stores.usableCache?.compact() ?? false
            let isRosterSmall = try stores.usableRoster?.compact() ?? false
            if isCacheSmall || isRosterSmall { search = try searchOnceMore(person) }
        }
        return (records, search)
    }

    private func searchOnceMore(_ person: Person) throws(StoreError) -> StoreSearch {
        try StoreError.waitingWhileBusy { () throws(StoreError) in try stores.ledger.emptyLog() }
        try StoreError.waitingWhileBusy { () throws(StoreError) in
            try stores.usableCache?.checkpoint()
        }
        try StoreError.waitingWhileBusy { () throws(StoreError) in
            try stores.usableRoster?.checkpoint()
        }
        return try StoreSearch(
            for: person.traces,
            in: configuration.current.stateDirectory
        )
    }

    // MARK: Counts

    private func counts(days: Int) async throws(ControlFailure) -> VisitCounts {
        let now = clock.now()
        let since = now.timestamp.earlier(by: .seconds(days * 86_400))
        let counts = try await work { () throws(StoreError) -> [DecisionCount] in
            try stores.ledger.decisionCounts(since: since)
        }
        let kiosks = try await work { () throws(StoreError) -> [KioskCount] in
            try stores.ledger.kioskCounts(since: since)
        }
        let first = CivilTime(since, secondsAheadOfUTC: now.civil.secondsAheadOfUTC).date
        // The first day is cut short by the time of day; it would look like a quiet one.
        return VisitCounts(
            counts: counts.filter { $0.day > first.description }.map {
                VisitCounts.Count(
                    day: $0.day,
                    door: $0.door,
                    outcome: $0.outcome,
                    count: $0.count
                )
            },
            kiosks: kiosks.filter { $0.day > first.description }.map {
                VisitCounts.KioskCount(
                    day: $0.day,
                    kiosk: $0.kiosk,
                    task: $0.task,
                    outcome: $0.outcome,
                    count: $0.count
                )
            }
        )
    }

    /// Does what may take long on a thread that may wait for the disk.
    private func work<Value: Sendable>(
        _ body: @escaping @Sendable () throws(StoreError) -> Value
    ) async throws(ControlFailure) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                continuation.resume(returning: Result(catching: body))
            }
        }
        do throws(StoreError) {
            return try result.get()
        } catch {
            throw ControlFailure(.ledgerUnreadable, detail: error.description)
        }
    }
}

/// The newest records that concern some cards, the oldest of them first.
private struct Visits: Sendable {
    var newest: [LedgerEntry] = []
    /// How many older ones there are.
    var leftOut = 0

    init(of cards: [CardKey], _ ledger: Ledger) throws(StoreError) {
        for card in cards {
            var last = Int64(0)
            while true {
                let page = try ledger.entries(about: card, after: last)
                newest += page
                guard page.count == Ledger.entriesMax, let end = page.last else { break }
                last = end.sequence
            }
            newest.sort { $0.sequence < $1.sequence }
            let excess = max(0, newest.count - PersonReport.visitsMax)
            leftOut += excess
            newest.removeFirst(excess)
        }
    }
}

/// The holder of a card, from answers and roster: all cards with the same patron number, and the
/// bytes by which they could be found.
private struct Person: Sendable {
    let cards: [CardKey]
    let patrons: [CachedPatron]
    /// What was done with the cards at kiosks and is still to be told to the library system.
    let transactions: [OutboxEntry]
    let traces: PersonTraces

    init(_ card: CardNumber, _ stores: Stores) throws(StoreError) {
        let (cache, roster) = (stores.usableCache, stores.usableRoster)
        var cards = stores.keys(of: card)
        var rows: [CachedPatron?] = []
        for key in cards {
            rows += [try cache?.patron(for: key), try roster?.patron(for: key)]
        }
        for number in Set(rows.compactMap { $0?.facts.patron }) {
            cards += try cache?.cards(of: number) ?? []
            cards += try roster?.cards(of: number) ?? []
        }
        var patrons: [CachedPatron] = []
        var salts: [Data] = []
        var known: [CardKey] = []
        for card in cards where !known.contains(where: { $0.matches(card) }) {
            known.append(card)
            if let patron = try cache?.patron(for: card) { patrons.append(patron) }
            if let patron = try roster?.patron(for: card) { patrons.append(patron) }
            salts += try stores.ledger.salts(about: card)
        }
        self.cards = known
        transactions = try stores.ledger.outbox(opening: stores.outboxSeal).filter { entry in
            let keys = entry.card.map(stores.keys(of:)) ?? []
            return keys.contains { key in known.contains { $0.matches(key) } }
        }
        self.patrons = patrons
        traces = PersonTraces(cards: cards, patrons: patrons, salts: salts)
    }
}

extension ErasureReport {
    fileprivate init(
        _ person: Person,
        _ records: Int,
        _ search: StoreSearch,
        _ notLookedInto: [String],
        by: String
    ) {
        self.init(
            cards: person.cards.count,
            patrons: person.patrons.count,
            records: records,
            transactions: person.transactions.count,
            traces: person.traces.count,
            files: search.files.map { file in
                File(
                    name: file.name,
                    bytes: file.bytes,
                    found: Dictionary(
                        uniqueKeysWithValues: file.found.map { ($0.key.rawValue, $0.value) }
                    )
                )
            },
            // Nobody here knows how a newer release writes what it knows.
            isProven: search.isClean && notLookedInto.isEmpty && person.transactions.isEmpty,
            notLookedInto: notLookedInto,
            by: by
        )
    }

    /// What the ledger says about it.
    fileprivate var summary: String {
        let bytes = files.map(\.bytes).reduce(0, +)
        let found = files.flatMap(\.found.values).reduce(0, +)
        let untouched =
            notLookedInto.isEmpty ? "" : ", not looked into \(notLookedInto.joined(separator: " "))"
        let untold = transactions == 0 ? "" : ", transactions still to be told \(transactions)"
        return "records \(records), files \(files.count), bytes \(bytes), traces \(traces), "
            + "found \(found)" + untold + untouched
    }
}

extension PersonReport.Patron {
    fileprivate init(_ patron: CachedPatron, at now: Moment) {
        func fact(_ value: String, _ asOf: Timestamp) -> PersonReport.Fact {
            PersonReport.Fact(value: value, at: LocalTime(asOf, like: now))
        }
        func codes(_ codes: Aged<Set<BlockCode>>) -> PersonReport.Fact {
            fact(codes.value.sorted().map(\.text).joined(separator: ","), codes.asOf)
        }
        let facts = patron.facts
        self.init(
            number: facts.patron?.secret,
            blocks: codes(facts.blocks),
            debts: codes(facts.debts),
            validity: fact(facts.validity.value.rawValue, facts.validity.asOf),
            age: facts.age.map { age in
                PersonReport.Age(
                    reached: age.value.reached,
                    next: age.value.next?.age,
                    nextFrom: age.value.next?.from.description,
                    at: LocalTime(age.asOf, like: now)
                )
            },
            hasVerifier: patron.verifier != nil,
            lastDay: facts.lastDay?.description,
            consent: facts.consent.map { fact($0.value.description, $0.asOf) },
            enrolment: facts.enrolment.map { fact($0.value.description, $0.asOf) },
            residence: facts.residence.map { fact($0.value.rawValue, $0.asOf) },
            seen: patron.seen?.description
        )
    }
}

extension PersonReport.Visit {
    fileprivate init(_ entry: LedgerEntry) {
        self.init(
            sequence: UInt64(clamping: entry.sequence),
            at: entry[.local].flatMap { LocalTime($0) }
                ?? LocalTime(CivilTime(entry.at, secondsAheadOfUTC: 0)),
            kind: entry.kind,
            door: entry[.door],
            kiosk: entry[.kiosk],
            outcome: entry[.outcome] ?? "",
            denial: entry[.denial],
            blocks: entry[.blocks]
        )
    }
}

extension PersonReport.Transaction {
    fileprivate init(_ entry: OutboxEntry) {
        self.init(
            at: LocalTime(entry.civil),
            kiosk: entry.kiosk.text,
            kind: entry.kind.rawValue,
            item: entry.item?.secret
        )
    }
}

extension LocalTime {
    /// A time with the distance from UTC that holds at a moment.
    fileprivate init(_ time: Timestamp, like now: Moment) {
        self.init(CivilTime(time, secondsAheadOfUTC: now.civil.secondsAheadOfUTC))
    }
}

extension StoreError {
    /// How often a step that found a file busy is tried again, and how long after.
    private static let busyRetries = 100
    private static let busyPause: TimeInterval = 0.02

    /// Runs a step of maintenance that must not find a reader in the log, again and again.
    static func waitingWhileBusy<Value>(
        _ step: () throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        for _ in 0..<busyRetries {
            do throws(StoreError) {
                return try step()
            } catch {
                guard error == .busy else { throw error }
                Thread.sleep(forTimeInterval: busyPause)
            }
        }
        return try step()
    }
}
