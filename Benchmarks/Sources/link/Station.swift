// SPDX-License-Identifier: MPL-2.0

import LibraryLink
import LibrarySimulator
import PortnerCore
import Synchronization

/// A station with a link of its own that asks about one item again and again, one request in
/// flight.
final class Station: Sendable {
    struct Failed: Error {}

    private struct State {
        var left = 0
        var begin = ContinuousClock.now
        var times: [Duration] = []
        var finished: CheckedContinuation<[Duration], any Error>?
    }

    private let state = Mutex(State())
    private let link: LibraryLink
    private let health: AsyncStream<LinkHealth>
    private let ear: Ear
    private let item: ItemNumber

    /// What the link calls, before there is a station to call.
    private final class Ear: Sendable {
        let station = Mutex<Station?>(nil)
    }

    init(_ settings: LibraryLinkSettings) throws {
        guard let number = DemoItem.all.first.flatMap({ ItemNumber($0.barcode) }) else {
            throw Failed()
        }
        let (health, told) = AsyncStream.makeStream(of: LinkHealth.self)
        let ear = Ear()
        let now = Timestamp(milliseconds: 1_795_348_800_000)
        link = try LibraryLink(
            settings,
            port: LibraryLinkPort(
                now: { (now, CivilTime(now, secondsAheadOfUTC: 3600)) },
                reply: { _, _ in },
                answer: { answer in ear.station.withLock(\.self)?.heard(answer) },
                health: { told.yield($0) }
            )
        )
        (self.health, self.ear, item) = (health, ear, number)
        ear.station.withLock { $0 = self }
    }

    /// Keeps the link until it is cancelled.
    func run() async throws {
        defer { ear.station.withLock { $0 = nil } }
        try await link.run()
    }

    func untilOnline() async {
        for await health in health where health.state == .online { return }
    }

    /// Makes this many round trips and gives what each took.
    func roundTrips(_ count: Int) async throws -> [Duration] {
        try await withCheckedThrowingContinuation { continuation in
            state.withLock { $0 = State(left: count, finished: continuation) }
            ask(count)
        }
    }

    private func ask(_ number: Int) {
        guard let id = RequestID("r-\(number)") else { return }
        state.withLock { $0.begin = .now }
        link.send(LibraryRequest(id: id, task: .item(item), timeout: .seconds(10)))
    }

    private func heard(_ answer: LibraryAnswer) {
        let end = ContinuousClock.now
        let left = state.withLock { state -> Int in
            state.times.append(state.begin.duration(to: end))
            state.left -= 1
            if case .done = answer.outcome, state.left > 0 { return state.left }
            if case .done = answer.outcome {
                state.finished?.resume(returning: state.times)
            } else {
                state.finished?.resume(throwing: Failed())
            }
            state.finished = nil
            return 0
        }
        if left > 0 { ask(left) }
    }
}
