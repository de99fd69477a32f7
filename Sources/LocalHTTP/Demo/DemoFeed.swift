// SPDX-License-Identifier: MPL-2.0

public import PortnerCore
import Synchronization

/// The newest entries of the ledger, passed on to the demo pages that list them.
///
/// Safe to call from anywhere.
public final class DemoFeed: Sendable {
    /// The greatest number of entries that a page gets when it opens.
    public static let linesMax = 40
    /// The greatest number of demo pages that are open at once.
    public static let pagesMax = 8

    private enum Topic: Hashable, Sendable { case all }

    private let broadcast = Broadcast<Topic, DemoLine>(depth: linesMax, listenersMax: pagesMax)
    private let sequence = Atomic<UInt64>(0)

    /// A feed without any entry.
    public init() {}

    /// Lists an entry, leaving out whom it concerns.
    ///
    /// Entries must come in their order, from one caller at a time.
    public func publish(_ record: Record) {
        let number = sequence.add(1, ordering: .relaxed).newValue
        broadcast.publish(DemoLine(record, number: number), to: .all)
    }

    /// The entries: those kept, then each as it comes.
    func lines() throws(TooManyListeners) -> AsyncStream<DemoLine> {
        try broadcast.listen(to: .all)
    }
}
