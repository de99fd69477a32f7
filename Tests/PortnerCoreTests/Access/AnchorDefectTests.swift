// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// Defects found in other access controllers, each refused here by name.
///
/// Those of calendars: SSAuthenticator has one interval a weekday, in UTC, and no holiday;
/// esp-rfid ignored its opening hours (#631); Noisebridge's holidays were off by the time zone;
/// Tūranga opened on a public holiday, for which the holiday guard has its own test.
@Suite struct `Defects of other controllers` {
    private func local(_ text: String, _ day: CivilDate, ahead: Int = 3600) throws -> Moment {
        let minutes = Int64(day.dayNumber) * 1440 + Int64(try time(text).minutes)
        let timestamp = Timestamp(milliseconds: (minutes * 60 - Int64(ahead)) * 1000)
        return Moment(
            uptime: uptime(),
            timestamp: timestamp,
            civil: CivilTime(timestamp, secondsAheadOfUTC: ahead),
            clock: .trusted
        )
    }

    private func outcome(_ schedule: Schedule, at now: Moment) -> Outcome {
        let held = known(facts(at: now.timestamp))
        return PortnerCoreTests.outcome(rules(schedule), Evidence(now: now, cached: held))
    }

    @Test func `SSA: several intervals a day, in local time and not in UTC`() throws {
        let hours = try everyDay(
            SchedulePeriod(from: try time("06:00"), to: try time("09:00"), mode: .selfService),
            SchedulePeriod(from: try time("18:00"), to: try time("22:00"), mode: .selfService)
        )
        let summer = try date(2026, 7, 1)
        for (text, expected) in [
            ("05:59", Outcome.denied(.closed)), ("06:00", .granted), ("09:00", .denied(.closed)),
            ("18:00", .granted), ("21:59", .granted), ("22:00", .denied(.closed)),
        ] {
            #expect(outcome(hours, at: try local(text, summer, ahead: 7200)) == expected)
            #expect(outcome(hours, at: try local(text, try date(2026, 12, 1))) == expected)
        }
    }

    @Test func `ESP: opening hours are never ignored, whoever comes`() throws {
        let night = try local("03:00", try date(2026, 11, 24))
        let hours = try everyDay(
            SchedulePeriod(from: try time("08:00"), to: try time("22:00"), mode: .selfService)
        )
        #expect(outcome(hours, at: night) == .denied(.closed))
        #expect(outcome(.always(.closed), at: night) == .denied(.closed))
        #expect(outcome(try Schedule([:]), at: night) == .denied(.closed))
    }

    @Test func `Noisebridge: a holiday begins and ends at local midnight`() throws {
        let all = SchedulePeriod(from: .midnight, to: .endOfDay, mode: .selfService)
        let days = try everyDay(all).days
        let hours = try Schedule(days, holidays: HolidayRules(others: .closed))
        let newYear = try date(2027, 1, 1)
        #expect(outcome(hours, at: try local("23:59", newYear.advanced(by: -1))) == .granted)
        #expect(outcome(hours, at: try local("00:00", newYear)) == .denied(.closed))
        #expect(outcome(hours, at: try local("23:59", newYear)) == .denied(.closed))
        #expect(outcome(hours, at: try local("00:00", newYear.advanced(by: 1))) == .granted)
    }

    @Test func `SSA: facts that are too old are never the reason to let somebody in`() throws {
        let door = rules()
        let old = known(facts(aged: door.limits.debts + .seconds(1)))
        let seen = Evidence(now: moment(), cached: old)
        #expect(PortnerCoreTests.outcome(door, seen) == .needs(.askLibrary))
    }

    @Test func `acnode: an unknown card is not accepted while the server is down`() {
        var door = rules()
        for outage in [OutageRule.denyAll, .admitVerified(within: .days(7))] {
            door.outage = outage
            let seen = Evidence(now: moment(), cached: .unknown, library: .noAnswer)
            #expect(PortnerCoreTests.outcome(door, seen) == .denied(.libraryUnreachable))
        }
    }

    @Test func `RED: an outage lets in neither all nor nobody, but who was verified`() {
        var door = rules()
        door.outage = .admitVerified(within: .hours(24))
        let seen = { (cached: CacheAnswer) in
            Evidence(now: moment(), cached: cached, library: .noAnswer)
        }
        #expect(PortnerCoreTests.outcome(door, seen(known(facts(aged: .hours(23))))) == .granted)
        let stale = seen(known(facts(aged: .hours(25))))
        #expect(PortnerCoreTests.outcome(door, stale) == .denied(.libraryUnreachable))
        let blocked = seen(known(facts(blocks: [.excluded])))
        #expect(PortnerCoreTests.outcome(door, blocked) == .denied(.blocked))
    }

    @Test func `edge-sip2: a block that nobody foresaw is not overlooked`() throws {
        let strange = try #require(BlockCode("Z"))
        var seen = Evidence(now: moment(), cached: known(facts(blocks: [strange])))
        seen.library = .known(facts(blocks: [strange]))
        #expect(PortnerCoreTests.outcome(rules(), seen) == .denied(.blocked))
    }

    @Test func `Libki: no PIN is never a right PIN`() {
        for pin in [PINEvidence.notEntered, .withheld, .entered, .mismatched, .rejected] {
            let seen = Evidence(
                now: moment(),
                cached: known(facts(), verifier("right")),
                library: .known(facts()),
                pin: pin
            )
            #expect(PortnerCoreTests.outcome(rules(asksPIN: true), seen) != .granted)
        }
    }
}
