// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerSettings
import ReceiptPrinter
import Receipts
import Synchronization

/// A kiosk's printer through its driver: what the driver tells, in the station's words.
final class DrivenPrinter: KioskPrinting {
    private let driver: ReceiptPrinter
    private let tell: @Sendable (PrinterCondition, String) -> Void

    /// A printer that nothing is known of yet.
    init(
        _ printer: KioskPrinter,
        at kiosk: KioskName,
        inbox: Inbox,
        log: EventLog,
        rasteriser: any Rasteriser,
        tell: @escaping @Sendable (PrinterCondition, String) -> Void
    ) {
        self.tell = tell
        let heard = Heard()
        driver = ReceiptPrinter(PrinterSettings(printer), rasteriser: rasteriser) { event in
            switch event {
            case .printed(let number):
                inbox.put(
                    .receiptEnded(succeeded: true, session: number.rawValue, kiosk: kiosk)
                )
            case .dropped(let number, let error):
                log.write(
                    error.code == .withdrawn ? .info : .warning,
                    "receipt not printed",
                    [("part", "printer of \(kiosk)"), ("detail", error.description)]
                )
                inbox.put(
                    .receiptEnded(succeeded: false, session: number.rawValue, kiosk: kiosk)
                )
            case .available, .unavailable, .state:
                let (condition, detail) = heard.note(event)
                tell(condition, detail)
            }
        }
    }

    func start() {
        do throws(PrinterError) {
            try driver.start()
        } catch {
            tell(.lost, error.description)
        }
    }

    func print(
        _ receipt: Receipt,
        in language: Language,
        showing detail: Receipt.Detail,
        session: UInt64
    ) -> Bool {
        do throws(PrinterError) {
            try driver.print(receipt, in: language, showing: detail, as: PrintNumber(session))
            return true
        } catch {
            return false
        }
    }

    func withdraw(session: UInt64) { driver.withdraw(PrintNumber(session)) }

    func stop() { driver.stop() }
}

/// What a printer has said of itself, which its driver's thread changes.
private final class Heard: Sendable {
    private struct State {
        var isAvailable = false
        var paper: PaperState?
    }

    private let state = Mutex(State())

    func note(_ event: PrinterEvent) -> (PrinterCondition, String) {
        state.withLock { state in
            switch event {
            case .available: state.isAvailable = true
            case .unavailable(let error):
                state = State()
                return (.lost, error.description)
            case .state(let paper):
                state.isAvailable = true
                state.paper = paper
            case .printed, .dropped: break
            }
            guard state.isAvailable else { return (.lost, "not found yet") }
            guard let paper = state.paper else { return (.ready, "says nothing of itself") }
            return (PrinterCondition(paper), paper.rawValue)
        }
    }
}

extension PrinterCondition {
    /// What a printer says of itself, in the station's words.
    init(_ paper: PaperState) {
        self =
            switch paper {
            case .ok: .ready
            case .nearEnd: .lowPaper
            case .out: .noPaper
            case .coverOpen: .coverOpen
            case .offline, .error: .fault
            }
    }
}

extension PrinterSettings {
    /// The driver's settings out of the file's.
    init(_ printer: KioskPrinter) {
        let connection: PrinterConnection =
            switch printer.place {
            case .device(let path): .device(path: path)
            case .serialPort(let path, let speed, let flow):
                .serial(
                    path: path,
                    SerialLine(
                        speed: SerialLine.Speed(rawValue: speed) ?? .b38400,
                        flowControl: SerialLine.FlowControl(rawValue: flow.rawValue) ?? .hardware
                    )
                )
            case .network(let address, let port):
                .network(address: address, port: UInt16(clamping: port))
            case .queue(let name): .spooler(queue: name)
            // A virtual printer has no driver; a path that is none is refused by it.
            case .virtual: .device(path: "")
            }
        self.init(connection, profile: printer.profile)
        asksState = printer.asksState
    }
}
