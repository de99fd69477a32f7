// SPDX-License-Identifier: MPL-2.0

/// The kiosks' transactions: how they begin, and what is shown and recorded of their ends.
extension Station {
    mutating func begin(
        _ errand: KioskMachine.Errand,
        at name: KioskName,
        _ now: Moment,
        _ reading: some PatronReading
    ) -> [Action] {
        guard let kiosk = kiosks[name], case .active(let session) = kiosk.state else { return [] }
        return begin(
            errand,
            at: name,
            now,
            standing(for: errand.kind, session, kiosk.settings, now, reading)
        )
    }

    private mutating func begin(
        _ errand: KioskMachine.Errand,
        at name: KioskName,
        _ now: Moment,
        _ standing: CachedStanding?
    ) -> [Action] {
        guard let kiosk = kiosks[name], case .active(let session) = kiosk.state else { return [] }
        let (mayWait, due) = waiting(errand.kind, kiosk.settings, standing, now)
        let entry = OutboxEntry(
            id: nextRequest(),
            kiosk: name,
            kind: errand.kind,
            card: errand.kind == .checkin ? nil : session.visitor?.card,
            item: errand.item,
            made: now.timestamp,
            civil: now.civil,
            due: due,
            mayWait: mayWait,
            state: .sent
        )
        kioskRows[entry.id] = KioskPlace(
            kiosk: name,
            session: kiosk.session,
            errand: errand,
            standing: standing
        )
        let steps = outbox.begin(
            entry,
            pin: session.visitor?.pin,
            loansBefore: session.knownLoans ?? [],
            isReachable: isOnline
        )
        return prepareTags(entry) + translate(steps, at: now)
    }

    /// What the cache says about lending to the patron without a line; nil where nobody asks.
    private func standing(
        for kind: OutboxEntry.Kind,
        _ session: KioskSession,
        _ settings: KioskSettings,
        _ now: Moment,
        _ reading: some PatronReading
    ) -> CachedStanding? {
        guard kind == .checkout, settings.outage == .loans, let visitor = session.visitor,
            visitor.pin != nil || !settings.asksPIN, let key = visitor.key
        else { return nil }
        return standing(
            of: key,
            formerly: visitor.formerKey,
            settings,
            at: now,
            reading: reading
        )
    }

    /// Whether a transaction may be done without a line, and until when it would be lent.
    private func waiting(
        _ kind: OutboxEntry.Kind,
        _ settings: KioskSettings,
        _ standing: CachedStanding?,
        _ now: Moment
    ) -> (mayWait: Bool, due: CivilDate?) {
        switch kind {
        case .checkin:
            return (settings.outage != .nothing && now.clock == .trusted, nil)
        case .checkout:
            guard let standing, standing.denial == nil else { return (false, nil) }
            return (true, now.civil.date.advanced(by: settings.outageLoanDays))
        case .renew, .renewAll:
            return (false, nil)
        }
    }

    /// Whether the library system can be told of what waits.
    var canReplay: Bool { isLibraryReachable == true && isRecording }

    mutating func workOutbox(at now: Moment) -> [Action] {
        let steps = outbox.work(at: now, isReachable: canReplay)
        return translate(steps, at: now) + renewOneByOne(at: now)
    }

    /// Goes on with the renewals that are asked for one by one.
    private mutating func renewOneByOne(at now: Moment) -> [Action] {
        guard kiosks.contains(where: { $0.value.hasRenewalsLeft }) else { return [] }
        var actions: [Action] = []
        for name in kiosks.keys.sorted() {
            while kiosks[name]?.hasRenewalsLeft == true {
                for case .transact(let errand) in kiosks[name]?.nextRenewal() ?? [] {
                    actions += begin(errand, at: name, now, nil)
                }
            }
        }
        return actions
    }

    mutating func translate(_ steps: [Outbox.Action], at now: Moment) -> [Action] {
        var actions: [Action] = []
        for step in steps {
            switch step {
            case .journal(let change):
                actions.append(.journal(change))
            case .request(let task, let id):
                let timeout =
                    task.changesRecords ? KioskSettings.requestMax : KioskSettings.listMax
                actions.append(.request(LibraryRequest(id: id, task: task, timeout: timeout)))
            case .came(let entry, let ending):
                actions.append(.record(record(of: entry, ending, at: now)))
                actions += answerTags(entry, ending)
                show(ending, of: entry, at: now)
            }
        }
        return actions
    }

