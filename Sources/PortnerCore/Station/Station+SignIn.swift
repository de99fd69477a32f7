// SPDX-License-Identifier: MPL-2.0

/// Signing in at a kiosk: the same cards, PINs, counts and cache as at the doors.
extension Station {
    mutating func identify(
        _ visitor: KioskMachine.Visitor,
        at name: KioskName,
        _ now: Moment,
        _ reading: some PatronReading
    ) -> [Action] {
        guard let settings = kiosks[name]?.settings else { return [] }
        var visitor = visitor
        let key = reading.key(for: visitor.card)
        visitor.key = key
        var actions: [Action] = []
        if let former = reading.formerKey(for: visitor.card) {
            visitor.formerKey = former
            actions = takeOver(former, as: key)
            // A cache that cannot be read now may still hold the card.
            if case .unknown = reading.patron(for: former) {
            } else {
                actions.append(.cache(.rekey(from: former, to: key)))
            }
        }
        let wait = wait(of: key, reader: settings.reader, at: now)
        if wait > .zero {
            return actions + refuse(.wait(wait), .throttled, visitor, at: name, now)
        }
        guard settings.asksPIN else {
            return actions + trySignIn(visitor, at: name, now, reading)
        }
        kiosks[name]?.enterPIN(visitor, at: now.uptime)
        return actions
    }

    /// Counts the attempt, and asks whoever can tell whether card and PIN are good.
    mutating func trySignIn(
        _ visitor: KioskMachine.Visitor,
        at name: KioskName,
        _ now: Moment,
        _ reading: some PatronReading
    ) -> [Action] {
        guard let kiosk = kiosks[name], let key = visitor.key else { return [] }
        let reader = kiosk.settings.reader
        let wait = wait(of: key, reader: reader, at: now)
        if wait > .zero { return refuse(.wait(wait), .throttled, visitor, at: name, now) }
        var visitor = visitor
        var actions: [Action] = []
        if visitor.pin != nil {
            for subject in [ThrottleSubject.card(key), .reader(reader)] {
                let (count, attempt) = throttle.begin(subject, at: now.uptime)
                visitor.attempts.append(attempt)
                actions.append(.saveThrottle(count))
            }
        }
        kiosks[name]?.check(visitor, at: now.uptime)
        let visit = KioskVisit(kiosk: name, session: kiosk.session, visitor: visitor)
        guard isOnline else { return actions + signInOffline(visit, at: now, reading: reading) }
        let access = PatronAccess(card: visitor.card, pin: visitor.pin)
        let request = LibraryRequest(
            id: nextRequest(),
            task: .patron(access, ageLimits: settings.ageLimits),
            timeout: KioskSettings.questionMax
        )
        kioskErrands[request.id] = .signIn(visit)
        return actions + [.request(request)]
    }

    /// The library system said who the patron is, or did not.
    ///
    /// An answer that comes when the patron has gone still ends the attempt, and still teaches.
    func isHere(_ visit: KioskVisit) -> Bool {
        guard let kiosk = kiosks[visit.kiosk], kiosk.session == visit.session,
            case .checking = kiosk.state
        else { return false }
        return true
    }

    mutating func signInAnswered(
        _ outcome: LibraryOutcome,
        _ visit: KioskVisit,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        guard let key = visit.visitor.key else { return takeBack(visit.visitor.attempts) }
        // What was typed counts, whatever has been configured since.
        let asksPIN =
            visit.visitor.pin != nil || (kiosks[visit.kiosk]?.settings.asksPIN ?? true)
        noteSeen(key, reading.patron(for: key), at: now)
        let learned = learn(
            from: LibraryReply(outcome),
            key: key,
            typed: visit.visitor.pin,
            at: now,
            reading: reading
        )
        switch outcome {
        case .done(.patron(let account)):
            guard !asksPIN || account.pinAccepted == true else {
                return learned + wrong(.wrongPIN, visit, at: now)
                    + askForBlock(of: visit.visitor.card, key, at: now)
            }
            return learned + welcome(visit, account, at: now)
        case .refused(let refusal) where refusal.reason == .patronNotValid:
            return learned + wrong(.unknownCard, visit, at: now)
        case .refused(let refusal) where refusal.reason == .wrongPIN:
            return learned + wrong(.wrongPIN, visit, at: now)
                + askForBlock(of: visit.visitor.card, key, at: now)
        case .refused:
            return learned + takeBack(visit.visitor.attempts)
                + refuse(.askStaff, .blocked, visit, at: now)
        case .unavailable, .unknown, .notSupported, .done:
            guard isHere(visit) else { return takeBack(visit.visitor.attempts) }
            return signInOffline(visit, at: now, reading: reading)
        }
    }

