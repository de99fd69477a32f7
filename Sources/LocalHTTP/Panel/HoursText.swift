// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The opening hours in words, as seen from a local time.
struct HoursText {
    let mode: HoursMode
    let change: Schedule.Change?
    let now: CivilTime

    /// What the hours allow now and until when.
    func now(in language: Language) -> String {
        switch (mode, language) {
        case (.closed, .danish): "Lukket"
        case (.closed, .english): "Closed"
        case (.staffed, .danish): "Åbent med personale" + until(language)
        case (.staffed, .english): "Staff present" + until(language)
        case (.selfService, .danish): "Selvbetjening" + until(language)
        case (.selfService, .english): "Self-service" + until(language)
        }
    }

    /// When the door opens next, or `nil` when that is not known.
    func opening(in language: Language) -> String? {
        guard mode == .closed, let change else { return nil }
        let when = [day(of: change, language), time(of: change, language)].compactMap(\.self)
            .joined(separator: " ")
        return switch language {
        case .danish: "Åbner \(when)"
        case .english: "Opens \(when)"
        }
    }

    /// The time until the hours close the door, or `nil` when they do not.
    var untilClosing: Duration? {
        guard mode != .closed, let change, change.mode == .closed else { return nil }
        let days = change.date.dayNumber - now.date.dayNumber
        return .seconds(days * 86_400 + change.time.minutes * 60 - now.secondOfDay)
    }

    private func until(_ language: Language) -> String {
        guard let change else { return "" }
        var words = [language == .danish ? "til" : "until"]
        if endsToday(change) {
            words.append(language == .danish ? "kl.\u{A0}24" : "24:00")
        } else {
            if let day = day(of: change, language) { words.append(day) }
            words.append(clock(change.time, language))
        }
        return " " + words.joined(separator: " ")
    }

    /// Whether a change is the end of today, which is written as 24 and not as tomorrow's 0.
    private func endsToday(_ change: Schedule.Change) -> Bool {
        change.time == .midnight && change.date == now.date.advanced(by: 1)
    }

    private func time(of change: Schedule.Change, _ language: Language) -> String {
        switch language {
        case .danish: clock(change.time, language)
        case .english: "at \(clock(change.time, language))"
        }
    }

    private func clock(_ time: TimeOfDay, _ language: Language) -> String {
        let (hour, minute) = (time.minutes / 60, time.minutes % 60)
        let padded = minute < 10 ? "0\(minute)" : "\(minute)"
        return switch language {
        case .danish: minute == 0 ? "kl.\u{A0}\(hour)" : "kl.\u{A0}\(hour).\(padded)"
        case .english: "\(hour):\(padded)"
        }
    }

    private func day(of change: Schedule.Change, _ language: Language) -> String? {
        switch change.date.dayNumber - now.date.dayNumber {
        case 0: nil
        case 1: language == .danish ? "i morgen" : "tomorrow"
        case 2...6: name(of: change.date.weekday, language)
        default: "\(name(of: change.date.weekday, language)) \(date(change.date, language))"
        }
    }

    /// A date that a day of the week alone does not tell.
    private func date(_ date: CivilDate, _ language: Language) -> String {
        let (_, month, day) = date.parts
        return switch language {
        case .danish: "\(day).\u{A0}\(Self.danishMonths[month - 1])"
        case .english: "\(day)\u{A0}\(Self.englishMonths[month - 1])"
        }
    }

    private static let danishMonths = [
        "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
        "oktober", "november", "december",
    ]

    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    private func name(of day: Weekday, _ language: Language) -> String {
        language == .danish ? day.danishName : day.englishName
    }
}
