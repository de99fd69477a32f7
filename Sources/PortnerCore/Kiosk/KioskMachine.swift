// SPDX-License-Identifier: MPL-2.0

/// One kiosk: a patron, or somebody who returns items, from the first scan to goodbye.
///
/// The machine knows the pages, the rows and the times, and nothing of policies, caches or lines:
/// it orders, and the station carries out. A card signs in and an item on the first page returns,
/// without anything being pressed before.
public struct KioskMachine: Sendable {
    /// What comes out of an event.
    enum Action: Sendable {
        /// Look at this card before anything is asked of its holder.
        case identify(Visitor)
        /// Find out whether card and PIN are good.
        case signIn(Visitor)
        /// Do this with an item.
        case transact(Errand)
        /// Ask for a list of the patron's.
        case list(KioskList)
        /// The session is over; of a patron who was signed in, the library system is told.
        case ended(signedIn: Visitor?)
        /// Give out this receipt; what becomes of it comes back to the session that it is of.
        case issue(KioskReceipt, ReceiptWay, session: UInt64)
        /// Print no more of the receipt of this session: whoever stands there may be another.
        case withdraw(session: UInt64)
        /// Tell again what lies on the pad and was not taken.
        case readPad
        /// So many scans in a row could not be read that staff should look at the scanner.
        case scannerDoubted
        /// The input did not fit the state and was dropped.
        case ignored(Ignored)
    }

    /// Why an input was dropped.
    public enum Ignored: String, Sendable, Hashable, CaseIterable {
        /// It was pressed before.
        case repeated
        /// It was meant for another session.
        case stale
        /// It does not fit what is shown.
        case misplaced
        /// The answer belongs to nobody who is here.
        case late
        /// The PIN, or the card's number, has reached its greatest length.
        case pinFull = "pin-full"
    }

    /// Somebody in front of the screen, with what the library system asks for.
    struct Visitor: Sendable {
        let card: CardNumber
        /// The card's keyed hash; nil before the station has made it.
        var key: CardKey?
        /// The same under the key before it, while the card key is being exchanged.
        var formerKey: CardKey?
        var pin: PIN?
        /// What the patron came to do, where it was chosen first.
        var task: KioskTask?
        /// The attempt with the PIN, counted before it was tried.
        var attempts: [Throttle.Attempt] = []

        init(_ card: CardNumber, task: KioskTask? = nil) {
            self.card = card
            self.task = task
        }
    }

    /// Something to be done with an item, and the row that shows what becomes of it.
    struct Errand: Sendable {
        let kind: OutboxEntry.Kind
        let item: ItemNumber?
        let row: Int
    }

    enum State: Sendable {
        case idle
        case outOfOrder
        case waitingForCard(KioskTask)
        case typingCard(CardEntry, KioskTask?)
        case identifying(Visitor)
        case enteringPIN(Visitor, PINEntry, isSecondTry: Bool)
        case checking(Visitor)
        case refused(KioskView.SignInRefusal)
        case active(KioskSession)
        case bye(KioskView.ReceiptOutcome)
    }

    /// The kiosk's settings.
    public private(set) var settings: KioskSettings
    var state: State = .idle
    var asked: Asked?
    var wishes: KioskWishes
    var notice: KioskView.Notice?
    /// How the printer is; nil where there is none, or before it was heard of.
    var printer: PrinterCondition?
    /// The number of the session that is shown.
    public private(set) var session: UInt64
    /// When what is shown changes by itself.
    var until: Uptime?
    private var noticeCount: UInt64 = 0
    /// How many scans in a row could not be read.
    private var unreadable = 0
    private var presses: [RequestID] = []

    /// A kiosk without a patron, whose sessions count on from those of an earlier one.
    public init(
        _ settings: KioskSettings,
        after earlier: UInt64 = 0,
        isOutOfOrder: Bool = false
    ) {
        self.settings = settings
        wishes = settings.wishes
        session = earlier + 1
        if isOutOfOrder { state = .outOfOrder }
    }

