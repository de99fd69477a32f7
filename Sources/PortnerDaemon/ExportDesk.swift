// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import LocalHTTP
import PortnerCore
import PortnerStore

/// Gives the ledger away, and proves what it contains.
struct ExportDesk: Sendable {
    let inbox: Inbox
    let clock: SystemClock
    let ledger: Ledger
    let orders: Answers<StaffRefusal?>

    /// The desk as the control server wants it.
    var port: ExportPort {
        ExportPort(
            begin: { withPersonalParts, reason, by async throws(ControlFailure) in
                let act = PrivacyAct.export(withPersonalParts: withPersonalParts)
                try await orders.record(act, reason: reason, by: by, inbox)
            },
            entries: { query throws(ControlFailure) in try entries(query) },
            prove: { question throws(ControlFailure) in try prove(question) }
        )
    }

    private func entries(_ query: ExportQuery) throws(ControlFailure) -> [LedgerLine] {
        let first = query.from.map { start(of: $0) } ?? Timestamp(milliseconds: 0)
        let end = query.through.map { start(of: CivilDate(dayNumber: $0.dayNumber + 1)) }
        let times = first..<max(first, end ?? Timestamp(milliseconds: Int64.max))
        do throws(StoreError) {
            return try ledger.export(
                after: query.after,
                in: times,
                withPersonalParts: query.withPersonalParts
            ).map { LedgerLine($0) }
        } catch {
            throw ControlFailure(.ledgerUnreadable, detail: error.description)
        }
    }

    /// The moment at which a local day begins.
    private func start(of date: CivilDate) -> Timestamp {
        let local = Timestamp(milliseconds: Int64(date.dayNumber) * 86_400_000)
        let ahead = Int64(clock.secondsAheadOfUTC(atLocal: local))
        return Timestamp(milliseconds: local.milliseconds - ahead * 1000)
    }

    private func prove(_ question: ProofQuestion) throws(ControlFailure) -> ProofReport {
        func report(
            _ outcome: ProofReport.Outcome,
            after: Int64? = nil,
            place: Int64? = nil,
            detail: String? = nil
        ) -> ProofReport {
            ProofReport(
                outcome: outcome,
                sequence: question.sequence,
                comparedEntry: question.entry != nil,
                entriesAfter: after,
                place: place,
                detail: detail
            )
        }
        if let entry = question.entry {
            let isAsked = entry.sequence == question.sequence && entry.chain == question.hash
            guard isAsked, ExportedEntry(entry).isConsistent else { return report(.inconsistent) }
        }
        do throws(StoreError) {
            switch try ledger.prove(sequence: question.sequence, hash: question.hash) {
            case .contained(let entries): return report(.contained, after: entries)
            case .differs: return report(.differs)
            case .tooShort(let last): return report(.tooShort, place: last)
            case .broken(let place, let found):
                return report(.broken, place: place, detail: found.explanation)
            }
        } catch {
            throw ControlFailure(.ledgerUnreadable, detail: error.description)
        }
    }
}

extension Answers<StaffRefusal?> {
    /// Has the station record an act before it is done.
    func record(
        _ act: PrivacyAct,
        reason: String,
        by: String,
        _ inbox: Inbox
    ) async throws(ControlFailure) {
        let answer = await wait { ticket in
            inbox.put(.privacyActOrdered(act, reason: reason, by: by, ticket))
        }
        guard let answer else { throw ControlFailure(.stopping) }
        if let refusal = answer { throw ControlFailure(refusal) }
    }
}

extension LedgerLine {
    fileprivate init(_ entry: ExportedEntry) {
        self.init(
            sequence: entry.sequence,
            at: entry.at,
            kind: entry.kind,
            isAlarm: entry.isAlarm,
            fields: entry.fields,
            personalHash: entry.personalHash,
            card: entry.card,
            salt: entry.salt,
            previous: entry.previous,
            chain: entry.chain
        )
    }
}

extension ExportedEntry {
    fileprivate init(_ line: LedgerLine) {
        self.init(
            sequence: line.sequence,
            at: line.at,
            kind: line.kind,
            isAlarm: line.isAlarm,
            fields: line.fields,
            personalHash: line.personalHash,
            card: line.card,
            salt: line.salt,
            previous: line.previous,
            chain: line.chain
        )
    }
}
