// SPDX-License-Identifier: MPL-2.0

/// Keeping what is known up to date, off the path of whoever stands at a door.
extension Station {
    /// The greatest number of cards whose day waits to be written.
    static let seenMax = 256
    /// How long a day waits to be written together with others.
    static let seenPause = Duration.seconds(300)

    // MARK: The day a card was last seen

    /// Notes that a known card was presented, to be written later with others.
    ///
    /// Only the day is kept, and only a card at a reader makes one: a refresh or a roster would
    /// keep somebody for ever who never comes again. What is lost with the power is noted again at
    /// the next visit.
    mutating func noteSeen(_ key: CardKey, _ cached: CacheAnswer, at now: Moment) {
        guard case .known(let patron) = cached, patron.seen != now.civil.date,
            now.clock == .trusted, seen.count < Self.seenMax,
            !seen.contains(where: { $0.matches(key) })
        else { return }
        if seen.isEmpty { seenDue = now.uptime + Self.seenPause }
        seen.append(key)
    }

    private mutating func writeSeen(at now: Moment) -> [Action] {
        guard maySaySeen(at: now), seenDue <= now.uptime else { return [] }
        defer { seen = [] }
        return [.cache(.saw(seen, on: now.civil.date))]
    }

    /// Whether days wait to be written and this is a good moment; by a clock that is not to be
    /// trusted they would be other days.
    private func maySaySeen(at now: Moment) -> Bool {
        !seen.isEmpty && !isServing && now.clock == .trusted
    }

    // MARK: Refreshing

    /// Whether a patron is at a reader or a kiosk.
    private var isServing: Bool {
        readers.values.contains { $0.presentation != nil } || kiosks.values.contains { !$0.isIdle }
    }

    /// Whether the library system may be asked about somebody who is not here.
    private func mayAsk(at now: Moment) -> Bool {
        isLibraryReachable == true && now.clock == .trusted && isCacheTrusted && !isServing
            && !refreshes.contains { $0.until > now.uptime }
    }

    /// When ``keepSynced(at:reading:)`` is next needed.
    func syncDeadline(_ now: Moment) -> Uptime? {
        [
            sync?.nextDeadline(mayAsk: mayAsk(at: now)),
            maySaySeen(at: now) ? seenDue : nil,
        ]
        .compactMap(\.self).min()
    }

    /// Does what is due in the background.
    mutating func keepSynced(at now: Moment, reading: some PatronReading) -> [Action] {
        let written = writeSeen(at: now)
        let mayAsk = mayAsk(at: now)
        guard var sync, let due = sync.nextDeadline(mayAsk: mayAsk), due <= now.uptime else {
            return written
        }
        let terms = SyncTerms(settings.rules, at: now)
        var last = lastTicket
        let order = sync.advance(
            to: now.uptime,
            mayAsk: mayAsk,
            isDue: { Self.isDue($0, terms, reading) },
            ticket: {
                last += 1
                return Ticket(number: last)
            }
        )
        lastTicket = last
        self.sync = sync
        switch order {
        case .search(let ticket, let after, let avoiding):
            let search = SyncSearch(ticket: ticket, terms: terms, after: after, avoiding: avoiding)
            return written + [.search(search)]
        case .ask(let patron, let ticket):
            let inquiry = PatronInquiry(
                ticket: ticket,
                patron: patron.patron,
                ageLimits: settings.ageLimits,
                timeout: SyncMachine.questionTimeout
            )
            return written + [.inquire(inquiry)]
        case nil:
            return written
        }
    }

    /// Whether a patron still has to be asked about: a visit or a roster may have told more.
    private static func isDue(
        _ patron: DuePatron,
        _ terms: SyncTerms,
        _ reading: some PatronReading
    ) -> Bool {
        guard case .known(let held) = reading.patron(for: patron.key) else { return false }
        return held.facts.patron == patron.patron && held.facts.mayBeRefreshed
            && terms.isDue(held.facts)
    }

    /// What an answer about a patron who is not here changes; nil when nobody asked that.
    mutating func syncReplied(
        _ reply: LibraryReply,
        _ ticket: Ticket,
        at now: Moment
    ) -> [Action]? {
        guard let patron = sync?.asked(ticket) else { return nil }
        switch sync?.replied(reply, at: now.uptime) {
        case .learn:
            guard case .known(let facts, _) = reply else { return [] }
            return [.cache(.refresh(patron.key, settings.kept(facts)))]
        case .disown:
            return [.cache(.disown(patron.key, asOf: now.timestamp))]
        case .nothing, nil:
            return []
        }
    }

    /// Takes over another pace, or begins or ends the refreshing.
    mutating func reconfigureSync(at now: Moment) {
        guard let settings = settings.sync else {
            sync = nil
            return
        }
        if sync == nil { sync = SyncMachine(settings, seed: syncSeed, at: now.uptime) }
        sync?.settings = settings
    }

    /// A technician wants patrons asked about now.
    mutating func syncOrdered(at now: Moment) -> [Action] {
        sync?.ordered(at: now.uptime)
        return []
    }

    /// How the refreshing stands, for status; nil where it is switched off.
    public func syncState(at now: Uptime) -> SyncState? {
        sync.map { machine in
            SyncState(
                refreshedLastHour: machine.refreshedLastHour(at: now),
                failures: machine.failures,
                nextIn: isLibraryReachable == true ? machine.nextIn(at: now) : nil
            )
        }
    }

    /// How the refreshing stands.
    public struct SyncState: Sendable, Hashable {
        /// How many patrons were asked about successfully within the last hour.
        public let refreshedLastHour: Int
        /// How many questions in a row have failed.
        public let failures: Int
        /// How long until the next step; nil while one is under way or the line is down.
        public let nextIn: Duration?
    }
}
