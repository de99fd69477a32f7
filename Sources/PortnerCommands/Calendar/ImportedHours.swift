// SPDX-License-Identifier: MPL-2.0

import FBS
import FoundationEssentials
import PortnerCore
import SIP2

/// Opening hours that were kept elsewhere, on their way into a configuration file.
struct ImportedHours: Sendable {
    /// The greatest number of bytes that are read.
    static let sizeMax = 4 << 20

    /// What hours elsewhere are called that let patrons in, and by whom.
    struct Categories: Sendable {
        /// Parts of names that mean staff.
        var staffed = ["betjent", "betjening", "personale", "åbent"]
        /// Parts of names that mean self-service; looked at first.
        var selfService = ["selvbetjen", "ubemandet", "åbent bibliotek", "self"]

        /// What a category means; `nil` for hours that concern no door, such as a telephone's.
        func mode(of title: String) -> HoursMode? {
            let title = title.lowercased()
            if selfService.contains(where: { title.contains($0) }) { return .selfService }
            return staffed.contains(where: { title.contains($0) }) ? .staffed : nil
        }
    }

    /// Why hours cannot be taken.
    enum Flaw: Error, Equatable {
        /// The text is not the JSON of either interface.
        case notUnderstood
        /// The file or address cannot be read.
        case notReadable(String)
        /// There are no hours of the branch; the branches that are there follow.
        case noSuchBranch([String])
        /// There are hours of several branches and none was named.
        case whichBranch([String])
    }

    /// The hours of each day of the week.
    private(set) var week: [Weekday: DayPlan] = [:]
    /// The dates that differ from the week, with a reason where one was given.
    private(set) var exceptions: [CivilDate: (plan: DayPlan, reason: String)] = [:]
    /// The dates that were told; empty where only a week was.
    private(set) var dates: ClosedRange<CivilDate>?
    /// Categories that were left out because they concern no door.
    private(set) var ignored: Set<String> = []

    /// Reads the answer of a library website (DPL CMS) or of FBS, whichever it is.
    ///
    /// - Parameters:
    ///   - json: The answer.
    ///   - branch: The branch's ISIL or id; needed where there are several.
    ///   - categories: What a website's categories mean.
    /// - Throws: ``Flaw`` when it is neither, or of another branch.
    init(_ json: some Sequence<UInt8>, branch: String?, _ categories: Categories) throws(Flaw) {
        let data = Data(json)
        let decoder = JSONDecoder()
        if let rows = try? decoder.decode([WebsiteHours].self, from: data), !rows.isEmpty {
            try self.init(website: rows, branch: branch, categories)
        } else if let rows = try? decoder.decode([OpeningHours].self, from: data), !rows.isEmpty {
            try self.init(fbs: rows, branch: branch)
        } else {
            throw .notUnderstood
        }
    }

    /// Adds closing dates of FBS.
    mutating func addClosingDates(
        _ json: some Sequence<UInt8>,
        branch: String?
    ) throws(Flaw) {
        guard let rows = try? JSONDecoder().decode([ClosingDate].self, from: Data(json)) else {
            throw .notUnderstood
        }
        for row in rows where branch == nil || row.branch == branch {
            let day = row.date
            guard let date = CivilDate(year: day.year, month: day.month, day: day.day) else {
                continue
            }
            exceptions[date] = (.closed, row.reason.isEmpty ? "lukket" : row.reason)
        }
    }

    // MARK: FBS

    private init(fbs rows: [OpeningHours], branch: String?) throws(Flaw) {
        let chosen = try Self.rows(rows, branch) { $0.branch }
        for row in chosen {
            guard let day = row.day.number.flatMap({ Weekday(rawValue: $0) }) else { continue }
            var minutes = PaintedDay()
            minutes.paint(row.open.map { $0.from.minute..<$0.to.minute }, .selfService)
            minutes.paint(row.staffed.map { $0.from.minute..<$0.to.minute }, .staffed)
            week[day] = minutes.plan
        }
    }

    // MARK: Website

