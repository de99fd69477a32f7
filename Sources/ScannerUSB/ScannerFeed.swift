// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import PortnerCore

/// The decoder of one device, from bytes to events.
///
/// It lives as long as the settings: a device that drops off and comes back keeps its decoder, so
/// that the card it read last is not accepted twice.
struct ScannerFeed: Sendable {
    let name: DeviceName
    private var mode: ScannerDecoder.Mode?
    private var decoder: ScannerDecoder?

    init(name: DeviceName) { self.name = name }

    /// The device speaks in this mode from now on.
    mutating func use(_ mode: ScannerDecoder.Mode) {
        guard mode != self.mode else { return }
        self.mode = mode
        decoder = ScannerDecoder(mode)
    }

    /// When time itself will give an event.
    var deadline: Uptime? { decoder?.nextDeadline.map(Uptime.init) }

    /// Takes what the device sent.
    mutating func receive(_ bytes: Span<UInt8>, at now: Uptime) -> [ScannerEvent] {
        events(decoder?.receive(bytes, at: now.sinceStart) ?? [])
    }

    /// Lets time pass.
    mutating func advance(to now: Uptime) -> [ScannerEvent] {
        guard let deadline, now >= deadline else { return [] }
        return events(decoder?.advance(to: now.sinceStart) ?? [])
    }

    /// The device is gone: what it has begun is dropped.
    mutating func interrupt() -> [ScannerEvent] {
        decoder?.reset().map { [.refused(name, $0)] } ?? []
    }

    private func events(_ outputs: [ScannerOutput]) -> [ScannerEvent] {
        outputs.map { output in
            switch output {
            case .scan(let scan): .scanned(name, scan)
            case .key(let key): .keyPressed(name, key)
            case .refused(let refusal): .refused(name, refusal)
            }
        }
    }
}
