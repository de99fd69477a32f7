// SPDX-License-Identifier: MPL-2.0

public import PortnerCore
import Synchronization

/// The newest state of every panel, passed on to the pages that show it.
///
/// Safe to call from anywhere. A page gets the newest state only: one that was too slow for those
/// in between has missed nothing that still matters.
public final class PanelHub: Sendable {
    /// The greatest number of pages that are shown at once.
    public static let pagesMax = 32

    struct Published: Sendable {
        let view: PanelView
        let since: Moment
        let sequence: UInt64
    }

    private let broadcast = Broadcast<ReaderName, Published>(depth: 1, listenersMax: pagesMax)
    private let sequence = Atomic<UInt64>(0)
    /// Tells one listener that a page has been opened.
    let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation

    /// A hub without any panel.
    public init() {
        (arrivals, arrival) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Shows a panel's new state, which began at a moment.
    ///
    /// The states of one panel must come in their order, from one caller at a time.
    public func publish(_ view: PanelView, at moment: Moment) {
        let number = sequence.add(1, ordering: .relaxed).newValue
        broadcast.publish(
            Published(view: view, since: moment, sequence: number),
            to: view.reader
        )
    }

    /// The readers whose panels have a state.
    var readers: Set<ReaderName> { broadcast.topics }

    /// How many pages are shown.
    var pages: Int { broadcast.listeners }

    /// The states of a panel, the newest first and then each as it comes.
    func states(of reader: ReaderName) throws(TooManyListeners) -> AsyncStream<Published> {
        defer { arrival.yield() }
        return try broadcast.listen(to: reader)
    }

    /// Tells every page again what it shows, so that it knows that it is still connected.
    func repeatNewest() { broadcast.repeatNewest() }
}
