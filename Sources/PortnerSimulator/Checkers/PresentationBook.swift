// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Which card waits for a decision at which reader, from what was seen at the ports.
///
/// A card that is presented while another is being decided on may be refused without a word, so a
/// presentation counts as accepted only when its step shows that it was.
struct PresentationBook {
    /// A card that waits.
    struct Open {
        let key: CardKey
        let since: Duration
        /// The step of the world in which that was.
        let step: Int
        /// When the patron last did something.
        var lastInput: Duration
    }

    /// A decision.
    struct Decided {
        let key: CardKey
        let record: Record
        /// What it decides; `nil` when nothing is known to wait there.
        let presentation: Open?
        /// Whether the decision may belong to something that was lost sight of.
        let isExcused: Bool
    }

    /// How many steps the world has made, this one included.
    private(set) var step = 0
    /// What waits at each reader.
    private(set) var open: [ReaderName: Open] = [:]
    /// The longest that a patron may take for a key in any settings of a world.
    static let pinTimeoutMax = Duration.seconds(60)

    /// The decisions in the newest observation.
    private(set) var decided: [(reader: ReaderName, decision: Decided)] = []
    /// The settings in force.
    private(set) var settings: StationSettings?

    private var candidates: [ReaderName: Open] = [:]
    /// Readers at which a decision may have been lost with a batch that could not be recorded.
    private var blurred: Set<ReaderName> = []
    private var wasRefused = false
    private var signs: [ReaderName: PanelView.Sign] = [:]
    private let register: Register

    init(_ register: Register) { self.register = register }

    /// The reader at which a card was presented in this step.
    func candidate(_ key: CardKey) -> ReaderName? {
        candidates.first { $0.value.key == key }?.key
    }

    mutating func see(_ observation: Observation, at now: Duration) {
        decided = []
        if case .began = observation { step += 1 }
        switch observation {
        case .started(let settings):
            self.settings = settings
            forgetAll()
        case .ended:
            forgetAll()
        case .began(.event(let event)):
            see(event, at: now)
        case .began(.time):
            wasRefused = false
        case .stalled(let duration):
            for reader in open.keys { open[reader]?.lastInput += duration }
        case .offered(let records, _):
            for record in records where record.kind == .decision { decide(record) }
        case .refused:
            wasRefused = true
        case .sent(.show(let view)):
            signs[view.reader] = view.sign
        case .finished:
            finish()
        default:
            break
        }
    }

    private mutating func forgetAll() {
        open = [:]
        candidates = [:]
        blurred = []
        signs = [:]
    }

    private mutating func see(_ event: Event, at now: Duration) {
        wasRefused = false
        switch event {
        case .cardPresented(let card, let reader):
            register.meet(card)
            guard settings?.readers.contains(where: { $0.reader == reader }) == true else { return }
            let key = register.key(of: card)
            candidates[reader] = Open(key: key, since: now, step: step, lastInput: now)
        case .codeScanned(let code, _):
            if let card = CardNumber(code.secret) { register.meet(card) }
        case .keyPressed(_, let reader):
            open[reader]?.lastInput = now
        case .reconfigured(let settings, _):
            self.settings = settings
        default:
            break
        }
    }

    private mutating func decide(_ record: Record) {
        guard let reader = record[.reader].flatMap({ ReaderName($0) }) else { return }
        // An unknown card is recorded without its identity; it is the one that was presented here.
        let presented = candidates[reader]?.key ?? open[reader]?.key
        guard let key = record.subject.map(register.first) ?? presented else { return }
        var presentation: Open?
        if let waiting = open[reader], waiting.key == key {
            presentation = waiting
            open[reader] = nil
        } else if let candidate = candidates[reader], candidate.key == key {
            presentation = candidate
            candidates[reader] = nil
        }
        let decision = Decided(
            key: key,
            record: record,
            presentation: presentation,
            isExcused: blurred.contains(reader)
        )
        decided.append((reader, decision))
    }

    private mutating func finish() {
        for (reader, candidate) in candidates where open[reader] == nil {
            open[reader] = candidate
        }
        candidates = [:]
        if wasRefused {
            blurred.formUnion(open.keys)
        }
        for reader in blurred where isAtRest(reader) {
            blurred.remove(reader)
            open[reader] = nil
        }
    }

    /// Whether the panel says that nobody is served.
    private func isAtRest(_ reader: ReaderName) -> Bool {
        switch signs[reader] {
        case .ready, .heldOpen, .closed, .outOfService: true
        default: false
        }
    }
}
