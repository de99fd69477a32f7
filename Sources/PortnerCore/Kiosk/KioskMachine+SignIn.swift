// SPDX-License-Identifier: MPL-2.0

/// What the station tells a kiosk about the patron and the items.
extension KioskMachine {
    /// Lets the patron type the PIN.
    mutating func enterPIN(_ visitor: Visitor, isSecondTry: Bool = false, at now: Uptime) {
        let entry = PINEntry(lengths: settings.pinLengths)
        state = .enteringPIN(visitor, entry, isSecondTry: isSecondTry)
        _ = touched(at: now)
    }

    /// Lets somebody type the number of a card, where the library allows it.
    ///
    /// The number signs in as a scan of it does: with the PIN, and under the same counts of wrong
    /// attempts (invariant I6).
    mutating func typeCard(at now: Uptime) -> [Action] {
        guard settings.takesTypedCards else { return [.ignored(.misplaced)] }
        switch state {
        case .idle, .refused, .bye:
            if case .bye = state { begin() }
            state = .typingCard(CardEntry(), nil)
        case .waitingForCard(let task):
            guard task != .returning else { return [.ignored(.misplaced)] }
            state = .typingCard(CardEntry(), task)
        case .typingCard, .identifying, .enteringPIN, .checking, .active, .outOfOrder:
            return [.ignored(.misplaced)]
        }
        notice = nil
        return touched(at: now)
    }

    /// A key was pressed while the number of a card is typed.
    mutating func typed(
        _ key: Key,
        into entry: CardEntry,
        _ task: KioskTask?,
        at now: Uptime
    ) -> [Action] {
        var entry = entry
        switch entry.press(key) {
        case .full:
            return [.ignored(.pinFull)]
        case .withheld:
            return end(at: now)
        case .typing:
            state = .typingCard(entry, task)
            return touched(at: now)
        case .done(let card):
            return identify(Visitor(card, task: task), at: now)
        }
    }

    /// Waits for the library system or for the check of a PIN.
    mutating func check(_ visitor: Visitor, at now: Uptime) {
        state = .checking(visitor)
        until = now + KioskSettings.signInMax
    }

    /// The patron is not signed in.
    mutating func refuse(_ refusal: KioskView.SignInRefusal, at now: Uptime) {
        state = .refused(refusal)
        notice = nil
        _ = touched(at: now)
    }

    /// The patron is signed in: the lists are asked for, and the screen stands where the patron
    /// wanted to go.
    ///
    /// Whoever is known to need more time has it without asking.
    mutating func signIn(
        _ visitor: Visitor,
        _ greeting: KioskView.Greeting,
        mail: MailAddress?,
        takesLonger: Bool,
        isOnline: Bool,
        at now: Uptime
    ) -> [Action] {
        var session = KioskSession(visitor: visitor, place: .home)
        session.greeting = greeting
        session.mail = mail
        var actions: [Action] = []
        if isOnline {
            for list in KioskList.allCases { actions += session.ask(list) }
        } else {
            session.came(nil as [Loan]?, today: CivilDate(dayNumber: 0))
            session.came(nil as [Hold]?)
            session.came(nil as FeeAccount?)
        }
        if let task = visitor.task { actions += session.go(to: task) }
        state = .active(session)
        if takesLonger { wishes.moreTime = true }
        _ = touched(at: now)
        return actions
    }

    /// Changes the session that is going on, if one is.
    mutating func update(_ change: (inout KioskSession) -> KioskView.Notice.What?) {
        guard case .active(var session) = state else { return }
        let what = change(&session)
        state = .active(session)
        if let what { tell(what) }
    }

    /// Whether a loan waits to be renewed by itself.
    var hasRenewalsLeft: Bool {
        guard case .active(let session) = state else { return false }
        return session.hasRenewalsLeft
    }

    /// Orders the next renewal, of loans that could not be renewed all at once.
    mutating func nextRenewal() -> [Action] {
        guard case .active(var session) = state else { return [] }
        let step = session.nextRenewal()
        state = .active(session)
        if let what = step.notice { tell(what) }
        return step.actions
    }

    /// Takes the machine out of service, or back; nobody is served meanwhile.
    mutating func setOutOfOrder(_ isOutOfOrder: Bool, at now: Uptime) -> [Action] {
        switch (state, isOutOfOrder) {
        case (.outOfOrder, true): return []
        case (.outOfOrder, false):
            begin()
            return []
        case (_, true):
            let ended = end(at: now)
            state = .outOfOrder
            return ended
        case (_, false): return []
        }
    }
}