    /// The record of a transaction names neither patron nor item: the library system knows both,
    /// and what somebody reads is nothing for a log.
    private func record(
        of entry: OutboxEntry,
        _ ending: Outbox.Ending,
        at now: Moment
    ) -> Record {
        var isAlarm = false
        if case .conflict = ending { isAlarm = true }
        // A loan without a line rests on the cache: how old that was stands in the record.
        var basis: [(RecordField, String?)] = []
        if case .queued = ending { basis = kioskRows[entry.id]?.standing?.fields ?? [] }
        return Record(
            .transaction,
            at: now,
            isAlarm: isAlarm,
            [
                (.kiosk, entry.kiosk.text), (.task, entry.kind.rawValue),
                (.outcome, ending.code), (.reason, ending.reason), (.request, entry.id.text),
            ] + basis
        )
    }

    // MARK: What the patron sees

    private mutating func show(
        _ ending: Outbox.Ending,
        of entry: OutboxEntry,
        at now: Moment
    ) {
        switch ending {
        case .done(.renewals(let renewals)):
            showRenewals(renewals, of: entry.id)
        case .done(let result):
            let (outcome, item) = KioskRow.Outcome.of(result)
            show(outcome, of: entry.id, item: item)
        case .carriedOut where entry.kind == .renewAll:
            // One loan became longer; which others did not, only the library system can tell.
            show(.doubtful, of: entry.id, item: nil)
        case .carriedOut:
            show(.carriedOut(entry.kind), of: entry.id, item: nil)
        case .refused(let refusal):
            show(.refused(KioskRow.Refusal(refusal)), of: entry.id, item: nil)
        case .queued:
            let outcome: KioskRow.Outcome =
                entry.due.map { .lentOffline($0) } ?? .returnedOffline
            show(outcome, of: entry.id, item: nil)
        case .notDone:
            show(.refused(.init(reason: .unreachable, text: nil)), of: entry.id, item: nil)
        case .notSupported:
            show(.refused(.init(reason: .notSupported, text: nil)), of: entry.id, item: nil)
        case .doubtful, .conflict:
            show(.doubtful, of: entry.id, item: nil)
        }
    }

    /// Shows what became of a transaction where it began, if the patron still stands there.
    mutating func show(_ outcome: KioskRow.Outcome, of id: RequestID, item: Item?) {
        guard let place = kioskRows[id] else { return }
        if outcome.isFinal { kioskRows[id] = nil }
        guard let kiosk = kiosks[place.kiosk], kiosk.session == place.session else { return }
        kiosks[place.kiosk]?.update { session in
            switch place.errand.kind {
            case .checkout, .checkin:
                session.settle(place.errand.row, outcome, item: item)
                return .row(place.errand.row)
            case .renew:
                session.renewalSettled(place.errand.row, outcome, due: outcome.due)
                return .renewal(place.errand.row)
            case .renewAll:
                let step = session.renewalsSettled(nil, otherwise: outcome)
                session.renewUnexplained()
                return step.notice
            }
        }
    }

    private mutating func showRenewals(_ renewals: [Renewal], of id: RequestID) {
        guard let place = kioskRows.removeValue(forKey: id),
            kiosks[place.kiosk]?.session == place.session
        else { return }
        kiosks[place.kiosk]?.update { session in
            let step = session.renewalsSettled(renewals, otherwise: nil)
            session.renewUnexplained()
            return step.notice
        }
    }

    // MARK: Staff

