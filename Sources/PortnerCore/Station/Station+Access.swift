// SPDX-License-Identifier: MPL-2.0

/// From a card at a reader to a decision.
extension Station {
    /// A key of a reader's keypad, which is also that of its panel: of a PIN, or of a number where
    /// the panel says that one may begin with it.
    mutating func keyPressed(
        _ key: Key,
        reader name: ReaderName,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        guard var reader = readers[name] else { return ignore("unknown-reader") }
        let mayBegin = shown[name]?.takesNumbers == true
        let actions = reader.keyPressed(key, beginsNumber: mayBegin, at: now.uptime)
        readers[name] = reader
        return carryOut(actions, reader: name, at: now, reading: reading)
    }

    mutating func cardPresented(
        _ card: CardNumber,
        isTyped: Bool = false,
        reader name: ReaderName,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        guard var reader = readers[name] else { return ignore("unknown-reader") }
        let key = reading.key(for: card)
        let former = reading.formerKey(for: card)
        let patron = Presentation(
            card: card,
            key: key,
            formerKey: former,
            isTyped: isTyped,
            since: now.uptime
        )
        let (actions, gaveWay) = reader.presented(patron)
        readers[name] = reader
        var left = former.map { takeOver($0, as: key) } ?? []
        if let gaveWay {
            left += recordLeaving(gaveWay, .pinNotEntered, reader: reader.settings, at: now)
        }
        let outcome = carryOut(actions, reader: name, at: now, reading: reading)
        guard let former else { return left + outcome }
        // A cache that cannot be read now may still hold the card.
        if case .unknown = reading.patron(for: former) { return left + outcome }
        // After the decision, for which the reading looked under both keys.
        return left + outcome + [.cache(.rekey(from: former, to: key))]
    }

    /// What is held in the station itself against or for a card goes on under its new key, while
    /// the card key is being exchanged.
    ///
    /// The list comes first: it is kept also when the counts cannot be written.
    mutating func takeOver(_ former: CardKey, as key: CardKey) -> [Action] {
        let saves = throttle.rekey(former, to: key).map(Action.saveThrottle)
        sync?.rekey(former, to: key)
        return list.rekey(former, to: key) ? [.keepList(list)] + saves : saves
    }

    mutating func carryOut(
        _ orders: [AccessPointMachine.Action],
        reader name: ReaderName,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        var actions: [Action] = []
        for order in orders {
            switch order {
            case .weigh: actions += weigh(reader: name, at: now, reading: reading)
            case .typed(let card):
                actions += cardPresented(
                    card,
                    isTyped: true,
                    reader: name,
                    at: now,
                    reading: reading
                )
            case .ignored(let reason): actions += ignore(reason.rawValue)
            }
        }
        return actions
    }

    /// Asks the policy about the patron at a reader and does what it says.
    ///
    /// The cache is read anew each time: what was heard while the patron typed counts too
    /// (invariant I4).
    private mutating func weigh(
        reader name: ReaderName,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        guard var reader = readers[name], let patron = reader.presentation else { return [] }
        guard let policy = policies[reader.settings.door] else {
            return deny(.doorOutOfService, [], patron, reader: name, at: now)
        }
        let cached = reading.patron(for: patron.key, formerly: patron.formerKey)
        noteSeen(patron.key, cached, at: now)
        let evidence = Evidence(
            now: now,
            availability: availability(of: reader.settings.door),
            wait: waitBefore(patron, reader: name, at: now),
            listed: list.answer(for: patron.key, at: policy.rules.door, on: now.civil.date),
            cached: cached,
            library: patron.library,
            pin: patron.pin,
            isTyped: patron.isTyped
        )
        switch policy.decide(evidence) {
        case .granted(let grant):
            return grantEntry(grant, to: patron, reader: name, at: now)
        case .denied(let denial, let findings):
            return deny(denial, findings, patron, reader: name, at: now)
        case .needs(.enterPIN, _):
            reader.enterPIN(patron, at: now.uptime)
            readers[name] = reader
            return []
        case .needs(.checkPIN(let verifier), _):
            guard let pin = patron.typed else {
                return deny(.pinNotEntered, [], patron, reader: name, at: now)
            }
            let ticket = nextTicket()
            let (counted, saves) = count(patron, reader: name, at: now)
            reader.checkPIN(counted, ticket, at: now.uptime)
            readers[name] = reader
            let check = PINCheck(ticket: ticket, key: patron.key, pin: pin, verifier: verifier)
            return saves + [.checkPIN(check)]
        case .needs(.askLibrary, _):
            let ticket = nextTicket()
            let (counted, saves) = count(patron, reader: name, at: now)
            reader.askLibrary(
                counted,
                ticket,
                timeout: settings.libraryTimeout,
                at: now.uptime
            )
            readers[name] = reader
            listen(for: ticket, about: patron.key, at: now)
            return saves + [.ask(question(ticket, patron.card, pin: patron.typed))]
        }
    }