    /// Takes new settings; a patron who is served finishes as begun.
    mutating func reconfigure(_ settings: KioskSettings) {
        let isUntouched = isIdle && wishes == self.settings.wishes
        self.settings = settings
        if isUntouched { wishes = settings.wishes }
    }

    /// Whether nobody is being served.
    public var isIdle: Bool {
        switch state {
        case .idle, .outOfOrder, .bye: true
        default: false
        }
    }

    /// Whether it was taken out of service.
    public var isOutOfOrder: Bool {
        if case .outOfOrder = state { true } else { false }
    }

    /// Who is being served, signed in or not yet.
    var visitor: Visitor? {
        switch state {
        case .identifying(let visitor), .enteringPIN(let visitor, _, _), .checking(let visitor):
            visitor
        case .active(let session): session.visitor
        case .idle, .outOfOrder, .waitingForCard, .typingCard, .refused, .bye: nil
        }
    }

    /// Whether a PIN is being tried with this card.
    func isTrying(_ key: CardKey) -> Bool {
        guard case .checking(let visitor) = state, visitor.pin != nil else { return false }
        return visitor.key?.matches(key) ?? false
    }

    // MARK: Scans

    /// Something was scanned.
    mutating func scanned(_ code: ScannedCode, at now: Uptime) -> [Action] {
        let meaning = code.meaning
        if meaning != .nothing { unreadable = 0 }
        switch meaning {
        case .order(let input): return pressed(input, at: now)
        case .card(let card): return cardScanned(card, at: now)
        case .item(let item): return itemScanned(item, at: now)
        case .nothing: return scanRefused(at: now)
        }
    }

    /// A scan was refused before it became a code, and is worth telling.
    ///
    /// A scanner that reads nothing but rubbish is no sign of somebody there: it must not keep the
    /// session open of a patron who has gone.
    mutating func scanRefused(at now: Uptime) -> [Action] {
        if case .outOfOrder = state { return [.ignored(.misplaced)] }
        unreadable = min(unreadable + 1, KioskSettings.unreadableMax + 1)
        if unreadable > KioskSettings.unreadableMax, until != nil {
            tell(.misplaced(.unreadable))
            return []
        }
        let orders = misplaced(.unreadable, at: now)
        return orders + (unreadable == KioskSettings.unreadableMax ? [.scannerDoubted] : [])
    }

    private mutating func cardScanned(_ card: CardNumber, at now: Uptime) -> [Action] {
        switch state {
        case .outOfOrder:
            return [.ignored(.misplaced)]
        case .idle, .refused, .bye:
            if case .bye = state { begin() }
            return identify(Visitor(card), at: now)
        case .waitingForCard(let task):
            return identify(Visitor(card, task: task), at: now)
        case .typingCard(_, let task):
            return identify(Visitor(card, task: task), at: now)
        case .identifying, .checking:
            return misplaced(.busy, at: now)
        case .enteringPIN(let visitor, _, _):
            // The same card read twice is one patron; another one takes the place.
            if visitor.card == card { return touched(at: now) }
            let next = Visitor(card, task: visitor.task)
            begin()
            return [.ended(signedIn: nil)] + identify(next, at: now)
        case .active(let session):
            return cardScanned(card, in: session, at: now)
        }
    }

    private mutating func cardScanned(
        _ card: CardNumber,
        in session: KioskSession,
        at now: Uptime
    ) -> [Action] {
        guard let visitor = session.visitor else {
            // Whoever returns without a card goes on with one; what was returned stays returned.
            let ended = end(at: now)
            return ended + identify(Visitor(card), at: now)
        }
        if visitor.card == card {
            // Nothing says better who scanned the item that it is asked about.
            return answered(.handOver(false), at: now) ?? touched(at: now)
        }
        return asksForTurn(of: Visitor(card), at: now)
    }

    /// A patron begins, whom no answer for an earlier one may reach.
    mutating func identify(_ visitor: Visitor, at now: Uptime) -> [Action] {
        session += 1
        asked = nil
        notice = nil
        state = .identifying(visitor)
        until = now + KioskSettings.signInMax
        return [.identify(visitor)]
    }

