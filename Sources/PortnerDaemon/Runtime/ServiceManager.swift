// SPDX-License-Identifier: MPL-2.0

import Dispatch
import Foundation
import PortnerCore

/// What systemd hears about the daemon, by the protocol of `sd_notify(3)`.
///
/// Outside of systemd every call does nothing.
final class ServiceManager: Sendable {
    private let socket: UnixDatagram?
    /// How often the watchdog must hear from the station's own thread; `nil` without a watchdog.
    let watchdogInterval: Duration?

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        socket = environment["NOTIFY_SOCKET"].flatMap { UnixDatagram(path: $0) }
        let isForUs = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        watchdogInterval =
            isForUs
            ? environment["WATCHDOG_USEC"].flatMap { Int64($0) }.map { .microseconds($0 / 2) } : nil
    }

    /// The daemon works: configuration good, stores open, control socket listening.
    func ready(_ status: String) { send("READY=1\nSTATUS=\(status)") }

    /// One line for `systemctl status`.
    func status(_ line: String) { send("STATUS=\(line)") }

    /// The configuration is being read again.
    ///
    /// The time must stand in the same datagram, or systemd 253 and newer waits for ever.
    func reloading() {
        // The kernel's monotonic clock, which systemd compares with its own.
        let now = DispatchTime.now().uptimeNanoseconds / 1000
        send("RELOADING=1\nMONOTONIC_USEC=\(now)")
    }

    /// The daemon is going down.
    func stopping() { send("STOPPING=1") }

    /// The station's thread is alive.
    func alive() { send("WATCHDOG=1") }

    private func send(_ text: String) { socket?.send(Array(text.utf8)) }
}
