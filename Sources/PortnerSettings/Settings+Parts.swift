// SPDX-License-Identifier: MPL-2.0

import PortnerCore

extension PanelSettings {
    init(_ section: SettingsSection?) {
        let colour = section?.section("colour")
        port = section?.number("port", in: 1024...65_535) ?? 8090
        identity = Identity(
            hue: colour?.number("hue", in: 0...359) ?? 198,
            saturation: colour?.number("saturation", in: 0...80) ?? 52,
            lightness: colour?.number("lightness", in: 10...25) ?? 25
        )
        let help = section?.section("help")
        helpDanish =
            help?.text("da", lengthMax: 300) ?? "Henvend dig i den betjente åbningstid."
        helpEnglish = help?.text("en", lengthMax: 300) ?? "Please ask in staffed hours."
        colour?.refuseUnknownKeys()
        help?.refuseUnknownKeys()
        section?.refuseUnknownKeys()
    }
}

extension SettingsSection {
    /// `4`, or `4-8`.
    func pinLengths(_ key: String) -> ClosedRange<Int>? {
        let limits = PIN.lengths
        let hint =
            "a length or a range such as 4-8, from \(limits.lowerBound) to \(limits.upperBound)"
        return parsed(key, hint) { text in
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(ends.count), let low = ends[0], let high = ends.last ?? nil,
                limits.contains(low), limits.contains(high), low <= high
            else { return nil }
            return low...high
        }
    }

    /// `deny-all`, or `admit-verified 24h`.
    func outage(_ key: String) -> OutageRule? {
        parsed(key, "deny-all, or admit-verified with a time of at most 7d") { text in
            if text == "deny-all" { return .denyAll }
            let words = text.split(separator: " ")
            guard words.count == 2, words[0] == "admit-verified",
                let limit = Duration(shortText: String(words[1])),
                limit > .zero, limit <= .days(7)
            else { return nil }
            return .admitVerified(within: limit)
        }
    }

    /// A list of block codes.
    func blocks(_ key: String) -> Set<BlockCode>? {
        guard let list = texts(key, max: BlockCode.countMax) else { return nil }
        var codes: Set<BlockCode> = []
        for (text, node) in list {
            if let code = BlockCode(text) {
                codes.insert(code)
            } else {
                reader.report(node, at(key), "is not a block code")
            }
        }
        return codes
    }
}

extension Schedule {
    /// Reads the hours: days or ranges of days, each with a list of periods.
    ///
    /// A missing section is a problem: a door without hours would never open.
    init(_ section: SettingsSection?, in door: SettingsSection) {
        guard let section else {
            door.report("hours", "is missing")
            self = .always(.closed)
            return
        }
        var days: [Weekday: [SchedulePeriod]] = [:]
        for (key, group) in Self.groups {
            guard let texts = section.texts(key, max: Schedule.periodsPerDayMax) else { continue }
            let periods = texts.compactMap { text, node -> SchedulePeriod? in
                if let period = SchedulePeriod(text) { return period }
                section.reader.report(
                    node,
                    section.at(key),
                    "must be like \"10:00-22:00 self-service\", perhaps with pin, no-pin, age 15"
                )
                return nil
            }
            for day in group {
                if days[day] != nil {
                    section.reader.report(section.value(key), section.at(key), "names a day twice")
                }
                days[day] = periods
            }
        }
        section.refuseUnknownKeys()
        do throws(Flaw) {
            self = try Schedule(days)
        } catch {
            let words =
                switch error {
                case .overlap(let day, let time): "periods overlap on \(day) at \(time)"
                case .tooManyPeriods(let day): "too many periods on \(day)"
                }
            section.reader.report(section.node, section.path, words)
            self = .always(.closed)
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
