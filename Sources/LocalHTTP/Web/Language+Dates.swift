// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// How dates are written in each language.
extension Language {
    /// A day and its month: `12. december`.
    func words(for date: CivilDate) -> String {
        "\(day(of: date))\u{A0}\(month(of: date))"
    }

    /// The number of a day as the language writes it before a month.
    func day(of date: CivilDate) -> String {
        switch self {
        case .danish, .german: "\(date.parts.day)."
        case .english, .ukrainian, .arabic: "\(date.parts.day)"
        }
    }

    /// The month of a date, as it stands after a day.
    func month(of date: CivilDate) -> String { months[date.parts.month - 1] }

    private var months: [String] {
        switch self {
        case .danish:
            [
                "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
                "oktober", "november", "december",
            ]
        case .english:
            [
                "January", "February", "March", "April", "May", "June", "July", "August",
                "September",
                "October", "November", "December",
            ]
        case .german:
            [
                "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
                "Oktober", "November", "Dezember",
            ]
        case .ukrainian:
            [
                "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня",
                "вересня", "жовтня", "листопада", "грудня",
            ]
        case .arabic:
            [
                "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر",
                "أكتوبر", "نوفمبر", "ديسمبر",
            ]
        }
    }
}
