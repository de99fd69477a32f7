// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A date in a field` {
    @Test(arguments: [
        ("20261206    235900", "20261206"), ("20261206   Z235900", "20261206"),
        ("20261206", "20261206"), ("20261206 23:59", "20261206"), ("2026-12-06", "20261206"),
        ("2026-12-06 23:59", "20261206"), ("2026-12-06T23:59:00", "20261206"),
        ("20240229", "20240229"), ("20261206/235900", "20261206"),
    ])
    func `tells the day where that is certain`(text: String, day: String) throws {
        let expected = try #require(CalendarDay(day))
        #expect(DateText(text).day == expected)
    }

    @Test(arguments: [
        "", " ", "06/12/2026", "06-12-2026", "6. december 2026", "202612", "2026120", "202612061",
        "20261306", "20230229", "2026-13-06", "2026/12/06", "2026-12-0", "00000000", "i morgen",
    ])
    func `tells no day where it is not`(text: String) {
        #expect(DateText(text).day == nil)
    }

    @Test func `tells the time in the protocol's own form only`() {
        #expect(DateText("20261206    235900").timestamp == Timestamp("20261206    235900"))
        #expect(DateText("20261206   Z235900").timestamp?.zone == .utc)
        #expect(DateText("2026-12-06 23:59").timestamp == nil)
        #expect(DateText("20261206").timestamp == nil)
    }

    // A zone that nobody knows is read as local time, even one that looks like a digit more.
    @Test(arguments: ["202612060  '232950", "20261206+100235900", "20261206UTC+235900"])
    func `tells the day of every time it tells`(text: String) {
        let date = DateText(text)
        #expect(date.timestamp != nil)
        #expect(date.day == date.timestamp?.day)
        #expect(date.day == CalendarDay("20261206"))
    }

    @Test func `of a time is written in the protocol's form`() throws {
        let time = try #require(recordedTime)
        let date = DateText(time)
        #expect(date.text == "20261122    012826")
        #expect(date.timestamp == time)
        #expect("\(date)" == date.text)
    }
}
