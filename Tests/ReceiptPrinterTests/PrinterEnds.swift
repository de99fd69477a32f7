// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import Foundation
import Glibc
import KioskEmulators
import Synchronization

/// An emulated printer behind a descriptor, served by a thread.
final class ServedPrinter: Sendable {
    private let printer = Mutex(PrinterEmulator())

    init() {
        // The other end may be gone before it was answered.
        _ = signal(SIGPIPE, SIG_IGN)
    }

    var texts: [String] { printer.withLock { $0.receipts.map(\.text) } }

    func change(_ act: (inout PrinterEmulator) -> Void) {
        printer.withLock { act(&$0) }
    }

    /// Reads and answers until the other end is gone or the control says so.
    func serve(_ descriptor: Int32, _ control: LoopControl) {
        var buffer = [UInt8](repeating: 0, count: 1024)
        var waiting = PollSet()
        waiting.add(control.descriptor)
        let line = waiting.add(descriptor)
        while true {
            waiting.wait(until: nil)
            guard !control.shouldStop else { return }
            guard waiting.readiness(at: line) != .idle else { continue }
            // Unsafe: pointers and lengths of local arrays that live through the calls.
            let count = unsafe read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return }
            let replies = printer.withLock { printer in
                _ = printer.receive(buffer[..<count])
                return printer.takeReplies()
            }
            guard !replies.isEmpty else { continue }
            guard unsafe write(descriptor, replies, replies.count) > 0 else { return }
        }
    }
}

/// The printer's end of a pseudo-terminal.
final class PrinterTerminal: Sendable {
    let path: String
    private let printer = ServedPrinter()
    private let descriptor: Int32
    private let thread: Mutex<DriverThread?>
    private let control: LoopControl
    /// Kept open, so that the terminal does not end before the driver has opened it.
    private let other: Int32

    init() throws {
        // The numbers of TIOCSPTLCK and TIOCGPTN, whose macros Swift cannot read.
        let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
        var (unlocked, number): (Int32, Int32) = (0, 0)
        // Unsafe: C strings and pointers to local values, which live through the calls.
        let descriptor = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0, unsafe ioctl(descriptor, setLock, &unlocked) == 0,
            unsafe ioctl(descriptor, getNumber, &number) == 0
        else { throw SystemCallError.last("ptmx") }
        path = "/dev/pts/\(number)"
        self.descriptor = descriptor
        other = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        var mode = termios()
        unsafe tcgetattr(descriptor, &mode)
        unsafe cfmakeraw(&mode)
        unsafe tcsetattr(descriptor, TCSANOW, &mode)
        let control = try LoopControl()
        self.control = control
        let printer = printer
        thread = Mutex(
            try DriverThread(name: "test-terminal") { printer.serve(descriptor, control) }
        )
    }

    deinit { hangUp() }

    var texts: [String] { printer.texts }

    func change(_ act: (inout PrinterEmulator) -> Void) { printer.change(act) }

    /// Ends the terminal: whoever reads from the other end finds that out.
    func hangUp() {
        guard let thread = thread.withLock({ $0.take() }) else { return }
        control.stop()
        thread.join()
        close(other)
        close(descriptor)
    }
}

/// A printer with a raw port on the network, for one connection after the other.
final class PrinterServer: Sendable {
    let port: UInt16
    private let printer = ServedPrinter()
    private let listening: Int32
    private let connection = Connection()

    private final class Connection: Sendable {
        private let descriptor = Mutex<Int32>(-1)

        func withLock<Result: Sendable>(_ act: (inout Int32) -> Result) -> Result {
            descriptor.withLock { act(&$0) }
        }
    }

    /// A printer; a deaf one takes connections and reads nothing.
    init(isDeaf: Bool = false) throws {
        let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        self.listening = listening
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        // Unsafe: the address is a C structure of the given size, which lives through the calls.
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard unsafe bind(listening, address, length) == 0, listen(listening, 4) == 0
                else {
                    return Int32(-1)
                }
                return unsafe getsockname(listening, address, &length)
            }
        }
        guard result == 0 else { throw SystemCallError.last("bind") }
        port = UInt16(bigEndian: address.sin_port)
        let control = try LoopControl()
        _ = try DriverThread(name: "test-printer") { [printer, connection] in
            while case let accepted = accept(listening, nil, nil), accepted >= 0 {
                connection.withLock { $0 = accepted }
                if isDeaf { continue }
                printer.serve(accepted, control)
                close(accepted)
            }
        }
    }

    var texts: [String] { printer.texts }

    /// Waits for the end of the connection, and says whether it was broken off.
    func isReset() -> Bool {
        while connection.withLock({ $0 < 0 }) { sched_yield() }
        return connection.withLock { descriptor in
            var waiting = pollfd(fd: descriptor, events: 0, revents: 0)
            // Unsafe: pointer to a local value that lives through the call.
            guard unsafe poll(&waiting, 1, 10_000) == 1 else { return false }
            return waiting.revents & Int16(POLLERR) != 0
        }
    }

    /// Ends the connection that there is.
    func hangUp() { connection.withLock { _ = shutdown($0, Int32(SHUT_RDWR)) } }
}

/// A folder of a test's own, where also a program without an environment finds it.
final class TemporaryFolder: Sendable {
    let name = "portner-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(
            atPath: path(""),
            withIntermediateDirectories: false
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path("")) }

    func path(_ file: String) -> String { "/tmp/\(name)/\(file)" }

    func text(_ file: String) throws -> String {
        try String(contentsOfFile: path(file), encoding: .utf8)
    }
}
