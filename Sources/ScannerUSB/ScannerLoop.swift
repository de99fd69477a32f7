// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import PortnerCore

/// What the driver's thread does: wait for reports, bytes and deadlines, and deliver events.
final class ScannerLoop {
    private let control: LoopControl
    private let deliver: @Sendable (ScannerEvent) -> Void
    private let outbox = Outbox()
    private let bus: USBBus
    private let ports: [SerialScanner]
    /// The watch over serial ports' device nodes, where the kernel has one to give; without it a
    /// port's return is noticed by the repeated attempts alone.
    private let nodes: DeviceFolderWatch?
    private var waiting = PollSet()

    init(
        devices: [ScannerDevice],
        control: LoopControl,
        deliver: @escaping @Sendable (ScannerEvent) -> Void
    ) {
        self.control = control
        self.deliver = deliver
        let now = MonotonicClock.now
        var scanners: [USBScanner] = []
        var ports: [SerialScanner] = []
        for device in devices {
            switch device.connection {
            case .usb(let identity):
                scanners.append(USBScanner(device, identity: identity, outbox: outbox))
            case .serial(let path):
                ports.append(SerialScanner(device, path: path, outbox: outbox, at: now))
            }
        }
        bus = USBBus(scanners, at: now)
        self.ports = ports
        nodes = ports.isEmpty ? nil : try? DeviceFolderWatch(prefix: "tty")
    }

    func run() {
        while !control.shouldStop {
            let now = MonotonicClock.now
            bus.advance(to: now)
            for port in ports { port.advance(to: now) }
            flush()
            wait()
            // What was read must not wait for devices that are being opened.
            flush()
        }
        bus.close()
        flush()
    }

    private func flush() {
        for event in outbox.take() { deliver(event) }
    }

    private func wait() {
        waiting.removeAll()
        let control = waiting.add(control.descriptor)
        let nodes = waiting.add(self.nodes?.descriptor ?? -1)
        for port in ports { port.position = waiting.add(port.descriptor) }
        bus.addDescriptors(to: &waiting)
        let deadlines = [bus.deadline(at: MonotonicClock.now)] + ports.map(\.deadline)
        waiting.wait(until: deadlines.compactMap(\.self).min())
        if waiting.readiness(at: control) != .idle { self.control.hush() }
        bus.handleEvents()
        let now = MonotonicClock.now
        for port in ports {
            if let position = port.position { port.read(waiting.readiness(at: position), at: now) }
        }
        if waiting.readiness(at: nodes) != .idle, self.nodes?.drain() == true {
            for port in ports { port.hurry(at: now) }
        }
    }
}