    /// Without a line the cache decides, for patrons whose PIN it can check.
    ///
    /// A card that is not in the cache takes the same time and gets the same answer as a wrong PIN.
    private mutating func signInOffline(
        _ visit: KioskVisit,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        guard let kiosk = kiosks[visit.kiosk]?.settings, kiosk.outage == .loans,
            let key = visit.visitor.key, let pin = visit.visitor.pin
        else {
            return takeBack(visit.visitor.attempts)
                + refuse(.unreachable, .libraryUnreachable, visit, at: now)
        }
        // The check has the whole time again, however long the library system took.
        if isHere(visit) { kiosks[visit.kiosk]?.check(visit.visitor, at: now.uptime) }
        let ticket = nextTicket()
        var verifier: PINVerifier?
        let former = visit.visitor.formerKey
        if case .known(let patron) = reading.patron(for: key, formerly: former) {
            verifier = patron.verifier
        }
        kioskChecks[ticket] = visit
        return [.checkPIN(PINCheck(ticket: ticket, key: key, pin: pin, verifier: verifier))]
    }

    mutating func pinChecked(
        matches: Bool,
        of visit: KioskVisit,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        guard let key = visit.visitor.key, let settings = kiosks[visit.kiosk]?.settings else {
            return takeBack(visit.visitor.attempts)
        }
        let standing = standing(
            of: key,
            formerly: visit.visitor.formerKey,
            settings,
            at: now,
            reading: reading
        )
        // Nobody vouches for a card that is not in the cache: no identity is left behind.
        guard matches, let facts = standing.facts else {
            let unknown = standing.denial == .cacheFailed ? Denial.cacheFailed : .unknownCard
            let denial = standing.facts == nil ? unknown : .wrongPIN
            return stayWrong(visit, at: now)
                + refuse(.unreachable, denial, visit, at: now)
        }
        if let denial = standing.denial {
            return takeBack(visit.visitor.attempts)
                + refuse(.unreachable, denial, visit, at: now, because: standing.fields)
        }
        noteSeen(key, reading.patron(for: key), at: now)
        let account = PatronAccount(facts: facts, pinAccepted: true)
        return welcome(visit, account, from: standing, at: now)
    }

    /// Signs a patron in whom the library system has just accepted, or whom the cache vouches for.
    private mutating func welcome(
        _ visit: KioskVisit,
        _ account: PatronAccount,
        from standing: CachedStanding? = nil,
        at now: Moment
    ) -> [Action] {
        let visitor = visit.visitor
        // Only a PIN that was found right clears the count, as at the door (invariant I6).
        let isPINRight = visitor.pin != nil && account.pinAccepted == true
        var actions = takeBack(visitor.attempts.filter { !isPINRight || $0.subject.card == nil })
        if isPINRight, let key = visitor.key, let cleared = throttle.succeeded(.card(key)) {
            actions.append(.saveThrottle(cleared))
        }
        let blocks = account.facts.blocks.value.union(account.facts.debts.value)
        let listed = visitor.key.map { list.answerAtKiosk(for: $0, on: now.civil.date) } ?? .nothing
        let closing = blocks.intersection(BlockCode.closingAtKiosk)
        let origin = standing?.fields ?? [(.source, "library")]
        let denial: Denial? =
            if listed.isDenied {
                .denyListed
            } else if !closing.isEmpty {
                .blocked
            } else {
                account.facts.validity.value == .valid ? nil : .cardInvalid
            }
        if let denial {
            let codes: [(RecordField, String?)] = [
                (.blocks, closing.isEmpty ? nil : closing.listed)
            ]
            return actions + refuse(.askStaff, denial, visit, at: now, because: origin + codes)
        }
        guard isHere(visit), let settings = kiosks[visit.kiosk]?.settings else { return actions }
        let greeting = KioskView.Greeting(
            name: settings.greetsByName ? account.name?.firstWord : nil,
            owes: account.owes.flatMap { $0.hundredths > 0 ? $0 : nil },
            block: KioskView.PatronBlock(blocks)
        )
        let orders =
            kiosks[visit.kiosk]?.signIn(
                visitor,
                greeting,
                mail: account.mail,
                takesLonger: listed.takesLonger,
                isOnline: standing == nil,
                at: now.uptime
            ) ?? []
        actions.append(
            .record(
                Record(
                    .session,
                    at: now,
                    subject: visitor.key,
                    [(.kiosk, visit.kiosk.text), (.outcome, "signed-in")] + origin
                )
            )
        )
        for case .list(let list) in orders { actions += ask(for: list, at: visit.kiosk) }
        if settings.readsTags { actions.append(.handleTags(.tellAgain, kiosk: visit.kiosk)) }
        return actions
    }

