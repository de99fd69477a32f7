// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import PortnerCore

/// One reader: a scanner and a PIN pad on USB, and a panel.
///
/// The devices send reports; the real decoders turn them into scans and keys.
final class SimulatedReader {
    /// One of the two devices.
    enum Device: String, CaseIterable {
        case scanner
        case keypad
    }

    let name: ReaderName
    /// What the panel shows.
    var view: PanelView?
    /// Who stands here.
    var visit: Visit?

    private let port: (Event) -> Void
    private let schedule: (Duration, @escaping () -> Void) -> Void
    private let now: () -> Duration
    private var scanner: ScannerDecoder
    private var keypad: ScannerDecoder
    private var lost: Set<Device> = []

    init(
        _ name: ReaderName,
        now: @escaping () -> Duration,
        schedule: @escaping (Duration, @escaping () -> Void) -> Void,
        port: @escaping (Event) -> Void
    ) {
        self.name = name
        self.now = now
        self.schedule = schedule
        self.port = port
        scanner = ScannerDecoder(.keyboard(.init(), .card))
        keypad = ScannerDecoder(.keypad())
    }

    /// A new process opens the devices; what the old one remembered is gone.
    func processBegan() {
        scanner = ScannerDecoder(.keyboard(.init(), .card))
        keypad = ScannerDecoder(.keypad())
        view = nil
        for device in Device.allCases { tell(device, isPresent: !lost.contains(device)) }
    }

    // MARK: Devices

    /// Pulls a device out.
    func unplug(_ device: Device) {
        guard lost.insert(device).inserted else { return }
        switch device {
        case .scanner: tell(scanner.reset().map { [.refused($0)] } ?? [])
        case .keypad: keypad.reset()
        }
        tell(device, isPresent: false)
    }

    /// Puts a device back.
    func plug(_ device: Device) {
        guard lost.remove(device) != nil else { return }
        tell(device, isPresent: true)
    }

    private func tell(_ device: Device, isPresent: Bool) {
        guard let name = DeviceName("\(name)-\(device.rawValue)") else { return }
        port(.deviceChanged(isPresent: isPresent, detail: "usb", device: name))
    }

    // MARK: Reports

    /// The scanner sends reports, all of them at once.
    func scan(_ reports: some Sequence<[UInt8]>) {
        guard !lost.contains(.scanner) else { return }
        for report in reports { tell(scanner.receive(report, at: now())) }
        // Silence ends a code that stopped half-way.
        guard let deadline = scanner.nextDeadline else { return }
        schedule(deadline) { [self] in tell(scanner.advance(to: now())) }
    }

    /// The scanner lets go of keys that it seemed to hold.
    func letGoOfKeys() { scan([Typing.noKey]) }

    /// The PIN pad sends the reports of a key.
    func press(_ usage: UInt8) {
        guard !lost.contains(.keypad) else { return }
        for report in Typing.key(usage) { tell(keypad.receive(report, at: now())) }
    }

    /// A key of the panel's touch keypad.
    func touch(_ key: Key) { port(.keyPressed(key, reader: name)) }

    /// Does with outputs what the daemon does.
    private func tell(_ outputs: [ScannerOutput]) {
        for output in outputs {
            switch output {
            case .scan(let scan):
                guard let card = CardNumber(scan.text) else {
                    port(.scanRefused(code: "not-a-card", isWorthTelling: true, reader: name))
                    continue
                }
                port(.cardPresented(card, reader: name))
            case .key(let key):
                port(.keyPressed(Key(key), reader: name))
            case .refused(let refusal):
                port(
                    .scanRefused(
                        code: refusal.rawValue,
                        isWorthTelling: refusal != .duplicate && refusal != .tooSoon,
                        reader: name
                    )
                )
            }
        }
    }
}

extension Key {
    /// The key as a number pad names it.
    init(_ key: KeypadKey) {
        switch key {
        case .digit(let value): self = .digit(value)
        case .enter: self = .enter
        case .clear: self = .clear
        case .cancel: self = .cancel
        }
    }
}
