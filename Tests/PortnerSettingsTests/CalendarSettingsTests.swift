// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerSettings
import Testing

@Suite struct `The calendar of a configuration` {
    private func settings(_ calendar: String, hours: String? = nil) throws -> Settings {
        var text = Minimal.text + "\ncalendar:\n" + calendar
        if let hours {
            text = text.replacing(try #require(text.firstMatch(of: /hours: .*\n/)).0, with: hours)
        }
        return try SettingsFile.read(text, file: "portner.yaml")
    }

    /// The number of the line before the calendar.
    private let linesBefore = Minimal.text.split(
        separator: "\n",
        omittingEmptySubsequences: false
    ).count

    private func problems(_ calendar: String) -> [String] {
        Minimal.problems(Minimal.text + "\ncalendar:\n" + calendar).map { problem in
            let parts = problem.split(separator: ":", maxSplits: 2)
            let line = parts.count > 1 ? (Int(parts[1]) ?? 0) - linesBefore : 0
            return "\(line):\(parts.last ?? "")"
        }
    }

    private func schedule(_ settings: Settings) throws -> Schedule {
        try #require(settings.station.rules.first).schedule
    }

    private func date(_ text: String) throws -> CivilDate {
        try #require(CivilDate(iso8601: text))
    }

    private func modes(_ schedule: Schedule, _ text: String) throws -> [HoursMode] {
        schedule.day(on: try date(text)).stretches.map(\.mode)
    }

    @Test func `closes public holidays unless it says else`() throws {
        let usual = try schedule(try SettingsFile.read(Minimal.text, file: "portner.yaml"))
        #expect(try modes(usual, "2026-12-25") == [.closed])
        #expect(try modes(usual, "2026-12-24") == [.closed, .selfService, .closed])
        let open = try schedule(try settings("  holidays: as-usual\n"))
        #expect(try modes(open, "2026-12-25") == [.closed, .selfService, .closed])
    }

    @Test func `is read whole`() throws {
        let schedule = try schedule(
            try settings(
                """
                  holidays:
                    others: ["12:00-14:00 self-service"]
                    juledag: closed
                    langfredag: as-usual
                    juleaftensdag: ["08:00-12:00 staffed"]
                  local-days:
                    - { date: 06-24, name: sankthans, hours: closed }
                  exceptions:
                    - { date: 2026-12-27, reason: flytning }
                    - from: 2027-07-05
                      to: 2027-07-18
                      hours: ["10:00-16:00 self-service pin", "22:00-01:00 staffed"]
                      reason: sommer
                      doors: [front]
                  closures:
                    - { from: "2026-11-24 14:00", until: 2026-11-25T09:00, reason: el }
                """
            )
        )
        #expect(try modes(schedule, "2027-05-06") == [.closed, .selfService, .closed])
        #expect(try modes(schedule, "2026-12-25") == [.closed])
        #expect(try modes(schedule, "2026-12-24") == [.closed, .staffed, .closed])
        #expect(try modes(schedule, "2027-06-24") == [.closed])
        #expect(try modes(schedule, "2026-12-27") == [.closed])
        #expect(
            try modes(schedule, "2027-07-05") == [
                .closed, .selfService, .closed, .staffed,
            ]
        )
        #expect(schedule.day(on: try date("2027-07-05")).origin == .exception("sommer"))
        #expect(schedule.closures.map(\.reason) == ["el"])
        #expect(try modes(schedule, "2026-11-24") == [.closed, .selfService, .closed])
        #expect(schedule.holidays.named[.goodFriday] == .asUsual)
    }

