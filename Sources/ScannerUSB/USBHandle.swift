// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import CLibUSB

/// An open USB device.
@safe
final class USBHandle {
    /// How long a device may take to answer a request, in milliseconds.
    ///
    /// The loop stands still meanwhile; other devices' reports wait in their transfers.
    private static let requestTimeout: UInt32 = 250
    /// The longest serial number that is read.
    private static let serialLengthMax = 126

    let device: USBDevice
    // Unsafe: a C handle, valid from init to deinit.
    let pointer: OpaquePointer
    private var taken: [UInt8] = []

    init(opening device: USBDevice) throws(ScannerError) {
        var pointer: OpaquePointer?
        // Unsafe: pointer to a local value that lives through the call.
        let result = unsafe libusb_open(device.pointer, &pointer)
        guard let pointer = unsafe pointer else { throw ScannerError(usb: result) }
        self.device = device
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        // The kernel's driver is not attached again: a scanner that nobody listens to shall stay
        // mute rather than type into whatever has the keyboard.
        for number in taken { _ = unsafe libusb_release_interface(pointer, Int32(number)) }
        unsafe libusb_close(pointer)
    }

    /// The device's serial number, which comes from the device itself.
    func serialNumber() throws(ScannerError) -> String {
        var descriptor = libusb_device_descriptor()
        // Unsafe: pointers to local values that live through the calls, the array with its length.
        _ = unsafe libusb_get_device_descriptor(device.pointer, &descriptor)
        var bytes = [UInt8](repeating: 0, count: Self.serialLengthMax)
        let length = unsafe libusb_get_string_descriptor_ascii(
            pointer,
            descriptor.iSerialNumber,
            &bytes,
            Int32(bytes.count)
        )
        guard length >= 0 else { throw ScannerError(usb: length) }
        return String(decoding: bytes.prefix(Int(length)), as: UTF8.self)
    }

    /// Takes an interface away from the kernel's driver and claims it.
    func take(_ interface: UInt8) throws(ScannerError) {
        let number = Int32(interface)
        let detached = unsafe libusb_detach_kernel_driver(pointer, number)
        switch detached {
        case 0, LIBUSB_ERROR_NOT_FOUND.rawValue, LIBUSB_ERROR_NOT_SUPPORTED.rawValue: break
        default: throw ScannerError(usb: detached)
        }
        let claimed = unsafe libusb_claim_interface(pointer, number)
        guard claimed == 0 else { throw ScannerError(usb: claimed) }
        taken.append(interface)
    }

    /// Makes a keyboard send the eight bytes of the boot protocol, and only when a key changes.
    ///
    /// Requests of HID 1.11, section 7.2. Many devices refuse one of them and do it anyway.
    func useBootProtocol(_ interface: UInt8) {
        _ = request(0x0B, value: 0, interface: interface)
        _ = request(0x0A, value: 0, interface: interface)
    }

    /// Sends a feature report whose first byte is its id.
    func send(featureReport report: [UInt8], to interface: UInt8) {
        let feature: UInt16 = 3
        _ = request(
            0x09,
            value: feature << 8 | UInt16(report.first ?? 0),
            interface: interface,
            data: report
        )
    }

    /// Reads what an interface says about its reports.
    func reportDescriptor(of interface: UInt8) throws(ScannerError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: HIDReportDescriptor.lengthLimit)
        let descriptorType: UInt16 = 0x22
        // Unsafe: pointer and length of a local array that lives through the call.
        let length = unsafe libusb_control_transfer(
            pointer,
            0x81,
            0x06,
            descriptorType << 8,
            UInt16(interface),
            &bytes,
            UInt16(bytes.count),
            Self.requestTimeout
        )
        guard length >= 0 else { throw ScannerError(usb: length) }
        return Array(bytes.prefix(Int(length)))
    }

    /// Clears an endpoint's halt.
    func clearHalt(_ endpoint: UInt8) throws(ScannerError) {
        let result = unsafe libusb_clear_halt(pointer, endpoint)
        guard result == 0 else { throw ScannerError(usb: result) }
    }

    /// Resets the device's port; the handle is good for closing only afterwards.
    func reset() { _ = unsafe libusb_reset_device(pointer) }

    /// A class request to an interface, with data towards the device.
    private func request(
        _ request: UInt8,
        value: UInt16,
        interface: UInt8,
        data: [UInt8] = []
    ) -> Int32 {
        var data = data
        // Unsafe: pointer and length of a local array that lives through the call.
        return unsafe libusb_control_transfer(
            pointer,
            0x21,
            request,
            value,
            UInt16(interface),
            &data,
            UInt16(data.count),
            Self.requestTimeout
        )
    }
}
