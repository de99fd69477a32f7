// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A timestamp` {
    @Test func `reads and writes local time and UTC`() throws {
        let local = try #require(Timestamp("20261122    012826"))
        #expect(local.day == CalendarDay(year: 2026, month: 11, day: 22))
        #expect((local.hour, local.minute, local.second) == (1, 28, 26))
        #expect(local.zone == .local)
        #expect(local.description == "20261122    012826")
        let utc = try #require(Timestamp("20261122   Z012826"))
        #expect(utc.zone == .utc)
        #expect(utc.description == "20261122   Z012826")
    }

    @Test func `reads another zone as local time`() {
        #expect(Timestamp("20261122 CET012826")?.zone == .local)
    }

    @Test(arguments: [
        "", "20261122", "                  ", "20261322    012826", "20260230    012826",
        "20261122    242826", "20261122    016026", "20261122    012861", "2026112x    012826",
        "20261122    0128261", "２0261122    01282",
    ])
    func `refuses what is no date and time`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `refuses parts out of range`() throws {
        let day = try #require(CalendarDay(year: 2026, month: 1, day: 1))
        #expect(Timestamp(day: day, hour: 23, minute: 59, second: 60) != nil)
        #expect(Timestamp(day: day, hour: 24, minute: 0, second: 0) == nil)
        #expect(Timestamp(day: day, hour: 0, minute: -1, second: 0) == nil)
    }
}

@Suite struct `A calendar day` {
    @Test(arguments: [
        ("20240229", true), ("20230229", false), ("20000229", true),
        ("19000229", false), ("20260431", false), ("20260430", true), ("20260001", false),
    ])
    func `exists or not`(text: String, exists: Bool) {
        #expect((CalendarDay(text) != nil) == exists)
        #expect(CalendarDay(text)?.description == (exists ? text : nil))
    }

    @Test func `comes before later ones`() throws {
        let first = try #require(CalendarDay("20251231"))
        let second = try #require(CalendarDay("20260101"))
        #expect(first < second)
        #expect(!(second < first))
    }
}
