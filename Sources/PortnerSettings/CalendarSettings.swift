// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Yams

/// The section `calendar`: what differs from the doors' weeks, before it is given to each door.
struct CalendarSettings {
    /// Something that holds at some doors, with the place where it is written.
    struct Entry<Value> {
        let value: Value
        let doors: Set<DoorName>?
        let section: SettingsSection

        func holds(at door: DoorName) -> Bool { doors?.contains(door) ?? true }
    }

    private(set) var holidays = HolidayRules(others: .closed)
    private(set) var localDays: [LocalDay] = []
    private(set) var exceptions: [Entry<ScheduleException>] = []
    private(set) var closures: [Entry<TemporaryClosure>] = []

    /// Reads the section; without it, public holidays are closed.
    init(_ section: SettingsSection?) {
        guard let section else { return }
        holidays = Self.holidays(section)
        localDays = section.sections("local-days", max: LocalDay.countMax).compactMap(Self.localDay)
        refuseDoubleLocalDays(section)
        exceptions = section.sections("exceptions", max: ScheduleException.countMax)
            .compactMap(Self.exception)
        closures = section.sections("closures", max: TemporaryClosure.countMax)
            .compactMap(Self.closure)
        section.refuseUnknownKeys()
        refuseDoubleExceptions()
    }

    /// What differs from a door's week.
    func exceptions(at door: DoorName) -> [ScheduleException] {
        exceptions.filter { $0.holds(at: door) }.map(\.value)
    }

    /// When a door is closed for a while.
    func closures(at door: DoorName) -> [TemporaryClosure] {
        closures.filter { $0.holds(at: door) }.map(\.value)
    }

    /// Refuses doors that are not there.
    func checkDoors(_ known: Set<DoorName>) {
        let named =
            exceptions.map { ($0.doors, $0.section) } + closures.map { ($0.doors, $0.section) }
        for (doors, section) in named {
            for door in (doors ?? []).subtracting(known).sorted() {
                section.report("doors", "there is no door '\(door)'")
            }
        }
    }

    // MARK: Parts

    /// `holidays: closed`, or a section with `others` and single holidays by name.
    private static func holidays(_ section: SettingsSection) -> HolidayRules {
        guard let node = section.value("holidays") else { return HolidayRules(others: .closed) }
        guard node.mapping != nil else {
            return HolidayRules(others: section.holidayRule("holidays") ?? .closed)
        }
        guard let part = section.section("holidays") else { return HolidayRules(others: .closed) }
        let others = part.holidayRule("others") ?? .closed
        var named: [DanishHoliday: HolidayRule] = [:]
        for holiday in DanishHoliday.allCases {
            named[holiday] = part.holidayRule(holiday.rawValue)
        }
        if named[.prayerDay] != nil {
            part.warn(
                DanishHoliday.prayerDay.rawValue,
                "was abolished from 2024; the line changes nothing"
            )
        }
        part.refuseUnknownKeys()
        return HolidayRules(others: others, named: named)
    }

    private static func localDay(_ section: SettingsSection) -> LocalDay? {
        let date: (month: Int, day: Int)? = section.parsed(
            "date",
            "a month and a day such as 06-24"
        ) {
            let parts = $0.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.map(\.utf8.count) == [2, 2], let month = Int(parts[0]),
                let day = Int(parts[1]), LocalDay(month: month, day: day, .closed, name: "") != nil
            else { return nil }
            return (month, day)
        }
        let found = section.required("date", date, or: (1, 1))
        let plan = section.dayPlan("hours") ?? .closed
        let name = section.required("name", section.text("name", lengthMax: 60), or: "")
        section.refuseUnknownKeys()
        return LocalDay(month: found.month, day: found.day, plan, name: name)
    }

    private static func exception(_ section: SettingsSection) -> Entry<ScheduleException>? {
        let single = section.date("date")
        let first = section.date("from")
        let last = section.date("to")
        let plan = section.dayPlan("hours") ?? .closed
        let reason = section.required("reason", section.text("reason", lengthMax: 100), or: "")
        let doors = section.doorNames("doors")
        section.refuseUnknownKeys()
        let given = ["date", "from", "to"].filter { section.value($0) != nil }
        guard given == ["date"] || given == ["from", "to"] else {
            section.reader.report(
                section.node,
                section.path,
                "needs either 'date', or 'from' and 'to'"
            )
            return nil
        }
        guard let from = single ?? first, let to = single ?? last else { return nil }
        guard from <= to else {
            section.report("to", "\(to) is before \(from): the exception would never hold")
            return nil
        }
        let exception = ScheduleException(from...to, plan, reason: reason)
        return Entry(value: exception, doors: doors, section: section)
    }

