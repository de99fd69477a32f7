// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The running lists of what is borrowed and returned.
extension KioskDrawing {
    /// What was tried with an item, by which it is told that it was not done.
    enum Attempt {
        case loan, returning, renewal
    }

    func loan(_ rows: [KioskRow]) -> (Stage, Work) {
        let counts = [
            chip(.yes, words.rows.countLent, rows.count { $0.outcome.isDone }),
            chip(.no, words.rows.countNotLent, rows.count { $0.outcome.isRefused }),
        ]
        return (
            Stage(voice: .calm, words.rows.scanLoan),
            running(rows, .loan, icon: .loan, name: words.tasks.loan, counts)
        )
    }

    func returning(_ rows: [KioskRow]) -> (Stage, Work) {
        let counts = [
            chip(.yes, words.rows.countReturned, rows.count { $0.outcome.isDone }),
            chip(.no, words.rows.countNotReturned, rows.count { $0.outcome.isRefused }),
        ]
        return (
            Stage(voice: .calm, words.rows.scanReturn),
            running(rows, .returning, icon: .return, name: words.tasks.returning, counts)
        )
    }

    private func running(
        _ rows: [KioskRow],
        _ attempt: Attempt,
        icon: KioskSnapshot.Icon,
        name: String,
        _ counts: [KioskSnapshot.Chip?]
    ) -> Work {
        // What wants to be seen stays on top until it was; the rest follows in its order.
        let ordered = rows.filter(\.wantsAttention) + rows.filter { !$0.wantsAttention }
        return Work(
            name: name,
            next: Button(nil, icon, rows.isEmpty ? name : words.rows.next),
            chips: counts.compactMap(\.self),
            notes: cutNotes,
            groups: [
                KioskSnapshot.Group(heading: nil, rows: ordered.map { row($0, attempt) })
            ],
            foot: [backButton]
        )
    }

    private func chip(
        _ tone: KioskSnapshot.Tone,
        _ words: Counted,
        _ count: Int
    ) -> KioskSnapshot.Chip? {
        count == 0 ? nil : KioskSnapshot.Chip(tone: tone, text: self.words.count(words, count))
    }

    private func row(_ row: KioskRow, _ attempt: Attempt) -> Row {
        let telling = telling(of: row, attempt)
        let item = named(row.item, row.number)
        return Row(
            key: "row-\(row.number)",
            tone: telling.tone,
            isFirst: row.wantsAttention,
            isNew: isNoticed(row.number),
            chip: KioskSnapshot.Chip(tone: telling.tone, text: telling.word),
            title: item.title,
            isWork: item.isWork,
            text: telling.next.isEmpty ? item.author : telling.next,
            slip: telling.slip,
            buttons: buttons(of: row)
        )
    }

    /// A row that wants to be seen can be put away; one that is the patron's already, renewed.
    private func buttons(of row: KioskRow) -> [Button] {
        // What is to be put back is not done by reading that it is.
        guard row.wantsAttention, row.gate != .putBack else { return [] }
        let seen = Button(.acknowledge(row.number), .tick, words.tasks.understood)
        guard case .alreadyYours = row.outcome, let line = row.line, view.isOnline else {
            return [seen]
        }
        return [Button(.renew(line), .renew, words.tasks.renew), seen]
    }

    private func isNoticed(_ number: Int) -> Bool {
        switch view.notice?.what {
        case .row(let noticed), .again(let noticed): noticed == number
        default: false
        }
    }

    /// What an item is called on the screen.
    func named(_ item: Item, _ number: Int) -> (title: String, author: String, isWork: Bool) {
        guard !view.wishes.hidesTitles, let title = item.title?.plain else {
            return (words.rows.item.filled(["n": String(number)]), "", false)
        }
        return (title, item.author?.plain ?? "", true)
    }

    /// An outcome as it is told: by a word, a colour, and what to do next.
    struct Telling {
        var tone: KioskSnapshot.Tone
        var word: String
        var next = ""
        var slip: KioskSnapshot.Slip?
    }

