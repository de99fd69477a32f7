// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import Glibc
import Receipts

/// An open line to a printer: a device file, a serial port or a connection.
struct PrinterPort: ~Copyable {
    /// The most bytes read in one go.
    static let readMax = 256

    /// How long a connection may keep what the printer does not take.
    static let unsentMax = Duration.seconds(30)

    private let owned: OwnedDescriptor
    /// Whether the kernel's USB printer driver is behind it, which knows the port's own lines.
    ///
    /// From some printers it can be read without end although they have nothing to say.
    let hasPortLines: Bool
    private let isSocket: Bool
    private let isSerial: Bool
    /// Whether the connection has yet to come about.
    private(set) var isConnecting: Bool

    /// The descriptor to wait on.
    var descriptor: Int32 { owned.number }

    /// Opens a line; one over the network begins to be made.
    init(_ connection: PrinterConnection) throws(PrinterError) {
        switch connection {
        case .device: (hasPortLines, isSocket, isSerial) = (true, false, false)
        case .network: (hasPortLines, isSocket, isSerial) = (false, true, false)
        case .serial: (hasPortLines, isSocket, isSerial) = (false, false, true)
        case .spooler: (hasPortLines, isSocket, isSerial) = (false, false, false)
        }
        isConnecting = isSocket
        do throws(SystemCallError) {
            owned = try Self.line(connection)
        } catch {
            throw PrinterError(error)
        }
    }

    /// Closes the line, and throws away what it has taken and not passed on.
    ///
    /// Otherwise a connection would go on sending for minutes, and the closing of a serial port
    /// would wait for a printer that holds back. The kernel's USB printer driver forgets by itself.
    deinit {
        if isSerial { tcflush(descriptor, TCIOFLUSH) }
        guard isSocket else { return }
        var lasting = linger(l_onoff: 1, l_linger: 0)
        let size = socklen_t(MemoryLayout<linger>.size)
        // Unsafe: pointer to a local value that lives through the call, with its size.
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &lasting, size)
    }

    private static func line(
        _ connection: PrinterConnection
    ) throws(SystemCallError) -> OwnedDescriptor {
        switch connection {
        case .device(let path): return try open(path)
        case .serial(let path, let line):
            let owned = try open(path)
            try set(owned.number, to: line)
            return owned
        case .network(let address, let port):
            guard let address = InternetAddress(address, port: port) else {
                throw SystemCallError("address", code: EINVAL)
            }
            return try address.connect(unsentMax: unsentMax)
        case .spooler: throw SystemCallError("open", code: EINVAL)
        }
    }

    private static func open(_ path: String) throws(SystemCallError) -> OwnedDescriptor {
        // Unsafe: C string argument, made for and kept through the call.
        let number = unsafe Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        return try OwnedDescriptor("open", returned: number)
    }

    /// Notes that the line can be written, and finds out whether a connection came about.
    mutating func finishConnecting() throws(PrinterError) {
        guard isConnecting else { return }
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        // Unsafe: pointers to local values that live through the call, with their size.
        let result = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        guard result == 0, code == 0 else {
            throw PrinterError(SystemCallError("connect", code: result == 0 ? code : errno))
        }
        isConnecting = false
    }

    /// Reads what waits; empty when nothing does.
    func read(into buffer: inout [UInt8]) throws(PrinterError) -> Int {
        // Unsafe: pointer and length of the caller's array, which lives through the call.
        let count = unsafe Glibc.read(descriptor, &buffer, min(buffer.count, Self.readMax))
        if count > 0 { return count }
        if count < 0, errno == EAGAIN || errno == EINTR { return 0 }
        // A printer on USB that has nothing to say reads as empty; any other line has ended.
        if count == 0, hasPortLines { return 0 }
        throw PrinterError(.disconnected)
    }

    /// Writes as much as the line takes at once.
    func write(_ bytes: ArraySlice<UInt8>) throws(PrinterError) -> Int {
        let isSocket = isSocket
        let descriptor = descriptor
        // Unsafe: pointer and length of the slice, which lives through the calls.
        let count = unsafe bytes.withUnsafeBytes { buffer in
            isSocket
                ? unsafe send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
                : unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
        }
        if count >= 0 { return count }
        if errno == EAGAIN || errno == EINTR { return 0 }
        throw PrinterError(.last("write"))
    }

    /// How the port's own lines say the printer is, where there are such lines.
    func portState() -> PaperState? {
        guard hasPortLines else { return nil }
        // The number of LPGETSTATUS, whose macro Swift cannot read.
        let getStatus: UInt = 0x060B
        var status: Int32 = 0
        // Unsafe: pointer to a local value that lives through the call.
        guard unsafe ioctl(descriptor, getStatus, &status) == 0 else { return nil }
        return PaperState(port: UInt8(truncatingIfNeeded: status))
    }

    /// Sets raw mode, the speed and the flow control, and keeps other programs away.
    private static func set(
        _ descriptor: Int32,
        to line: SerialLine
    ) throws(SystemCallError) {
        guard ioctl(descriptor, UInt(TIOCEXCL)) == 0 else { throw .last("TIOCEXCL") }
        var mode = termios()
        // Unsafe: pointers to a local value that lives through the calls.
        guard unsafe tcgetattr(descriptor, &mode) == 0 else { throw .last("tcgetattr") }
        unsafe cfmakeraw(&mode)
        mode.c_cflag &= ~(tcflag_t(CSTOPB) | tcflag_t(PARENB) | tcflag_t(CRTSCTS))
        mode.c_cflag |= tcflag_t(CLOCAL) | tcflag_t(CREAD) | tcflag_t(CS8)
        switch line.flowControl {
        case .hardware: mode.c_cflag |= tcflag_t(CRTSCTS)
        case .software: mode.c_iflag |= tcflag_t(IXON)
        case .none: break
        }
        let speed = speed_t(line.speed.code)
        guard unsafe cfsetispeed(&mode, speed) == 0, unsafe cfsetospeed(&mode, speed) == 0 else {
            throw .last("cfsetspeed")
        }
        guard unsafe tcsetattr(descriptor, TCSANOW, &mode) == 0 else { throw .last("tcsetattr") }
        // What was on the line before is no answer to what will be asked.
        tcflush(descriptor, TCIOFLUSH)
    }
}

extension SerialLine.Speed {
    /// The kernel's name for it.
    fileprivate var code: Int32 {
        switch self {
        case .b9600: Int32(B9600)
        case .b19200: Int32(B19200)
        case .b38400: Int32(B38400)
        case .b57600: Int32(B57600)
        case .b115200: Int32(B115200)
        }
    }
}

extension PrinterError {
    /// The meaning of a failed system call on a line.
    init(_ error: SystemCallError) {
        let code: Code =
            switch error.code {
            case ENOENT, ENXIO, EHOSTUNREACH, ENETUNREACH, ECONNREFUSED, EHOSTDOWN: .notFound
            case ENODEV, EPIPE, ECONNRESET, EIO, ENOTCONN: .disconnected
            case EACCES, EPERM: .accessDenied
            case EBUSY: .busy
            case ENOSPC: .noPaper
            case ETIMEDOUT: .timedOut
            default: .failed
            }
        self.init(code, reason: error.description)
    }
}