    /// Counts an attempt with a PIN before it is tried for the first time (invariant I6).
    private mutating func count(
        _ patron: Presentation,
        reader: ReaderName,
        at now: Moment
    ) -> (patron: Presentation, saves: [Action]) {
        guard patron.typed != nil, patron.attempts.isEmpty else { return (patron, []) }
        var patron = patron
        var saves: [Action] = []
        for subject in [ThrottleSubject.card(patron.key), .reader(reader)] {
            let (count, attempt) = throttle.begin(subject, at: now.uptime)
            patron.attempts.append(attempt)
            saves.append(.saveThrottle(count))
        }
        return (patron, saves)
    }

    /// Takes back what was counted for a patron who was not wrong.
    mutating func takeBack(_ attempts: some Sequence<Throttle.Attempt>) -> [Action] {
        attempts.compactMap { throttle.takeBack($0).map { .saveThrottle($0) } }
    }

    func question(_ ticket: Ticket, _ card: CardNumber, pin: PIN?) -> LibraryQuestion {
        LibraryQuestion(
            ticket: ticket,
            card: card,
            pin: pin,
            ageLimits: settings.ageLimits,
            timeout: settings.libraryTimeout
        )
    }

    /// The wait that stands in the way of a patron whose PIN has not yet been tried.
    ///
    /// It is looked at for the card and again for the PIN: while somebody types here, the same
    /// card may go wrong at another reader. An attempt that was allowed to begin goes on.
    private func waitBefore(
        _ patron: Presentation,
        reader: ReaderName,
        at now: Moment
    ) -> Duration {
        guard patron.pin == .notEntered || patron.pin == .entered, patron.library == .notAsked
        else { return .zero }
        return wait(of: patron, reader: reader, at: now)
    }

    private func wait(of patron: Presentation, reader: ReaderName, at now: Moment) -> Duration {
        wait(of: patron.key, reader: reader, at: now)
    }

    /// The wait of a card at a reader, of a door or a kiosk.
    func wait(of key: CardKey, reader: ReaderName, at now: Moment) -> Duration {
        guard throttle.hasRoom(for: .card(key)) else { return ThrottleRule.reader.waitMax }
        let wait = throttle.wait(card: key, reader: reader, at: now.uptime)
        // A copy of the card at another reader would get an attempt for the same wait.
        let isTriedElsewhere =
            readers.contains { $0.key != reader && $0.value.isTrying(key) }
            || kiosks.values.contains { $0.settings.reader != reader && $0.isTrying(key) }
        return isTriedElsewhere ? max(wait, settings.libraryTimeout) : wait
    }

    // MARK: Outcomes

    private mutating func grantEntry(
        _ grant: consuming Grant,
        to patron: Presentation,
        reader name: ReaderName,
        at now: Moment
    ) -> [Action] {
        guard var door = doors[grant.door], let reader = readers[name] else { return [] }
        counters.granted += 1
        // Only a PIN that was found right clears the count: at a door without PIN, whoever found
        // the card would get new attempts for the other doors (invariant I6).
        let isPINRight = patron.pin == .matched || patron.pin == .accepted
        var actions = takeBack(patron.attempts.filter { !isPINRight || $0.subject.card == nil })
        if isPINRight, let cleared = throttle.succeeded(.card(patron.key)) {
            actions.append(.saveThrottle(cleared))
        }
        let findings = grant.findings
        actions.append(
            .record(
                decision(
                    "granted",
                    nil,
                    findings,
                    patron,
                    reader: reader.settings,
                    at: now
                )
            )
        )
        let (doorName, isStaff) = (grant.door, grant.isStaff)
        let pulse = door.settings.pulse(takingLonger: grant.takesLonger)
        let moves = door.unlock(grant, at: now.uptime)
        readers[name]?.conclude(
            .granted(pulse),
            until: now.uptime + pulse
        )
        doors[doorName] = door
        actions += translate(moves, door: doorName, at: now)
        if !isStaff { actions += watchPassback(of: patron.key, at: doorName, now) }
        return actions + refresh(patron, after: findings, at: now)
    }

