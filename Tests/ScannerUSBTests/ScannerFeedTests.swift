// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import PortnerCore
import Testing

@testable import ScannerUSB

@Suite struct `The feed of a device` {
    private let start = Uptime(.seconds(10))

    private func serialFeed() -> ScannerFeed {
        var feed = ScannerFeed(name: "tty")
        feed.use(.serial(.init(), .card))
        return feed
    }

    private func receive(
        _ text: String,
        _ feed: inout ScannerFeed,
        at time: Uptime
    ) -> [ScannerEvent] {
        feed.receive(Array(text.utf8).span, at: time)
    }

    @Test func `puts the device's name to a scan`() throws {
        var feed = serialFeed()

        let events = receive("6112804321\r", &feed, at: start)

        guard case .scanned("tty", let scan) = try #require(events.first) else {
            Issue.record("not a scan")
            return
        }
        #expect(events.count == 1)
        #expect(scan.text == "6112804321")
    }

    @Test func `ends a code without a terminator after silence`() throws {
        var feed = serialFeed()

        #expect(receive("6112804321", &feed, at: start) == [])
        let deadline = try #require(feed.deadline)
        #expect(feed.advance(to: start) == [])
        #expect(feed.advance(to: deadline).count == 1)
    }

    @Test func `drops what a lost device had begun`() {
        var feed = serialFeed()
        _ = receive("61128", &feed, at: start)

        #expect(feed.interrupt() == [.refused("tty", .incomplete)])
        #expect(feed.interrupt() == [])
    }

    @Test func `does not take a card twice because the device was gone in between`() {
        var feed = serialFeed()
        _ = receive("6112804321\r", &feed, at: start)

        _ = feed.interrupt()
        feed.use(.serial(.init(), .card))
        let events = receive("6112804321\r", &feed, at: start + .milliseconds(500))

        #expect(events == [.refused("tty", .duplicate)])
    }

    @Test func `gives the keys of a keypad one by one`() {
        var feed = ScannerFeed(name: "pad")
        feed.use(.keypad())
        let pressed: [UInt8] = [0, 0, 0x59, 0x5A, 0, 0, 0, 0]

        let events = feed.receive(pressed.span, at: start)

        #expect(events == [.keyPressed("pad", .digit(1)), .keyPressed("pad", .digit(2))])
    }

    @Test func `gives nothing before the device's way of speaking is known`() {
        var feed = ScannerFeed(name: "pad")

        #expect(receive("6112804321\r", &feed, at: start) == [])
        #expect(feed.deadline == nil)
    }
}

@Suite struct `A scanner's settings` {
    private let scanner = ScannerDevice(
        name: "scanner",
        connection: .usb(USBIdentity(portPath: "1-1")),
        role: .scanner(.card)
    )
    private let keypad = ScannerDevice(
        name: "keypad",
        connection: .usb(USBIdentity(portPath: "1-2")),
        role: .keypad()
    )

    @Test func `follow the way in which the device speaks`() {
        #expect(scanner.mode(for: .keyboard) == .keyboard(.init(), .card))
        #expect(scanner.mode(for: .pos(.common)) == .pos(.common, .card))
        #expect(scanner.mode(for: .serial) == .serial(.init(), .card))
    }

    @Test func `let a keypad speak as a keyboard only`() {
        #expect(keypad.mode(for: .keyboard) == .keypad())
        #expect(keypad.mode(for: .pos(.common)) == nil)
        #expect(keypad.mode(for: .serial) == nil)
    }

    @Test func `may name several devices`() {
        #expect(ScannerUSB.findMistake(in: [scanner, keypad]) == nil)
    }

    @Test func `must not name a device or a connection twice`() {
        var sameName = keypad
        sameName.name = "scanner"
        var samePort = keypad
        samePort.connection = scanner.connection

        #expect(ScannerUSB.findMistake(in: [scanner, sameName])?.code == .invalidSettings)
        #expect(ScannerUSB.findMistake(in: [scanner, samePort])?.code == .invalidSettings)
    }

    @Test func `must say which USB device is meant`() {
        var anything = scanner
        anything.connection = .usb(USBIdentity())

        #expect(ScannerUSB.findMistake(in: [anything])?.code == .invalidSettings)
    }

    @Test func `must not put a keypad on a serial port`() {
        var serial = keypad
        serial.connection = .serial(path: "/dev/serial/by-id/keypad")

        #expect(ScannerUSB.findMistake(in: [serial])?.code == .invalidSettings)
    }

    @Test func `are limited in number`() throws {
        let devices = try (0...ScannerDevice.devicesMax).map { number in
            ScannerDevice(
                name: try #require(DeviceName("scanner-\(number)")),
                connection: .usb(USBIdentity(portPath: "1-\(number)")),
                role: .scanner(.card)
            )
        }

        #expect(ScannerUSB.findMistake(in: devices)?.code == .invalidSettings)
        #expect(ScannerUSB.findMistake(in: devices.dropLast()) == nil)
    }
}

@Suite struct `A scanner's error` {
    @Test func `has a code that stays the same`() {
        #expect(
            ScannerError.Code.allCases.map(\.rawValue) == [
                "invalid-settings", "not-found", "disconnected", "access-denied", "busy",
                "unsupported", "transfer-failed", "failed",
            ]
        )
    }

    @Test func `says the reason after the code`() {
        #expect(ScannerError(.busy, reason: "Resource busy").description == "busy: Resource busy")
        #expect(ScannerError(.busy).description == "busy")
    }
}
