// SPDX-License-Identifier: MPL-2.0

@testable import PortnerCore

/// A cache in memory; the key of a card is a plain hash, since nothing here is secret.
final class FakeCache: PatronReading {
    var patrons: [CardKey: CachedPatron] = [:]
    var isBroken = false
    /// Cards that the library system did not know, and when that was.
    private(set) var disowned: [CardKey: Timestamp] = [:]
    private(set) var reads = 0
    /// Whether the card key is being exchanged.
    var isExchanging = false
    /// What the passes are that somebody made.
    var passes: [PassID: PassOpening] = [:]

    func open(_ pass: SealedPass) -> PassOpening { passes[pass.id] ?? .foreign }

    func key(for card: CardNumber) -> CardKey {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in card.secret.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return CardKey(hash, hash &* 3, hash &* 5, hash &* 7)
    }

    func formerKey(for card: CardNumber) -> CardKey? {
        guard isExchanging else { return nil }
        let key = key(for: card)
        return CardKey(~key.first, key.second, key.third, key.fourth)
    }

    func patron(for key: CardKey, formerly former: CardKey?) -> CacheAnswer {
        guard let former, case .known(let old) = patron(for: former) else {
            return patron(for: key)
        }
        guard case .known(let new) = patron(for: key) else { return .known(old) }
        return .known(
            CachedPatron(
                facts: new.facts.merged(with: old.facts),
                verifier: new.verifier ?? old.verifier
            )
        )
    }

    func patron(for key: CardKey) -> CacheAnswer {
        reads += 1
        if isBroken { return .failed }
        return patrons[key].map { .known($0) } ?? .unknown
    }

    func take(_ change: CacheChange) {
        switch change {
        case .learn(let key, let facts):
            let merged = patrons[key]?.facts.merged(with: facts) ?? facts
            patrons[key] = CachedPatron(
                facts: merged,
                verifier: patrons[key]?.verifier,
                seen: patrons[key]?.seen
            )
        case .refresh(let key, let facts):
            if let held = patrons[key]?.facts { patrons[key]?.facts = held.merged(with: facts) }
        case .saw(let keys, let day):
            for key in keys { patrons[key]?.seen = day }
        case .keepVerifier(let key, let verifier): patrons[key]?.verifier = verifier
        case .dropVerifier(let key): patrons[key]?.verifier = nil
        case .forget(let key): patrons[key] = nil
        case .rekey(let former, let key): patrons[key] = patrons.removeValue(forKey: former)
        case .disown(let key, let asOf):
            patrons[key] = nil
            disowned[key] = asOf
        case .doubt(let key, let asOf):
            patrons[key] = CachedPatron(facts: .ofUnknownCard(asOf: asOf), verifier: nil)
        }
    }
}

/// One thing that the station's loop did to the world.
enum Step {
    case wrote([Record], [ThrottleCount])
    case failedToWrite([Record])
    case released(DoorName, Release)
    case secured(DoorName)
    case failedToDrive(DoorName)
    case changed(CacheChange)
    case failedToChange
    case trusted(Int)
    case sent(Action)

    /// A word for the order of steps.
    var word: String {
        switch self {
        case .wrote: "wrote"
        case .failedToWrite: "failed to write"
        case .released(let door, _): "released \(door)"
        case .secured(let door): "secured \(door)"
        case .failedToDrive(let door): "failed to drive \(door)"
        case .changed: "changed the cache"
        case .failedToChange: "failed to change the cache"
        case .trusted(let count): "trusts \(count) cards"
        case .sent(.show): "show"
        case .sent(.ask): "ask"
        case .sent(.inquire): "inquire"
        case .sent(.search): "search"
        case .sent(.checkPIN): "check PIN"
        case .sent(.deriveVerifier): "derive"
        case .sent(.answer): "answer"
        case .sent(.showKiosk): "show kiosk"
        case .sent(.keepOrders): "keep orders"
        case .sent(.request(let request)): "request \(request.task)"
        case .sent: "other"
        }
    }
}

/// The world around a station: it does what it is told, remembers it, and fails on request.
final class World {
    let cache = FakeCache()
    var steps: [Step] = []
    var now = Uptime(.zero)
    var isDiskFull = false
    var isCacheStuck = false
    /// Whether what is written to the cache does not get to the disk.
    var isCacheInMemory = false
    var brokenLocks: Set<DoorName> = []
    var isDiskFailing: () -> Bool = { false }

