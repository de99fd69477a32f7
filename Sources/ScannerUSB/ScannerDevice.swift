// SPDX-License-Identifier: MPL-2.0

public import BarcodeScanner
public import PortnerCore

/// A scanner or keypad as the configuration describes it.
public struct ScannerDevice: Sendable, Hashable {
    /// The most devices one driver takes.
    public static let devicesMax = 16

    /// How the device is connected, which is also how it is found.
    public enum Connection: Sendable, Hashable {
        /// A USB device that types or that speaks HID POS.
        case usb(USBIdentity)
        /// A serial port, normally a virtual one over USB, by the path of a link that stays the
        /// same, such as one in `/dev/serial/by-id`.
        case serial(path: String)
    }

    /// What the device is for.
    public enum Role: Sendable, Hashable {
        /// A bar-code scanner: what codes it may give, and how it is set up.
        ///
        /// The keyboard settings count while the scanner types, the serial settings while it is on
        /// a serial port. A scanner in HID POS mode needs neither.
        case scanner(
            ScanFilter.Settings,
            keyboard: KeyboardDecoder.Settings = .init(),
            serial: SerialDecoder.Settings = .init()
        )
        /// A numeric keypad for PINs, on USB.
        case keypad(KeypadDecoder.Settings = .init())
    }

    /// The device's name in events.
    public var name: DeviceName
    /// Where it is connected.
    public var connection: Connection
    /// What it is for.
    public var role: Role

    /// A device by its name, connection and role.
    public init(name: DeviceName, connection: Connection, role: Role) {
        self.name = name
        self.connection = connection
        self.role = role
    }

    /// How to decode what the device sends in a way of speaking; `nil` when the role has no use
    /// for it.
    func mode(for speech: Speech) -> ScannerDecoder.Mode? {
        switch (role, speech) {
        case (.scanner(let filter, let keyboard, _), .keyboard): .keyboard(keyboard, filter)
        case (.scanner(let filter, _, _), .pos(let layout)): .pos(layout, filter)
        case (.scanner(let filter, _, let serial), .serial): .serial(serial, filter)
        case (.keypad(let settings), .keyboard): .keypad(settings)
        case (.keypad, .pos), (.keypad, .serial): nil
        }
    }
}

/// How a device turned out to speak.
enum Speech: Sendable, Hashable {
    /// Keyboard reports in the boot protocol.
    case keyboard
    /// HID POS reports.
    case pos(HIDPOSLayout)
    /// Bytes on a serial port.
    case serial
}
