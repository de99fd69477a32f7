// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerSettings
import Testing

@testable import LockGPIO
@testable import PortnerDaemon

/// A configuration with one door, and a door's further lines.
private func settings(_ lines: String = "", chip: String = "gpio") throws -> Settings {
    let text = """
        branch: Bakkelund
        library: { host: 192.0.2.17, port: 6001 }
        devices: [{ name: scanner, role: scanner, usb: { port: "1-1" } }]
        doors:
          - name: front
            hours: { every-day: ["08:00-22:00 self-service"] }
            lock: { chip: \(chip), line: lock, kind: maglock }
            \(lines)
        readers: [{ name: outside, door: front, scanner: scanner }]

        """
    return try SettingsFile.read(text, file: "portner.yaml")
}

@Suite struct `A line of a configuration that was read anew` {
    private func door(_ new: Settings, since start: Settings) throws -> DoorSettings {
        try #require(new.station(watchedSince: start).doors.first)
    }

    private func full(contact: String = "c", chip: String = "gpio") throws -> Settings {
        try settings(
            """
            contact: { line: \(contact) }
                bolt: { line: b }
                alarm-armed: { line: a }
            """,
            chip: chip
        )
    }

    @Test func `is not judged before the restart that opens it`() throws {
        let door = try door(try full(), since: try settings())
        #expect(!door.hasContact && !door.hasBoltSense && !door.hasAlarmLine)
    }

    @Test func `is not judged where another was opened in its place`() throws {
        let moved = try door(try full(contact: "other"), since: try full())
        #expect(!moved.hasContact && moved.hasBoltSense && moved.hasAlarmLine)
        let elsewhere = try door(try full(chip: "other"), since: try full())
        #expect(!elsewhere.hasContact && !elsewhere.hasBoltSense)
    }

    @Test func `is judged when it is open already, and no longer when it is gone`() throws {
        #expect(try door(try full(), since: try full()) == (try full().station.doors.first))
        #expect(try door(try settings(), since: try full()) == (try settings().station.doors.first))
    }
}

@Suite struct `A line that comes back` {
    private func isAlarm(_ event: LockEvent) throws -> Bool {
        let inbox = Inbox()
        Devices(try settings(), inbox: inbox).take(event)
        guard
            case .event(.deviceNoted(_, _, _, let isAlarm))? =
                inbox.take(waitingAtMost: .zero).first
        else { throw NothingNoted() }
        return isAlarm
    }

    private struct NothingNoted: Error {}

    @Test func `is noted, and is no alarm as its loss is one`() throws {
        let loss = LockError(.chipMissing, door: "front", line: .contact)
        #expect(try isAlarm(.lineLost("front", .contact, loss)))
        #expect(try !isAlarm(.lineReturned("front", .contact)))
        #expect(try isAlarm(.switchLost("light", loss)))
        #expect(try !isAlarm(.switchReturned("light")))
    }
}
