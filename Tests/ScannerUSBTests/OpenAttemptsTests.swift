// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import ScannerUSB

@Suite struct `Attempts to open a device` {
    private let start = Uptime(.seconds(10))
    private let denied = ScannerError(.accessDenied)

    @Test func `begin at once`() {
        #expect(OpenAttempts(at: start).next == start)
    }

    @Test func `stay quiet about a brief problem and try at growing pauses`() {
        var attempts = OpenAttempts(at: start)

        #expect(attempts.failed(denied, at: start) == false)
        #expect(attempts.next == start + OpenAttempts.pauseFirst)
        #expect(attempts.failed(denied, at: start + .milliseconds(20)) == false)
        #expect(attempts.next == start + .milliseconds(60))
    }

    @Test func `report the problem when patience is over, then try rarely`() {
        var attempts = OpenAttempts(at: start)
        var now = start
        var count = 0

        while !attempts.failed(denied, at: now), let next = attempts.next {
            now = next
            count += 1
        }

        #expect(now == start + OpenAttempts.patience)
        #expect((5...20).contains(count))
        #expect(attempts.next == now + OpenAttempts.rescanPause)
    }

    @Test func `report at once what does not go away by itself`() {
        var attempts = OpenAttempts(at: start)

        #expect(attempts.failed(ScannerError(.unsupported), at: start) == true)
        #expect(attempts.next == start + OpenAttempts.rescanPause)
    }

    @Test func `end with a success and begin again with a loss`() {
        var attempts = OpenAttempts(at: start)
        _ = attempts.failed(denied, at: start)

        attempts.succeeded()
        #expect(attempts.next == nil)

        attempts.begin(at: start + .seconds(60))
        #expect(attempts.next == start + .seconds(60))
        #expect(attempts.failed(denied, at: start + .seconds(60)) == false)
    }
}

@Suite struct `What is told about a device` {
    @Test func `is told once`() {
        var status = DeviceStatus(name: "scanner")

        #expect(
            status.arrived(detail: "0c2e:0b61@1-1")
                == .arrived("scanner", detail: "0c2e:0b61@1-1")
        )
        #expect(status.arrived(detail: "0c2e:0b61@1-1") == nil)
    }

    @Test func `is a loss only of what was there`() {
        var status = DeviceStatus(name: "scanner")
        let gone = ScannerError(.disconnected)
        let denied = ScannerError(.accessDenied)

        #expect(status.failed(denied) == .unavailable("scanner", denied))
        #expect(status.failed(denied) == nil)
        _ = status.arrived(detail: "a")
        #expect(status.failed(gone) == .lost("scanner", gone))
        #expect(status.failed(denied) == .unavailable("scanner", denied))
    }

    @Test func `is not that a lost device is not found`() {
        var status = DeviceStatus(name: "scanner")
        _ = status.arrived(detail: "a")
        _ = status.failed(ScannerError(.disconnected))

        #expect(status.failed(ScannerError(.notFound)) == nil)
    }

    @Test func `is a silent loss when it was never there`() {
        var status = DeviceStatus(name: "scanner")

        #expect(status.lost(ScannerError(.disconnected)) == nil)
        #expect(
            status.failed(ScannerError(.notFound))
                == .unavailable("scanner", ScannerError(.notFound))
        )
    }

    @Test func `is told again when the device comes back at another port`() {
        var status = DeviceStatus(name: "scanner")
        _ = status.arrived(detail: "a")

        #expect(status.arrived(detail: "b") == .arrived("scanner", detail: "b"))
    }
}
