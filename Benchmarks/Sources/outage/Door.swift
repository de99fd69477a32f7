// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import PortnerStore
import Synchronization

/// A station with one door, on a thread of its own behind the daemon's inbox, with a cache and a
/// ledger on disk.
final class Door: Sendable {
    /// The seconds from one card to the next.
    static let pace = 0.005
    private static let patrons = 20_000
    /// How often the ledger's log is copied, which the daemon does from a timer.
    private static let decisionsPerCheckpoint = 200
    /// How long an order is waited for.
    private static let patience = 5.0

    let inbox = Inbox()
    private let ordered = DispatchSemaphore(value: 0)
    private let order = Mutex(ContinuousClock.now)

    init(in folder: String) throws {
        let cache = try Population.cache(in: folder, patrons: Self.patrons)
        let ledgerFolder = folder + "/ledger"
        try? FileManager.default.removeItem(atPath: ledgerFolder)
        let (ledger, _) = try Ledger.open(in: ledgerFolder, at: Population.asOf)
        let hasher = CardHasher(keys: try Population.keys())
        let thread = Thread { [self] in
            // A station that cannot look into its cache orders nothing, which ends the benchmark.
            guard let reader = try? cache.reader(hasher: hasher) else { return }
            run(reader, ledger)
        }
        thread.name = "station"
        thread.qualityOfService = .userInteractive
        thread.start()
    }

    // MARK: Scanning

    /// Shows this many cards, and gives the time from each to the order to the lock.
    func times(of count: Int) throws -> [Duration] {
        var numbers = SystemRandomNumberGenerator()
        var times: [Duration] = []
        var next = ContinuousClock.now
        for _ in 0..<count {
            next = max(next + .seconds(Self.pace), .now)
            Thread.sleep(forTimeInterval: max(0, (next - .now) / .seconds(1)))
            let number = Int.random(in: 0..<Self.patrons, using: &numbers)
            guard let card = CardNumber(Population.cardText(number)) else {
                throw Population.Unusable()
            }
            let start = ContinuousClock.now
            inbox.put(.cardPresented(card, reader: PlainDoor.reader))
            guard ordered.wait(timeout: .now() + Self.patience) == .success else {
                throw Population.Unusable()
            }
            times.append(start.duration(to: order.withLock(\.self)))
        }
        return times
    }

    // MARK: The station's thread

    private func run(_ reader: PatronCache.Reader, _ ledger: Ledger) {
        var moment = PlainDoor.moment(after: .zero)
        var loop = StationLoop(
            Station(PlainDoor.settings, at: moment),
            reading: reader,
            ports: ports(ledger)
        )
        var decisions = 0
        while true {
            for case .event(let event) in inbox.take(waitingAtMost: .seconds(1)) {
                loop.handle(event, at: moment)
                guard case .cardPresented = event else { continue }
                ordered.signal()
                // The lock is secured and the panel ready again.
                moment = PlainDoor.moment(after: moment.uptime.sinceStart + .seconds(20))
                loop.advance(to: moment)
                decisions += 1
                if decisions.isMultiple(of: Self.decisionsPerCheckpoint) {
                    try? ledger.checkpoint()
                }
            }
        }
    }

    private func ports(_ ledger: Ledger) -> StationPorts {
        StationPorts(
            append: { batch throws(RecordingFailure) in
                do throws(StoreError) {
                    try ledger.append(records: batch.records, throttle: batch.counts)
                } catch {
                    throw RecordingFailure(detail: error.description)
                }
            },
            drive: { [self] _, time in
                if time != nil { order.withLock { $0 = .now } }
            },
            change: { _ in true },
            send: { _, _ in }
        )
    }
}
