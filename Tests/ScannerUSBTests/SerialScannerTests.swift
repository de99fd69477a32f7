// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import DriverLoop
import Glibc
import PortnerCore
import Testing

@testable import ScannerUSB

/// The whole driver on a pseudo-terminal, which is a serial port for all it can tell.
@Suite struct `A scanner on a serial port` {
    private func makeDriver(path: String) -> (ScannerUSB, AsyncStream<ScannerEvent>) {
        let (events, continuation) = AsyncStream.makeStream(of: ScannerEvent.self)
        let device = ScannerDevice(
            name: "tty",
            connection: .serial(path: path),
            role: .scanner(.card)
        )
        return (ScannerUSB(devices: [device]) { continuation.yield($0) }, events)
    }

    @Test func `is read while it is there and missed when it is gone`() async throws {
        let terminal = try Terminal()
        let (driver, events) = makeDriver(path: terminal.path)
        try driver.start()
        var iterator = events.makeAsyncIterator()

        #expect(await iterator.next() == .arrived("tty", detail: terminal.path))
        terminal.send("611280")
        terminal.send("4321\r\n")
        guard case .scanned("tty", let scan) = await iterator.next() else {
            Issue.record("not a scan")
            return
        }
        #expect(scan.text == "6112804321")
        terminal.send("6112")
        terminal.hangUp()
        // The port may close before the last bytes were read; then nothing had begun.
        var last = await iterator.next()
        if last == .refused("tty", .incomplete) { last = await iterator.next() }
        #expect(last == .lost("tty", ScannerError(.disconnected)))
        driver.stop()
    }

    @Test func `is kept from other programs`() throws {
        let terminal = try Terminal()

        let port = try SerialPort(path: terminal.path)

        #expect(try Terminal.isExclusive(port.descriptor))
    }

    @Test(arguments: [
        ("/dev/null", ScannerError.Code.unsupported), ("/nonexistent/port", .notFound),
    ])
    func `is not taken for one where there is none`(_ path: String, _ code: ScannerError.Code) {
        #expect(throws: ScannerError(code)) { _ = try SerialPort(path: path) }
    }

    @Test func `can be given up at any time`() throws {
        let (driver, _) = makeDriver(path: "/nonexistent/port")

        try driver.start()
        #expect(throws: ScannerError(.invalidSettings)) { try driver.start() }
        driver.stop()
        driver.stop()
    }
}

/// The scanner's end of a pseudo-terminal.
private final class Terminal {
    let path: String
    private var descriptor: Int32

    init() throws {
        // The numbers of TIOCSPTLCK and TIOCGPTN, whose macros Swift cannot read.
        let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
        var (unlocked, number): (Int32, Int32) = (0, 0)
        // Unsafe: C string and pointers to local values, which live through the calls.
        descriptor = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0, unsafe ioctl(descriptor, setLock, &unlocked) == 0,
            unsafe ioctl(descriptor, getNumber, &number) == 0
        else { throw SystemCallError.last("ptmx") }
        path = "/dev/pts/\(number)"
    }

    deinit { hangUp() }

    func send(_ text: String) {
        // Unsafe: C string argument, made for and kept through the call.
        _ = unsafe write(descriptor, text, text.utf8.count)
    }

    func hangUp() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    /// Whether a terminal refuses to be opened again, which root may do all the same.
    static func isExclusive(_ descriptor: Int32) throws -> Bool {
        // The number of TIOCGEXCL.
        let getExclusive: UInt = 0x8004_5440
        var flag: Int32 = 0
        // Unsafe: pointer to a local value that lives through the call.
        guard unsafe ioctl(descriptor, getExclusive, &flag) == 0 else {
            throw SystemCallError.last("TIOCGEXCL")
        }
        return flag != 0
    }
}
