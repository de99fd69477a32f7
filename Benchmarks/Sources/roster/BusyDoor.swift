// SPDX-License-Identifier: MPL-2.0

import Foundation
import Measuring
import PortnerCore
import PortnerStore
import Synchronization

/// A door at which cards are presented all the time, on a thread of its own, with a ledger on disk.
final class BusyDoor: Sendable {
    /// The time at which everything happens.
    static let start = Timestamp(milliseconds: 1_795_000_000_000)
    /// How long the door rests between two cards: many more come than at any door.
    private static let restMicroseconds: UInt32 = 500
    private static let name: ReaderName = "outside"

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
        ledger = try Ledger.open(in: folder + "/ledger", at: Self.start).ledger
        self.hasher = hasher
        self.patrons = patrons
    }

    /// The text on a patron's card: ten digits of which the first two are no day of a birth date.
    static func cardText(_ number: Int) -> String {
        let digits = String(number)
        return "99" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
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
            Station(Self.settings, at: Self.moment(time)),
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
            loop.advance(to: Self.moment(time))
            let text = Self.cardText(Int.random(in: 0..<patrons, using: &numbers))
            isOrdered = false
            recording = .zero
            let start = ContinuousClock.now
            if let card = CardNumber(text) {
                loop.handle(.cardPresented(card, reader: Self.name), at: Self.moment(time))
            }
            let taken = start.duration(to: .now)
            outcome.orders.add(taken)
            outcome.decisions.add(taken - recording)
            if !isOrdered { outcome.failures += 1 }
            usleep(Self.restMicroseconds)
        }
        return outcome
    }

    /// A door that asks for no PIN, with limits that never stand in the way.
    private static var settings: StationSettings {
        let year = Duration.seconds(365 * 86_400)
        var rules = DoorRules(door: "front", schedule: .always(.selfService), asksPIN: false)
        rules.limits = FactLimits(blocks: year, debts: year, validity: year)
        rules.harmlessBlocks = BlockCode.harmlessAtDoor.union(
            (0..<100).compactMap { BlockCode("E\($0)") }
        )
        return StationSettings(
            doors: [DoorSettings(door: "front", hasContact: false)],
            rules: [rules],
            readers: [ReaderSettings(reader: name, door: "front")],
            refreshAfter: year
        )
    }

    private static func moment(_ time: Duration) -> Moment {
        let milliseconds = start.milliseconds + time.components.seconds * 1000
        let timestamp = Timestamp(milliseconds: milliseconds)
        return Moment(
            uptime: Uptime(time),
            timestamp: timestamp,
            civil: CivilTime(timestamp, secondsAheadOfUTC: 3600),
            clock: .trusted
        )
    }
}
