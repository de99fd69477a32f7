// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The opening hours in words, as seen from a local time.
struct HoursText {
    let mode: HoursMode
    let change: Schedule.Change?
    let now: CivilTime

    /// What the hours allow now and until when.
    func now(in language: Language) -> String {
        let words = HoursWords(language)
        return switch mode {
        case .closed: words.closed
        case .staffed: words.staffed + until(words)
        case .selfService: words.selfService + until(words)
        }
    }

    /// When the door opens next, or `nil` when that is not known.
    func opening(in language: Language) -> String? {
        guard mode == .closed, let change else { return nil }
        let words = HoursWords(language)
        return [words.opens, day(of: change, words.on, language), words.at(change.time)]
            .compactMap(\.self).joined(separator: " ")
    }

    /// The time until the hours close the door, or `nil` when they do not.
    var untilClosing: Duration? {
        guard mode != .closed, let change, change.mode == .closed else { return nil }
        let days = change.date.dayNumber - now.date.dayNumber
        return .seconds(days * 86_400 + change.time.minutes * 60 - now.secondOfDay)
    }

    private func until(_ words: HoursWords) -> String {
        guard let change else { return "" }
        // The end of today is written as 24 and not as tomorrow's 0.
        let isMidnight = change.time == .midnight && change.date == now.date.advanced(by: 1)
        let day = isMidnight ? nil : day(of: change, words.until, words.language)
        let time = words.clock(isMidnight ? .endOfDay : change.time)
        return " " + [words.untilWord, day, time].compactMap(\.self).joined(separator: " ")
    }

    private func day(
        of change: Schedule.Change,
        _ days: HoursWords.Days,
        _ language: Language
    ) -> String? {
        switch change.date.dayNumber - now.date.dayNumber {
        case 0: nil
        case 1: days.tomorrow
        case 2...6: days.names[change.date.weekday.rawValue - 1]
        default:
            days.names[change.date.weekday.rawValue - 1] + " "
                + language.words(for: change.date)
        }
    }
}

/// The words of opening hours in one language.
struct HoursWords {
    /// The days in the form that a word before them asks for.
    struct Days {
        var tomorrow: String
        /// From Monday on.
        var names: [String]
    }

    let language: Language
    let closed: String
    let staffed: String
    let selfService: String
    let opens: String
    let untilWord: String
    /// The days after ``untilWord``.
    let until: Days
    /// The days after ``opens``.
    let on: Days

    /// The words in a language.
    init(_ language: Language) {
        self =
            switch language {
            case .danish: Self.danish
            case .english: Self.english
            case .german: Self.german
            case .ukrainian: Self.ukrainian
            case .arabic: Self.arabic
            }
    }

    private init(
        _ language: Language,
        _ modes: (closed: String, staffed: String, selfService: String),
        opens: String,
        until: String,
        _ days: Days,
        on: Days? = nil
    ) {
        self.language = language
        (closed, staffed, selfService) = modes
        self.opens = opens
        untilWord = until
        self.until = days
        self.on = on ?? days
    }

    /// A time of day.
    func clock(_ time: TimeOfDay) -> String {
        let (hour, minute) = (time.minutes / 60, time.minutes % 60)
        let padded = minute < 10 ? "0\(minute)" : "\(minute)"
        return switch (language, minute) {
        case (.danish, 0): "kl.\u{A0}\(hour)"
        case (.danish, _): "kl.\u{A0}\(hour).\(padded)"
        case (.german, 0): "\(hour)\u{A0}Uhr"
        case (.german, _): "\(hour):\(padded)\u{A0}Uhr"
        case (.arabic, _): "الساعة\u{A0}\(hour):\(padded)"
        case (.english, _), (.ukrainian, _): "\(hour):\(padded)"
        }
    }

    /// A time of day at which something happens.
    func at(_ time: TimeOfDay) -> String {
        switch language {
        case .danish, .arabic: clock(time)
        case .english: "at \(clock(time))"
        case .german: "um \(clock(time))"
        case .ukrainian: (time.minutes / 60 == 11 ? "об " : "о ") + clock(time)
        }
    }

    private static let danish = HoursWords(
        .danish,
        ("Lukket", "Åbent med personale", "Selvbetjening"),
        opens: "Åbner",
        until: "til",
        Days(
            tomorrow: "i morgen",
            names: ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]
        )
    )

    private static let english = HoursWords(
        .english,
        ("Closed", "Staff present", "Self-service"),
        opens: "Opens",
        until: "until",
        Days(
            tomorrow: "tomorrow",
            names: [
                "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
            ]
        )
    )

    private static let german = HoursWords(
        .german,
        ("Geschlossen", "Geöffnet mit Personal", "Selbstbedienung"),
        opens: "Öffnet",
        until: "bis",
        Days(
            tomorrow: "morgen",
            names: [
                "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag",
            ]
        )
    )

    private static let ukrainian = HoursWords(
        .ukrainian,
        ("Зачинено", "Працює персонал", "Самообслуговування"),
        opens: "Відкриється",
        until: "до",
        Days(
            tomorrow: "завтра",
            names: [
                "понеділка", "вівторка", "середи", "четверга", "п’ятниці", "суботи", "неділі",
            ]
        ),
        on: Days(
            tomorrow: "завтра",
            names: [
                "в понеділок", "у вівторок", "в середу", "у четвер", "у п’ятницю", "в суботу",
                "в неділю",
            ]
        )
    )

    private static let arabic = HoursWords(
        .arabic,
        ("مغلق", "مفتوح بوجود الموظفين", "خدمة ذاتية"),
        opens: "يفتح",
        until: "حتى",
        Days(
            tomorrow: "غدًا",
            names: [
                "يوم الاثنين", "يوم الثلاثاء", "يوم الأربعاء", "يوم الخميس", "يوم الجمعة",
                "يوم السبت", "يوم الأحد",
            ]
        )
    )
}
