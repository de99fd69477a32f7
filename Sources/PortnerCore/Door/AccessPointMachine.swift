// SPDX-License-Identifier: MPL-2.0

/// One card at one reader, from the scan to the decision.
public struct Presentation: Sendable {
    /// The card.
    public let card: CardNumber
    /// Its keyed hash.
    public let key: CardKey
    /// Its hash under the card key before this one, while that is being exchanged.
    public var formerKey: CardKey?
    /// Whether its number was typed, which proves nothing of who has the card.
    public var isTyped = false
    /// When it was presented.
    public let since: Uptime
    /// What the library system has said since.
    public var library: LibraryStatement = .notAsked
    /// How far the PIN has come.
    public var pin: PINEvidence = .notEntered
    /// The PIN as typed.
    public var typed: PIN?
    /// The attempt with the PIN, counted before it was tried; none before that.
    var attempts: [Throttle.Attempt] = []
}

/// One reader: the patron in front of it, from card or typed number to PIN to answer.
///
/// The machine gathers what ``AccessPolicy`` asks for and knows nothing of its rules. One patron
/// is served at a time; whatever else is scanned meanwhile is refused, so codes never mix.
public struct AccessPointMachine: Sendable {
    /// What comes out of an event.
    public enum Action: Sendable, Hashable {
        /// The evidence changed: ask the policy.
        case weigh
        /// This number was typed in the place of a card.
        case typed(CardNumber)
        /// The input did not fit the state and was dropped.
        case ignored(Ignored)
    }

    /// Why an input was dropped.
    public enum Ignored: String, Sendable, Hashable, CaseIterable {
        /// Another card is being decided on.
        case busy
        /// No PIN is being asked for.
        case noPINWanted = "no-pin-wanted"
        /// The PIN has reached its greatest length.
        case pinFull = "pin-full"
        /// The answer belongs to no open question.
        case late
    }

    private enum State: Sendable {
        case idle
        case enteringNumber(CardEntry, until: Uptime)
        case enteringPIN(Presentation, PINEntry, until: Uptime)
        case checkingPIN(Presentation, Ticket, until: Uptime)
        case askingLibrary(Presentation, Ticket, until: Uptime)
        case weighing(Presentation)
        case showing(PanelView.Sign, until: Uptime)
    }

    /// The reader's settings.
    public private(set) var settings: ReaderSettings
    private var pinLengths: ClosedRange<Int>
    private var state: State = .idle

    /// A reader without a patron; lengths beyond ``PIN/lengths`` are narrowed to them.
    public init(_ settings: ReaderSettings, pinLengths: ClosedRange<Int>) {
        self.settings = settings
        self.pinLengths = pinLengths.clamped(to: PIN.lengths)
    }

    /// The patron who is being served.
    public var presentation: Presentation? {
        switch state {
        case .idle, .enteringNumber, .showing: nil
        case .enteringPIN(let patron, _, _), .checkingPIN(let patron, _, _),
            .askingLibrary(let patron, _, _), .weighing(let patron):
            patron
        }
    }

    /// Whether a decision is being waited for, so that no other card is looked at.
    var isDeciding: Bool {
        switch state {
        case .idle, .enteringNumber, .enteringPIN, .showing: false
        case .checkingPIN, .askingLibrary, .weighing: true
        }
    }

    /// Whether this question to the library system is the one the patron waits for.
    public func isAsking(_ ticket: Ticket) -> Bool {
        guard case .askingLibrary(_, ticket, _) = state else { return false }
        return true
    }

    /// Whether the patron waits for the check or question with one of these tickets.
    func isWaiting(for tickets: Set<Ticket>) -> Bool {
        switch state {
        case .checkingPIN(_, let ticket, _), .askingLibrary(_, let ticket, _):
            tickets.contains(ticket)
        case .idle, .enteringNumber, .enteringPIN, .weighing, .showing:
            false
        }
    }

