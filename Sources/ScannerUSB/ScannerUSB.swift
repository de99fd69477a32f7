// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import PortnerCore
import Synchronization

/// The driver of scanners and keypads on USB and on serial ports.
///
/// It has one thread of its own, which finds the configured devices, keeps them away from the
/// kernel's keyboard driver, decodes what they send, and gets them back when they were gone. While
/// all devices are there and silent, nothing wakes up.
///
/// Events are delivered on that thread, in the order in which they happened; `deliver` must be
/// quick and must not call ``stop()``.
public final class ScannerUSB: Sendable {
    private struct Running: ~Copyable {
        let control: LoopControl
        let thread: DriverThread
    }

    private let devices: [ScannerDevice]
    private let deliver: @Sendable (ScannerEvent) -> Void
    private let running = Mutex<Running?>(nil)

    /// A driver for these devices, which does nothing before ``start()``.
    ///
    /// - Parameters:
    ///   - devices: The devices, at most ``ScannerDevice/devicesMax``. A device that fits several
    ///     settings belongs to the first that has none yet.
    ///   - deliver: Takes the events.
    public init(
        devices: [ScannerDevice],
        deliver: @escaping @Sendable (ScannerEvent) -> Void
    ) {
        self.devices = devices
        self.deliver = deliver
    }

    /// Starts the thread.
    ///
    /// - Throws: ``ScannerError`` with the code `invalidSettings`, or `failed` when the system has
    ///   no descriptor or thread left. Devices that are not there are reported as events instead.
    public func start() throws(ScannerError) {
        if let mistake = Self.findMistake(in: devices) { throw mistake }
        let devices = devices
        let deliver = deliver
        try running.withLock { running throws(ScannerError) in
            guard running == nil else {
                throw ScannerError(.invalidSettings, reason: "started twice")
            }
            do throws(SystemCallError) {
                let control = try LoopControl()
                let thread = try DriverThread(name: "portner-scanner") {
                    ScannerLoop(devices: devices, control: control, deliver: deliver).run()
                }
                running = Running(control: control, thread: thread)
            } catch {
                throw ScannerError(.failed, reason: error.description)
            }
        }
    }

    /// Lets go of all devices and ends the thread.
    ///
    /// The kernel's keyboard driver does not get the scanners back: they stay mute until the driver
    /// starts again or they are plugged in anew.
    public func stop() {
        guard let stopping = running.withLock({ $0.take() }) else { return }
        stopping.control.stop()
        stopping.thread.join()
    }

    /// The first mistake in the settings, if there is one.
    static func findMistake(in devices: [ScannerDevice]) -> ScannerError? {
        func mistake(_ reason: String) -> ScannerError {
            ScannerError(.invalidSettings, reason: reason)
        }
        guard devices.count <= ScannerDevice.devicesMax else {
            return mistake("more than \(ScannerDevice.devicesMax) devices")
        }
        var names: Set<DeviceName> = []
        var connections: Set<ScannerDevice.Connection> = []
        for device in devices {
            guard names.insert(device.name).inserted else {
                return mistake("\(device.name) is there twice")
            }
            guard connections.insert(device.connection).inserted else {
                return mistake("\(device.name) has the connection of another device")
            }
            switch device.connection {
            case .usb(let identity) where identity.isEmpty:
                return mistake("\(device.name) would be any USB device")
            case .serial where device.mode(for: .serial) == nil:
                return mistake("\(device.name) is a keypad and cannot be on a serial port")
            case .usb, .serial:
                continue
            }
        }
        return nil
    }
}