    mutating func carryOut(
        _ order: OutboxOrder,
        on id: RequestID,
        reason: String,
        by: String,
        _ ticket: Ticket,
        at now: Moment
    ) -> [Action] {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            return [.answer(ticket, .noReason)]
        }
        let before = outbox.waiting(id)
        let steps: [Outbox.Action]? =
            switch order {
            case .retry: outbox.retry(id)
            case .resolve: outbox.resolve(id)
            case .reveal: outbox.entries.contains { $0.id == id } ? [] : nil
            }
        guard let steps else { return [.answer(ticket, .nothingOpen)] }
        if order != .reveal, let before { lifted = (ticket, .transaction(before)) }
        let record = Record(
            .staff,
            at: now,
            [
                (.outcome, "outbox-\(order.rawValue)"), (.reason, reason), (.by, by),
                (.request, id.text),
            ]
        )
        return [.record(record)] + translate(steps, at: now) + [.answer(ticket, nil)]
    }

    mutating func setKiosk(
        _ name: KioskName,
        inService: Bool,
        reason: String,
        by: String,
        _ ticket: Ticket,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        guard kiosks[name] != nil else { return [.answer(ticket, .unknownKiosk)] }
        guard reason.contains(where: { !$0.isWhitespace }) else {
            return [.answer(ticket, .noReason)]
        }
        lifted = (ticket, .service(name, wasOutOfOrder: standing.outOfOrder.contains(name)))
        setStanding(of: name, isOutOfOrder: !inService)
        let isClosed = isClosed(name)
        let record = Record(
            .staff,
            at: now,
            [
                (.kiosk, name.text), (.outcome, inService ? "kiosk-on" : "kiosk-off"),
                (.reason, reason), (.by, by),
            ]
        )
        let moves = atKiosk(name, now, reading) {
            $0.setOutOfOrder(isClosed, at: now.uptime)
        }
        return [.record(record)] + moves + [.keepOrders(standing), .answer(ticket, nil)]
    }
}

extension Outbox.Ending {
    /// The stable code in the ledger.
    fileprivate var code: String {
        switch self {
        case .done: "done"
        case .carriedOut: "found-done"
        case .refused: "refused"
        case .queued: "queued"
        case .notDone: "not-done"
        case .notSupported: "not-supported"
        case .doubtful: "doubtful"
        case .conflict: "conflict"
        }
    }

    fileprivate var reason: String? {
        switch self {
        case .refused(let refusal): refusal.reason.rawValue
        case .conflict(let conflict): conflict.rawValue
        case .done, .carriedOut, .queued, .notDone, .notSupported, .doubtful: nil
        }
    }
}

extension KioskRow.Outcome {
    /// What the library system did, for the row and with what it said of the item.
    fileprivate static func of(_ result: LibraryResult) -> (Self, Item?) {
        switch result {
        case .checkout(let checkout):
            (checkout.isRenewal ? .renewed(checkout.due) : .lent(checkout.due), checkout.item)
        case .checkin(let checkin):
            (
                .returned(
                    KioskRow.ReturnPlace(
                        bin: checkin.bin,
                        branch: checkin.place,
                        alert: checkin.alert
                    )
                ),
                checkin.item
            )
        case .renewal(let renewal):
            (
                renewal.refusal.map { .refused(KioskRow.Refusal($0)) } ?? .renewed(renewal.due),
                renewal.item
            )
        default:
            (.doubtful, nil)
        }
    }

    /// What was found done without a word about it.
    fileprivate static func carriedOut(_ kind: OutboxEntry.Kind) -> Self {
        switch kind {
        case .checkout: .lent(nil)
        case .checkin: .returned(KioskRow.ReturnPlace())
        case .renew, .renewAll: .renewed(nil)
        }
    }

    fileprivate var due: Due? {
        switch self {
        case .lent(let due), .renewed(let due), .alreadyYours(let due): due
        default: nil
        }
    }

    /// Whether nothing more is heard of it.
    fileprivate var isFinal: Bool {
        switch self {
        // What is queued may still turn out not to have been written.
        case .working, .doubtful, .lentOffline, .returnedOffline: false
        default: true
        }
    }
}

extension KioskSession {
    /// Takes a list that came, or its failing.
    mutating func take(
        _ outcome: LibraryOutcome,
        as list: KioskList,
        today: CivilDate
    ) -> KioskView.Notice.What? {
        switch (list, outcome) {
        case (.loans, .done(.loans(let loans, _))): came(loans, today: today)
        case (.loans, _): came(nil as [Loan]?, today: today)
        case (.holds, .done(.holds(let holds))): came(holds)
        case (.holds, _): came(nil as [Hold]?)
        case (.fees, .done(.fees(let fees))): came(fees)
        case (.fees, _): came(nil as FeeAccount?)
        }
        return nil
    }
}