    /// Whether a PIN is being tried with this card.
    public func isTrying(_ key: CardKey) -> Bool {
        switch state {
        case .checkingPIN(let patron, _, _), .askingLibrary(let patron, _, _):
            patron.typed != nil && patron.key.matches(key)
        case .idle, .enteringNumber, .enteringPIN, .weighing, .showing:
            false
        }
    }

    /// The sign that the reader's own state asks for; `nil` leaves it to the door.
    public func sign(at now: Uptime) -> PanelView.Sign? {
        switch state {
        case .idle:
            nil
        case .enteringNumber(let entry, _):
            .enterNumber(typed: entry.count, hint: entry.hint)
        case .enteringPIN(_, let entry, _):
            .enterPIN(typed: entry.count, length: entry.length)
        case .checkingPIN, .askingLibrary, .weighing:
            .asking
        case .showing(let sign, _):
            sign
        }
    }

    // MARK: Events

    /// A card was presented.
    ///
    /// A patron who is typing a PIN gives way to another card, and a number that is being typed to
    /// any; one who is being checked does not.
    ///
    /// - Returns: What to do, and the patron who gave way without a decision.
    public mutating func presented(
        _ patron: Presentation
    ) -> (actions: [Action], gaveWay: Presentation?) {
        switch state {
        case .checkingPIN, .askingLibrary, .weighing:
            return ([.ignored(.busy)], nil)
        case .enteringPIN(let earlier, _, _):
            // The same card read twice is one patron, not two.
            if earlier.key.matches(patron.key) { return ([.ignored(.busy)], nil) }
            state = .weighing(patron)
            return ([.weigh], earlier)
        case .idle, .enteringNumber, .showing:
            state = .weighing(patron)
            return ([.weigh], nil)
        }
    }

    /// A key was pressed.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - beginsNumber: Whether somebody without the card may begin to type its number now.
    ///   - now: When it was pressed.
    /// - Returns: What to do.
    public mutating func keyPressed(
        _ key: Key,
        beginsNumber: Bool = false,
        at now: Uptime
    ) -> [Action] {
        switch state {
        case .idle where beginsNumber: begin(with: key, at: now)
        case .enteringNumber(let entry, _): type(key, into: entry, at: now)
        case .enteringPIN(let patron, let entry, let until):
            type(key, into: entry, of: patron, until: until, at: now)
        case .idle, .checkingPIN, .askingLibrary, .weighing, .showing: [.ignored(.noPINWanted)]
        }
    }

    /// Begins with the number of a card; OK shows the keypad, and what takes back finds nothing.
    private mutating func begin(with key: Key, at now: Uptime) -> [Action] {
        switch key {
        case .digit: return type(key, into: CardEntry(), at: now)
        case .enter:
            state = .enteringNumber(CardEntry(), until: now + settings.pinTimeout)
            return []
        case .clear, .cancel: return [.ignored(.noPINWanted)]
        }
    }

    private mutating func type(_ key: Key, into entry: CardEntry, at now: Uptime) -> [Action] {
        var entry = entry
        switch entry.press(key) {
        case .typing, .full:
            // What was typed stays, and what stands in its way is said.
            state = .enteringNumber(entry, until: now + settings.pinTimeout)
            return []
        case .done(let card):
            state = .idle
            return [.typed(card)]
        case .withheld:
            state = .idle
            return []
        }
    }

    private mutating func type(
        _ key: Key,
        into entry: PINEntry,
        of patron: Presentation,
        until: Uptime,
        at now: Uptime
    ) -> [Action] {
        var entry = entry
        switch entry.press(key) {
        case .typing: break
        case .full: return [.ignored(.pinFull)]
        case .done(let pin): return submit(pin, for: patron)
        case .withheld: return withhold(patron)
        }
        // Each key earns the patron the whole time again (WCAG 2.2.1).
        state = .enteringPIN(patron, entry, until: max(until, now + settings.pinTimeout))
        return []
    }

