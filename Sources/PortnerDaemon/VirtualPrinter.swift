// SPDX-License-Identifier: MPL-2.0

import KioskEmulators
import LocalHTTP
import PortnerCore
import Receipts
import Synchronization

/// The printer of the demonstration: it takes the bytes that a real one would get, and the page
/// shows what came out.
final class VirtualPrinter: KioskPrinting {
    private let kiosk: KioskName
    private let inbox: Inbox
    private let stands: DemoStands
    private let tell: @Sendable (PrinterCondition, String) -> Void
    private let rasteriser: any Rasteriser
    private let printer = Mutex(PrinterEmulator())

    init(
        at kiosk: KioskName,
        inbox: Inbox,
        stands: DemoStands,
        rasteriser: any Rasteriser,
        tell: @escaping @Sendable (PrinterCondition, String) -> Void
    ) {
        (self.kiosk, self.inbox, self.stands, self.tell) = (kiosk, inbox, stands, tell)
        self.rasteriser = rasteriser
    }

    func start() { note(.ready) }

    /// It prints at once.
    func withdraw(session: UInt64) {}

    func stop() {}

    func print(
        _ receipt: Receipt,
        in language: Language,
        showing detail: Receipt.Detail,
        session: UInt64
    ) -> Bool {
        let job = PrintJob(
            receipt,
            in: language,
            showing: detail,
            for: .epsonTMT20,
            rasteriser: rasteriser
        )
        guard let job else { return false }
        let paper: PrintedReceipt? = printer.withLock { printer in
            guard printer.canPrint else { return nil }
            _ = printer.receive(job.bytes)
            return printer.receipts.last
        }
        if let paper { stands.printed(paper.picture(of: .epson), at: kiosk) }
        inbox.put(.receiptEnded(succeeded: paper != nil, session: session, kiosk: kiosk))
        return true
    }

    /// Takes the roll out, or puts a new one in.
    func setPaper(_ isThere: Bool) {
        printer.withLock { printer in
            if isThere { printer.load() } else { printer.unload() }
        }
        note(isThere ? .ready : .noPaper)
    }

    private func note(_ condition: PrinterCondition) {
        stands.changed(condition, at: kiosk)
        tell(condition, "virtual")
    }
}

/// The mail server of the demonstration: the page shows what would have been delivered.
struct VirtualMail: ReceiptMailing {
    let stands: DemoStands

    func send(
        _ mail: ReceiptMail,
        to: MailAddress,
        kiosk: KioskName,
        at time: CivilTime
    ) -> Bool {
        stands.mailed(
            DemoStand.Letter(to: to.secret, subject: mail.subject, text: mail.text),
            at: kiosk
        )
        return true
    }
}
