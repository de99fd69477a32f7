// SPDX-License-Identifier: MPL-2.0

import CLibUSB
import DriverLoop
import Glibc
import PortnerCore

/// A session with libusb.
///
/// It, and all that comes out of it, is used on one thread only. Devices keep their context alive,
/// so it is closed after the last of them.
@safe
final class USBContext {
    // Unsafe: a C handle, valid from init to deinit.
    let pointer: OpaquePointer

    /// Begins a session, in which the devices that are there now are known.
    init() throws(ScannerError) {
        var pointer: OpaquePointer?
        // Unsafe: pointer to a local value that lives through the call.
        let result = unsafe libusb_init(&pointer)
        guard let pointer = unsafe pointer else { throw ScannerError(usb: result) }
        unsafe self.pointer = unsafe pointer
    }

    deinit { unsafe libusb_exit(pointer) }

    /// The devices that the session knows of.
    var devices: [USBDevice] {
        // Unsafe: a C array with its length, freed here; each device takes a reference of its own.
        var list: UnsafeMutablePointer<OpaquePointer?>?
        let count = unsafe libusb_get_device_list(pointer, &list)
        guard let list = unsafe list else { return [] }
        defer { unsafe libusb_free_device_list(list, 1) }
        return unsafe UnsafeBufferPointer(start: list, count: max(0, count)).compactMap { device in
            unsafe device.flatMap { unsafe USBDevice($0, in: self) }
        }
    }

    /// Adds what libusb waits for.
    func addDescriptors(to set: inout PollSet) {
        // Unsafe: a C array that ends with NULL, freed here.
        guard let list = unsafe libusb_get_pollfds(pointer) else { return }
        defer { unsafe libusb_free_pollfds(list) }
        var index = 0
        while let entry = unsafe list[index] {
            unsafe set.add(entry.pointee.fd, events: entry.pointee.events)
            index += 1
        }
    }

    /// When libusb wants to be called although nothing happened; mostly it uses a timer of its own.
    func deadline(at now: Uptime) -> Uptime? {
        var left = timeval()
        // Unsafe: pointer to a local value that lives through the call.
        guard unsafe libusb_get_next_timeout(pointer, &left) == 1 else { return nil }
        return now + .seconds(left.tv_sec) + .microseconds(left.tv_usec)
    }

    /// Lets libusb work, which calls back for hot-plugging and finished transfers; never waits.
    func handleEvents() {
        var atOnce = timeval()
        // Unsafe: pointer to a local value that lives through the call. Errors are left to the
        // transfers, which report them one by one.
        _ = unsafe libusb_handle_events_timeout_completed(pointer, &atOnce, nil)
    }
}

/// A USB device as libusb knows it, plugged in or not.
@safe
final class USBDevice {
    let context: USBContext
    let facts: USBFacts
    // Unsafe: a C handle with a reference count, of which this object owns one.
    let pointer: OpaquePointer

    /// Takes a reference to a device; `nil` when it does not even tell what it is.
    init?(_ pointer: OpaquePointer, in context: USBContext) {
        guard let facts = unsafe Self.facts(of: pointer) else { return nil }
        self.context = context
        self.facts = facts
        unsafe self.pointer = unsafe libusb_ref_device(pointer)
    }

    deinit { unsafe libusb_unref_device(pointer) }

    /// The interfaces of the active configuration, each in its first setting.
    func interfaces() throws(ScannerError) -> [InterfaceFacts] {
        // Unsafe: C structures, freed here; arrays come with their lengths.
        var config: UnsafeMutablePointer<libusb_config_descriptor>?
        let result = unsafe libusb_get_active_config_descriptor(pointer, &config)
        guard let config = unsafe config else { throw ScannerError(usb: result) }
        defer { unsafe libusb_free_config_descriptor(config) }
        let interfaces = unsafe UnsafeBufferPointer(
            start: config.pointee.interface,
            count: Int(config.pointee.bNumInterfaces)
        )
        return unsafe interfaces.compactMap { interface in
            guard unsafe interface.num_altsetting > 0, let setting = unsafe interface.altsetting
            else { return nil }
            return unsafe InterfaceFacts(setting.pointee)
        }
    }

    private static func facts(of pointer: OpaquePointer) -> USBFacts? {
        var descriptor = libusb_device_descriptor()
        // Unsafe: pointers to local values that live through the calls, the array with its length.
        guard unsafe libusb_get_device_descriptor(pointer, &descriptor) == 0 else { return nil }
        let bus = unsafe libusb_get_bus_number(pointer)
        // USB allows seven hubs in a row.
        var ports = [UInt8](repeating: 0, count: 7)
        let depth = unsafe libusb_get_port_numbers(pointer, &ports, Int32(ports.count))
        return USBFacts(
            address: .init(bus: bus, device: unsafe libusb_get_device_address(pointer)),
            portPath: USBFacts.portPath(bus: bus, ports: Array(ports.prefix(Int(max(0, depth))))),
            product: USBProduct(vendor: descriptor.idVendor, product: descriptor.idProduct),
            hasSerial: descriptor.iSerialNumber != 0,
            isHub: UInt32(descriptor.bDeviceClass) == LIBUSB_CLASS_HUB.rawValue
        )
    }
}

extension InterfaceFacts {
    fileprivate init(_ setting: libusb_interface_descriptor) {
        // Unsafe: a C array with its length.
        let endpoints = unsafe UnsafeBufferPointer(
            start: setting.endpoint,
            count: Int(setting.bNumEndpoints)
        )
        let input = unsafe endpoints.first { endpoint in
            let type = unsafe endpoint.bmAttributes & 0x03
            return unsafe endpoint.bEndpointAddress & 0x80 != 0
                && UInt32(type) == LIBUSB_TRANSFER_TYPE_INTERRUPT.rawValue
        }
        unsafe self.init(
            number: setting.bInterfaceNumber,
            interfaceClass: setting.bInterfaceClass,
            interfaceSubclass: setting.bInterfaceSubClass,
            interfaceProtocol: setting.bInterfaceProtocol,
            input: input.map { endpoint in
                // The size is in the low 11 bits (USB 2.0, table 9-13).
                unsafe Endpoint(
                    address: endpoint.bEndpointAddress,
                    packetSize: Int(endpoint.wMaxPacketSize & 0x07FF)
                )
            }
        )
    }
}

extension ScannerError {
    /// The meaning of a negative number that a libusb function gave.
    init(usb code: Int32) {
        let meaning: Code =
            switch code {
            case LIBUSB_ERROR_ACCESS.rawValue: .accessDenied
            case LIBUSB_ERROR_BUSY.rawValue: .busy
            case LIBUSB_ERROR_NO_DEVICE.rawValue: .disconnected
            default: .failed
            }
        // Unsafe: C string. It is static and copied here.
        self.init(meaning, reason: unsafe String(cString: libusb_strerror(code)))
    }
}
