// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerStore

/// I5: after a crash the locks are idle within three seconds, the ledger verifies, and holds every
/// record that the loop was told is on disk; where somebody put an older one in place, it says so.
struct CrashChecker: Checker {
    let invariant = Invariant.crash

    /// How soon after the end of a process its locks are idle.
    private static let idleWithin = Duration.seconds(3)

    /// The records that the ledger must hold and that were not seen in it yet.
    private var acknowledged: [Record] = []
    /// Batches that were offered and not answered: the process died meanwhile.
    private var unanswered: [Record] = []
    private var endedAt: Duration?
    /// Whether an older ledger was put in place since the last process ended.
    private var isOlder = false
    /// Whether what was lost with a ledger was made good before this process.
    private var isSettled = false

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .putBack(let old):
            if old.hasLedger { isOlder = true }
        case .ledgerSettled:
            isSettled = true
        case .offered(let records, _):
            unanswered = records
        case .acknowledged(let records, _):
            acknowledged += records
            unanswered = []
        case .refused:
            unanswered = []
        case .ended:
            endedAt = situation.now
        case .started:
            endedAt = nil
        case .waited:
            guard let endedAt, situation.now - endedAt > Self.idleWithin,
                let door = situation.released.min()
            else { return nil }
            return "\(door) is still released \(situation.now - endedAt) after the end"
        case .opened(let verdict, let entries):
            return compare(verdict, entries)
        default:
            break
        }
        return nil
    }

    private mutating func compare(_ verdict: LedgerVerdict, _ entries: [LedgerEntry]) -> String? {
        if case .broken(let sequence, let found) = verdict {
            return "the ledger is broken at entry \(sequence): \(found.rawValue)"
        }
        defer { (isOlder, isSettled) = (false, false) }
        if isOlder {
            // Which entries it has is for its maker to know; the last one has to tell.
            acknowledged = []
            unanswered = []
            let isTold = entries.last?.fields.contains { $0.value == "ledger-restored" } ?? false
            return isTold ? nil : "an older ledger is in place, and nobody is told"
        }
        let entries = isSettled ? Array(entries.dropLast()) : entries
        let wanted = acknowledged.map(Line.init)
        let possible = wanted + unanswered.map(Line.init)
        let found = entries.map(Line.init)
        acknowledged = []
        unanswered = []
        guard found.starts(with: wanted) else {
            return "of \(wanted.count) acknowledged records \(found.count) entries are not those"
        }
        guard found == wanted || found == possible else {
            return "\(found.count - wanted.count) entries were not asked for"
        }
        return nil
    }

    /// What a record and its entry have in common.
    private struct Line: Equatable {
        let at: Timestamp
        let kind: String
        let values: [String]

        init(_ record: Record) {
            at = record.at
            kind = record.kind.rawValue
            values = record.fields.map { "\($0.name.rawValue)=\($0.value)" }
        }

        init(_ entry: LedgerEntry) {
            at = entry.at
            kind = entry.kind
            values = entry.fields.map { "\($0.name)=\($0.value)" }
        }
    }
}

/// I8: no card number and no PIN of anybody in the world is in anything that is kept or shown.
struct SecretChecker: Checker {
    let invariant = Invariant.secrets

    /// The lengths of PINs and card numbers.
    private static let lengths = [8, 10]
    /// The longest run of digits that is searched: the words of a key are longer and mean nothing.
    private static let runMax = 14
    /// Milliseconds since 1970 of the years 2020 to 2040: among millions of times one holds the
    /// digits of somebody's PIN by chance.
    private static let times = 1_577_836_800_000...2_208_988_800_000

    /// Of so many values, one is looked at as a log would show it.
    private static let everySo = 4
    /// Of so many values, one is looked at in every way that reflection has.
    private static let thoroughEvery = 64
    /// After so many values of one world, fewer are looked at.
    private static let freshCount = 4096
    /// How many times fewer.
    private static let staleFactor = 8

    private let secrets: () -> Set<[UInt8]>
    private var texts = 0
    private var known: Set<[UInt8]> = []

    init(_ register: Register) {
        secrets = {
            Set(register.entries.flatMap { [Array($0.person.card.utf8)] + $0.pins })
        }
        known = secrets()
    }

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .started:
            known = secrets()
        case .offered(let records, let counts):
            for record in records where record.fields.contains(where: { tells($0.value) }) {
                return "a \(record.kind) record"
            }
            guard !counts.isEmpty else { return nil }
            return tells(String(reflecting: counts)) ? "a count" : nil
        case .changed(let change, _):
            return tells(text(change)) ? "a change of the cache" : nil
        case .journalled(let changes):
            return tells(text(changes)) ? "a transaction" : nil
        case .sent(let action):
            return tells(text(action)) ? "an action" : nil
        case .file(let bytes):
            known = secrets()
            return holds(bytes[...]) ? "a database file" : nil
        default:
            break
        }
        return nil
    }

    /// What text can be made of a value: of many nothing and of a few all, since that takes its
    /// time and there are many of each kind.
    private mutating func text(_ value: some Any) -> String {
        texts += 1
        let factor = texts > Self.freshCount ? Self.staleFactor : 1
        guard texts % (Self.everySo * factor) == 1 else { return "" }
        guard texts % (Self.thoroughEvery * factor) == 1 else { return "\(value)" }
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value) \(String(reflecting: value)) \(dumped)"
    }

    private func tells(_ text: String) -> Bool {
        text.utf8.count >= Self.lengths[0] && holds(Array(text.utf8)[...])
    }

    /// Whether a secret stands in a run of digits.
    private func holds(_ bytes: ArraySlice<UInt8>) -> Bool {
        var start = bytes.startIndex
        for index in bytes.indices where !(0x30...0x39).contains(bytes[index]) {
            if index - start >= 8, isSecret(bytes[start..<index]) { return true }
            start = index + 1
        }
        return bytes.endIndex - start >= 8 && isSecret(bytes[start...])
    }

    /// Whether a run of digits is a time as the station writes it.
    private func isTime(_ run: ArraySlice<UInt8>) -> Bool {
        run.count == 13
            && Self.times.contains(run.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
    }

    private func isSecret(_ run: ArraySlice<UInt8>) -> Bool {
        guard run.count <= Self.runMax, !isTime(run) else { return false }
        for length in Self.lengths where run.count >= length {
            for start in run.startIndex...(run.endIndex - length)
            where known.contains(Array(run[start..<start + length])) {
                return true
            }
        }
        return false
    }
}

/// When all faults are over, doors secure, readers are idle, and a patron in good standing gets in.
struct LivenessChecker: Checker {
    let invariant = Invariant.liveness

    /// How soon after the scan the lock is released, typing included.
    static let servedWithin = Duration.seconds(10)

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .settled(let panels):
            let held = situation.claims.doors.filter { $0.value.claims[.schedule] != nil }
            if let door = situation.released.subtracting(held.keys).min() {
                return "\(door) stays released"
            }
            for panel in panels {
                switch panel.sign {
                case .ready, .closed, .heldOpen: continue
                default: return "\(panel.reader) does not come to rest: \(panel.sign)"
                }
            }
        case .served(let time):
            guard let time else { return "a patron in good standing does not get in" }
            if time > Self.servedWithin { return "a patron in good standing waits \(time)" }
        default:
            break
        }
        return nil
    }
}
