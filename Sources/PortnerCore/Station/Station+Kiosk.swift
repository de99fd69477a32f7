// SPDX-License-Identifier: MPL-2.0

/// Somebody at a kiosk, in one session.
struct KioskVisit: Sendable {
    let kiosk: KioskName
    let session: UInt64
    let visitor: KioskMachine.Visitor

    /// The same without what a record could know the card by.
    var nameless: KioskVisit {
        KioskVisit(kiosk: kiosk, session: session, visitor: KioskMachine.Visitor(visitor.card))
    }
}

/// What a kiosk has asked the library system beside its transactions.
enum KioskErrand: Sendable {
    /// Whether card and PIN are good.
    case signIn(KioskVisit)
    /// A list for the patron of this session.
    case list(KioskList, KioskName, session: UInt64)
    /// Nothing that anybody waits for.
    case farewell
}

/// Where it is shown what becomes of a transaction.
struct KioskPlace: Sendable {
    let kiosk: KioskName
    let session: UInt64
    let errand: KioskMachine.Errand
    /// What the cache said for doing it without a line.
    var standing: CachedStanding?
}

/// The kiosks: from a scan or press to what the screen shows.
extension Station {
    /// What the names of a life's requests begin with: another word than in any life of which a
    /// transaction is open, although a clock without a battery may show the same time again.
    static func life(
        begun: Timestamp,
        after entries: some Sequence<OutboxEntry>
    ) -> String {
        let taken = Set(entries.map { $0.id.text.prefix { $0 != "-" } })
        var number = begun.milliseconds.magnitude
        while taken.contains(String(number, radix: 36)[...]) { number += 1 }
        return String(number, radix: 36)
    }

    mutating func nextRequest() -> RequestID {
        let ticket = nextTicket()
        return RequestID("\(life)-\(ticket.number)") ?? RequestID(number: ticket.number)
    }

    /// Whether the library system is worth asking.
    var isOnline: Bool { isLibraryReachable != false }

    func kiosk(before reader: ReaderName) -> KioskName? {
        kiosks.first { $0.value.settings.reader == reader }?.key
    }

    /// The kiosks' machines hear of something that happened at a reader; nil for one of a door.
    mutating func atKiosk(
        before reader: ReaderName,
        _ now: Moment,
        _ reading: some PatronReading,
        _ change: (inout KioskMachine) -> [KioskMachine.Action]
    ) -> [Action]? {
        guard let name = kiosk(before: reader) else { return nil }
        return atKiosk(name, now, reading, change)
    }

    mutating func atKiosk(
        _ name: KioskName,
        _ now: Moment,
        _ reading: some PatronReading,
        _ change: (inout KioskMachine) -> [KioskMachine.Action]
    ) -> [Action] {
        guard var kiosk = kiosks[name] else { return ignore("unknown-kiosk") }
        let orders = change(&kiosk)
        kiosks[name] = kiosk
        return carryOut(orders, kiosk: name, at: now, reading: reading)
    }

    mutating func carryOut(
        _ orders: [KioskMachine.Action],
        kiosk name: KioskName,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        var actions: [Action] = []
        for order in orders {
            switch order {
            case .identify(let visitor):
                actions += identify(visitor, at: name, now, reading)
            case .signIn(let visitor):
                actions += trySignIn(visitor, at: name, now, reading)
            case .transact(let errand):
                actions += begin(errand, at: name, now, reading)
            case .list(let list):
                actions += ask(for: list, at: name)
            case .ended(let signedIn):
                actions += ended(signedIn, at: name)
            case .issue(let receipt, let way, let session):
                actions.append(.issueReceipt(receipt, way, kiosk: name, session: session))
            case .withdraw(let session):
                actions.append(.withdrawReceipt(kiosk: name, session: session))
            case .readPad where kiosks[name]?.settings.readsTags == true:
                actions.append(.handleTags(.tellAgain, kiosk: name))
            case .readPad:
                break
            case .scannerDoubted:
                actions += doubtScanner(at: name, now)
            case .ignored(let reason):
                actions += ignore("kiosk-\(reason.rawValue)")
            }
        }
        return actions
    }

    /// Staff hear of a scanner that reads nothing but rubbish; what it read is nothing for a log.
    private func doubtScanner(at name: KioskName, _ now: Moment) -> [Action] {
        let values: [(RecordField, String?)] = [
            (.device, kiosks[name]?.settings.reader.text), (.kiosk, name.text),
            (.outcome, "scans-unreadable"),
        ]
        return [.record(Record(.device, at: now, isAlarm: true, values))]
    }

    /// Staff hear, once until it is forgiven, of so many wrong PINs at a kiosk that everybody has
    /// to wait there: somebody may be trying one card after the other.
    func doubtPINs(_ subject: ThrottleSubject, at name: KioskName, _ now: Moment) -> [Action] {
        guard let reader = subject.reader,
            throttle.count(of: subject)?.failures == ThrottleRule.reader.free
        else { return [] }
        let values: [(RecordField, String?)] = [
            (.device, reader.text), (.kiosk, name.text), (.outcome, "pins-suspicious"),
        ]
        return [.record(Record(.device, at: now, isAlarm: true, values))]
    }

    /// Shows what changed on the kiosks' screens.
    mutating func showKiosks(at now: Moment) -> [Action] {
        var actions: [Action] = []
        for (name, kiosk) in kiosks.sorted(by: { $0.key < $1.key }) {
            var view = kiosk.view(isOnline: isOnline, today: now.civil.date)
            if building.isLeaving { view.page = .leave }
            guard shownKiosks[name] != view else { continue }
            shownKiosks[name] = view
            actions.append(.showKiosk(view))
        }
        return actions
    }

