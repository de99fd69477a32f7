// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerStore

/// Who is refused.
enum Visitor: CaseIterable {
    case unknownCard
    case wrongPIN
}

/// A door with PIN, its cache and its ledger, and somebody before it.
final class Doorstep {
    private static let patrons = 1_000
    private static let reader: ReaderName = "outside"
    private static let start = Timestamp(milliseconds: 1_795_000_000_000)

    struct Unusable: Error {}

    /// What the station has sent and nobody has answered yet.
    private final class Outbox {
        var waiting: [Action] = []
        var refusedAt: ContinuousClock.Instant?
    }

    private let cache: PatronCache
    private let roster: PatronRoster
    private let ledger: Ledger
    private let cards: CardHasher
    private let pins: PINHasher
    private let rightPIN: PIN
    private let facts: PatronFacts
    private let moment: Moment
    private var visits = 0

    init(folder: String) throws {
        let keys = try StationKeys(card: Array(0..<32), pepper: Array(100..<132))
        guard let cost = PINHasher.Cost(log2Rounds: PINHasher.Cost.log2RoundsLimits.lowerBound),
            let rightPIN = PIN(Array("1234".utf8))
        else { throw Unusable() }
        self.rightPIN = rightPIN
        cards = CardHasher(keys: keys)
        pins = PINHasher(keys: keys, cost: cost)
        (cache, _) = try PatronCache.open(in: folder, at: Self.start)
        roster = try PatronRoster.open(in: folder, at: Self.start).roster
        (ledger, _) = try Ledger.open(in: folder, at: Self.start)
        facts = PatronFacts(
            patron: nil,
            blocks: [],
            validity: .valid,
            age: AgeFact(reached: 18, next: nil),
            asOf: Self.start
        )
        moment = Moment(
            uptime: Uptime(.seconds(60)),
            timestamp: Timestamp(milliseconds: Self.start.milliseconds + 60_000),
            civil: CivilTime(Self.start, secondsAheadOfUTC: 3600),
            clock: .trusted
        )
        for number in 0..<Self.patrons {
            let key = cards.key(for: try Self.card(known: true, number))
            try cache.learn(key, facts)
            try cache.keepVerifier(try pins.derive(rightPIN, for: key), for: key)
        }
    }

    private static func card(known: Bool, _ number: Int) throws -> CardNumber {
        let digits = String(number % patrons)
        let zeros = String(repeating: "0", count: 8 - digits.utf8.count)
        guard let card = CardNumber((known ? "99" : "98") + zeros + digits) else {
            throw Unusable()
        }
        return card
    }

    /// Scans, types a PIN and gives the time from its Enter key to the order to show a refusal.
    ///
    /// Everybody comes to a station that holds nothing against anybody; what the last visitor left
    /// in the cache is undone first.
    func refuse(_ visitor: Visitor) throws -> Duration {
        visits += 1
        if visits.isMultiple(of: 400) { try ledger.checkpoint() }
        let card = try Self.card(known: visitor == .wrongPIN, visits / 2)
        let outbox = Outbox()
        var loop = StationLoop(
            Station(Self.settings, at: moment),
            reading: try cache.reader(hasher: cards, roster: roster),
            ports: ports(outbox)
        )
        loop.handle(.cardPresented(card, reader: Self.reader), at: moment)
        for digit: UInt8 in [9, 9, 9, 9] {
            loop.handle(.keyPressed(.digit(digit), reader: Self.reader), at: moment)
        }
        outbox.waiting = []
        outbox.refusedAt = nil
        let begun = ContinuousClock.now
        loop.handle(.keyPressed(.enter, reader: Self.reader), at: moment)
        while outbox.refusedAt == nil {
            guard !outbox.waiting.isEmpty else { throw Unusable() }
            if let answer = try answer(outbox.waiting.removeFirst(), visitor) {
                loop.handle(answer, at: moment)
            }
        }
        guard let refusedAt = outbox.refusedAt else { throw Unusable() }
        if visitor == .wrongPIN {
            let key = cards.key(for: card)
            try cache.keepVerifier(try pins.derive(rightPIN, for: key), for: key)
        }
        return begun.duration(to: refusedAt)
    }

    /// What the PIN worker and the library system say.
    private func answer(_ action: Action, _ visitor: Visitor) throws -> Event? {
        switch action {
        case .checkPIN(let check):
            let matches = try pins.check(check.pin, for: check.key, against: check.verifier)
            return .pinChecked(matches: matches, check.ticket)
        case .ask(let question):
            let reply: LibraryReply =
                visitor == .unknownCard ? .unknownCard : .known(facts, pinAccepted: false)
            return .libraryReplied(reply, question.ticket)
        default:
            return nil
        }
    }

    private func ports(_ outbox: Outbox) -> StationPorts {
        StationPorts(
            append: { [ledger] batch throws(RecordingFailure) in
                do throws(StoreError) {
                    try ledger.append(records: batch.records, throttle: batch.counts)
                } catch {
                    throw RecordingFailure(detail: error.description)
                }
            },
            drive: { _, _ in },
            change: { [cache, roster] change in
                (try? cache.carryOut(change, besides: roster, isExchangingKey: false)) != nil
            },
            send: { action, _ in
                if case .show(let view) = action, case .denied = view.sign {
                    outbox.refusedAt = outbox.refusedAt ?? .now
                }
                outbox.waiting.append(action)
            }
        )
    }

    private static var settings: StationSettings {
        StationSettings(
            doors: [DoorSettings(door: "front", hasContact: false)],
            rules: [
                DoorRules(
                    door: "front",
                    schedule: .always(.selfService),
                    asksPIN: true,
                    ageMin: 15
                )
            ],
            readers: [ReaderSettings(reader: reader, door: "front")]
        )
    }
}
