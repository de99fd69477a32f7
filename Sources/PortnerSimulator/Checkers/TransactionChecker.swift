// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// I10: each transaction has exactly one outcome, and disk, records, screen and library system
/// agree on it, whatever failed meanwhile.
struct TransactionChecker: Checker {
    let invariant = Invariant.transactions

    private var book: TransactionBook
    private let library: LibrarySystem
    private let label: (CardKey) -> String
    /// What stood on disk and was not closed, in order; nil after an older copy was put in place.
    private var open: [RequestID]? = []

    init(_ register: Register, _ library: LibrarySystem) {
        book = TransactionBook(register)
        label = register.label
        self.library = library
    }

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .stored(let records, _):
            for record in records { note(record) }
        case .refused:
            for id in open ?? [] { book[id]?.mayLackRecord = true }
        case .journalled(let changes):
            for change in changes {
                if let complaint = take(change) { return complaint }
            }
        case .putBack(let old) where old.hasLedger:
            book.obscure()
            open = nil
        case .restored(let entries):
            guard let open else {
                self.open = entries.map(\.id)
                for entry in entries { book[entry.id]?.state = entry.state }
                break
            }
            guard entries.map(\.id) == open else {
                return "\(entries.count) transactions are restored of \(open.count)"
            }
        case .sent(.request(let request)):
            guard book.send(request) else { return "a request is sent that is not on disk" }
        case .sent(.showKiosk(let view)):
            return read(view)
        case .effected(let effect):
            return carriedOut(effect)
        case .kiosksSettled(_, let entries):
            return settle(entries)
        default:
            break
        }
        return nil
    }

    private func words(_ transaction: TransactionBook.Transaction) -> String {
        let whose = transaction.card.map { " of \(label($0))" } ?? ""
        return "the \(transaction.entry.kind.rawValue) \(transaction.entry.id)\(whose)"
    }

    // MARK: Disk and records

    private mutating func note(_ record: Record) {
        guard let id = record[.request].flatMap({ RequestID($0) }) else { return }
        switch record.kind {
        case .transaction:
            // The record may come in one batch with the entry, and before it.
            endings[id] = record[.outcome]
            book[id]?.ending = record[.outcome]
        case .staff where record[.outcome] == "outbox-retry": book[id]?.orders += 1
        case .staff where record[.outcome] == "outbox-resolve": book[id]?.ending = "resolved"
        default: break
        }
    }

    /// What the records of the newest batch say.
    private var endings: [RequestID: String] = [:]

    private mutating func take(_ change: OutboxChange) -> String? {
        switch change {
        case .enter(let entry):
            guard book.enter(entry) else { return "transaction \(entry.id) is entered twice" }
            book[entry.id]?.ending = endings[entry.id]
            entered[entry.kiosk, default: []].append(entry.id)
            open?.append(entry.id)
        case .move(let id, let state):
            book[id]?.state = state
            if state == .queued { book[id]?.wasQueued = true }
        case .close(let id):
            book[id]?.state = nil
            open?.removeAll { $0 == id }
            endings[id] = nil
            return close(id)
        }
        return nil
    }

    /// A transaction has its end: what the record says must be what the library system did.
    private mutating func close(_ id: RequestID) -> String? {
        guard var transaction = book[id] else { return "an unknown transaction is closed" }
        transaction.isSuperfluous = isDone(transaction)
        book[id] = transaction
        if transaction.ending == nil, transaction.mayLackRecord { return nil }
        return objection(to: transaction)
    }

    /// Whether the library's records are as if the transaction had been carried out.
    private func isDone(_ transaction: TransactionBook.Transaction) -> Bool {
        let entry = transaction.entry
        let loan = entry.item.flatMap { library.collection[$0.secret]?.loan }
        return switch entry.kind {
        case .checkin: loan == nil
        case .checkout: loan.map { library.key($0.card) == transaction.card } ?? false
        case .renew, .renewAll: false
        }
    }

    /// What is wrong with a transaction that has its end.
    private func objection(to transaction: TransactionBook.Transaction) -> String? {
        guard !transaction.isObscured else { return nil }
        let count = transaction.effects
        switch transaction.ending {
        case "done":
            // Of all loans none may have been due to be renewed.
            if count == 0, transaction.entry.kind != .renewAll {
                return words(transaction) + " is recorded as done and was not"
            }
        case "found-done":
            guard count == 0, !transaction.isSuperfluous else { break }
            return words(transaction) + " is recorded as found done and was not"
        case "refused", "not-done", "not-supported":
            if count > 0, !transaction.hasMovedOn {
                return words(transaction) + " is recorded as not done and was"
            }
        case "resolved", nil:
            return nil
        case "conflict", "queued", "doubtful":
            if transaction.mayLackRecord { return nil }
            return words(transaction) + " is closed without an end"
        default:
            return words(transaction) + " has an end of no known kind"
        }
        // What staff have had tried again later may end in another way than the patron was told.
        guard let word = transaction.word, let verdict = transaction.verdict,
            transaction.orders == 0
        else { return nil }
        switch (word, verdict) {
        case (.done, .done), (.queued, .done), (.refused, .refused): return nil
        default:
            return words(transaction) + " is \(verdict), and the screen said \(word)"
        }
    }

    // MARK: The library system

    private mutating func carriedOut(_ effect: LibraryEffect) -> String? {
        guard let id = book.cause(of: effect), var transaction = book[id] else {
            return "the library system carried out what nobody requested"
        }
        transaction.effects += 1
        book[id] = transaction
        moveOn(from: effect, of: id)
        guard transaction.effects <= 1 + transaction.orders else {
            return words(transaction) + " was carried out \(transaction.effects) times"
        }
        guard !transaction.isObscured, transaction.state == nil,
            let verdict = transaction.verdict, verdict != .done
        else {
            return nil
        }
        return words(transaction) + " was carried out after it was recorded as \(verdict)"
    }

    /// What was done with the same copy before can no longer be found.
    private mutating func moveOn(from effect: LibraryEffect, of id: RequestID) {
        guard let item = effect.item else { return }
        for other in open ?? [] where other != id {
            guard let earlier = book[other], earlier.entry.item?.secret == item,
                earlier.effects > 0
            else { continue }
            if earlier.entry.kind == .checkin, let cause = book[id],
                cause.entry.made < earlier.entry.made
            {
                // A loan that is older was told late and undid the return: it has to come again.
                book[other]?.effects = 0
            } else {
                book[other]?.hasMovedOn = true
            }
        }
    }

    // MARK: The screen

    /// The transactions that the kiosk's screen has not shown yet.
    private var entered: [KioskName: [RequestID]] = [:]
    /// What a row stands for.
    private struct Row: Hashable {
        let kiosk: KioskName
        let session: UInt64
        let kind: OutboxEntry.Kind
        let item: String
    }
    private var rows: [Row: RequestID] = [:]
    private var sessions: [KioskName: UInt64] = [:]

    private mutating func read(_ view: KioskView) -> String? {
        if sessions[view.kiosk] != view.session {
            sessions[view.kiosk] = view.session
            rows = rows.filter { $0.key.kiosk != view.kiosk }
        }
        for id in entered.removeValue(forKey: view.kiosk) ?? [] {
            guard let entry = book[id]?.entry, let item = entry.item else { continue }
            rows[row(entry.kind, item, view)] = id
        }
        switch view.page {
        case .loan(let shown): return read(shown, .checkout, view)
        case .returning(let shown): return read(shown, .checkin, view)
        default: return nil
        }
    }

    private func row(_ kind: OutboxEntry.Kind, _ item: ItemNumber, _ view: KioskView) -> Row {
        Row(kiosk: view.kiosk, session: view.session, kind: kind, item: item.secret)
    }

    private mutating func read(
        _ shown: [KioskRow],
        _ kind: OutboxEntry.Kind,
        _ view: KioskView
    ) -> String? {
        for shown in shown {
            guard let item = shown.item.number, let word = shown.outcome.word else { continue }
            guard let id = rows[row(kind, item, view)], var transaction = book[id] else {
                if word == .refused { continue }
                return "the screen \(view.kiosk) says \(word) of what is not on disk"
            }
            guard transaction.word != word else { continue }
            transaction.word = word
            book[id] = transaction
            switch word {
            case .done where transaction.effects == 0 && !isDone(transaction):
                return words(transaction) + " is done on the screen and not at the library"
            case .queued where !transaction.wasQueued:
                return words(transaction) + " is queued on the screen and not on disk"
            default: continue
            }
        }
        return nil
    }

    // MARK: The end

    private func settle(_ entries: [OutboxEntry]) -> String? {
        guard entries.map(\.id) == open else { return "the outbox is not what is on disk" }
        for transaction in book.all.values.sorted(by: { $0.entry.id.text < $1.entry.id.text }) {
            guard let state = transaction.state else {
                if let complaint = objection(to: transaction) { return complaint }
                continue
            }
            guard case .conflict(let conflict) = state else {
                return words(transaction) + " has no end: \(state)"
            }
            if conflict != .open, transaction.effects > 0, transaction.orders == 0,
                !transaction.isObscured, !transaction.hasMovedOn
            {
                return words(transaction) + " waits for a person as \(state) and was carried out"
            }
        }
        return nil
    }
}

extension KioskRow.Outcome {
    /// What the screen says; nil where it leaves it open, or tells what never began.
    fileprivate var word: TransactionBook.Word? {
        switch self {
        case .lent, .returned: .done
        case .lentOffline, .returnedOffline: .queued
        case .refused(let refusal):
            switch refusal.reason {
            case .unreachable, .notRecorded: nil
            default: .refused
            }
        case .working, .renewed, .alreadyYours, .incomplete, .doubtful: nil
        }
    }
}
