// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import ServiceLifecycle
import Synchronization

/// The newest view of every screen of one kind, passed on to the pages that show it.
///
/// Safe to call from anywhere. A page gets the newest view only: one that was too slow for those
/// in between has missed nothing that still matters.
final class ViewHub<Screen: Hashable & Sendable, View: Sendable>: Sendable {
    struct Published: Sendable {
        let view: View
        let since: Moment
        let sequence: UInt64
    }

    private let broadcast: Broadcast<Screen, Published>
    private let sequence = Atomic<UInt64>(0)
    /// Tells one listener that a page has been opened.
    let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation

    /// A hub without any view, for at most this many pages.
    init(pagesMax: Int) {
        broadcast = Broadcast(depth: 1, listenersMax: pagesMax)
        (arrivals, arrival) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Shows a screen's new view, which began at a moment.
    ///
    /// The views of one screen must come in their order, from one caller at a time.
    func publish(_ view: View, to screen: Screen, at moment: Moment) {
        let number = sequence.add(1, ordering: .relaxed).newValue
        broadcast.publish(Published(view: view, since: moment, sequence: number), to: screen)
    }

    /// How many pages are shown.
    var pages: Int { broadcast.listeners }

    /// The views of a screen, the newest first and then each as it comes.
    func views(of screen: Screen) throws(TooManyListeners) -> AsyncStream<Published> {
        defer { arrival.yield() }
        return try broadcast.listen(to: screen)
    }

    /// Tells every page again what it shows, so that it knows that it is still connected.
    func repeatNewest() { broadcast.repeatNewest() }
}

/// Tells every page regularly what it shows, so that a silent line is noticed.
///
/// While no page is open it sleeps.
struct ViewPulse<Screen: Hashable & Sendable, View: Sendable>: Service {
    /// How often a page is told again what it shows.
    static var interval: Duration { .seconds(5) }

    let hub: ViewHub<Screen, View>

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            for await _ in hub.arrivals {
                while hub.pages > 0 {
                    try await Task.sleep(for: Self.interval)
                    hub.repeatNewest()
                }
            }
        }
    }
}