    // MARK: Refusals

    private mutating func wrong(
        _ denial: Denial,
        _ visit: KioskVisit,
        at now: Moment
    ) -> [Action] {
        stayWrong(visit, at: now) + refuse(.wrong, denial, visit, at: now)
    }

    /// The attempt was wrong, as it was counted before it was tried.
    private mutating func stayWrong(_ visit: KioskVisit, at now: Moment) -> [Action] {
        visit.visitor.attempts.flatMap { attempt -> [Action] in
            let actions: [Action] =
                throttle.wasWrong(attempt, at: now.uptime).map { [.saveThrottle($0)] } ?? []
            return actions + doubtPINs(attempt.subject, at: visit.kiosk, now)
        }
    }

    mutating func refuse(
        _ refusal: KioskView.SignInRefusal,
        _ denial: Denial,
        _ visit: KioskVisit,
        at now: Moment,
        because basis: [(RecordField, String?)] = []
    ) -> [Action] {
        let isHere = isHere(visit)
        let record = refused(denial, visit.visitor, at: visit.kiosk, now, because: basis)
        guard isHere else { return record }
        kiosks[visit.kiosk]?.refuse(refusal, at: now.uptime)
        return record
    }

    private mutating func refuse(
        _ refusal: KioskView.SignInRefusal,
        _ denial: Denial,
        _ visitor: KioskMachine.Visitor,
        at name: KioskName,
        _ now: Moment
    ) -> [Action] {
        kiosks[name]?.refuse(refusal, at: now.uptime)
        return refused(denial, visitor, at: name, now)
    }

    private mutating func refused(
        _ denial: Denial,
        _ visitor: KioskMachine.Visitor,
        at name: KioskName,
        _ now: Moment,
        because basis: [(RecordField, String?)] = []
    ) -> [Action] {
        counters.denied[denial, default: 0] += 1
        return [
            .record(
                Record(
                    .session,
                    at: now,
                    // As at the door: nobody vouches for a card that nobody knows.
                    subject: denial == .unknownCard ? nil : visitor.key,
                    isAlarm: denial == .notRecorded,
                    [
                        (.kiosk, name.text), (.outcome, "refused"), (.denial, denial.rawValue),
                    ] + basis
                )
            )
        ]
    }
}

extension BlockCode {
    /// The codes that say nothing against borrowing.
    static let harmlessAtKiosk: Set<BlockCode> = [.recallDenied, .holdDenied, .renewalDenied]
    /// The codes with which a card is not served at all: it may not be its holder who has it.
    static let closingAtKiosk: Set<BlockCode> = [.cardStolen, .cardLost, .deceased]
}

extension KioskView.PatronBlock {
    /// What a screen in a hall tells of these codes; nil when nothing stands against borrowing.
    init?(_ codes: Set<BlockCode>) {
        let against = codes.subtracting(BlockCode.harmlessAtKiosk)
        guard !against.isEmpty else { return nil }
        self = against.allSatisfy(\.concernsDebt) ? .debt : .askStaff
    }
}

extension LibraryText {
    /// The first name out of a name as library systems write it: `Given Family` or
    /// `Family, Given`.
    var firstWord: LibraryText? {
        let parts = shown.split(
            separator: ",",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        return parts[parts.count - 1].split(separator: " ")
            .first { $0.contains(where: \.isLetter) }
            .flatMap { LibraryText($0) }
    }
}
