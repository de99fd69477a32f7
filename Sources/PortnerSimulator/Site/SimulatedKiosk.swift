// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import PortnerCore

/// One kiosk: a scanner and a number pad on USB, and a page that sends what is pressed.
final class SimulatedKiosk {
    let name: KioskName
    /// The place of its scanner and number pad.
    let reader: ReaderName
    /// What the screen shows.
    private(set) var view: KioskView?
    /// Who stands here.
    var guest: KioskGuest?

    private let port: (Event) -> Void
    private let schedule: (Duration, @escaping () -> Void) -> Void
    private let now: () -> Duration
    private var scanner: ScannerDecoder
    private var keypad: ScannerDecoder
    private var presses: UInt64 = 0

    init(
        _ name: KioskName,
        _ reader: ReaderName,
        now: @escaping () -> Duration,
        schedule: @escaping (Duration, @escaping () -> Void) -> Void,
        port: @escaping (Event) -> Void
    ) {
        self.name = name
        self.reader = reader
        self.now = now
        self.schedule = schedule
        self.port = port
        scanner = ScannerDecoder(.keyboard(.init(), .item))
        keypad = ScannerDecoder(.keypad())
    }

    /// A new process opens the devices; the page shows nothing before it is told.
    func processBegan() {
        scanner = ScannerDecoder(.keyboard(.init(), .item))
        keypad = ScannerDecoder(.keypad())
        view = nil
        port(.printerChanged(.ready, detail: "", kiosk: name))
    }

    /// The page takes what it is shown.
    func show(_ view: KioskView) { self.view = view }

    // MARK: People

    /// The scanner reads a code.
    func scan(_ text: String) { scan(Typing.code(text, releases: true)) }

    /// The scanner sends reports, all of them at once.
    func scan(_ reports: some Sequence<[UInt8]>) {
        for report in reports { tell(scanner.receive(report, at: now())) }
        guard let deadline = scanner.nextDeadline else { return }
        schedule(deadline) { [self] in tell(scanner.advance(to: now())) }
    }

    /// A key of the number pad.
    func key(_ usage: UInt8) {
        for report in Typing.key(usage) { tell(keypad.receive(report, at: now())) }
    }

    /// Something is pressed on the page, as often as the finger trembles.
    func press(_ input: KioskInput, times: Int = 1, session: UInt64? = nil) {
        guard let shown = view?.session else { return }
        presses += 1
        // A page that is loaded anew begins its numbers with another word.
        guard let id = RequestID("\(now().milliseconds)-\(presses)") else { return }
        let press = KioskPress(id: id, session: session ?? shown, input: input)
        for _ in 0..<times { port(.kioskPressed(press, kiosk: name)) }
    }

    /// Does with outputs what the daemon does.
    private func tell(_ outputs: [ScannerOutput]) {
        for output in outputs {
            switch output {
            case .scan(let scan):
                port(.codeScanned(ScannedCode(scan.text), reader: reader))
            case .key(let key):
                port(.keyPressed(Key(key), reader: reader))
            case .refused(let refusal):
                port(
                    .scanRefused(
                        code: refusal.rawValue,
                        isWorthTelling: refusal != .duplicate && refusal != .tooSoon,
                        reader: reader
                    )
                )
            }
        }
    }
}
