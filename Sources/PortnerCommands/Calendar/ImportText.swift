// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Imported hours as lines for a configuration file, and what would change.
struct ImportText: Sendable {
    let hours: ImportedHours

    /// The lines for the section `hours` of a door and for the section `calendar`.
    var lines: String {
        var lines = ["    hours:"]
        for day in Weekday.allCases {
            lines.append("      \(day): \(Self.written(hours.week[day] ?? .closed))")
        }
        if !hours.exceptions.isEmpty {
            lines += ["calendar:", "  exceptions:"]
            for (date, exception) in hours.exceptions.sorted(by: { $0.key < $1.key }) {
                lines.append(
                    "    - { date: \(date), hours: \(Self.written(exception.plan)), "
                        + "reason: \"\(Self.quoted(exception.reason))\" }"
                )
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What differs from a door's schedule, a line each; without dates, the week is compared.
    func differences(from schedule: Schedule, today: CivilDate) -> [String] {
        let dates = hours.dates ?? today...today.advanced(by: 27)
        return (dates.lowerBound.dayNumber...dates.upperBound.dayNumber).compactMap { number in
            let date = CivilDate(dayNumber: number)
            let elsewhere = hours.exceptions[date]?.plan ?? hours.week[date.weekday] ?? .closed
            let there = elsewhere.periods.map(Self.words)
            let here = schedule.day(on: date).stretches.filter { $0.mode != .closed }
                .map { "\($0.from)-\($0.to) \($0.mode.rawValue)" }
            guard Self.joined(here) != Self.joined(there) else { return nil }
            return "\(date.weekday.englishName) \(date): the file has \(Self.joined(here)), "
                + "elsewhere \(Self.joined(there))"
        }
    }

    private static func joined(_ hours: [String]) -> String {
        hours.isEmpty ? "closed" : hours.joined(separator: ", ")
    }

    private static func words(_ period: SchedulePeriod) -> String {
        "\(period.from)-\(period.to) \(period.mode.rawValue)"
    }

    private static func written(_ plan: DayPlan) -> String {
        guard !plan.periods.isEmpty else { return "closed" }
        return "[" + plan.periods.map { "\"\(words($0))\"" }.joined(separator: ", ") + "]"
    }

    /// A reason as it may stand between quotation marks, on one line.
    private static func quoted(_ text: String) -> String {
        String(text.printable.filter { $0 != "\"" && $0 != "\\" }.prefix(100))
    }
}
