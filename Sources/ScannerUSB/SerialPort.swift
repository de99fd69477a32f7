// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import Glibc

/// An open serial port: raw, eight bits, no echo, nobody else's.
struct SerialPort: ~Copyable {
    /// The most bytes taken in one go.
    static let readMax = 512

    private let owned: OwnedDescriptor

    /// The descriptor that is readable while bytes wait.
    var descriptor: Int32 { owned.number }

    init(path: String) throws(ScannerError) {
        // Unsafe: C string argument, made for and kept through the call.
        let number = unsafe Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        do throws(SystemCallError) {
            let owned = try OwnedDescriptor("open", returned: number)
            try Self.makeExclusive(owned.number)
            try Self.makeRaw(owned.number)
            self.owned = owned
        } catch {
            throw ScannerError(error)
        }
    }

    /// Reads what waits, at most ``readMax`` bytes; empty when nothing waits.
    func read(into buffer: inout [UInt8]) throws(ScannerError) -> Int {
        // Unsafe: pointer and length of the caller's array, which lives through the call.
        let count = unsafe Glibc.read(descriptor, &buffer, min(buffer.count, Self.readMax))
        if count > 0 { return count }
        if count < 0, errno == EAGAIN || errno == EINTR { return 0 }
        // No bytes and no error is the end: the device behind the port is gone.
        throw ScannerError(.disconnected)
    }

    /// Keeps other programs from opening the port, which would share the scanner's bytes out.
    private static func makeExclusive(_ descriptor: Int32) throws(SystemCallError) {
        guard ioctl(descriptor, UInt(TIOCEXCL)) == 0 else { throw .last("TIOCEXCL") }
    }

    /// Sets raw mode.
    ///
    /// Echo would send the scanner its own bytes. Virtual ports ignore the speed.
    private static func makeRaw(_ descriptor: Int32) throws(SystemCallError) {
        var mode = termios()
        // Unsafe: pointers to a local value that lives through the calls.
        guard unsafe tcgetattr(descriptor, &mode) == 0 else { throw .last("tcgetattr") }
        unsafe cfmakeraw(&mode)
        mode.c_cflag &= ~(tcflag_t(CSTOPB) | tcflag_t(PARENB) | tcflag_t(CRTSCTS))
        mode.c_cflag |= tcflag_t(CLOCAL) | tcflag_t(CREAD) | tcflag_t(CS8)
        guard unsafe tcsetattr(descriptor, TCSANOW, &mode) == 0 else { throw .last("tcsetattr") }
        // What was sent before anybody listened is not a scan.
        tcflush(descriptor, TCIFLUSH)
    }
}

extension ScannerError {
    /// The meaning of a failed system call on a port.
    init(_ error: SystemCallError) {
        let meaning: Code =
            switch error.code {
            case ENOENT, ENODEV, ENXIO: .notFound
            case EACCES, EPERM: .accessDenied
            case EBUSY: .busy
            case ENOTTY: .unsupported
            default: .failed
            }
        self.init(meaning, reason: error.description)
    }
}