    /// A number for the next press, page or patron: what was shown belongs to the past.
    mutating func begin() {
        session += 1
        asked = nil
        notice = nil
        until = nil
        wishes = settings.wishes
        state = .idle
    }

    /// The session is over; everything of the patron is forgotten.
    mutating func end(
        _ outcome: KioskView.ReceiptOutcome? = nil,
        at now: Uptime
    ) -> [Action] {
        var signedIn: Visitor?
        var orders: [Action] = []
        if case .active(let session) = state {
            signedIn = session.visitor
            if session.receipt == .issuing(.print) { orders = [.withdraw(session: self.session)] }
        }
        let language = wishes.language
        begin()
        if let outcome {
            state = .bye(outcome)
            until = now + KioskSettings.byeMax
            wishes.language = language
        }
        return orders + [.ended(signedIn: signedIn)]
    }

    // MARK: Presses

    /// Something was pressed on the page.
    mutating func pressed(_ press: KioskPress, at now: Uptime) -> [Action] {
        guard !presses.contains(press.id) else { return [.ignored(.repeated)] }
        if presses.count >= KioskSettings.pressesMax { presses.removeFirst() }
        presses.append(press.id)
        guard press.session == session else { return [.ignored(.stale)] }
        return pressed(press.input, at: now)
    }

    /// Something was pressed, on the page, on the number pad or by a barcode.
    mutating func pressed(_ input: KioskInput, at now: Uptime) -> [Action] {
        if case .outOfOrder = state { return [.ignored(.misplaced)] }
        if let answer = answered(input, at: now) { return answer }
        switch input {
        case .language(let language):
            wishes.language = language
            return touched(at: now)
        case .wish(let wish, let isOn):
            wishes[wish] = isOn
            return touched(at: now)
        case .choose(let task): return chosen(task, at: now)
        case .typeCard: return typeCard(at: now)
        case .key(let key): return typed(key, at: now)
        case .back: return wentBack(at: now)
        case .finish: return finished(at: now)
        case .receipt(let choice): return receiptChosen(choice, at: now)
        case .renew(let line): return inSession(at: now) { $0.renew(line: line) }
        case .renewAll: return inSession(at: now) { $0.renewAll() }
        case .acknowledge(let row): return inSession(at: now) { $0.acknowledge(row) }
        // Scrolling and reading shows that somebody is there.
        case .stay: return touched(at: now)
        case .handOver: return [.ignored(.misplaced)]
        }
    }

    private mutating func chosen(_ task: KioskTask, at now: Uptime) -> [Action] {
        switch state {
        case .idle, .refused, .bye, .waitingForCard, .typingCard:
            if case .bye = state { begin() }
            notice = nil
            if task == .returning {
                state = .active(KioskSession(visitor: nil, place: .returning))
            } else {
                state = .waitingForCard(task)
            }
            return touched(at: now)
        case .active(var session):
            guard !session.isIssuing else { return [.ignored(.misplaced)] }
            notice = nil
            let orders = session.go(to: task)
            state = .active(session)
            return touched(at: now) + orders
        case .outOfOrder, .identifying, .enteringPIN, .checking:
            return [.ignored(.misplaced)]
        }
    }

    private mutating func typed(_ key: Key, at now: Uptime) -> [Action] {
        if case .typingCard(let entry, let task) = state {
            return typed(key, into: entry, task, at: now)
        }
        guard case .enteringPIN(var visitor, var entry, let isSecondTry) = state else {
            return [.ignored(.misplaced)]
        }
        switch entry.press(key) {
        case .full:
            return [.ignored(.pinFull)]
        case .withheld:
            return end(at: now)
        case .typing:
            state = .enteringPIN(visitor, entry, isSecondTry: isSecondTry)
            return touched(at: now)
        case .done(let pin):
            visitor.pin = pin
            state = .checking(visitor)
            until = now + KioskSettings.signInMax
            return [.signIn(visitor)]
        }
    }

