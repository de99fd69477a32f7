// SPDX-License-Identifier: MPL-2.0

import LocalHTTP
import MailLink
import PortnerCore
import PortnerSettings

/// The printers of the kiosks and the way to the mail server: only those that are configured.
struct Paperwork: Sendable {
    let desk: ReceiptDesk
    /// What keeps the line to the mail server; nil where nothing is mailed.
    let mail: MailLink?
    /// What is around the kiosks of a demonstration.
    let stands: DemoStands
    private let virtual: [KioskName: VirtualPrinter]

    /// Prepares everything and begins nothing.
    ///
    /// - Throws: ``DaemonError`` when the mail server's password is missing or a file cannot be
    ///   used; a printer that is not there is told as an event instead.
    init(
        _ settings: Settings,
        credentials: String?,
        devices: Devices,
        inbox: Inbox,
        clock: SystemClock,
        log: EventLog
    ) throws(DaemonError) {
        let stands = DemoStands()
        self.stands = stands
        var printers: [KioskName: any KioskPrinting] = [:]
        var virtual: [KioskName: VirtualPrinter] = [:]
        for stand in settings.kioskStands {
            guard let printer = stand.printer else { continue }
            let kiosk = stand.kiosk
            let tell: @Sendable (PrinterCondition, String) -> Void = { condition, detail in
                devices.printers.note(kiosk, condition, detail)
                inbox.put(.printerChanged(condition, detail: detail, kiosk: kiosk))
            }
            guard printer.place == .virtual else {
                printers[kiosk] = DrivenPrinter(
                    printer,
                    at: kiosk,
                    inbox: inbox,
                    log: log,
                    tell: tell
                )
                continue
            }
            virtual[kiosk] = VirtualPrinter(at: kiosk, inbox: inbox, stands: stands, tell: tell)
            printers[kiosk] = virtual[kiosk]
        }
        self.virtual = virtual
        let mailer: (any ReceiptMailing)?
        if let sender = settings.mail, let server = sender.server {
            let driven = try ReceiptMailer(
                sender,
                server,
                credentials: credentials,
                inbox: inbox,
                states: devices.states
            )
            (mailer, mail) = (driven, driven.link)
        } else {
            (mailer, mail) = (settings.mail.map { _ in VirtualMail(stands: stands) }, nil)
        }
        desk = ReceiptDesk(
            settings,
            printers: printers,
            mailer: mailer,
            inbox: inbox,
            clock: clock
        )
    }

    /// Takes the paper out of a virtual printer, or puts some in.
    func setPaper(_ isThere: Bool, at kiosk: KioskName) { virtual[kiosk]?.setPaper(isThere) }
}
