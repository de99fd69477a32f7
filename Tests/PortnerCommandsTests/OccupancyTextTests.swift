// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Testing

@testable import PortnerCommands

@Suite struct `The estimate of who may be inside` {
    private func text(inside: Int, isBlurred: Bool = false) throws -> String {
        let time = { (text: String) in try #require(LocalTime(text)) }
        let occupancy = StatusReport.Occupancy(
            inside: inside,
            entered: 12,
            left: 12 - inside,
            since: try time("2026-11-22T08:00:00+01:00"),
            lastEntry: try time("2026-11-22T21:40:00+01:00"),
            lastExit: inside == 12 ? nil : try time("2026-11-22T21:55:00+01:00"),
            isBlurred: isBlurred
        )
        return OccupancyText(occupancy, now: try time("2026-11-22T22:00:00+01:00")).text
    }

    @Test func `is told in words, with when somebody last came and went`() throws {
        #expect(
            try text(inside: 2) == """
                2 people may still be inside.
                  12 in and 10 out since 08:00
                  last in  21:40
                  last out 21:55

                """
        )
    }

    @Test func `says when it is blurred, and nothing that is not known`() throws {
        let text = try text(inside: 1, isBlurred: true)
        #expect(text.hasPrefix("1 person may still be inside.\n"))
        #expect(text.contains("held open"))
        #expect(try !self.text(inside: 12).contains("last out"))
    }
}