    /// The cards of which the cache lacks something.
    private(set) var distrusted: Set<CardKey> = []
    /// What is in the ledger.
    private(set) var ledger: [Record] = []
    private(set) var counts: [ThrottleSubject: Int] = [:]
    /// What every panel shows.
    private(set) var panels: [ReaderName: PanelView] = [:]
    var outputs: [OutputName: Bool] = [:]
    var announced: [Int] = []
    private(set) var questions: [LibraryQuestion] = []
    /// The kiosks' transactions in the ledger's file.
    private(set) var outbox = OutboxTable()
    /// What every kiosk shows.
    private(set) var screens: [KioskName: KioskView] = [:]
    /// What the library system was requested to do or tell.
    private(set) var requests: [LibraryRequest] = []
    private(set) var receipts: [(KioskReceipt, ReceiptWay, UInt64)] = []
    private(set) var withdrawn: [UInt64] = []
    private(set) var inquiries: [PatronInquiry] = []
    private(set) var searches: [SyncSearch] = []
    private(set) var checks: [PINCheck] = []
    private(set) var derivations: [(key: CardKey, pin: PIN, ticket: Ticket)] = []
    private(set) var answers: [Ticket: StaffRefusal?] = [:]
    /// What staff have ordered until they lift it, as it was kept last.
    var standing = StandingOrders()
    private var taken = 0
    private var releasedUntil: [DoorName: Uptime] = [:]

    /// The requests that nobody has taken to answer them, which are then taken.
    func takeOpenRequests() -> [LibraryRequest] {
        defer { taken = requests.count }
        return Array(requests[taken...])
    }

    /// Whether a lock is released now: the driver itself ends a release whose time is over.
    func isReleased(_ door: DoorName) -> Bool { (releasedUntil[door] ?? now) > now }

    var ports: StationPorts {
        StationPorts(
            append: { batch throws(RecordingFailure) in try self.append(batch) },
            drive: { door, release throws(LockFailure) in try self.drive(door, release) },
            change: { change in
                self.steps.append(self.isCacheStuck ? .failedToChange : .changed(change))
                guard !self.isCacheStuck else { return false }
                self.cache.take(change)
                return true
            },
            distrust: { self.distrusted.insert($0) },
            trust: { cards in
                self.steps.append(.trusted(cards.count))
                guard !self.isCacheInMemory else { return false }
                self.distrusted.subtract(cards)
                return true
            },
            send: { action, _ in self.take(action) }
        )
    }

    private func append(_ batch: LedgerBatch) throws(RecordingFailure) {
        guard !isDiskFull, !isDiskFailing() else {
            steps.append(.failedToWrite(batch.records))
            throw RecordingFailure(detail: "no space left on device")
        }
        steps.append(.wrote(batch.records, batch.counts))
        ledger += batch.records
        for count in batch.counts {
            counts[count.subject] = count.failures == 0 ? nil : count.failures
        }
        for change in batch.outbox { outbox.take(change) }
    }

    private func drive(_ door: DoorName, _ release: Release?) throws(LockFailure) {
        guard !brokenLocks.contains(door) else {
            steps.append(.failedToDrive(door))
            releasedUntil[door] = nil
            throw LockFailure(detail: "line is gone")
        }
        releasedUntil[door] = release.map { now + $0.duration }
        steps.append(release.map { .released(door, $0) } ?? .secured(door))
    }

    private func take(_ action: Action) {
        steps.append(.sent(action))
        switch action {
        case .show(let view): panels[view.reader] = view
        case .showKiosk(let view): screens[view.kiosk] = view
        case .request(let request): requests.append(request)
        case .issueReceipt(let receipt, let way, _, let session):
            receipts.append((receipt, way, session))
        case .withdrawReceipt(_, let session): withdrawn.append(session)
        case .ask(let question): questions.append(question)
        case .switchOutput(let output, let isOn): outputs[output] = isOn
        case .announce(let announcement): announced.append(announcement.before)
        case .inquire(let inquiry): inquiries.append(inquiry)
        case .search(let search): searches.append(search)
        case .checkPIN(let check): checks.append(check)
        case .deriveVerifier(let key, let pin, let ticket): derivations.append((key, pin, ticket))
        case .answer(let ticket, let refusal): answers[ticket] = refusal
        case .keepOrders(let orders): standing = orders
        default: break
        }
    }
}
