// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Yams

extension Schedule {
    /// Reads the hours of a door: days or ranges of days, each with a list of periods, and what the
    /// calendar says beside them.
    ///
    /// A missing section is a problem: a door without hours would never open.
    init(
        _ section: SettingsSection?,
        in door: SettingsSection,
        of name: DoorName,
        _ calendar: CalendarSettings
    ) {
        self = .always(.closed)
        guard let section else {
            door.report("hours", "is missing")
            return
        }
        var days: [Weekday: [SchedulePeriod]] = [:]
        var places: [Weekday: String] = [:]
        for (key, group) in Self.groups {
            let isClosed = section.value(key)?.scalar?.string == "closed"
            guard let periods = isClosed ? [] : section.periods(key) else { continue }
            for day in group {
                if let other = places[day] {
                    section.reader.report(
                        section.value(key),
                        section.at(key),
                        "names \(day) once more; '\(other)' has it already"
                    )
                }
                days[day] = periods
                places[day] = key
            }
        }
        section.refuseUnknownKeys()
        do throws(Flaw) {
            self = try Schedule(
                days,
                holidays: calendar.holidays,
                localDays: calendar.localDays,
                exceptions: calendar.exceptions(at: name),
                closures: calendar.closures(at: name)
            )
        } catch {
            let (day, flaw): (Weekday, DayPlan.Flaw) =
                switch error {
                case .overlap(let day, let time): (day, .overlap(time))
                case .tooManyPeriods(let day): (day, .tooManyPeriods)
                // The calendar's own reading has reported it.
                case .twoExceptions: (.monday, .tooManyPeriods)
                }
            if case .twoExceptions = error { return }
            let key = places[day] ?? "\(day)"
            section.reader.report(
                section.value(key) ?? section.node,
                section.at(key),
                flaw.words(on: "\(day)")
            )
            return
        }
        if !periods.contains(where: { $0.mode != .closed }) {
            section.reader.warn(
                section.node,
                section.path,
                "no hour of any day is open: nobody would ever be let in"
            )
        }
    }

    private static let groups: [(String, [Weekday])] =
        Weekday.allCases.map { ("\($0)", [$0]) }
        + [
            ("monday-friday", [.monday, .tuesday, .wednesday, .thursday, .friday]),
            ("monday-thursday", [.monday, .tuesday, .wednesday, .thursday]),
            ("saturday-sunday", [.saturday, .sunday]),
            ("every-day", Weekday.allCases),
        ]
}

extension SchedulePeriod {
    /// Reads `10:00-22:00 self-service pin age 15`.
    init?(_ text: String) {
        var words = text.split(separator: " ")[...]
        guard let times = words.popFirst()?.split(separator: "-"), times.count == 2,
            let from = TimeOfDay(times[0]), let to = TimeOfDay(times[1]),
            let mode = words.popFirst().flatMap({ HoursMode(rawValue: String($0)) })
        else { return nil }
        var asksPIN: Bool?
        var ageMin: Int?
        while let word = words.popFirst() {
            switch word {
            case "pin" where asksPIN == nil: asksPIN = true
            case "no-pin" where asksPIN == nil: asksPIN = false
            case "age" where ageMin == nil:
                guard let age = words.popFirst().flatMap({ Int($0) }), (0...99).contains(age) else {
                    return nil
                }
                ageMin = age
            default: return nil
            }
        }
        self.init(from: from, to: to, mode: mode, asksPIN: asksPIN, ageMin: ageMin)
    }
}

extension DoorRules {
    /// Warns of rules that let everybody in, or nobody, with the consequence in words.
    func warn(in section: SettingsSection, holdsOpenWhenStaffed: Bool) {
        let week = Weekday.allCases.flatMap { schedule.days[$0] ?? [] }
        let open = week.filter { $0.mode != .closed }
        let staffed = open.filter { $0.mode == .staffed }
            .reduce(0) { $0 + $1.to.minutes - $1.from.minutes + ($1.crossesMidnight ? 1440 : 0) }
        if holdsOpenWhenStaffed, staffed == 7 * 1440 {
            section.warn(
                "hours",
                "every hour of the week is staffed and the door is held open then: it would never "
                    + "be locked, except on holidays and exceptions"
            )
        }
        let free = open.first { period in
            period.mode == .selfService && !(period.asksPIN ?? asksPIN)
                && (period.ageMin ?? ageMin) == 0 && !asksEnrolment
        }
        if let free {
            section.warn(
                "hours",
                "\(free.from)-\(free.to) self-service asks for no PIN, no age and no enrolment: "
                    + "whoever holds a card that the library knows is let in, found cards among "
                    + "them"
            )
        }
        let noPIN = open.first { $0.mode == .selfService && !($0.asksPIN ?? asksPIN) }
        if takesTypedCards, let noPIN {
            section.warn(
                "typed-card",
                "\(noPIN.from)-\(noPIN.to) asks for no PIN with a card, but for one with a typed "
                    + "number: this is always so"
            )
        }
        let closing: Set<BlockCode> = [
            .cardStolen, .excluded, .excludedLonger, .blockedByMachine, .deceased, .cardLost,
        ]
        let harmful = closing.intersection(harmlessBlocks).sorted()
        if !harmful.isEmpty {
            let codes = harmful.map(\.text).joined(separator: ", ")
            section.warn(
                "blocks",
                "\(codes) would open the door to cards reported stolen or lost, or to people whom "
                    + "the library has excluded"
            )
        }
        let short = open.first { period in
            let isLast = !open.contains { $0.from == period.to }
            let length = period.to.minutes - period.from.minutes
            return isLast && !period.crossesMidnight && length <= lastEntry
        }
        if let short {
            section.warn(
                "last-entry",
                "\(short.from)-\(short.to) is no longer than that: nobody might be let in then"
            )
        }
    }
}
