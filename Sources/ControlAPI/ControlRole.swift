// SPDX-License-Identifier: MPL-2.0

/// What a user of the control socket may do; each role may also do what those before it may.
public enum ControlRole: String, Codable, Sendable, Hashable, CaseIterable {
    /// Sees how the station stands, and nothing that concerns persons.
    case observer
    /// Does the work of a library's staff: doors, kiosks, waits, the list of cards, what happened.
    case staff
    /// Does everything.
    case technician
}

extension ControlRole: Comparable {
    /// Whether the first of two roles may do less.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .observer: 0
        case .staff: 1
        case .technician: 2
        }
    }
}

/// Everything that can be asked of the daemon; each takes exactly one role.
///
/// The raw values stand in the ledger when a request is refused, and in the answer to it.
public enum ControlRequest: String, Sendable, Hashable, CaseIterable {
    /// How the station stands.
    case status
    /// Entries of the ledger that concern nobody, see ``EventReport/withoutPersons``.
    case events
    /// All other entries of the ledger.
    case eventsAboutPersons = "events-about-persons"
    /// How much is known about patrons.
    case cache
    /// The kiosks themselves.
    case kiosks
    /// Who answers for the data.
    case privacyFacts = "privacy-facts"
    /// How often the doors let in and refused, small numbers suppressed.
    case visitCounts = "visit-counts"
    /// A release of a lock for one entry.
    case doorUnlock = "door-unlock"
    /// A lock-down.
    case doorSecure = "door-secure"
    /// The end of a lock-down.
    case doorResume = "door-resume"
    /// A trial of a lock.
    case doorTest = "door-test"
    /// Everybody out, and the all-clear.
    case evacuation
    /// The end of a wait after wrong attempts.
    case waitLift = "wait-lift"
    /// Whether a card would be let in.
    case accessCheck = "access-check"
    /// The station's own list of cards.
    case list
    /// A change of that list.
    case listChange = "list-change"
    /// The kiosks' transactions.
    case outbox
    /// Having the library system told of one again, or taking one out.
    case outboxChange = "outbox-change"
    /// The card and the item of one.
    case outboxReveal = "outbox-reveal"
    /// Taking a kiosk out of service, or back.
    case kioskService = "kiosk-service"
    /// Having known patrons asked about and the roster looked at.
    case cacheSync = "cache-sync"
    /// Confirming a roster that leaves out many cards.
    case rosterConfirm = "roster-confirm"
    /// Going through the whole ledger.
    case ledgerVerify = "ledger-verify"
    /// Whether the ledger still contains an entry.
    case ledgerProof = "ledger-proof"
    /// Taking entries of the ledger elsewhere.
    case ledgerExport = "ledger-export"
    /// Everything that is known about a person.
    case personReport = "person-report"
    /// The erasure of a person.
    case erasure

    /// The role that it takes.
    public var role: ControlRole {
        switch self {
        case .status, .events, .cache, .kiosks, .privacyFacts, .visitCounts:
            .observer
        case .eventsAboutPersons, .doorUnlock, .doorSecure, .doorResume, .doorTest,
            .evacuation, .waitLift, .accessCheck, .list, .listChange, .outbox, .outboxChange,
            .outboxReveal, .kioskService, .cacheSync:
            .staff
        case .rosterConfirm, .ledgerVerify, .ledgerProof, .ledgerExport, .personReport, .erasure:
            .technician
        }
    }
}

extension EventReport {
    /// The entry as it is shown to who sees nothing of persons; `nil` where it concerns somebody.
    ///
    /// What is left are alarms of doors, and what happened to devices, the library system, the
    /// clock and the station itself. That a door was opened tells that somebody came, so it is not
    /// among them, and neither is who ordered something.
    public var withoutPersons: EventReport? {
        let isDetailKept: Bool
        switch kind {
        case "door" where isAlarm: isDetailKept = true
        case "device", "library", "clock": isDetailKept = true
        // Here technicians are named who confirmed or were refused something.
        case "station": isDetailKept = false
        default: return nil
        }
        var entry = self
        entry.card = nil
        entry.fields = fields.filter { name, _ in
            Self.impersonalFields.contains(name) || (isDetailKept && name == "detail")
        }
        return entry
    }

    private static let impersonalFields: Set = ["door", "device", "kiosk", "outcome", "local"]
}

extension EventPage {
    /// The page without what concerns persons, of at most so many entries, the newest of them.
    public func withoutPersons(limit: Int) -> EventPage {
        var page = self
        page.events = events.compactMap(\.withoutPersons).suffix(limit)
        page.leavesOutPersons = true
        return page
    }
}