    private static func closure(_ section: SettingsSection) -> Entry<TemporaryClosure>? {
        let from = section.instant("from")
        let until = section.instant("until")
        let reason = section.required("reason", section.text("reason", lengthMax: 100), or: "")
        let doors = section.doorNames("doors")
        section.refuseUnknownKeys()
        for key in ["from", "until"] where section.value(key) == nil {
            section.report(key, "is missing; a closure without an end would close for good")
        }
        guard let from, let until else { return nil }
        guard let closure = TemporaryClosure(from: from, until: until, reason: reason) else {
            section.report("until", "is not after 'from': the closure would never hold")
            return nil
        }
        return Entry(value: closure, doors: doors, section: section)
    }

    // MARK: Contradictions

    private func refuseDoubleLocalDays(_ section: SettingsSection) {
        var seen: Set<[Int]> = []
        for day in localDays where !seen.insert([day.month, day.day]).inserted {
            section.report("local-days", "'\(day.name)' has the date of another local day")
        }
    }

    private func refuseDoubleExceptions() {
        for (index, later) in exceptions.enumerated() {
            for earlier in exceptions[..<index] where earlier.contradicts(later) {
                let first = max(earlier.value.dates.lowerBound, later.value.dates.lowerBound)
                let line = earlier.section.node?.mark?.line ?? 0
                later.section.reader.report(
                    later.section.node,
                    later.section.path,
                    "\(first) has an exception already, in line \(line): nobody could tell which "
                        + "of the two holds"
                )
                break
            }
        }
    }
}

extension CalendarSettings.Entry<ScheduleException> {
    /// Whether both have a date at some door.
    fileprivate func contradicts(_ other: Self) -> Bool {
        guard value.dates.overlaps(other.value.dates) else { return false }
        guard let doors, let others = other.doors else { return true }
        return !doors.isDisjoint(with: others)
    }
}

extension SettingsSection {
    /// A date such as `2026-12-24` that the calendar has.
    func date(_ key: String) -> CivilDate? {
        parsed(key, "a date that the calendar has, such as 2026-12-24") { CivilDate(iso8601: $0) }
    }

    /// A local minute such as `2026-11-24 14:00`.
    func instant(_ key: String) -> TemporaryClosure.Instant? {
        parsed(key, "a date and a time such as \"2026-11-24 14:00\"") { text in
            let parts = text.split { $0 == " " || $0 == "T" }
            guard parts.count == 2, let date = CivilDate(iso8601: parts[0]),
                let time = TimeOfDay(parts[1])
            else { return nil }
            return TemporaryClosure.Instant(date, time)
        }
    }

    /// `closed`, `as-usual`, or hours of its own.
    func holidayRule(_ key: String) -> HolidayRule? {
        guard let node = value(key) else { return nil }
        if node.scalar?.string == "as-usual" { return .asUsual }
        return dayPlan(key).map { .own($0) }
    }

    /// `closed`, or a list of periods.
    func dayPlan(_ key: String) -> DayPlan? {
        guard let node = value(key) else { return nil }
        if node.scalar?.string == "closed" { return .closed }
        guard node.sequence != nil else {
            reader.report(node, at(key), "must be closed or a list of periods")
            return nil
        }
        guard let periods = periods(key) else { return nil }
        do throws(DayPlan.Flaw) {
            return try DayPlan(periods)
        } catch {
            reader.report(node, at(key), error.words(on: "this day"))
            return nil
        }
    }

    /// The periods of a list.
    func periods(_ key: String) -> [SchedulePeriod]? {
        texts(key, max: DayPlan.periodsMax)?.compactMap { text, node in
            if let period = SchedulePeriod(text) { return period }
            reader.report(
                node,
                at(key),
                "must be like \"10:00-22:00 self-service\", perhaps with pin, no-pin, age 15"
            )
            return nil
        }
    }

    func doorNames(_ key: String) -> Set<DoorName>? {
        guard let list = texts(key, max: StationSettings.doorsMax) else { return nil }
        var names: Set<DoorName> = []
        for (text, node) in list {
            guard let name = DoorName(text) else {
                reader.report(node, at(key), "is not a name")
                continue
            }
            names.insert(name)
        }
        return names
    }
}

extension DayPlan.Flaw {
    func words(on day: String) -> String {
        switch self {
        case .overlap(let time):
            "periods overlap on \(day) at \(time): nobody could tell which of the two holds"
        case .tooManyPeriods: "more than \(DayPlan.periodsMax) periods on \(day)"
        }
    }
}
