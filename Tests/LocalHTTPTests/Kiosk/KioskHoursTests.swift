// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import LocalHTTP

@Suite struct `The hours in a kiosk's head` {
    /// A moment of Sunday 22 November 2026 in Denmark, on which the library closes at ten.
    private func moment(_ clock: String, trust: ClockTrust = .trusted) throws -> Moment {
        let parts = clock.split(separator: ":").compactMap { Int64($0) }
        try #require(parts.count == 3)
        let midnight = Int64(1_795_302_000)
        let seconds = midnight + parts[0] * 3600 + parts[1] * 60 + parts[2]
        let timestamp = Timestamp(milliseconds: seconds * 1000)
        return Moment(
            uptime: Uptime(.seconds(seconds)),
            timestamp: timestamp,
            civil: CivilTime(timestamp, secondsAheadOfUTC: 3600),
            clock: trust
        )
    }

    private func hours(
        at clock: String,
        closes: Bool = true,
        trust: ClockTrust = .trusted
    ) throws -> KioskSnapshot.Hours? {
        let (from, to) = (try #require(TimeOfDay("8:00")), try #require(TimeOfDay("22:00")))
        let morning = try #require(SchedulePeriod(from: from, to: to, mode: .selfService))
        let night = SchedulePeriod(from: to, to: .endOfDay, mode: .staffed)
        let day = closes ? [morning] : [morning, try #require(night)]
        let week = Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, day) })
        let schedule = try Schedule(week)
        let now = try moment(clock, trust: trust)
        let view = KioskView(kiosk: "hall", session: 1, page: .idle)
        let look = try KioskLook(
            try PanelLook(libraryName: "Havnsø", languages: [.danish]),
            address: nil
        )
        return KioskSnapshot(
            KioskHub.Published(view: view, since: now, sequence: 1),
            look: look,
            hours: KioskPort.Hours(
                mode: schedule.mode(at: now.civil),
                nextChange: schedule.nextChange(after: now.civil)
            ),
            now: now
        ).hours
    }

    @Test(
        arguments: [
            // The time of day, what stands there, and the seconds until the page closes itself.
            ("20:46:05", "Selvbetjening til kl.\u{A0}22", 4435),
            ("21:44:59", "Selvbetjening til kl.\u{A0}22", 901),
            ("21:45:00", "Selvbetjening til kl.\u{A0}22", 900),
            ("21:59:59", "Selvbetjening til kl.\u{A0}22", 1),
            ("22:00:00", "Åbner i morgen kl.\u{A0}8", nil), ("7:59:59", "Åbner kl.\u{A0}8", nil),
            ("8:00:00", "Selvbetjening til kl.\u{A0}22", 50_400),
        ] as [(String, String, Int64?)]
    )
    func `tell the page when it has to count and to close by itself`(
        _ clock: String,
        _ words: String,
        _ seconds: Int64?
    ) throws {
        let hours = try #require(try hours(at: clock))
        #expect(hours.now == words)
        #expect(hours.closesIn == seconds.map { $0 * 1000 })
        #expect(hours.isOpen == (seconds != nil))
        #expect(hours.warnsFrom == 15 * 60_000)
        #expect(hours.closed == "Lukket")
    }

    @Test func `count down to no change but closing`() throws {
        #expect(try hours(at: "21:50:00", closes: false)?.closesIn == nil)
        #expect(try hours(at: "21:50:00", closes: false)?.isOpen == true)
    }

    @Test func `are not told by a clock that nobody believes`() throws {
        #expect(try hours(at: "21:50:00", trust: .jumped) == nil)
    }
}