    @Test func `refuses what cannot be, and says where and why`() throws {
        #expect(
            problems(
                """
                  holidays: sometimes
                  local-days:
                    - { date: 02-30, name: skudday }
                  exceptions:
                    - { date: 2026-02-29, reason: x }
                    - { from: 2026-03-02, to: 2026-03-01, reason: x }
                    - { date: 2026-03-02, to: 2026-03-05, reason: x }
                    - { date: 2026-04-01, hours: open, reason: x }
                    - date: 2026-04-02
                      hours: ["10:00-12:00 staffed", "11:00-13:00 staffed"]
                      reason: x
                    - { date: 2026-04-03, reason: x, doors: [back] }
                  closures:
                    - { from: "2026-03-02 10:00", reason: x }
                    - { from: "2026-03-02 10:00", until: "2026-03-02 09:00", reason: x }
                """
            ) == [
                "2: calendar.holidays: must be closed or a list of periods",
                "4: calendar.local-days[0].date: must be a month and a day such as 06-24",
                "6: calendar.exceptions[0].date: must be a date that the calendar has, such as "
                    + "2026-12-24",
                "7: calendar.exceptions[1].to: 2026-03-01 is before 2026-03-02: the exception "
                    + "would never hold",
                "8: calendar.exceptions[2]: needs either 'date', or 'from' and 'to'",
                "9: calendar.exceptions[3].hours: must be closed or a list of periods",
                "11: calendar.exceptions[4].hours: periods overlap on this day at 11:00: nobody "
                    + "could tell which of the two holds",
                "13: calendar.exceptions[5].doors: there is no door 'back'",
                "15: calendar.closures[0].until: is missing; a closure without an end would close "
                    + "for good",
                "16: calendar.closures[1].until: is not after 'from': the closure would never hold",
            ]
        )
    }

    @Test func `refuses two exceptions for one date, and names both lines`() throws {
        #expect(
            problems(
                """
                  exceptions:
                    - { from: 2026-12-20, to: 2026-12-31, reason: jul }
                    - { date: 2026-12-31, reason: nytår }
                """
            ) == [
                "4: calendar.exceptions[1]: 2026-12-31 has an exception already, in line "
                    + "\(linesBefore + 3)"
                    + ": nobody could tell which of the two holds"
            ]
        )
        #expect(
            problems(
                """
                  local-days:
                    - { date: 06-24, name: a }
                    - { date: 06-24, name: b }
                """
            ) == ["3: calendar.local-days: 'b' has the date of another local day"]
        )
    }

    @Test func `warns of hours in which nobody would ever be let in`() throws {
        let text = try Minimal.replacing("\"08:00-22:00 self-service\"", with: "08:00-22:00 closed")
        #expect(
            try SettingsFile.read(text, file: "portner.yaml").warnings.map(\.description) == [
                "portner.yaml:11: doors[0].hours: no hour of any day is open: nobody would ever be "
                    + "let in"
            ]
        )
    }

    @Test func `warns of hours that let in whoever holds a card`() throws {
        let free = try Minimal.replacing("- name: front", with: "- name: front\n    pin: false")
        let warnings = try SettingsFile.read(free, file: "portner.yaml").warnings
        #expect(
            warnings.map(\.description) == [
                "portner.yaml:12: doors[0].hours: 08:00-22:00 self-service asks for no PIN, no age "
                    + "and no enrolment: whoever holds a card that the library knows is let in, "
                    + "found cards among them"
            ]
        )
        #expect(try SettingsFile.read(Minimal.text, file: "portner.yaml").warnings.isEmpty)
    }

    @Test func `warns of a door that would never be locked, and of one that opens to the banned`()
        throws
    {
        let text = try Minimal.replacing(
            "\"08:00-22:00 self-service\"",
            with: "00:00-24:00 staffed"
        ).replacing(
            "- name: front",
            with:
                "- name: front\n    hold-open-when-staffed: true\n"
                + "    blocks: { O: allow, U: allow }"
        )
        let warnings = try SettingsFile.read(text, file: "portner.yaml").warnings
        #expect(
            warnings.map(\.description) == [
                "portner.yaml:12: doors[0].blocks: O, U would open the door to cards reported "
                    + "stolen or lost, or to people whom the library has excluded",
                "portner.yaml:13: doors[0].hours: every hour of the week is staffed and the door "
                    + "is held open then: it would never be locked, except on holidays and "
                    + "exceptions",
            ]
        )
    }
}
