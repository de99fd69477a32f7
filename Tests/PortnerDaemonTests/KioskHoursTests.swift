// SPDX-License-Identifier: MPL-2.0

import LocalHTTP
import PortnerCore
import PortnerSettings
import Testing

@testable import PortnerDaemon

@Suite struct `The hours that a kiosk's page is told` {
    private static let doors = """
        doors:
          - name: front
            hours: { every-day: ["08:00-22:00 self-service"] }
            lock: { chip: gpio, line: front, kind: maglock }
          - name: back
            hours: { every-day: ["10:00-16:00 staffed"] }
            lock: { chip: gpio, line: back, kind: maglock }

        """

    private func hours(_ part: String, at hour: Int64) throws -> KioskPort.Hours? {
        let text = """
            branch: Prøvebiblioteket
            library: { host: 192.0.2.17, port: 6001 }
            devices: [{ name: hall-scanner, role: scanner, usb: { port: "1-2" } }]
            kiosks: [{ name: hall, scanner: hall-scanner }]
            \(part)
            """
        let timestamp = Timestamp(milliseconds: 1_795_302_000_000 + hour * 3_600_000)
        let now = Moment(
            uptime: Uptime(.seconds(1)),
            timestamp: timestamp,
            civil: CivilTime(timestamp, secondsAheadOfUTC: 3600),
            clock: .trusted
        )
        return KioskPort.Hours(try SettingsFile.read(text, file: "portner.yaml"), at: now)
    }

    @Test func `are those of the first door`() throws {
        let hours = try #require(try hours(Self.doors, at: 21))
        #expect(hours.mode == .selfService)
        #expect(hours.nextChange?.mode == .closed)
        #expect(hours.nextChange?.time == TimeOfDay("22:00"))
        #expect(try self.hours(Self.doors, at: 23)?.mode == .closed)
    }

    @Test func `are those of the door that the building follows`() throws {
        let building = Self.doors + "building: { hours-of: back }\n"
        #expect(try hours(building, at: 12)?.mode == .staffed)
        #expect(try hours(building, at: 21)?.mode == .closed)
    }

    @Test func `are none where there is no door`() throws {
        #expect(try hours("", at: 12) == nil)
    }
}