    private mutating func wentBack(at now: Uptime) -> [Action] {
        switch state {
        case .waitingForCard, .typingCard, .refused, .bye, .enteringPIN:
            return end(at: now)
        case .active(var session):
            guard !session.isIssuing else { return [.ignored(.misplaced)] }
            guard session.visitor != nil else { return finished(at: now) }
            notice = nil
            session.place = .home
            state = .active(session)
            return touched(at: now)
        case .idle, .outOfOrder, .identifying, .checking:
            return [.ignored(.misplaced)]
        }
    }

    private mutating func finished(at now: Uptime) -> [Action] {
        switch state {
        case .active(var session):
            // Nobody is asked about a receipt that nothing can give out.
            guard !session.isIssuing else { return [.ignored(.misplaced)] }
            // Whoever leaves now would have the gate sound an alarm.
            guard !session.hasOpenTags else { return misplaced(.tagsFirst, at: now) }
            guard session.hasSomethingToShow, canPrint || canMail(in: session) else {
                return end(KioskView.ReceiptOutcome.none, at: now)
            }
            // The second strike of a slow hand is no answer to what it has just brought up.
            notice = nil
            session.place = .receipt
            state = .active(session)
            return touched(at: now)
        case .waitingForCard, .typingCard, .refused, .bye, .enteringPIN:
            return end(at: now)
        // A PIN that is being tried is waited for: the next one is counted after it.
        case .idle, .outOfOrder, .identifying, .checking:
            return [.ignored(.misplaced)]
        }
    }

    // MARK: Items

    mutating func itemScanned(
        _ item: ItemNumber,
        isOnPad: Bool = false,
        at now: Uptime
    ) -> [Action] {
        if let orders = asksWhose(item, isOnPad: isOnPad, at: now) { return orders }
        switch state {
        case .outOfOrder:
            return [.ignored(.misplaced)]
        case .idle, .refused, .bye:
            if case .bye = state { begin() }
            state = .active(KioskSession(visitor: nil, place: .returning))
        case .waitingForCard(let task):
            guard task == .returning else { return misplaced(.cardFirst, at: now) }
            state = .active(KioskSession(visitor: nil, place: .returning))
        case .typingCard:
            return misplaced(.cardFirst, at: now)
        case .enteringPIN:
            return misplaced(.pinFirst, at: now)
        case .identifying, .checking:
            return misplaced(.busy, at: now)
        case .active(let session):
            if session.isIssuing { return misplaced(.busy, at: now) }
        }
        return inSession(at: now) { $0.scanned(item, isOnPad: isOnPad) }
    }

    /// Lets the session do something, and tells on the stage what came of it.
    mutating func inSession(
        at now: Uptime,
        _ change: (inout KioskSession) -> KioskSession.Step
    ) -> [Action] {
        guard case .active(var session) = state else { return [.ignored(.misplaced)] }
        let step = change(&session)
        state = .active(session)
        let orders = touched(at: now)
        if let what = step.notice { tell(what) }
        return orders + step.actions
    }

    mutating func tell(_ what: KioskView.Notice.What) {
        noticeCount += 1
        notice = KioskView.Notice(number: noticeCount, what: what)
    }

    mutating func misplaced(
        _ why: KioskView.Misplaced,
        at now: Uptime
    ) -> [Action] {
        if case .outOfOrder = state { return [.ignored(.misplaced)] }
        tell(.misplaced(why))
        // A scan shows that somebody is there, but not who: it is no answer to a question.
        return asked == nil ? touched(at: now) : []
    }
}

extension KioskWishes {
    /// Whether a way of being served is switched on.
    subscript(wish: KioskInput.Wish) -> Bool {
        get {
            switch wish {
            case .largerText: largerText
            case .highContrast: highContrast
            case .moreTime: moreTime
            case .hidesTitles: hidesTitles
            case .speaks: speaks
            }
        }
        set {
            switch wish {
            case .largerText: largerText = newValue
            case .highContrast: highContrast = newValue
            case .moreTime: moreTime = newValue
            case .hidesTitles: hidesTitles = newValue
            case .speaks: speaks = newValue
            }
        }
    }
}
