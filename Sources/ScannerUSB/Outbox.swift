// SPDX-License-Identifier: MPL-2.0

/// The events of all devices in the order in which they happened, until the loop delivers them.
///
/// Events come up in callbacks, where nothing that takes time may be done.
final class Outbox {
    private var events: [ScannerEvent] = []

    /// Adds an event, if there is one.
    func add(_ event: ScannerEvent?) {
        if let event { events.append(event) }
    }

    /// Adds events.
    func add(_ events: [ScannerEvent]) { self.events += events }

    /// Gives the events away.
    func take() -> [ScannerEvent] {
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }
}