    /// What the kiosks show, for a page that comes back.
    public var screens: [KioskName: KioskView] { shownKiosks }

    // MARK: Lists and the end

    mutating func ask(for list: KioskList, at name: KioskName) -> [Action] {
        guard let kiosk = kiosks[name], let visitor = kiosk.visitor else { return [] }
        let access = PatronAccess(card: visitor.card, pin: visitor.pin)
        let task: LibraryTask =
            switch list {
            case .loans: .loans(access)
            case .holds: .holds(access)
            case .fees: .fees(access)
            }
        let request = LibraryRequest(
            id: nextRequest(),
            task: task,
            timeout: KioskSettings.listMax
        )
        kioskErrands[request.id] = .list(list, name, session: kiosk.session)
        return [.request(request)]
    }

    mutating func ended(
        _ visitor: KioskMachine.Visitor?,
        at name: KioskName
    ) -> [Action] {
        outbox.left(name)
        kioskRows = kioskRows.filter { $0.value.kiosk != name }
        let tags: [Action] =
            kiosks[name]?.settings.readsTags == true
            ? [.handleTags(.endSession, kiosk: name)] : []
        guard let visitor, isOnline else { return tags }
        let access = PatronAccess(card: visitor.card, pin: nil)
        let request = LibraryRequest(
            id: nextRequest(),
            task: .endSession(access),
            timeout: KioskSettings.listMax
        )
        kioskErrands[request.id] = .farewell
        return tags + [.request(request)]
    }

    // MARK: Answers

    /// A request came to its end, whoever made it.
    mutating func libraryAnswered(
        _ answer: LibraryAnswer,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        if let steps = outbox.answered(answer.request, answer.outcome, at: now.uptime) {
            return translate(steps, at: now)
        }
        if let actions = blockAnswered(answer, at: now) { return actions }
        switch kioskErrands.removeValue(forKey: answer.request) {
        case .signIn(let visit)?:
            return signInAnswered(answer.outcome, visit, at: now, reading: reading)
        case .list(let list, let name, let session)?:
            guard kiosks[name]?.session == session else { return [] }
            kiosks[name]?.update { $0.take(answer.outcome, as: list, today: now.civil.date) }
            return []
        case .farewell?:
            return []
        case nil:
            return ignore(AccessPointMachine.Ignored.late.rawValue)
        }
    }

    /// Nothing was written: what would have begun never did, and no PIN was tried.
    ///
    /// What does not stand as queued is not called so: after a power cut a person would decide.
    mutating func kiosksUnrecorded(
        _ orders: Set<Ticket>,
        _ requests: Set<RequestID>,
        _ entries: Set<RequestID>,
        _ queued: Set<RequestID>,
        at now: Moment
    ) -> [Action] {
        var actions = translate(outbox.wasNotTold(requests), at: now)
        for entry in outbox.neverBegan(entries) {
            actions += answerTags(entry, .notDone)
            show(.refused(.init(reason: .notRecorded, text: nil)), of: entry.id, item: nil)
        }
        for entry in outbox.entries where queued.contains(entry.id) {
            actions += answerTags(entry, .doubtful)
            show(.doubtful, of: entry.id, item: nil)
        }
        for id in requests {
            blocks[id] = nil
            guard case .signIn(let visit)? = kioskErrands.removeValue(forKey: id) else { continue }
            actions += takeBack(visit.visitor.attempts)
            actions += refuse(.notRecorded, .notRecorded, visit, at: now)
        }
        for ticket in orders {
            guard let visit = kioskChecks.removeValue(forKey: ticket) else { continue }
            actions += takeBack(visit.visitor.attempts)
            actions += refuse(.notRecorded, .notRecorded, visit, at: now)
        }
        return actions
    }

    /// Ends the sign-in of somebody who is being erased.
    ///
    /// No answer that is still on its way may teach the cache anything. The kiosk says that it
    /// could not ask, and no card stands in the record.
    mutating func forgetSignIns(with cards: [CardKey], at now: Moment) -> [Action] {
        func isErased(_ visit: KioskVisit) -> Bool {
            cards.contains { card in visit.visitor.key.map { card.matches($0) } ?? false }
        }
        var visits: [KioskVisit] = []
        for (id, errand) in kioskErrands {
            guard case .signIn(let visit) = errand, isErased(visit) else { continue }
            kioskErrands[id] = nil
            visits.append(visit)
        }
        for (ticket, visit) in kioskChecks where isErased(visit) {
            kioskChecks[ticket] = nil
            visits.append(visit)
        }
        return visits.sorted { $0.kiosk < $1.kiosk }.flatMap { visit in
            takeBack(visit.visitor.attempts.filter { $0.subject.card == nil })
                + refuse(.unreachable, .libraryUnreachable, visit.nameless, at: now)
        }
    }

    /// Takes the kiosks of new settings; one that is gone is forgotten with its session.
    mutating func reconfigureKiosks() {
        let kept = Set(settings.kiosks.map(\.kiosk))
        for name in kiosks.keys where !kept.contains(name) {
            outbox.left(name)
            kioskRows = kioskRows.filter { $0.value.kiosk != name }
            pastSessions = max(pastSessions, kiosks[name]?.session ?? 0)
            kiosks[name] = nil
            shownKiosks[name] = nil
        }
        for kiosk in settings.kiosks {
            if kiosks[kiosk.kiosk] == nil {
                kiosks[kiosk.kiosk] = newKiosk(kiosk, after: pastSessions)
            }
            kiosks[kiosk.kiosk]?.reconfigure(kiosk)
        }
    }
}
