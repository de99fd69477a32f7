// SPDX-License-Identifier: MPL-2.0

import Dispatch
import PortnerCore
import PortnerSettings
import Receipts

/// What puts a kiosk's receipts on paper.
protocol KioskPrinting: Sendable {
    /// Begins to look for the printer.
    func start()
    /// Takes a receipt; what becomes of it is told later, unless it is not taken at all.
    func print(
        _ receipt: Receipt,
        in language: Language,
        showing detail: Receipt.Detail,
        session: UInt64
    ) -> Bool
    /// Takes back a session's receipt, as far as it is not on paper.
    func withdraw(session: UInt64)
    /// Ends; receipts that are not on paper are forgotten.
    func stop()
}

/// What sends letters.
protocol ReceiptMailing: Sendable {
    /// Takes a receipt for a kiosk's patron; `false` when it cannot take another.
    func send(_ mail: ReceiptMail, to: MailAddress, kiosk: KioskName, at time: CivilTime) -> Bool
}

/// Gives out the receipts of kiosks, on paper or as letters.
///
/// A receipt is laid out on a thread that may take its time, never on the station's own. Whatever
/// becomes of it is told to the station exactly once.
final class ReceiptDesk: Sendable {
    private let stands: [KioskName: KioskStand]
    private let heading: ReceiptHeading
    private let printers: [KioskName: any KioskPrinting]
    private let mailer: (any ReceiptMailing)?
    private let inbox: Inbox
    private let clock: SystemClock
    /// One after the other, so that a receipt that is taken back was there before.
    private let line = DispatchQueue(label: "portner-receipts", qos: .userInitiated)

    init(
        _ settings: Settings,
        printers: [KioskName: any KioskPrinting],
        mailer: (any ReceiptMailing)?,
        inbox: Inbox,
        clock: SystemClock
    ) {
        stands = Dictionary(settings.kioskStands.map { ($0.kiosk, $0) }) { first, _ in first }
        heading = ReceiptHeading(settings)
        self.printers = printers
        self.mailer = mailer
        self.inbox = inbox
        self.clock = clock
    }

    /// Begins to look for the printers.
    func start() { for printer in printers.values { printer.start() } }

    /// Ends the printers.
    func stop() { for printer in printers.values { printer.stop() } }

    /// Takes back a receipt of somebody who has gone.
    func withdraw(_ session: UInt64, at kiosk: KioskName) {
        line.async { [self] in printers[kiosk]?.withdraw(session: session) }
    }

    /// Gives a receipt out.
    func issue(
        _ content: KioskReceipt,
        _ way: ReceiptWay,
        kiosk: KioskName,
        session: UInt64
    ) {
        line.async { [self] in
            let now = clock.now()
            guard let receipt = heading.receipt(content, at: now.civil) else {
                inbox.put(.receiptEnded(succeeded: false, session: session, kiosk: kiosk))
                return
            }
            let showsTitles = (stands[kiosk]?.showsTitles ?? true) && !content.hidesTitles
            let detail: Receipt.Detail = showsTitles ? .titles : .numbers
            switch way {
            case .paper:
                let isTaken = printers[kiosk]?.print(
                    receipt,
                    in: content.language,
                    showing: detail,
                    session: session
                )
                // The end of one that was taken is told by the printer.
                if isTaken == true { return }
                inbox.put(.receiptEnded(succeeded: false, session: session, kiosk: kiosk))
            case .mail(let address):
                let mail = ReceiptMail(receipt, in: content.language, showing: detail)
                let isTaken =
                    mailer?.send(mail, to: address, kiosk: kiosk, at: now.civil) ?? false
                inbox.put(.receiptEnded(succeeded: isTaken, session: session, kiosk: kiosk))
            }
        }
    }
}
