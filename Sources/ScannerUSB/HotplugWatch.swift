// SPDX-License-Identifier: MPL-2.0

import CLibUSB
import PortnerCore

/// Collects what libusb tells about devices that come and go.
///
/// libusb hears of it from udev's daemon; where that does not run, nothing comes after the devices
/// that are there at the start. In its callback hardly anything is allowed, so what came is only
/// kept until the loop asks for it.
@safe
final class HotplugWatch {
    enum Change {
        case arrived(USBDevice)
        case left(USBFacts.Address)
    }

    private let context: USBContext
    private var handle: libusb_hotplug_callback_handle = 0
    private var changes: [Change] = []

    /// Begins to watch; devices that are there already arrive at once.
    init(_ context: USBContext) throws(ScannerError) {
        self.context = context
        let events =
            LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED.rawValue
            | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT.rawValue
        let any = LIBUSB_HOTPLUG_MATCH_ANY
        // Unsafe: this object goes into C as a pointer without a reference. deinit ends the
        // registration on the same thread, so the pointer is never used after it.
        let result = unsafe libusb_hotplug_register_callback(
            context.pointer,
            Int32(events),
            Int32(LIBUSB_HOTPLUG_ENUMERATE.rawValue),
            any,
            any,
            any,
            { _, device, event, argument in
                guard let device = unsafe device, let argument = unsafe argument else { return 0 }
                let watch = unsafe Unmanaged<HotplugWatch>.fromOpaque(argument)
                    .takeUnretainedValue()
                unsafe watch.note(device, event)
                return 0
            },
            Unmanaged.passUnretained(self).toOpaque(),
            &handle
        )
        guard result == 0 else { throw ScannerError(usb: result) }
    }

    deinit { unsafe libusb_hotplug_deregister_callback(context.pointer, handle) }

    /// Whether changes wait to be taken.
    var hasChanges: Bool { !changes.isEmpty }

    /// The changes since the last time, in order.
    func take() -> [Change] {
        defer { changes.removeAll() }
        return changes
    }

    private func note(_ device: OpaquePointer, _ event: libusb_hotplug_event) {
        guard let device = unsafe USBDevice(device, in: context) else { return }
        switch event {
        case LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED: changes.append(.arrived(device))
        case LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT: changes.append(.left(device.facts.address))
        default: break
        }
    }
}
