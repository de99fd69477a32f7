// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import LockGPIO

/// The driver on a machine that has no such chip.
@Suite struct `The lock driver without its chip` {
    private static let front = DoorLines(
        door: "front",
        chip: "a label that no chip has",
        lock: OutputLine(name: "LOCK"),
        kind: .strikeFailSecure,
        contact: InputLine(name: "CONTACT")
    )

    private func makeDriver() -> (LockGPIO, AsyncStream<LockEvent>) {
        let (events, continuation) = AsyncStream.makeStream(of: LockEvent.self)
        return (LockGPIO(doors: [Self.front]) { continuation.yield($0) }, events)
    }

    @Test func `starts, and reports every line it cannot get`() async throws {
        let (driver, events) = makeDriver()

        try driver.start()
        var lost: [LineRole] = []
        for await case .lineLost(let door, let role, _) in events where door == "front" {
            lost.append(role)
            if lost.count == 2 { break }
        }
        driver.stop()

        #expect(lost == [.lock, .contact])
    }

    @Test func `refuses to release or secure the lock, and says so`() throws {
        let (driver, _) = makeDriver()
        try driver.start()
        defer { driver.stop() }

        #expect(throws: LockError.self) { try driver.release("front", for: .seconds(1)) }
        #expect(throws: LockError.self) { try driver.secure("front") }
        #expect(!driver.isReleased("front"))
    }

    @Test func `knows only the doors of its settings`() throws {
        let (driver, _) = makeDriver()

        #expect(throws: LockError(.unknownDoor, door: "back")) { try driver.secure("back") }
        #expect(!driver.isReleased("back"))
    }

    @Test func `drives nothing before it is started`() {
        let (driver, _) = makeDriver()

        #expect(throws: LockError(.notRunning, door: "front", line: .lock)) {
            try driver.release("front", for: .seconds(1))
        }
    }

    @Test func `drives nothing after it is stopped`() throws {
        let (driver, _) = makeDriver()
        try driver.start()

        let failures = driver.stop()

        #expect(failures.map(\.door) == ["front"])
        #expect(throws: LockError(.notRunning, door: "front", line: .lock)) {
            try driver.release("front", for: .seconds(1))
        }
    }

    @Test func `can be stopped twice and started again`() throws {
        let (driver, _) = makeDriver()
        try driver.start()
        driver.stop()

        #expect(driver.stop().isEmpty)
        try driver.start()
        driver.stop()
    }

    @Test func `refuses to be started twice`() throws {
        let (driver, _) = makeDriver()
        try driver.start()
        defer { driver.stop() }

        #expect(throws: LockError(.invalidSettings)) { try driver.start() }
    }

    @Test func `names the doors it could not secure after a crash`() {
        let failures = LockGPIO.secureAllOnce(doors: [Self.front])

        #expect(failures.map(\.door) == ["front"])
        #expect(failures.map(\.line) == [.lock])
    }
}
