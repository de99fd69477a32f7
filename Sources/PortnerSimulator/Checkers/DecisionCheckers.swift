// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Each presentation that is accepted is decided on once, in bounded time.
struct DecisionChecker: Checker {
    let invariant = Invariant.decision

    /// What the times of the settings leave out: a late thread, a step that comes a little later.
    private static let allowance = Duration.seconds(2)

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .offered:
            for (reader, decision) in situation.presentations.decided
            where decision.presentation == nil && !decision.isExcused {
                return "a decision at \(reader) although nobody waits for one"
            }
        case .finished:
            for (reader, waiting) in situation.presentations.open {
                let limit = bound(reader, situation.presentations.settings)
                if situation.now - waiting.lastInput > limit {
                    return "no decision at \(reader) within \(limit)"
                }
            }
        default:
            break
        }
        return nil
    }

    /// The longest that a patron waits after the last key.
    ///
    /// The PIN is not typed, or it is checked here and then asked about, or asked about first and
    /// then checked.
    private func bound(_ reader: ReaderName, _ settings: StationSettings?) -> Duration {
        guard let settings,
            let reader = settings.readers.first(where: { $0.reader == reader })
        else { return Self.allowance }
        let typing = max(reader.pinTimeout, PresentationBook.pinTimeoutMax)
        return typing + ReaderSettings.pinCheckMax * 2 + settings.libraryTimeout * 2
            + Self.allowance
    }
}

/// No panel says "come in" at a door whose lock is secured, or shows another state than the lock's.
struct PanelChecker: Checker {
    let invariant = Invariant.panel

    private var shown: [ReaderName: PanelView] = [:]
    private var isTime = false

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .started, .ended:
            shown = [:]
        case .began(let step):
            if case .time = step { isTime = true } else { isTime = false }
            if case .event(.reconfigured(let settings, _)) = step {
                let readers = Set(settings.readers.map(\.reader))
                shown = shown.filter { readers.contains($0.key) }
            }
        case .sent(.show(let view)):
            shown[view.reader] = view
        case .finished where isTime:
            // Only when the station has done all that was due: a thread that was late may still
            // have to take in that the lock's driver secured the lock itself.
            for reader in shown.keys.sorted() {
                if let complaint = complaint(about: reader, situation) { return complaint }
            }
        default:
            break
        }
        return nil
    }

    private func complaint(about reader: ReaderName, _ situation: Situation) -> String? {
        guard let view = shown[reader], let door = situation.claims.doors[view.door],
            !door.isLockLost, !situation.broken.contains(view.door)
        else { return nil }
        let isReleased = situation.released.contains(view.door)
        if case .granted = view.sign, !isReleased {
            return "\(reader) says come in, and the lock is secured"
        }
        guard view.isReleased != isReleased else { return nil }
        return "\(reader) shows a lock that is \(isReleased ? "secured" : "released")"
    }
}

/// Only who may enter is let in: a card the library has known, with a PIN that was once right where
/// one is asked for, of the age that is asked for, in open hours, at a door in service.
struct EntryChecker: Checker {
    let invariant = Invariant.entry

    private let register: Register
    /// The PIN that was last tried with each card.
    private var tried: [CardKey: [UInt8]] = [:]

    init(_ register: Register) { self.register = register }

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .started, .ended:
            tried = [:]
        case .sent(.checkPIN(let check)):
            tried[register.first(of: check.key)] = check.pin.secret
        case .sent(.ask(let question)):
            if let pin = question.pin { tried[register.key(of: question.card)] = pin.secret }
        case .offered:
            for (_, decision) in situation.presentations.decided {
                defer {
                    let waits = situation.presentations.open.values.contains {
                        $0.key == decision.key
                    }
                    if !waits { tried[decision.key] = nil }
                }
                guard decision.record[.outcome] == "granted",
                    let door = decision.record[.door].flatMap({ DoorName($0) }),
                    let objection = objection(to: decision.key, at: door, situation)
                else { continue }
                return "\(register.label(decision.key)) was let in at \(door): \(objection)"
            }
        default:
            break
        }
        return nil
    }

    private func objection(
        to key: CardKey,
        at name: DoorName,
        _ situation: Situation
    ) -> String? {
        guard let door = situation.claims.doors[name], let hours = situation.claims.hours(of: name)
        else { return "there is no such door" }
        if door.isLockedDown { return "the door is locked down" }
        if door.isLockLost { return "the lock is lost" }
        if !situation.claims.armed.isEmpty { return "the alarm is armed" }
        if situation.moment.clock != .trusted { return "the clock cannot be believed" }
        let civil = situation.moment.civil
        if hours.mode(at: civil) == .closed { return "the hours are closed" }
        guard let entry = register[key], entry.person.isPatron else {
            return "the library has never known the card"
        }
        if hours.asksPIN(at: civil) {
            guard let pin = tried[key] else { return "no PIN was tried" }
            guard entry.pins.contains(pin) else { return "the PIN was never right" }
        }
        let ageMin = hours.ageMin(at: civil)
        if age(of: entry.person, on: civil.date) < ageMin { return "younger than \(ageMin)" }
        return nil
    }

    private func age(of person: Person, on day: CivilDate) -> Int {
        let (year, month, date) = day.parts
        let (bornYear, bornMonth, bornDate) = person.born.parts
        return year - bornYear - ((month, date) < (bornMonth, bornDate) ? 1 : 0)
    }
}
