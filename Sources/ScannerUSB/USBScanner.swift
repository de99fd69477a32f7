// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import DriverLoop
import PortnerCore

/// One configured USB device, whether it is there or not, and what it brings.
final class USBScanner: TransferReceiver {
    /// How long cancelled transfers may take to end.
    static let drainMax = Duration.seconds(1)

    /// What became of the session with the device.
    enum Ending: Sendable, Hashable {
        /// The device shall be opened again at once.
        case reopen
        /// The device is gone, or is left alone for a while.
        case failed(ScannerError)
    }

    private struct Session {
        let handle: USBHandle
        let endpoint: InterfaceFacts.Endpoint
        let transfers: TransferQueue
        /// What to do once no transfer is under way, and not before when.
        var remedy: (TransferPolicy.Remedy, notBefore: Uptime)?
    }

    let settings: ScannerDevice
    let identity: USBIdentity
    private var status: DeviceStatus
    private let outbox: Outbox
    private var feed: ScannerFeed
    private var policy = TransferPolicy()
    private var session: Session?

    init(_ settings: ScannerDevice, identity: USBIdentity, outbox: Outbox) {
        self.settings = settings
        self.identity = identity
        self.outbox = outbox
        status = DeviceStatus(name: settings.name)
        feed = ScannerFeed(name: settings.name)
    }

    /// The device in use.
    var device: USBDevice? { session?.handle.device }

    /// Whether no transfer is under way, so that libusb may be closed.
    var isIdle: Bool { session?.transfers.isIdle ?? true }

    /// Whether the session is about to end or to be repaired.
    var isAiling: Bool { session?.remedy != nil }

    /// When something is due, if anything is.
    var deadline: Uptime? {
        let remedy = session?.remedy.map { isIdle ? $0.notBefore : $0.notBefore + Self.drainMax }
        return [feed.deadline, remedy].compactMap(\.self).min()
    }

    /// Takes the device over and begins to listen.
    func begin(with handle: USBHandle) throws(ScannerError) {
        let (endpoint, speech) = try Self.prepare(handle, isKeypad: isKeypad)
        guard let mode = settings.mode(for: speech) else { throw ScannerError(.unsupported) }
        feed.use(mode)
        let transfers = TransferQueue(handle, endpoint: endpoint)
        transfers.receiver = self
        try transfers.start()
        session = Session(handle: handle, endpoint: endpoint, transfers: transfers)
        outbox.add(status.arrived(detail: handle.device.facts.detail))
    }

    /// The system says that the device is gone.
    func unplugged() { plan(.giveUp(ScannerError(.disconnected)), notBefore: MonotonicClock.now) }

    /// Ends the session without a word, when the driver stops or begins anew.
    func close() {
        session?.transfers.cancel()
        drop()
    }

    /// Cancels the transfers, so that the device becomes idle.
    func cancel() { session?.transfers.cancel() }

    /// Lets time pass, and acts on faults when the transfers have ended; answers when the session
    /// is over.
    func advance(to now: Uptime) -> Ending? {
        outbox.add(feed.advance(to: now))
        guard let session, let (remedy, notBefore) = session.remedy, now >= notBefore else {
            return nil
        }
        guard session.transfers.isIdle || now >= notBefore + Self.drainMax else { return nil }
        do throws(ScannerError) {
            // The queue looks after transfers that do not end; the device is opened anew.
            switch session.transfers.isIdle ? remedy : remedy.withoutTransfers {
            case .resubmit:
                try session.transfers.start()
            case .clearHalt:
                try session.handle.clearHalt(session.endpoint.address)
                try session.transfers.start()
            case .reset, .reopen:
                if remedy == .reset { session.handle.reset() }
                drop()
                return .reopen
            case .giveUp(let error):
                policy = TransferPolicy()
                throw error
            }
            self.session?.remedy = nil
            return nil
        } catch {
            drop()
            return .failed(error)
        }
    }

    /// The device does not work; the event is added if it is news.
    func report(_ error: ScannerError) { outbox.add(status.failed(error)) }

    /// The device is gone before it could be opened again; the event is added if it is news.
    func reportLoss() { outbox.add(status.lost(ScannerError(.disconnected))) }

    /// Another device with the same identity was turned away.
    func reject(_ facts: USBFacts) { outbox.add(.rejected(settings.name, detail: facts.detail)) }

    func received(_ report: Span<UInt8>) {
        policy.succeeded()
        outbox.add(feed.receive(report, at: MonotonicClock.now))
    }

    func faulted(_ fault: TransferFault) {
        // Transfers fail together; the first fault decides, unless the device turns out to be gone.
        guard let session, session.remedy == nil || fault == .disconnected else { return }
        let pause = fault == .disconnected ? .zero : TransferPolicy.pause
        plan(policy.remedy(for: fault), notBefore: MonotonicClock.now + pause)
    }

    private var isKeypad: Bool {
        switch settings.role {
        case .keypad: true
        case .scanner: false
        }
    }

    private func plan(_ remedy: TransferPolicy.Remedy, notBefore: Uptime) {
        session?.remedy = (remedy, notBefore)
        session?.transfers.cancel()
    }

    private func drop() {
        session = nil
        outbox.add(feed.interrupt())
    }

    /// Takes all HID interfaces, finds the one to listen to and makes it send.
    private static func prepare(
        _ handle: USBHandle,
        isKeypad: Bool
    ) throws(ScannerError) -> (InterfaceFacts.Endpoint, Speech) {
        let choice = InterfaceChoice(try handle.device.interfaces(), isKeypad: isKeypad)
        for interface in choice.taken { try handle.take(interface.number) }
        for candidate in choice.posCandidates {
            guard let input = candidate.input,
                let bytes = try? handle.reportDescriptor(of: candidate.number),
                let descriptor = try? HIDReportDescriptor(parsing: bytes),
                let layout = try? HIDPOSLayout(descriptor)
            else { continue }
            if DeviceQuirk.needsRouting(handle.device.facts.product) {
                handle.send(featureReport: DeviceQuirk.routeToPOS, to: candidate.number)
            }
            return (input, .pos(layout))
        }
        guard let keyboard = choice.keyboard, let input = keyboard.input else {
            throw ScannerError(.unsupported, reason: "no keyboard and no HID POS interface")
        }
        handle.useBootProtocol(keyboard.number)
        return (input, .keyboard)
    }
}
