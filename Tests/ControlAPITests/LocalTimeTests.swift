// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Testing

@Suite struct `A local time` {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00+00:00", 0),
            ("2026-11-22T20:46:05+01:00", 1_795_376_765),
            ("2000-02-29T23:59:59-03:30", 951_881_399),
            ("0001-01-01T00:00:00+00:00", -62_135_596_800),
            ("9999-12-31T23:59:59+00:00", 253_402_300_799),
        ] as [(String, Int64)]
    )
    func `is a point in time`(text: String, seconds: Int64) throws {
        let time = try #require(LocalTime(text))
        #expect(time.secondsSince1970 == seconds)
        #expect(time.text == text)
    }

    @Test(
        arguments: [
            "", "2026-11-22", "2026-11-22T20:46:05Z", "2026-11-22T20:46:05.000+01:00",
            "2026-11-22 20:46:05+01:00", "2026-13-22T20:46:05+01:00", "2026-02-29T00:00:00+01:00",
            "2026-11-00T00:00:00+01:00", "2026-11-22T24:00:00+01:00", "2026-11-22T20:60:00+01:00",
            "2026-11-22T20:46:60+01:00", "2026-11-22T20:46:05+24:00", "2026-11-22T20:46:05 01:00",
            "0000-11-22T20:46:05+01:00", "2026-11-22T20:46:0x+01:00", "2026-11-22T20:46:05+0100",
        ]
    )
    func `refuses every other form`(text: String) {
        #expect(LocalTime(text) == nil)
    }

    @Test func `shows its parts`() throws {
        let time = try #require(LocalTime("2026-11-22T20:46:05+01:00"))
        #expect(time.date == "2026-11-22")
        #expect(time.clock == "20:46:05")
        #expect(time.minute == "20:46")
    }

    @Test func `is measured across a clock change`() throws {
        let summer = try #require(LocalTime("2026-10-25T02:30:00+02:00"))
        let winter = try #require(LocalTime("2026-10-25T02:30:00+01:00"))
        #expect(winter.duration(since: summer) == .seconds(3600))
    }
}

@Suite struct `A length of time in words` {
    @Test(
        arguments: [
            (-5, "0 s"), (0, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "59 min"), (3600, "1 h"),
            (12_000, "3 h 20 min"), (86_399, "23 h 59 min"), (86_400, "1 d"), (526_000, "6 d 2 h"),
        ] as [(Int, String)]
    )
    func `has at most two units`(seconds: Int, words: String) {
        #expect(Duration.seconds(seconds).words == words)
    }
}