    private mutating func submit(_ pin: PIN, for patron: Presentation) -> [Action] {
        var patron = patron
        patron.typed = pin
        patron.pin = .entered
        // Whatever the library system said before, it said without this PIN.
        patron.library = .notAsked
        state = .weighing(patron)
        return [.weigh]
    }

    private mutating func withhold(_ patron: Presentation) -> [Action] {
        var patron = patron
        patron.pin = .withheld
        state = .weighing(patron)
        return [.weigh]
    }

    /// A PIN check came back.
    public mutating func pinChecked(matches: Bool, _ ticket: Ticket) -> [Action] {
        guard case .checkingPIN(var patron, ticket, _) = state else { return [.ignored(.late)] }
        patron.pin = matches ? .matched : .mismatched
        state = .weighing(patron)
        return [.weigh]
    }

    /// The library system answered the question with this ticket.
    public mutating func libraryReplied(_ reply: LibraryReply, _ ticket: Ticket) -> [Action] {
        guard case .askingLibrary(var patron, ticket, _) = state else { return [.ignored(.late)] }
        switch reply {
        case .known(let facts, let pinAccepted):
            patron.library = .known(facts)
            if patron.typed != nil { patron.pin = pinAccepted == true ? .accepted : .rejected }
        case .unknownCard:
            patron.library = .unknownCard
            if patron.typed != nil { patron.pin = .rejected }
        case .noAnswer:
            patron.library = .noAnswer
        }
        state = .weighing(patron)
        return [.weigh]
    }

    // MARK: Orders from the station

    /// Waits for the patron to type a PIN.
    public mutating func enterPIN(_ patron: Presentation, at now: Uptime) {
        let entry = PINEntry(lengths: pinLengths)
        state = .enteringPIN(patron, entry, until: now + settings.pinTimeout)
    }

    /// Waits for a PIN check.
    public mutating func checkPIN(_ patron: Presentation, _ ticket: Ticket, at now: Uptime) {
        state = .checkingPIN(patron, ticket, until: now + ReaderSettings.pinCheckMax)
    }

    /// Waits for the library system.
    public mutating func askLibrary(
        _ patron: Presentation,
        _ ticket: Ticket,
        timeout: Duration,
        at now: Uptime
    ) {
        state = .askingLibrary(patron, ticket, until: now + timeout)
    }

    /// Shows the outcome and serves the next patron.
    public mutating func conclude(_ sign: PanelView.Sign, until end: Uptime) {
        state = .showing(sign, until: end)
    }

    // MARK: Time

    /// When the reader next needs ``advance(to:)``.
    public var nextDeadline: Uptime? {
        switch state {
        case .idle, .weighing: nil
        case .enteringNumber(_, let until), .enteringPIN(_, _, let until),
            .checkingPIN(_, _, let until), .askingLibrary(_, _, let until), .showing(_, let until):
            until
        }
    }

    /// Does what is due: gives up on a number, a PIN or an answer, clears an outcome.
    public mutating func advance(to now: Uptime) -> [Action] {
        guard let nextDeadline, nextDeadline <= now else { return [] }
        switch state {
        case .idle, .weighing:
            return []
        case .enteringPIN(let patron, _, _):
            return withhold(patron)
        case .checkingPIN(var patron, _, _):
            patron.pin = .mismatched
            state = .weighing(patron)
            return [.weigh]
        case .askingLibrary(var patron, _, _):
            patron.library = .noAnswer
            state = .weighing(patron)
            return [.weigh]
        case .enteringNumber, .showing:
            state = .idle
            return []
        }
    }

    /// Takes new settings; a patron who is typing finishes under the old PIN lengths.
    public mutating func reconfigure(_ settings: ReaderSettings, pinLengths: ClosedRange<Int>) {
        self.settings = settings
        self.pinLengths = pinLengths.clamped(to: PIN.lengths)
    }
}
