// SPDX-License-Identifier: MPL-2.0

import CFloors
import Foundation
import Measuring
import PortnerCore
import PortnerStore
import Synchronization

/// Eight doors with two readers each, at every one of which five cards a second are presented.
///
/// A card waits for those before it, as at a real station, which has one thread for all doors: its
/// time runs from the moment it is presented, not from the one at which its turn comes.
final class BusyHouse: Sendable {
    static let doors = 8
    static let readersPerDoor = 2
    static let cardsPerSecond = 5
    private static let readers = doors * readersPerDoor

    /// The house's clock runs this much faster, so that no lock is still released when the next
    /// card comes to its door.
    private static let hurry = 100

    private let ledger: Ledger
    private let folder: String
    private let patrons: Int
    private let isBusy = Atomic(false)
    private let result = Mutex(Outcome())
    private let ended = DispatchSemaphore(value: 0)

    /// What became of the cards.
    struct Outcome: Sendable {
        /// From the card's being presented to the order to the lock, door by door.
        var orders = [Samples](repeating: Samples(), count: BusyHouse.doors)
        /// Of all doors.
        var all = Samples()
        /// What the disk needs for one durable write at the same time, after each card.
        var floors = Samples()
        var failures = 0
    }

    init(folder: String, patrons: Int) throws {
        ledger = try Ledger.open(in: folder + "/house", at: House.start).ledger
        self.folder = folder
        self.patrons = patrons
    }

    /// Begins with a reader that is made on the station's own thread.
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
        guard outcome.failures == 0, outcome.all.count > 0 else { throw RosterRun.Unusable() }
        return outcome
    }

    private func decide(_ reader: PatronCache.Reader) -> Outcome {
        guard
            let floor = unsafe floor_open(
                folder + "/" + PatronCache.fileName,
                folder + "/house/floor"
            )
        else { return Outcome() }
        defer { unsafe floor_close(floor) }
        var numbers = SeededNumbers(seed: 2)
        var outcome = Outcome()
        var isOrdered = false
        let settings = House.settings(doors: Self.doors, readersPerDoor: Self.readersPerDoor)
        var loop = StationLoop(
            Station(settings, at: House.moment(.zero)),
            reading: reader,
            ports: StationPorts(
                append: { [ledger] batch throws(RecordingFailure) in
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
        let begun = ContinuousClock.now
        var turn = 0
        while isBusy.load(ordering: .relaxed) {
            let presented = begun + Self.due(turn, &numbers)
            while ContinuousClock.now < presented { usleep(50) }
            let time = begun.duration(to: presented) * Self.hurry
            loop.advance(to: House.moment(time))
            let text = House.cardText(Int.random(in: 0..<patrons, using: &numbers))
            let number = turn % Self.readers
            isOrdered = false
            if let card = CardNumber(text) {
                loop.handle(
                    .cardPresented(card, reader: House.reader(number)),
                    at: House.moment(time)
                )
            }
            let taken = presented.duration(to: .now)
            outcome.orders[number % Self.doors].add(taken)
            outcome.all.add(taken)
            let failed = outcome.floors.measure { unsafe floor_write(floor) }
            if !isOrdered || failed != 0 { outcome.failures += 1 }
            turn += 1
        }
        return outcome
    }

    /// When a turn's card is presented: the readers take turns, each a little before or after time.
    private static func due(_ turn: Int, _ numbers: inout SeededNumbers) -> Duration {
        let gap = 1_000_000 / (cardsPerSecond * readers)
        return .microseconds(turn * gap + Int.random(in: 0..<gap, using: &numbers))
    }
}