    /// Asks again about a patron who was let in from the cache with facts that are getting old.
    private mutating func refresh(
        _ patron: Presentation,
        after findings: [Finding],
        at now: Moment
    ) -> [Action] {
        refreshes.removeAll { $0.until <= now.uptime }
        guard refreshes.count < Self.refreshesMax, isLibraryReachable != false,
            findings.contains(where: { finding in
                if case .cached(let age, _, _) = finding.result {
                    return age >= settings.refreshAfter
                }
                return false
            })
        else { return [] }
        let errand = errand(for: patron.key, at: now)
        refreshes.append(errand)
        return [.ask(question(errand.ticket, patron.card, pin: nil))]
    }

    mutating func deny(
        _ denial: Denial,
        _ findings: [Finding],
        _ patron: Presentation,
        reader name: ReaderName,
        at now: Moment
    ) -> [Action] {
        guard let reader = readers[name] else { return [] }
        counters.denied[denial, default: 0] += 1
        var actions: [Action] = []
        if !patron.countsAgainst(denial) {
            actions += takeBack(patron.attempts)
        } else if patron.attempts.isEmpty {
            actions.append(.saveThrottle(throttle.failed(.card(patron.key), at: now.uptime)))
            actions.append(.saveThrottle(throttle.failed(.reader(name), at: now.uptime)))
        } else {
            actions += patron.attempts.compactMap {
                throttle.wasWrong($0, at: now.uptime).map { .saveThrottle($0) }
            }
        }
        actions.append(
            .record(
                decision("denied", denial, findings, patron, reader: reader.settings, at: now)
            )
        )
        if patron.pin == .rejected, case .known = patron.library {
            actions += askForBlock(of: patron.card, patron.key, at: now)
        }
        let shownFor = reader.settings.denialShownFor
        if denial == .throttled {
            let wait = wait(of: patron, reader: name, at: now)
            readers[name]?.conclude(.wait(wait), until: now.uptime + min(wait, shownFor))
        } else {
            readers[name]?.conclude(
                .denied(patron.message(for: denial)),
                until: now.uptime + shownFor
            )
        }
        return actions
    }

    /// The decision on a patron who is no longer served, because another came or the reader went.
    mutating func recordLeaving(
        _ patron: Presentation,
        _ denial: Denial,
        reader: ReaderSettings,
        at now: Moment
    ) -> [Action] {
        counters.denied[denial, default: 0] += 1
        return [.record(decision("denied", denial, [], patron, reader: reader, at: now))]
    }

    private func decision(
        _ outcome: String,
        _ denial: Denial?,
        _ findings: [Finding],
        _ patron: Presentation,
        reader: ReaderSettings,
        at now: Moment
    ) -> Record {
        let facts = findings.compactMap(\.provenance).first
        let blocks = findings.compactMap(\.blockList).first
        return Record(
            .decision,
            at: now,
            // Nobody vouches for a card that the library system does not know: it is refused
            // without leaving an identity behind.
            subject: denial == .unknownCard ? nil : patron.key,
            isAlarm: denial == .notRecorded,
            [
                (.door, reader.door.text), (.reader, reader.reader.text), (.outcome, outcome),
                (.denial, denial?.rawValue),
                (.rule, denial == nil ? nil : findings.last?.rule.rawValue),
                (.source, facts?.source), (.age, facts?.age), (.limit, facts?.limit),
                (.blocks, blocks), (.detail, patron.isTyped ? "typed number" : nil),
            ]
        )
    }
}

extension Presentation {
    /// Whether a refusal counts as a wrong attempt.
    ///
    /// It does whenever a PIN was found wrong, also if the reason given is another: during an
    /// outage a wrong PIN ends as "cannot be reached", and guessing must still cost time.
    func countsAgainst(_ denial: Denial) -> Bool {
        pin == .rejected || pin == .mismatched || denial == .unknownCard || denial == .wrongPIN
    }

    /// What the patron reads.
    ///
    /// While the library cannot be asked, a wrong PIN and a card that is not in the cache look the
    /// same too.
    func message(for denial: Denial) -> Message {
        library == .noAnswer && denial == .wrongPIN ? .unreachable : denial.message
    }
}

extension Finding {
    /// Where the facts came from and how old they were.
    fileprivate var provenance: (source: String, age: String?, limit: String?)? {
        switch result {
        case .cached(let age, let limit, let source):
            (
                source == .roster ? "roster" : "cache", "\(age.components.seconds)",
                "\(limit.components.seconds)"
            )
        case .outage(let age, let limit):
            ("outage", "\(age.components.seconds)", "\(limit.components.seconds)")
        case .library:
            ("library", nil, nil)
        default:
            nil
        }
    }

    fileprivate var blockList: String? {
        guard case .blocks(let harmless, let closing) = result else { return nil }
        return (closing + harmless).map(\.text).joined(separator: ",")
    }
}