    private init(
        website rows: [WebsiteHours],
        branch: String?,
        _ categories: Categories
    ) throws(Flaw) {
        let chosen = try Self.rows(rows, branch) { $0.branch }
        var days: [CivilDate: PaintedDay] = [:]
        for row in chosen {
            guard let date = CivilDate(iso8601: row.date) else { throw .notUnderstood }
            dates = min(dates?.lowerBound ?? date, date)...max(dates?.upperBound ?? date, date)
            guard let mode = categories.mode(of: row.category) else {
                ignored.insert(row.category)
                continue
            }
            guard let from = TimeOfDay(row.from), let to = TimeOfDay(row.to) else {
                throw .notUnderstood
            }
            // The website has no 24:00 and writes the last minute of the day.
            let end = to.minutes == 1439 ? 1440 : to.minutes
            guard from.minutes < end else { throw .notUnderstood }
            days[date, default: PaintedDay()].paint(from.minutes..<end, mode)
        }
        guard let dates else { return }
        findWeek(in: days, over: dates)
    }

    /// Calls what most dates of a weekday have its week, and every other date an exception.
    private mutating func findWeek(
        in days: [CivilDate: PaintedDay],
        over dates: ClosedRange<CivilDate>
    ) {
        let all = (dates.lowerBound.dayNumber...dates.upperBound.dayNumber)
            .map { CivilDate(dayNumber: $0) }
        for weekday in Weekday.allCases {
            let plans = all.filter { $0.weekday == weekday }.map { ($0, days[$0]?.plan ?? .closed) }
            var counts: [DayPlan: Int] = [:]
            for (_, plan) in plans { counts[plan, default: 0] += 1 }
            // Of plans as frequent as one another the one that comes first.
            let most = counts.values.max()
            guard let usual = plans.first(where: { counts[$0.1] == most })?.1 else { continue }
            week[weekday] = usual
            for (date, plan) in plans where plan != usual {
                let holidays = DanishHoliday.all(on: date).map(\.name)
                exceptions[date] = (plan, holidays.first ?? "ændret åbningstid")
            }
        }
    }

    private static func rows<Row>(
        _ rows: [Row],
        _ branch: String?,
        of name: (Row) -> String
    ) throws(Flaw) -> [Row] {
        let names = Set(rows.map(name)).sorted()
        guard let branch else {
            guard names.count == 1 else { throw .whichBranch(names) }
            return rows
        }
        guard names.contains(branch) else { throw .noSuchBranch(names) }
        return rows.filter { name($0) == branch }
    }
}

/// One stretch as a library's website tells it.
private struct WebsiteHours: Decodable {
    var date: String
    var from: String
    var to: String
    var category: String
    var branch: String

    private struct Category: Decodable { var title: String }

    private enum CodingKeys: String, CodingKey {
        case date
        case from = "start_time"
        case to = "end_time"
        case category
        case isil = "branch_isil_id"
        case branch = "branch_id"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        date = try container.decode(String.self, forKey: .date)
        from = try container.decode(String.self, forKey: .from)
        to = try container.decode(String.self, forKey: .to)
        category = try container.decode(Category.self, forKey: .category).title
        if let isil = try container.decodeIfPresent(String.self, forKey: .isil) {
            branch = isil
        } else {
            branch = try container.decodeIfPresent(Int.self, forKey: .branch).map { "\($0)" } ?? ""
        }
    }
}

/// A day minute by minute, for hours that overlap where they come from.
private struct PaintedDay {
    private var modes = [HoursMode](repeating: .closed, count: 1440)

    /// Paints minutes; staffed hours hide self-service, not the other way round.
    mutating func paint(_ minutes: Range<Int>?, _ mode: HoursMode) {
        for minute in (minutes ?? 0..<0).clamped(to: 0..<1440) where modes[minute] != .staffed {
            modes[minute] = mode
        }
    }

    /// The day as periods.
    var plan: DayPlan {
        var periods: [SchedulePeriod] = []
        var start = 0
        for minute in 1...1440 where minute == 1440 || modes[minute] != modes[start] {
            if modes[start] != .closed, let from = TimeOfDay(minutes: start),
                let to = TimeOfDay(minutes: minute),
                let period = SchedulePeriod(from: from, to: to, mode: modes[start])
            {
                periods.append(period)
            }
            start = minute
        }
        // More stretches than a day can have are no opening hours.
        return (try? DayPlan(periods)) ?? .closed
    }
}

extension ClockTime {
    fileprivate var minute: Int { secondOfDay / 60 }
}
