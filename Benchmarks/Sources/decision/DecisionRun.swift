// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import Foundation
import Measuring
import PortnerCore
import PortnerStore

/// Floor and door path in turns: the machine is shared, so only what ran side by side compares.
final class DecisionRun {
    /// How often the ledger's log is copied, which the daemon does from a timer.
    private static let roundsPerCheckpoint = 200

    private let ledger: Ledger
    private let floor: StoreFloor
    private let hasher: CardHasher
    private let probe = Probe()
    private var loop: StationLoop<TimedReader>
    private var decoder: ScannerDecoder
    private var numbers = SeededNumbers(seed: 1)
    private var moment: Moment
    private var rounds = 0

    private var decisions = Samples()

    init(cache: PatronCache, folder: String) throws {
        let ledgerFolder = folder + "/ledger"
        try? FileManager.default.removeItem(atPath: ledgerFolder)
        let (ledger, _) = try Ledger.open(in: ledgerFolder, at: Population.asOf)
        self.ledger = ledger
        let path = folder + "/" + PatronCache.fileName
        floor = try StoreFloor(cache: path, file: ledgerFolder + "/floor")
        hasher = CardHasher(keys: try Population.keys())
        moment = PlainDoor.moment(after: .zero)
        // Every station looks into the roster as well, also where it is empty.
        let roster = try PatronRoster.open(in: folder, at: Population.asOf).roster
        let reader = TimedReader(
            reader: try cache.reader(hasher: hasher, roster: roster),
            probe: probe
        )
        loop = StationLoop(
            Station(PlainDoor.settings, at: moment),
            reading: reader,
            ports: Self.ports(ledger, probe)
        )
        decoder = ScannerDecoder(.keyboard(.init(), .card))
    }

    func warmUp() throws {
        for _ in 0..<500 { try round() }
        floor.forget()
        decisions = Samples()
        probe.forget()
    }

    /// One floor and one decision, each first in every other round.
    func round() throws {
        rounds += 1
        if rounds.isMultiple(of: Self.roundsPerCheckpoint) { try ledger.checkpoint() }
        passTime()
        if rounds.isMultiple(of: 2) {
            try measureFloor()
            try measureDecision()
        } else {
            try measureDecision()
            try measureFloor()
        }
    }

    private var someCard: String {
        Population.cardText(Int.random(in: 0..<Decision.patrons, using: &numbers))
    }

    private func measureFloor() throws {
        guard let card = CardNumber(someCard) else { throw Population.Unusable() }
        try floor.measure(row: hasher.key(for: card).rowNumber)
    }

    /// Types a card; the time runs from the report with the Enter key to the order to the lock.
    private func measureDecision() throws {
        let reports = Self.reports(typing: someCard)
        for report in reports.dropLast() { _ = decoder.receive(report, at: now) }
        guard let last = reports.last else { return }
        let clock = ContinuousClock()
        let start = clock.now
        for case .scan(let scan) in decoder.receive(last, at: now) {
            guard let card = CardNumber(scan.text) else { throw Population.Unusable() }
            loop.handle(.cardPresented(card, reader: PlainDoor.reader), at: moment)
        }
        guard let ordered = probe.takeOrder() else { throw Population.Unusable() }
        decisions.add(start.duration(to: ordered))
    }

    private var now: Duration { moment.uptime.sinceStart }

    /// The lock is secured, the panel ready again, the scanner's key let go.
    private func passTime() {
        moment = PlainDoor.moment(after: now + .seconds(20))
        loop.advance(to: moment)
        _ = decoder.receive(Self.report(0), at: now)
        _ = decoder.advance(to: now)
        _ = probe.takeOrder()
    }

    func report() {
        let shares = [0.5, 0.99]
        func times(_ samples: Samples) -> [Double] { shares.map(samples.percentile) }
        var table = Table(
            "decision: scan to lock order, no PIN, \(Decision.patrons) patrons, "
                + "\(decisions.count) decisions",
            columns: ["p50", "p99"]
        )
        table.add("floor: SQLite point read in C", microseconds: times(floor.reads))
        table.add("floor: 4 KiB write and fdatasync in C", microseconds: times(floor.writes))
        table.add("both floors, one after the other", microseconds: times(floor.both))
        table.add("scan to lock order", microseconds: times(decisions))
        table.add("  of it the look into the cache", microseconds: times(probe.reads))
        table.add("  of it the durable record", microseconds: times(probe.appends))
        table.addRatios(times(decisions), to: times(floor.both), limits: [1.5, 2.5])
        table.print()
    }
}

extension DecisionRun {
    private static func ports(_ ledger: Ledger, _ probe: Probe) -> StationPorts {
        StationPorts(
            append: { batch throws(RecordingFailure) in
                let start = ContinuousClock.now
                do throws(StoreError) {
                    try ledger.append(records: batch.records, throttle: batch.counts)
                } catch {
                    throw RecordingFailure(detail: error.description)
                }
                probe.appended(start.duration(to: .now))
            },
            drive: { _, time in if time != nil { probe.ordered() } },
            change: { _ in true },
            send: { _, _ in }
        )
    }

    /// Each digit pressed and released, and the Enter key pressed.
    private static func reports(typing text: String) -> [[UInt8]] {
        text.utf8.flatMap { digit in [report((digit - 0x30 + 9) % 10 + 0x1E), report(0)] }
            + [report(0x28)]
    }

    private static func report(_ usage: UInt8) -> [UInt8] { [0, 0, usage, 0, 0, 0, 0, 0] }
}

/// Takes the times inside the measured path.
final class Probe {
    private(set) var reads = Samples()
    private(set) var appends = Samples()
    private var orderedAt: ContinuousClock.Instant?
    private var lastAppend: Duration?

    func looked(_ time: Duration) { reads.add(time) }

    func appended(_ time: Duration) { lastAppend = time }

    /// Only the record before an order belongs to the path.
    func ordered() {
        orderedAt = .now
        if let lastAppend { appends.add(lastAppend) }
    }

    func takeOrder() -> ContinuousClock.Instant? {
        defer { orderedAt = nil }
        return orderedAt
    }

    func forget() {
        reads = Samples()
        appends = Samples()
    }
}

/// The door's reader with a watch.
struct TimedReader: PatronReading {
    let reader: PatronCache.Reader
    let probe: Probe

    func key(for card: CardNumber) -> CardKey { reader.key(for: card) }

    func patron(for key: CardKey) -> CacheAnswer {
        let start = ContinuousClock.now
        let answer = reader.patron(for: key)
        probe.looked(start.duration(to: .now))
        return answer
    }
}
