// SPDX-License-Identifier: MPL-2.0

public import ControlAPI
public import PortnerCore

// The core's values as the control API writes them.

extension LocalTime {
    /// A local time of the core; years outside 1 to 9999 become ``unknown``.
    public init(_ time: CivilTime) { self = LocalTime(time.description) ?? .unknown }
}

extension StatusReport.Door {
    /// A door with its readers.
    ///
    /// - Parameters:
    ///   - name: The door's name.
    ///   - reasons: Why the lock is released; none when it is secured.
    ///   - isOpen: How the door stands; `nil` when it has no contact.
    ///   - availability: Whether the door can be used.
    ///   - mode: What the hours allow now.
    ///   - nextChange: When they allow something else.
    ///   - panels: What its readers show.
    public init(
        _ name: DoorName,
        reasons: some Collection<ReleaseReason>,
        isOpen: Bool?,
        availability: DoorAvailability,
        mode: HoursMode,
        nextChange: Schedule.Change?,
        panels: some Sequence<PanelView>
    ) {
        self.init(
            name: name.text,
            lock: reasons.isEmpty ? .secured : .released,
            reasons: reasons.sorted().map(\.rawValue),
            contact: isOpen.map { $0 ? .open : .closed },
            availability: availability.rawValue,
            mode: mode.rawValue,
            nextChange: nextChange.map {
                StatusReport.HoursChange(
                    date: $0.date.description,
                    time: $0.time.description,
                    mode: $0.mode.rawValue
                )
            },
            readers: panels.sorted { $0.reader < $1.reader }
                .map { StatusReport.Reader(name: $0.reader.text, sign: $0.sign.code) }
        )
    }
}

extension PanelView.Sign {
    /// The sign as a stable code, without what it says to one patron.
    var code: String {
        switch self {
        case .ready: "ready"
        case .heldOpen: "held-open"
        case .enterPIN: "enter-pin"
        case .enterNumber: "enter-number"
        case .asking: "asking"
        case .granted: "granted"
        case .denied: "denied"
        case .wait: "wait"
        case .closed: "closed"
        case .outOfService: "out-of-service"
        case .fire: "fire"
        case .evacuation: "evacuation"
        }
    }
}

extension StatusReport.Counters {
    /// The station's counters.
    ///
    /// - Parameters:
    ///   - counters: The counters.
    ///   - eventsDropped: Events that the full inbox refused.
    ///   - alarms: Alarms in the ledger.
    public init(_ counters: StationCounters, eventsDropped: Int, alarms: Int) {
        self.init(
            granted: counters.granted,
            denied: Dictionary(
                uniqueKeysWithValues: counters.denied.map { ($0.key.rawValue, $0.value) }
            ),
            scansRefused: counters.scansRefused,
            ignored: counters.ignored,
            eventsDropped: eventsDropped,
            recordsLost: counters.recordsLost,
            answersLate: counters.answersLate,
            alarms: alarms
        )
    }
}

extension StatusReport.Outbox {
    /// How much waits of the kiosks' transactions.
    ///
    /// What was sent just now does not wait: it would tell that somebody is being served.
    public init(_ entries: some Sequence<OutboxEntry>) {
        self.init(waiting: 0, forStaff: 0)
        for entry in entries {
            switch entry.state {
            case .sent: break
            case .queued, .doubtful: waiting += 1
            case .conflict: forStaff += 1
            }
        }
    }
}

extension ControlFailure {
    /// Why a technician's order was not carried out.
    public init(_ refusal: StaffRefusal) {
        let code: Code =
            switch refusal {
            case .unknownDoor: .unknownDoor
            case .unknownKiosk: .unknownKiosk
            case .nothingOpen: .nothingOpen
            case .lockLost: .lockLost
            case .lockedDown: .lockedDown
            case .alarmArmed: .alarmArmed
            case .interlocked: .interlocked
            case .notThrottled: .notThrottled
            case .notListed: .notListed
            case .listFull: .listFull
            case .noReason: .noReason
            case .notRecorded: .notRecorded
            }
        self.init(code)
    }
}

