// SPDX-License-Identifier: MPL-2.0

public import Receipts

/// How a station reaches its receipt printer.
public enum PrinterConnection: Sendable, Hashable {
    /// A device file of the kernel's USB printer driver, `/dev/usb/lp0` or better a link to it.
    case device(path: String)
    /// A raw port on the network, by an IP address.
    case network(address: String, port: UInt16 = 9100)
    /// A serial port.
    case serial(path: String, SerialLine = SerialLine())
    /// A queue of CUPS, which gets plain text; the printer's language is CUPS' business.
    case spooler(queue: String)
}

/// How a serial line is set: eight bits, no parity, one stop bit.
public struct SerialLine: Sendable, Hashable {
    /// How fast it is.
    public enum Speed: Int, Sendable, Hashable, CaseIterable {
        /// 9,600 bits a second.
        case b9600 = 9600
        /// 19,200 bits a second.
        case b19200 = 19200
        /// 38,400 bits a second.
        case b38400 = 38400
        /// 57,600 bits a second.
        case b57600 = 57600
        /// 115,200 bits a second.
        case b115200 = 115_200
    }

    /// How a printer with a full memory holds the other end back.
    public enum FlowControl: String, Sendable, Hashable, CaseIterable {
        /// By the lines RTS and CTS, what Epson calls DTR/DSR on its side.
        case hardware
        /// By the characters XON and XOFF.
        case software
        /// Not at all.
        case none
    }

    /// How fast it is.
    public var speed: Speed
    /// How the printer holds back.
    public var flowControl: FlowControl

    /// A line; the makers' usual one unless said otherwise.
    public init(speed: Speed = .b38400, flowControl: FlowControl = .hardware) {
        self.speed = speed
        self.flowControl = flowControl
    }
}

/// One printer and how it is used.
public struct PrinterSettings: Sendable, Hashable {
    /// How it is reached.
    public var connection: PrinterConnection
    /// What it understands.
    public var profile: PrinterProfile
    /// Whether it is asked for its state.
    ///
    /// One that never answers does no harm; it is printed on blindly.
    public var asksState = true
    /// How long a job may take from its coming to its end.
    ///
    /// After that it is dropped: a receipt that comes out later is in somebody else's hands.
    public var jobTimeout = Duration.seconds(30)

    /// A printer with the usual times.
    public init(_ connection: PrinterConnection, profile: PrinterProfile) {
        self.connection = connection
        self.profile = profile
    }

    /// The program that hands jobs to CUPS.
    static let spoolerProgram = "/usr/bin/lp"

    /// The mistake in the settings, if there is one.
    var mistake: PrinterError? {
        switch connection {
        case .device(let path), .serial(let path, _):
            path.hasPrefix("/") ? nil : PrinterError(.invalidSettings, reason: "no full path")
        case .network(let address, let port):
            port > 0 && InternetAddress(address, port: port) != nil
                ? nil : PrinterError(.invalidSettings, reason: "no IP address and port")
        case .spooler(let queue):
            Self.isQueueName(queue)
                ? nil : PrinterError(.invalidSettings, reason: "no name of a queue")
        }
    }

    /// Letters, digits, `_`, `-` and `.`, and no option of the program.
    private static func isQueueName(_ name: String) -> Bool {
        (1...127).contains(name.utf8.count) && !name.hasPrefix("-")
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "_-.".utf8.contains(byte)
                }
            }
    }
}