    /// A row as it is told: first what is to be done about its tags, then what became of it.
    func telling(of row: KioskRow, _ attempt: Attempt) -> Telling {
        var telling = telling(row.outcome, attempt)
        switch row.gate {
        case nil, .settled: break
        case .waiting:
            guard row.outcome.isDone else { break }
            telling.next = words.rows.lieStill
        case .putBack:
            telling.tone = .heed
            (telling.word, telling.next) = (words.rows.putBack.title, words.rows.putBack.lead)
        case .alarm:
            telling.tone = .heed
            (telling.word, telling.next) = (words.rows.showStaff.title, words.rows.showStaff.lead)
        }
        return telling
    }

    func telling(_ outcome: KioskRow.Outcome, _ attempt: Attempt) -> Telling {
        let rows = words.rows
        switch outcome {
        case .working: return Telling(tone: .plain, word: rows.working)
        case .lent(let due): return Telling(tone: .yes, word: rows.lent, slip: slip(due))
        case .renewed(let due): return Telling(tone: .yes, word: rows.renewed, slip: slip(due))
        case .lentOffline(let date):
            return Telling(
                tone: .yes,
                word: rows.lent,
                next: rows.savedLoan,
                slip: slip(.on(date))
            )
        case .returned(let place): return returned(place)
        case .returnedOffline:
            return Telling(tone: .yes, word: rows.returned, next: rows.savedReturn)
        case .alreadyYours(let due):
            return Telling(
                tone: .heed,
                word: rows.already.title,
                next: rows.already.lead,
                slip: slip(due)
            )
        case .doubtful:
            return Telling(tone: .heed, word: rows.doubtful.title, next: rows.doubtful.lead)
        case .incomplete:
            return Telling(tone: .heed, word: rows.incomplete.title, next: rows.incomplete.lead)
        case .refused(let refusal):
            let word =
                switch attempt {
                case .loan: rows.notLent
                case .returning: rows.notReturned
                case .renewal: rows.notRenewed
                }
            let text = refusal.text.map { " " + $0.plain.isolated } ?? ""
            return Telling(tone: .no, word: word, next: words.reason(refusal.reason) + text)
        }
    }

    private func returned(_ place: KioskRow.ReturnPlace) -> Telling {
        let rows = words.rows
        let bin = place.bin?.plain
        let toBin = bin.map { rows.toBin.filled(["bin": $0.isolated]) }
        var telling = Telling(tone: .yes, word: rows.returned, next: toBin ?? rows.toPlace)
        switch place.alert {
        case nil: break
        case .reserved:
            telling.tone = .heed
            telling.word = rows.returnedReserved
            telling.next = toBin ?? rows.toReserved
        case .otherBranch:
            let branch = place.branch.map {
                rows.toBranch.filled(["branch": $0.plain.isolated])
            }
            telling.next = [branch ?? rows.toOtherBranch, toBin].compactMap(\.self)
                .joined(separator: " ")
        case .other:
            telling.tone = .heed
            telling.next = toBin ?? rows.toStaff
        }
        if let bin {
            telling.slip = KioskSnapshot.Slip(
                kind: .shelf,
                tone: telling.tone,
                caption: rows.bin,
                value: bin
            )
        }
        return telling
    }

    /// The stamped slip of a date; a date in words has none.
    func slip(
        _ due: Due?,
        _ tone: KioskSnapshot.Tone = .plain
    ) -> KioskSnapshot.Slip? {
        guard let date = due?.date else { return nil }
        return KioskSnapshot.Slip(
            kind: .date,
            tone: tone,
            caption: tone == .no ? words.rows.slipOverdue : words.rows.slipDue,
            value: words.language.day(of: date),
            below: words.language.month(of: date)
        )
    }
}

extension KioskRow.Outcome {
    /// Whether the item changed hands.
    fileprivate var isDone: Bool {
        switch self {
        case .lent, .renewed, .lentOffline, .returned, .returnedOffline: true
        case .working, .alreadyYours, .doubtful, .incomplete, .refused: false
        }
    }

    /// Whether it did not.
    fileprivate var isRefused: Bool {
        if case .refused = self { true } else { false }
    }

    /// When the item is due, where the outcome says so.
    var due: Due? {
        switch self {
        case .lent(let due), .renewed(let due), .alreadyYours(let due): due
        case .lentOffline(let date): .on(date)
        case .working, .returned, .returnedOffline, .doubtful, .incomplete, .refused: nil
        }
    }
}