extension AccessCheckReply {
    /// An opinion in words.
    public init(_ opinion: AccessOpinion) {
        let (verdict, denial): (Verdict, Denial?) =
            switch opinion.outcome {
            case .granted: (.granted, nil)
            case .denied(let denial): (.denied, denial)
            case .needs: (.undecided, nil)
            }
        let now = opinion.moment.timestamp
        func seconds(_ asOf: Timestamp) -> Int64 { max(0, asOf.age(at: now).components.seconds) }
        self.init(
            verdict: verdict,
            denial: denial?.rawValue,
            door: opinion.door.text,
            at: LocalTime(opinion.moment.civil),
            findings: opinion.findings.map { Finding($0) },
            ages: opinion.facts.map {
                FactAges(
                    blocks: seconds($0.blocks.asOf),
                    debts: seconds($0.debts.asOf),
                    validity: seconds($0.validity.asOf),
                    age: $0.age.map { seconds($0.asOf) },
                    consent: $0.consent.map { seconds($0.asOf) },
                    enrolment: $0.enrolment.map { seconds($0.asOf) },
                    residence: $0.residence.map { seconds($0.asOf) }
                )
            }
        )
    }
}

extension AccessCheckReply.Finding {
    /// A finding in words for technicians.
    public init(_ finding: PortnerCore.Finding) {
        let rule = finding.rule
        let (result, text): (String, String) =
            switch finding.result {
            case .passed: ("passed", rule.passedWords)
            case .notAsked: ("not-asked", rule.notAskedWords)
            case .refused(let denial): ("refused", denial.explanation)
            case .needs(let step): ("needs", step.words)
            case .mode(let mode): ("passed", "\(mode.rawValue) hours")
            case .allowed: ("passed", "this station's own list allows the card")
            case .consented: ("passed", "too young, and let in by a consent")
            case .cached(let age, let limit, let source):
                ("passed", "\(source.words), \(age.words) old; good for \(limit.words)")
            case .library: ("passed", "the library system answered just now")
            case .outage(let age, let limit):
                (
                    "passed",
                    "the library system does not answer; cached facts, \(age.words) old; "
                        + "good for \(limit.words) in an outage"
                )
            case .blocks(let harmless, let closing):
                (closing.isEmpty ? "passed" : "refused", Self.words(harmless, closing))
            }
        self.init(rule: rule.rawValue, result: result, text: text)
    }

    private static func words(_ harmless: [BlockCode], _ closing: [BlockCode]) -> String {
        func list(_ codes: [BlockCode]) -> String { codes.map(\.text).joined(separator: ", ") }
        let parts = [
            closing.isEmpty ? nil : "restrictions that close this door: \(list(closing))",
            harmless.isEmpty ? nil : "restrictions that do not matter here: \(list(harmless))",
        ]
        return parts.compactMap(\.self).joined(separator: "; ")
    }
}

extension FactSource {
    fileprivate var words: String {
        switch self {
        case .answer: "cached facts"
        case .roster: "cached facts out of a roster"
        }
    }
}

extension AccessRule {
    fileprivate var passedWords: String {
        switch self {
        case .service: "the door is in service"
        case .clock: "the clock can be believed"
        case .hours: "the hours let patrons in"
        case .throttle: "no wait is left from wrong attempts"
        case .pinEntry: "a PIN is asked for; a check takes one as typed"
        case .facts: "the patron is known"
        case .pin: "a check knows no PIN and takes it as right"
        case .list: "this station's own list does not deny the card"
        case .blocks: "no restriction"
        case .validity: "the card is valid"
        case .enrolment: "the patron is enrolled"
        case .residence: "the patron lives in the municipality"
        case .age: "the patron is old enough"
        }
    }

    fileprivate var notAskedWords: String {
        switch self {
        case .pinEntry, .pin: "the door asks for no PIN at this time"
        case .enrolment: "the door asks for no enrolment"
        case .residence: "the door is not for residents only"
        case .age: "the door asks for no age at this time"
        default: "the door does not ask at this time"
        }
    }
}

extension EvidenceStep {
    fileprivate var words: String {
        switch self {
        case .enterPIN: "the patron has to type a PIN"
        case .checkPIN: "the PIN has to be checked"
        case .askLibrary: "the library system has to be asked"
        }
    }
}
