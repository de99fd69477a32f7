// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerDaemon

@Suite struct `The machine's clock` {
    private let copenhagen = TimeZone(identifier: "Europe/Copenhagen")

    @Test func `knows both sides of the clock change`() throws {
        let zone = try #require(copenhagen)
        let clock = SystemClock(zone: zone, mustBeSynchronised: false)
        let summer = CivilDate(year: 2027, month: 7, day: 1)?.dayNumber ?? 0
        let winter = CivilDate(year: 2027, month: 1, day: 1)?.dayNumber ?? 0
        func ahead(_ day: Int) -> Int {
            clock.secondsAheadOfUTC(atLocal: Timestamp(milliseconds: Int64(day) * 86_400_000))
        }
        #expect(ahead(summer) == 7200)
        #expect(ahead(winter) == 3600)
    }

    @Test func `gives a civil time that fits its time stamp`() throws {
        let clock = SystemClock(zone: try #require(copenhagen), mustBeSynchronised: false)
        let now = clock.now()
        let rebuilt = CivilTime(now.timestamp, secondsAheadOfUTC: now.civil.secondsAheadOfUTC)
        #expect(rebuilt == now.civil)
    }

    @Test func `never runs backwards`() throws {
        let clock = SystemClock(zone: try #require(copenhagen), mustBeSynchronised: false)
        let first = clock.now().uptime
        #expect(first <= clock.now().uptime)
    }
}
