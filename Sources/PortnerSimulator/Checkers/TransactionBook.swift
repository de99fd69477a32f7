// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The kiosks' transactions as they were seen at the ports: on disk, on the line, at the library
/// system, in the records and on the screen.
struct TransactionBook {
    /// What a screen said became of a transaction.
    enum Word: String {
        /// It is done at the library.
        case done
        /// It is done, and the library hears of it later.
        case queued
        /// The library decided against it.
        case refused
    }

    /// One transaction.
    struct Transaction {
        let entry: OutboxEntry
        let card: CardKey?
        /// How far it has come, as it stands on disk; nil when it is closed.
        var state: OutboxEntry.State?
        /// Whether it ever stood on disk as queued.
        var wasQueued: Bool
        /// What the last record about it says.
        var ending: String?
        /// Whether a record about it may be missing.
        var mayLackRecord = false
        /// How often the library system has carried it out.
        var effects = 0
        /// Whether the library's records show it done although this time nothing was changed: the
        /// copy was back, or the patron's, already.
        var isSuperfluous = false
        /// Whether the copy was lent or returned anew since it was carried out, so that whoever
        /// asks the library system now finds nothing of it.
        var hasMovedOn = false
        /// How often staff have ordered that it be told again.
        var orders = 0
        /// What the screen said last.
        var word: Word?
        /// Whether an older copy of the ledger was put in place since it was begun: what became of
        /// it then stands nowhere, and only that it is never repeated counts.
        var isObscured = false

        /// What the last record means; nil where it settles nothing.
        var verdict: Word? {
            switch ending {
            case "done", "found-done": .done
            case "queued": .queued
            case "refused", "not-done", "not-supported": .refused
            default: nil
            }
        }
    }

    /// What a request to the library system is about.
    private struct Subject: Hashable {
        let kind: OutboxEntry.Kind
        let card: CardKey?
        let item: String?
    }

    private(set) var all: [RequestID: Transaction] = [:]
    /// The transaction whose request about this was sent last.
    private var sent: [Subject: RequestID] = [:]
    private let register: Register

    init(_ register: Register) { self.register = register }

    subscript(id: RequestID) -> Transaction? {
        get { all[id] }
        set { all[id] = newValue }
    }

    /// An older copy of the ledger is in place.
    mutating func obscure() {
        for id in all.keys {
            all[id]?.isObscured = true
            all[id]?.state = nil
        }
    }

    /// A transaction stands on disk; `false` when it stood there before.
    mutating func enter(_ entry: OutboxEntry) -> Bool {
        guard all[entry.id] == nil else { return false }
        all[entry.id] = Transaction(
            entry: entry,
            card: entry.card.map { register.key(of: $0) },
            state: entry.state,
            wasQueued: entry.wasQueued
        )
        return true
    }

    /// A request about a transaction goes to the library system; `false` when no such transaction
    /// is open on disk.
    mutating func send(_ request: LibraryRequest) -> Bool {
        guard let subject = subject(of: request.task) else { return true }
        sent[subject] = request.id
        return all[request.id]?.state != nil
    }

    /// The transaction that the library system has carried out.
    func cause(of effect: LibraryEffect) -> RequestID? {
        sent[Subject(kind: effect.kind, card: effect.card, item: effect.item)]
    }

    private func subject(of task: LibraryTask) -> Subject? {
        switch task {
        case .checkout(let item, let access, _):
            Subject(kind: .checkout, card: register.key(of: access.card), item: item.secret)
        case .checkin(let item, _): Subject(kind: .checkin, card: nil, item: item.secret)
        case .renew(let item, let access):
            Subject(kind: .renew, card: register.key(of: access.card), item: item.secret)
        case .renewAll(let access):
            Subject(kind: .renewAll, card: register.key(of: access.card), item: nil)
        default: nil
        }
    }
}
