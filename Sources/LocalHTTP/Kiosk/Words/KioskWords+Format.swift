// SPDX-License-Identifier: MPL-2.0

import PortnerCore

extension KioskWords {
    /// A day in words, with its year where that is not the present one.
    func date(_ date: CivilDate, seenFrom today: CivilDate) -> String {
        let words = language.words(for: date)
        let year = date.parts.year
        return year == today.parts.year ? words : "\(words) \(year)"
    }

    /// When something is due, in words.
    func due(_ due: Due, seenFrom today: CivilDate) -> String {
        switch due {
        case .on(let date): rows.due.filled(["date": self.date(date, seenFrom: today)])
        case .words(let text): rows.due.filled(["date": text.shown.isolated])
        }
    }

    /// An amount with its currency: `12,50 kr.` in Danish.
    func money(_ amount: Money) -> String {
        let hasPoint = language == .english || language == .arabic
        let number = hasPoint ? amount.text : String(amount.text.map { $0 == "." ? "," : $0 })
        let unit = amount.currency == "DKK" ? "kr." : amount.currency
        return "\(number)\u{A0}\(unit)".isolated(as: language)
    }

    /// A number with what it counts.
    func count(_ words: Counted, _ number: Int) -> String { words.text(number, in: language) }
}

extension String {
    /// The text as a run of its own, whichever way it is written, so that it does not disturb the
    /// order of the words around it (Unicode Standard Annex 9, isolates).
    var isolated: String { "\u{2068}\(self)\u{2069}" }

    /// The text as a run from left to right where the language runs the other way.
    fileprivate func isolated(as language: Language) -> String {
        language.isRightToLeft ? "\u{2066}\(self)\u{2069}" : self
    }
}
