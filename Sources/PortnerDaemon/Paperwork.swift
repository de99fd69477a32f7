// SPDX-License-Identifier: MPL-2.0

import LocalHTTP
import MailLink
import PortnerCore
import PortnerSettings

/// The printers and pads of the kiosks and the way to the mail server: only what is configured.
struct Paperwork: Sendable {
    let desk: ReceiptDesk
    /// The way to the mail server; nil where nothing is mailed.
    let mail: ReceiptMailer?
    /// What is around the kiosks of a demonstration.
    let stands: DemoStands
    /// The pads of tags.
    let pads: [KioskName: TagStand]
    private let virtual: [KioskName: VirtualPrinter]
    private let virtualPads: [KioskName: VirtualPad]

    /// Prepares everything and begins nothing.
    ///
    /// - Throws: ``DaemonError`` when the mail server's password is missing or a file cannot be
    ///   used; a printer that is not there is told as an event instead.
    init(
        _ settings: Settings,
        _ stores: Stores,
        devices: Devices,
        inbox: Inbox,
        _ clock: SystemClock,
        _ log: EventLog
    ) throws(DaemonError) {
        let (stands, font) = (DemoStands(), ReceiptFont(log: log))
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
                    rasteriser: font,
                    tell: tell
                )
                continue
            }
            virtual[kiosk] = VirtualPrinter(
                at: kiosk,
                inbox: inbox,
                stands: stands,
                rasteriser: font,
                tell: tell
            )
            printers[kiosk] = virtual[kiosk]
        }
        self.virtual = virtual
        var pads: [KioskName: TagStand] = [:]
        var virtualPads: [KioskName: VirtualPad] = [:]
        for stand in settings.kioskStands where stand.hasVirtualPad {
            let pad = VirtualPad(settings.demo?.items ?? [], at: stand.kiosk, stands: stands)
            virtualPads[stand.kiosk] = pad
            pads[stand.kiosk] = TagStand(pad.reader, at: stand.kiosk, inbox: inbox, clock: clock)
            stands.padChanged([:], at: stand.kiosk)
        }
        (self.pads, self.virtualPads) = (pads, virtualPads)
        let mailer: (any ReceiptMailing)?
        if let sender = settings.mail, let server = sender.server {
            let driven = try ReceiptMailer(
                sender,
                server,
                credentials: stores.credentials,
                inbox: inbox,
                states: devices.states
            )
            (mailer, mail) = (driven, driven)
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

    /// Begins to look for the printers, and round on the pads.
    func start() {
        desk.start()
        for pad in pads.values { pad.start() }
    }

    /// Ends the printers and the pads.
    func stop() {
        for pad in pads.values { pad.stop() }
        desk.stop()
    }

    /// Does something with an item on a virtual pad.
    func takeAtPad(_ act: DemoPadAct, _ item: String, at kiosk: KioskName) {
        virtualPads[kiosk]?.take(act, item)
    }

    /// Takes the paper out of a virtual printer, or puts some in.
    func setPaper(_ isThere: Bool, at kiosk: KioskName) { virtual[kiosk]?.setPaper(isThere) }
}
