// SPDX-License-Identifier: MPL-2.0

import Foundation
import Measuring
import PortnerCore
import PortnerStore
import Synchronization

/// A door at which cards are presented all the time, on a thread of its own, with a ledger on disk.
final class BusyDoor: Sendable {
    /// How long the door rests between two cards: many more come than at any door.
    private static let restMicroseconds: UInt32 = 500

    private let ledger: Ledger
    private let hasher: CardHasher
    private let patrons: Int
    private let isBusy = Atomic(false)
    private let result = Mutex(Outcome())
    private let ended = DispatchSemaphore(value: 0)

    /// What became of the cards.
    struct Outcome: Sendable {
        /// From scan to decision: everything but the durable record.
        var decisions = Samples()
        /// From scan to lock order: the durable record waits for the disk, as does the roster.
        var orders = Samples()
        var failures = 0
    }

    init(folder: String, hasher: CardHasher, patrons: Int) throws {
        ledger = try Ledger.open(in: folder + "/ledger", at: House.start).ledger
        self.hasher = hasher
        self.patrons = patrons
    }

    /// Begins with a reader that is made on the door's own thread.
    func begin(_ makeReader: @escaping @Sendable () throws -> PatronCache.Reader) {
        isBusy.store(true, ordering: .relaxed)
        Thread.detachNewThread { [self] in
            if let reader = try? makeReader() {
                let found = decide(reader)
                result.withLock { $0 = found }
            }
            ended.signal()
        }
    }

    /// Ends the cards and gives what became of them.
    func end() throws -> Outcome {
        isBusy.store(false, ordering: .relaxed)
        ended.wait()
        let outcome = result.withLock { $0 }
        guard outcome.failures == 0, outcome.orders.count > 0 else { throw RosterRun.Unusable() }
        return outcome
    }

    private func decide(_ reader: PatronCache.Reader) -> Outcome {
        var numbers = SeededNumbers(seed: 1)
        var outcome = Outcome()
        var recording = Duration.zero
        var isOrdered = false
        var time = Duration.zero
        var loop = StationLoop(
            Station(House.settings(doors: 1), at: House.moment(time)),
            reading: reader,
            ports: StationPorts(
                append: { [ledger] batch throws(RecordingFailure) in
                    let start = ContinuousClock.now
                    defer { recording += start.duration(to: .now) }
                    do throws(StoreError) {
                        try ledger.append(records: batch.records, throttle: batch.counts)
                    } catch {
                        throw RecordingFailure(detail: error.description)
                    }
                },
                drive: { _, time in if time != nil { isOrdered = true } },
                change: { _ in true },
                send: { _, _ in }
            )
        )
        while isBusy.load(ordering: .relaxed) {
            time += .seconds(20)
            loop.advance(to: House.moment(time))
            let text = House.cardText(Int.random(in: 0..<patrons, using: &numbers))
            isOrdered = false
            recording = .zero
            let start = ContinuousClock.now
            if let card = CardNumber(text) {
                loop.handle(.cardPresented(card, reader: House.reader(0)), at: House.moment(time))
            }
            let taken = start.duration(to: .now)
            outcome.orders.add(taken)
            outcome.decisions.add(taken - recording)
            if !isOrdered { outcome.failures += 1 }
            usleep(Self.restMicroseconds)
        }
        return outcome
    }
}
