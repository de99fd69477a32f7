// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import DriverLoop
import PortnerCore

/// One configured scanner on a serial port, whether it is there or not, and what it brings.
final class SerialScanner {
    /// Where the port is in the set of descriptors of the current wait.
    var position: Int?

    private let path: String
    private let outbox: Outbox
    private var port: SerialPort?
    private var attempts: OpenAttempts
    private var status: DeviceStatus
    private var feed: ScannerFeed
    private var buffer = [UInt8](repeating: 0, count: SerialPort.readMax)

    init(_ settings: ScannerDevice, path: String, outbox: Outbox, at now: Uptime) {
        self.path = path
        self.outbox = outbox
        attempts = OpenAttempts(at: now)
        status = DeviceStatus(name: settings.name)
        feed = ScannerFeed(name: settings.name)
        if let mode = settings.mode(for: .serial) { feed.use(mode) }
    }

    /// The descriptor to wait for; negative while the port is closed.
    var descriptor: Int32 { port?.descriptor ?? -1 }

    /// When something is due, if anything is.
    var deadline: Uptime? { [feed.deadline, attempts.next].compactMap(\.self).min() }

    /// A port came or went: a missing one is tried soon.
    func hurry(at now: Uptime) {
        if attempts.next != nil { attempts.begin(at: now) }
    }

    /// Lets time pass and opens a port that is closed.
    func advance(to now: Uptime) {
        outbox.add(feed.advance(to: now))
        guard let next = attempts.next, now >= next else { return }
        do {
            port = try SerialPort(path: path)
            attempts.succeeded()
            outbox.add(status.arrived(detail: path))
        } catch {
            if attempts.failed(error, at: now) { outbox.add(status.failed(error)) }
        }
    }

    /// Reads what waits, or notes that the port is gone.
    func read(_ readiness: PollSet.Readiness, at now: Uptime) {
        do throws(ScannerError) {
            switch readiness {
            case .idle: return
            case .ready: try readSome(at: now)
            case .broken: throw ScannerError(.disconnected)
            }
        } catch {
            port = nil
            outbox.add(feed.interrupt())
            outbox.add(status.failed(error))
            attempts.begin(at: now)
        }
    }

    /// One read: a port that never falls silent must not hold up the other devices.
    private func readSome(at now: Uptime) throws(ScannerError) {
        guard let count = try port?.read(into: &buffer), count > 0 else { return }
        outbox.add(feed.receive(buffer.span.extracting(..<count), at: now))
        for index in 0..<count { buffer[index] = 0 }
    }
}
