// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// What the demo page calls an entry of the ledger.
struct DemoWords {
    let record: Record

    init(_ record: Record) { self.record = record }

    /// One line; an entry without words of its own shows its codes.
    func text(in language: Language) -> String {
        let outcome = record[.outcome] ?? ""
        if record.kind == .decision { return decision(outcome, language) }
        if record.kind == .door, let event = DoorEvent(rawValue: outcome) {
            return Self.text(of: event)[language]
        }
        return "\(record.kind.rawValue): \(outcome)"
    }

    private func decision(_ outcome: String, _ language: Language) -> String {
        if outcome == "granted" { return language == .danish ? "Adgang givet" : "Let in" }
        let code = record[.denial] ?? ""
        guard let denial = Denial(rawValue: code) else { return "\(outcome): \(code)" }
        let why = Self.text(of: denial)[language]
        return language == .danish ? "Afvist: \(why)" : "Refused: \(why)"
    }

    private static func text(of event: DoorEvent) -> Wording {
        switch event {
        case .released: Wording(danish: "Døren er låst op", english: "Lock released")
        case .secured: Wording(danish: "Døren er låst", english: "Lock secured")
        case .relocked: Wording(danish: "Låsen melder låst", english: "Lock confirmed")
        case .notRelocked:
            Wording(danish: "Låsen melder ikke låst", english: "Lock not confirmed")
        case .opened: Wording(danish: "Døren blev åbnet", english: "Door opened")
        case .closed: Wording(danish: "Døren blev lukket", english: "Door closed")
        case .forcedOpen:
            Wording(danish: "Døren blev brudt op", english: "Door forced open")
        case .heldOpen:
            Wording(
                danish: "Døren har stået åben for længe",
                english: "Door held open too long"
            )
        case .heldOpenSoon:
            Wording(danish: "Luk venligst døren", english: "Please close the door")
        case .notEntered: Wording(danish: "Ingen gik ind", english: "Nobody went in")
        case .tailgateHint:
            Wording(danish: "Måske fulgte en med ind", english: "Somebody may have followed")
        case .passbackHint:
            Wording(danish: "Samme kort igen", english: "The same card again")
        case .contactStuck:
            Wording(danish: "Dørkontakten sidder fast", english: "Door contact stuck")
        case .exitRequested:
            Wording(danish: "Udgangsknappen blev trykket", english: "Exit button pressed")
        case .exitFailed:
            Wording(
                danish: "Udgang mislykkedes: døren forblev lukket",
                english: "Exit failed: the door stayed shut"
            )
        case .exitStuck:
            Wording(danish: "Udgangsknappen sidder fast", english: "Exit button stuck")
        case .fireActive: Wording(danish: "Brandalarm", english: "Fire alarm")
        case .fireCleared: Wording(danish: "Brandalarm slut", english: "Fire alarm over")
        case .lockLost: Wording(danish: "Låsen svarer ikke", english: "Lock lost")
        case .lockReturned: Wording(danish: "Låsen svarer igen", english: "Lock returned")
        case .relayWelded: Wording(danish: "Låsens relæ hænger", english: "Relay welded")
        case .relayFreed: Wording(danish: "Låsens relæ slipper", english: "Relay freed")
        case .tampered: Wording(danish: "Skabet blev åbnet", english: "Cabinet opened")
        case .tamperOver: Wording(danish: "Skabet blev lukket", english: "Cabinet closed")
        case .alarmArmed: Wording(danish: "Alarmen er slået til", english: "Alarm armed")
        case .alarmDisarmed:
            Wording(danish: "Alarmen er slået fra", english: "Alarm disarmed")
        case .lockedDown: Wording(danish: "Døren er spærret", english: "Locked down")
        case .lockDownLifted:
            Wording(danish: "Spærringen er hævet", english: "Lock-down lifted")
        }
    }

    private static func text(of denial: Denial) -> Wording {
        switch denial {
        case .doorOutOfService:
            Wording(danish: "døren er ude af drift", english: "door out of service")
        case .lockedDown: Wording(danish: "døren er spærret", english: "locked down")
        case .interlocked:
            Wording(danish: "den anden dør er åben", english: "the other door is open")
        case .alarmArmed: Wording(danish: "alarmen er slået til", english: "alarm armed")
        case .clockUntrusted: Wording(danish: "uret er ikke stillet", english: "clock not set")
        case .closed: Wording(danish: "lukket", english: "closed")
        case .lastEntryOver: Wording(danish: "lukker snart", english: "closing soon")
        case .throttled: Wording(danish: "for mange forsøg", english: "too many attempts")
        case .unknownCard: Wording(danish: "ukendt kort", english: "unknown card")
        case .wrongPIN: Wording(danish: "forkert pinkode", english: "wrong PIN")
        case .pinNotEntered: Wording(danish: "ingen pinkode", english: "no PIN")
        case .numberNotTaken:
            Wording(danish: "nummer kan ikke tastes", english: "number not taken")
        case .cardExpired: Wording(danish: "kortet er udløbet", english: "card expired")
        case .cardInvalid: Wording(danish: "kortet er ugyldigt", english: "card invalid")
        case .blocked: Wording(danish: "låneren er spærret", english: "patron restricted")
        case .denyListed: Wording(danish: "på stationens liste", english: "on the list")
        case .notEnrolled: Wording(danish: "ikke tilmeldt", english: "not enrolled")
        case .notResident: Wording(danish: "bor ikke i kommunen", english: "not a resident")
        case .residenceUnknown: Wording(danish: "bopæl ukendt", english: "residence unknown")
        case .noConsent: Wording(danish: "samtykke mangler", english: "no consent")
        case .tooYoung: Wording(danish: "for ung", english: "too young")
        case .ageUnknown: Wording(danish: "alderen er ukendt", english: "age unknown")
        case .libraryUnreachable:
            Wording(danish: "biblioteket svarer ikke", english: "library unreachable")
        case .cacheFailed: Wording(danish: "lageret kan ikke læses", english: "cache failed")
        case .notRecorded:
            Wording(danish: "kunne ikke skrives ned", english: "could not be recorded")
        case .passForeign, .passForged, .passUnreadable, .passTooLong:
            Wording(danish: "koden er ikke godkendt", english: "code not accepted")
        case .passNotYetValid, .passExpired, .passUsed:
            Wording(danish: "koden gælder ikke nu", english: "code not valid now")
        }
    }
}
