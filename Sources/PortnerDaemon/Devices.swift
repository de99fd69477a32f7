// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import LockGPIO
import PortnerCore
import PortnerSettings
import ScannerUSB
import Synchronization

/// Scanners, keypads and locks: the drivers' settings out of the file, and what they report into
/// the inbox.
struct Devices: Sendable {
    private let inbox: Inbox
    private let places: [DeviceName: ReaderName]
    private let kiosks: [DeviceName: KioskStand]
    /// What is known about each device, for status.
    let states = DeviceStates()
    /// What is known about each kiosk's printer, for status.
    let printers = PrinterStates()

    init(_ settings: Settings, inbox: Inbox) {
        self.inbox = inbox
        var places: [DeviceName: ReaderName] = [:]
        for stand in settings.stands {
            places[stand.scanner] = stand.reader
            if let keypad = stand.keypad { places[keypad] = stand.reader }
        }
        for stand in settings.kioskStands {
            places[stand.scanner] = stand.reader
            if let keypad = stand.keypad { places[keypad] = stand.reader }
        }
        self.places = places
        kiosks = Dictionary(settings.kioskStands.map { ($0.scanner, $0) }) { first, _ in first }
    }

    /// Takes what a scanner or keypad reports.
    func take(_ event: ScannerEvent) {
        switch event {
        case .scanned(let device, let scan):
            guard let reader = places[device] else { return }
            if let kiosk = kiosks[device] {
                inbox.put(.codeScanned(kiosk.code(scan.text), reader: reader))
            } else if let card = CardNumber(scan.text) {
                inbox.put(.cardPresented(card, reader: reader))
            } else if let pass = SealedPass(scan.text) {
                inbox.put(.passPresented(pass, reader: reader))
            } else {
                inbox.put(
                    .scanRefused(code: "not-a-card-number", isWorthTelling: true, reader: reader)
                )
            }
        case .keyPressed(let device, let key):
            guard let reader = places[device] else { return }
            inbox.put(.keyPressed(Key(key), reader: reader))
        case .refused(let device, let refusal):
            guard let reader = places[device] else { return }
            let isWorthTelling = refusal != .duplicate && refusal != .tooSoon
            inbox.put(
                .scanRefused(
                    code: refusal.rawValue,
                    isWorthTelling: isWorthTelling,
                    reader: reader
                )
            )
        case .arrived(let device, let detail):
            states.note(device, isPresent: true, detail)
            inbox.put(.deviceChanged(isPresent: true, detail: detail, device: device))
        case .lost(let device, let error), .unavailable(let device, let error):
            states.note(device, isPresent: false, error.description)
            inbox.put(
                .deviceChanged(isPresent: false, detail: error.description, device: device)
            )
        case .rejected(let device, let detail):
            inbox.put(.deviceNoted(code: "rejected", detail: detail, name: device.text))
        }
    }

    /// Takes what a door's lines report.
    func take(_ event: LockEvent) {
        switch event {
        case .contactChanged(let door, let isOpen):
            inbox.put(.contactChanged(isOpen: isOpen, door: door))
        case .exitChanged(let door, let isPressed):
            inbox.put(.exitChanged(isPressed: isPressed, door: door))
        case .fireChanged(let door, let isActive):
            inbox.put(.fireChanged(isActive: isActive, door: door))
        case .tamperChanged(let door, let isActive):
            inbox.put(.tamperChanged(isActive: isActive, door: door))
        case .boltChanged(let door, let isThrown):
            inbox.put(.boltChanged(isThrown: isThrown, door: door))
        case .relayChanged(let door, let isReleased):
            inbox.put(.relayChanged(isReleased: isReleased, door: door))
        case .alarmChanged(let door, let isArmed):
            inbox.put(.alarmChanged(isArmed: isArmed, door: door))
        case .switchLost(let output, let error):
            let detail = error.description
            inbox.put(.deviceNoted(code: "output-lost", detail: detail, name: output.text))
        case .switchReturned(let output):
            inbox.put(
                .deviceNoted(
                    code: "output-returned",
                    detail: "",
                    name: output.text,
                    isAlarm: false
                )
            )
        case .lineLost(let door, .lock, let error):
            inbox.put(.lockChanged(isPresent: false, detail: error.description, door: door))
        case .lineReturned(let door, .lock):
            inbox.put(.lockChanged(isPresent: true, detail: "line returned", door: door))
        case .lineLost(let door, let role, let error):
            inbox.put(
                .deviceNoted(
                    code: "input-lost",
                    detail: "\(role.rawValue): \(error)",
                    name: door.text
                )
            )
        case .lineReturned(let door, let role):
            inbox.put(
                .deviceNoted(
                    code: "input-returned",
                    detail: role.rawValue,
                    name: door.text,
                    isAlarm: false
                )
            )
        case .capReached(let door):
            inbox.put(
                .deviceNoted(
                    code: "cap-reached",
                    detail: "the driver secured the lock",
                    name: door.text
                )
            )
        }
    }
}

/// What is known about each device.
final class DeviceStates: Sendable {
    /// One device.
    struct State: Sendable {
        var isPresent: Bool
        var detail: String
    }

    private let states = Mutex<[DeviceName: State]>([:])

    func note(_ device: DeviceName, isPresent: Bool, _ detail: String) {
        states.withLock { $0[device] = State(isPresent: isPresent, detail: detail) }
    }

    subscript(device: DeviceName) -> State? { states.withLock { $0[device] } }
}

/// What is known about each kiosk's printer.
final class PrinterStates: Sendable {
    /// One printer.
    struct State: Sendable {
        var condition: PrinterCondition
        var detail: String
    }

    private let states = Mutex<[KioskName: State]>([:])

    func note(_ kiosk: KioskName, _ condition: PrinterCondition, _ detail: String) {
        states.withLock { $0[kiosk] = State(condition: condition, detail: detail) }
    }

    subscript(kiosk: KioskName) -> State? { states.withLock { $0[kiosk] } }
}

extension Key {
    /// A keypad's key in the core's words.
    fileprivate init(_ key: KeypadKey) {
        switch key {
        case .digit(let value): self = .digit(value)
        case .enter: self = .enter
        case .clear: self = .clear
        case .cancel: self = .cancel
        }
    }
}
