// SPDX-License-Identifier: MPL-2.0

/// What a USB device must have to be the one that the configuration means.
///
/// Every part that is given must agree. The port path is the part to rely on: cheap devices have no
/// serial number and share their vendor and product numbers, which therefore prove nothing.
public struct USBIdentity: Sendable, Hashable {
    /// The bus and the ports on the way to the device, such as `1-1.4`, as in `/sys/bus/usb`.
    public var portPath: String?
    /// The vendor and product numbers.
    public var product: USBProduct?
    /// The serial number.
    public var serial: String?

    /// An identity of one or more parts.
    public init(portPath: String? = nil, product: USBProduct? = nil, serial: String? = nil) {
        self.portPath = portPath
        self.product = product
        self.serial = serial
    }

    /// Whether no part is given, so that every device would do.
    var isEmpty: Bool { portPath == nil && product == nil && serial == nil }

    /// Compares what can be known without opening the device.
    func match(_ facts: USBFacts) -> Match {
        if facts.isHub { return .different }
        if let portPath, portPath != facts.portPath { return .different }
        if let product, product != facts.product { return .different }
        guard let serial else { return .same }
        return facts.hasSerial ? .sameIfSerial(serial) : .different
    }

    enum Match: Sendable, Hashable {
        case different
        case same
        /// The same if the serial number, which only an open device tells, is this one.
        case sameIfSerial(String)
    }
}

/// A USB vendor and product number.
public struct USBProduct: Sendable, Hashable {
    /// The vendor's number.
    public let vendor: UInt16
    /// The vendor's number for the product.
    public let product: UInt16

    /// A product by its two numbers.
    public init(vendor: UInt16, product: UInt16) {
        self.vendor = vendor
        self.product = product
    }

    /// Reads `0c2e:0b61`, four hexadecimal digits each; anything else is `nil`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 4 && $0.allSatisfy(\.isHexDigit) }),
            let vendor = UInt16(parts[0], radix: 16), let product = UInt16(parts[1], radix: 16)
        else { return nil }
        self.init(vendor: vendor, product: product)
    }
}

extension USBProduct: CustomStringConvertible {
    /// The numbers as `0c2e:0b61`.
    public var description: String { "\(Self.hex(vendor)):\(Self.hex(product))" }

    private static func hex(_ number: UInt16) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
}

/// What a USB device tells without being opened.
struct USBFacts: Sendable, Hashable {
    /// The bus and the device's number on it, which change with every plugging in.
    struct Address: Sendable, Hashable {
        var bus: UInt8
        var device: UInt8
    }

    var address: Address
    var portPath: String
    var product: USBProduct
    var hasSerial: Bool
    var isHub: Bool

    /// The device in logs: `0c2e:0b61@1-1.4`.
    var detail: String { "\(product)@\(portPath)" }

    /// The port path as `/sys/bus/usb` writes it; a root hub has no ports.
    static func portPath(bus: UInt8, ports: [UInt8]) -> String {
        ports.isEmpty ? "usb\(bus)" : "\(bus)-" + ports.map(String.init).joined(separator: ".")
    }
}
