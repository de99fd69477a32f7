// SPDX-License-Identifier: MPL-2.0

/// One interface of a USB device, as its configuration descriptor gives it.
struct InterfaceFacts: Sendable, Hashable {
    /// Where and in which pieces an interface sends.
    struct Endpoint: Sendable, Hashable {
        var address: UInt8
        var packetSize: Int
    }

    var number: UInt8
    var interfaceClass: UInt8
    var interfaceSubclass: UInt8
    var interfaceProtocol: UInt8
    /// The first interrupt endpoint towards the host, if there is one.
    var input: Endpoint?

    /// Whether it is a human interface device (class 3).
    var isHID: Bool { interfaceClass == 3 }

    /// Whether it can speak as a keyboard in the boot protocol (HID 1.11, section 4.2 and 4.3).
    var isBootKeyboard: Bool { isHID && interfaceSubclass == 1 && interfaceProtocol == 1 }
}

/// Which interfaces of a device to use for a role.
///
/// All its HID interfaces are taken away from the kernel, so that nothing the device sends can
/// reach the console or a browser; only one of them is listened to.
struct InterfaceChoice: Sendable, Hashable {
    /// The most interfaces that are looked at.
    static let interfacesMax = 8

    /// The interfaces to take, in order of their numbers.
    let taken: [InterfaceFacts]
    /// Interfaces that may speak HID POS; their report descriptors tell.
    let posCandidates: [InterfaceFacts]
    /// The interface that speaks as a keyboard.
    let keyboard: InterfaceFacts?

    init(_ interfaces: [InterfaceFacts], isKeypad: Bool) {
        taken = Array(interfaces.filter(\.isHID).prefix(Self.interfacesMax))
        let inputs = taken.filter { $0.input != nil }
        posCandidates = isKeypad ? [] : inputs.filter { !$0.isBootKeyboard }
        keyboard = inputs.first(where: \.isBootKeyboard)
    }
}

/// What some makes need before they send.
enum DeviceQuirk {
    /// Vendors whose scanners, in HID POS mode, first must be told to send codes there: Honeywell
    /// and its brand Youjie.
    private static let routedVendors: Set<UInt16> = [0x0C2E, 0x23D0]

    /// The feature report, id first, that routes codes to the HID POS interface.
    static let routeToPOS: [UInt8] = [0xFE, 0x01]

    static func needsRouting(_ product: USBProduct) -> Bool {
        routedVendors.contains(product.vendor)
    }
}
