// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore
// GRDB has a type of this name, too.
public import struct PortnerCore.Record

/// That the ledger is not the one that this station wrote last, and what follows for the throttle.
public struct LedgerRestoration: Sendable, Hashable {
    /// How it was recognised.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// It ends before the entry that was marked last: an older one was put in its place.
        case older
        /// It does not contain the entry that was marked last, or was written by somebody else.
        case different
        /// Its counts of wrong attempts are not those that were marked when it was closed.
        case countsChanged = "counts-changed"
        /// Ledger and mark agree, but the file is a copy: all of the folder may be an old one.
        case copied
        /// There is no mark beside it.
        case unmarked
        /// It was damaged, and its counts of wrong attempts could not be read.
        case countsLost = "counts-lost"
        /// Its counts of wrong attempts with cards are under a card key that is not known any more.
        case cardKeyChanged = "card-key-changed"

        /// What it means, in English for technicians.
        public var explanation: String {
            switch self {
            case .older: "an older ledger was put in place"
            case .different: "another ledger was put in place"
            case .countsChanged: "the counts of wrong attempts were changed by hand"
            case .copied: "the ledger is a copy, perhaps an old one"
            case .unmarked: "the ledger's mark is missing"
            case .countsLost: "the counts of a damaged ledger could not be read"
            case .cardKeyChanged: "the card key is another one, and the previous one is missing"
            }
        }

        /// Whether the ledger may be one of an earlier time.
        var mayBeOld: Bool {
            switch self {
            case .older, .different, .copied, .unmarked: true
            case .countsChanged, .countsLost, .cardKeyChanged: false
            }
        }

        /// What is held against everybody: the highest counts that were marked, and where the mark
        /// itself may be old, at least as much as begins a wait.
        fileprivate func counts(_ highest: LedgerMark.Highest?) -> [ThrottleCount] {
            var (card, reader) = (highest?.card ?? 0, highest?.reader ?? 0)
            if highest == nil || self == .copied {
                card = max(card, ThrottleRule.card.free)
                reader = max(reader, ThrottleRule.reader.free)
            }
            return [
                ThrottleCount(subject: .everyCard, failures: card),
                ThrottleCount(subject: .everyReader, failures: reader),
            ].filter { $0.failures > 0 }
        }
    }

    /// How it was recognised.
    public let reason: Reason
    /// The counts of wrong attempts that are now held against every card and every reader.
    public let counts: [ThrottleCount]

    init(_ reason: Reason, highest: LedgerMark.Highest?) {
        self.reason = reason
        counts = reason.counts(highest)
    }
}

extension LedgerRestoration {
    /// What a ledger was found to be, compared with the mark beside it.
    struct Finding {
        /// The mark; `nil` when there is none that can be read.
        var mark: LedgerMark?
        /// The ledger's file before it was opened; `nil` when there was none.
        var file: FileIdentity?
        /// Whether the file was moved here by whoever opens it.
        var isMoved: Bool
        /// Where the ledger ends.
        var head: LedgerHead
        /// The sum over its counts.
        var counts: UInt64
        /// How it came to be.
        var origin: Origin
        /// Whether the ledger contains the entry of the mark.
        var containsMark: Bool
    }

    /// How a ledger came to be the one that is open.
    enum Origin: Hashable {
        /// It was there.
        case existing
        /// There was no file.
        case made
        /// It was there, from a release without marks.
        case migrated
        /// It took the place of a damaged one, with that one's counts where they could be read.
        case replaced(countsRead: Bool)
    }

    /// Judges a ledger; `nil` when it is the one that was written last.
    static func judged(_ finding: Finding) -> LedgerRestoration? {
        reason(finding).map { LedgerRestoration($0, highest: finding.mark?.highest) }
    }

    private static func reason(_ finding: Finding) -> Reason? {
        if finding.origin == .replaced(countsRead: false) { return .countsLost }
        guard let mark = finding.mark else {
            guard finding.origin == .existing else { return nil }
            // A station that died before it had anything to mark lost nothing.
            return finding.head == .empty && finding.counts == 0 ? nil : .unmarked
        }
        if finding.origin == .replaced(countsRead: true) {
            return mark.counts == finding.counts ? nil : .older
        }
        guard finding.head.sequence >= mark.head.sequence else { return .older }
        guard finding.containsMark else { return .different }
        guard mark.isClosed else {
            let isSameFile = finding.isMoved || finding.file?.number == mark.file.number
            return isSameFile ? nil : .copied
        }
        guard finding.head == mark.head else { return .different }
        guard finding.counts == mark.counts else { return .countsChanged }
        return finding.isMoved || finding.file == mark.file ? nil : .copied
    }
}

extension Ledger {
    /// Records that the ledger is another one and holds against everybody what may have been lost.
    ///
    /// In a ledger that may be an old one nobody knows what became of the kiosks' transactions
    /// since: a return that was told again could end the next borrower's loan, so a person decides
    /// on each. In any other, those that waited for a line are looked up before they are told: a
    /// second loan is worse than a question.
    ///
    /// Until this is done each opening gives the same ``restoration``: nothing is lost of it when
    /// the station does not live to record it.
    public func settle(_ restoration: LedgerRestoration, at now: Moment) throws(StoreError) {
        let steps = try doubted(restoration.reason)
        var detail = restoration.reason.explanation
        if restoration.reason.mayBeOld, !steps.isEmpty {
            detail += "; kiosk transactions that wait for staff: \(steps.count)"
        }
        let record = Record(
            .station,
            at: now,
            isAlarm: true,
            [(.outcome, "ledger-restored"), (.detail, detail)]
        )
        try append(
            records: [record],
            throttle: try lifted(restoration.counts),
            outbox: steps
        )
        try beginMarking()
    }

    private func doubted(_ reason: LedgerRestoration.Reason) throws(StoreError) -> [OutboxStep] {
        let states = try StoreError.sorting { try pool.read(OutboxTable.states) }
        return states.compactMap { id, state in
            switch state {
            case .conflict: nil
            case .queued where !reason.mayBeOld: .move(id, .doubtful)
            case .sent, .doubtful, .queued: reason.mayBeOld ? .move(id, .conflict(.open)) : nil
            }
        }
    }

    /// The higher of each count and the one that is held against all already.
    private func lifted(_ counts: [ThrottleCount]) throws(StoreError) -> [ThrottleCount] {
        let held = try throttleCounts()
        return counts.map { count in
            let before = held.first { $0.subject == count.subject }?.failures ?? 0
            return ThrottleCount(subject: count.subject, failures: max(count.failures, before))
        }
    }
}
