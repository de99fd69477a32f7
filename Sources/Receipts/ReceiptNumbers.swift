// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Days, times and amounts as they are written in a language.
struct ReceiptNumbers: Sendable {
    let language: Language

    private var words: ReceiptWords { .words(in: language) }

    /// A day for a narrow column: `12.12.2026`, `12 Dec 2026`.
    func short(_ date: CivilDate) -> String {
        let (year, month, day) = date.parts
        return switch language {
        case .danish, .german, .ukrainian: "\(two(day)).\(two(month)).\(year)"
        case .english: "\(day) \(words.months[month - 1].prefix(3)) \(year)"
        case .arabic: "\(day)/\(month)/\(year)"
        }
    }

    /// A day to be read aloud: `12. december 2026`, `12 December 2026`.
    func long(_ date: CivilDate) -> String {
        let (year, month, day) = date.parts
        let dot = language == .danish || language == .german ? "." : ""
        return "\(day)\(dot) \(words.months[month - 1]) \(year)"
    }

    /// A time of day: `14.05`, `14:05`.
    func clock(_ time: CivilTime) -> String {
        let separator = language == .danish ? "." : ":"
        let minutes = time.timeOfDay.minutes
        return two(minutes / 60) + separator + two(minutes % 60)
    }

    /// An amount: `12,50 kr.`, `DKK 12.50`.
    func amount(_ money: Money) -> String {
        switch language {
        case .danish, .german, .ukrainian:
            money.text.replacing(".", with: ",")
                + (money.currency == "DKK" ? " kr." : " \(money.currency)")
        case .english, .arabic: "\(money.currency) \(money.text)"
        }
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension String {
    /// The text with each of one character made another.
    fileprivate func replacing(_ old: Character, with new: Character) -> String {
        String(map { $0 == old ? new : $0 })
    }
}
