// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The overview, and goodbye.
extension KioskDrawing {
    var home: (Stage, Work) {
        let patron = view.patron
        let isBlocked = patron?.block != nil
        var work = Work(name: words.tasks.overview, notes: homeNotes)
        if isBlocked { work.heading = words.home.still }
        work.tiles = [
            isBlocked
                ? Button(.choose(.returning), .return, words.tasks.returning, words.home.returning)
                : Button(.choose(.loan), .loan, words.tasks.loan, words.home.loan, isMain: true),
            listTile(.loans, loansText),
            listTile(
                .holds,
                some(patron?.ready).map { words.count(words.home.ready, $0) }
                    ?? words.home.seeHolds
            ),
            listTile(.fees, patron?.owes.map { words.money($0) } ?? words.home.seeFees),
        ]
        if patron?.block == .debt { work.tiles[3].isMain = true }
        return (greeting, work)
    }

    private var greeting: Stage {
        switch view.patron?.block {
        case .debt: Stage(voice: .heed, mark: .triangle, words.home.debt)
        case .askStaff: Stage(voice: .heed, mark: .triangle, words.home.askStaff)
        case nil:
            Stage(
                voice: .calm,
                title: named(words.home.hello) ?? words.home.welcome,
                lead: words.home.scan
            )
        }
    }

    private var homeNotes: [KioskSnapshot.Note] {
        var notes = cutNotes
        if let overdue = some(view.patron?.overdue) {
            notes.append(
                KioskSnapshot.Note(
                    tone: .heed,
                    title: words.count(words.home.overdue, overdue),
                    text: words.home.seeLoans
                )
            )
        }
        return notes
    }

    /// What a page within a session says while the library system cannot be asked.
    var cutNotes: [KioskSnapshot.Note] {
        guard !view.isOnline else { return [] }
        let phrase =
            switch view.outage {
            case .nothing: words.start.cutNothing
            case .returns: words.start.cutReturns
            case .loans: words.start.cutLoans
            }
        return [KioskSnapshot.Note(tone: .heed, title: phrase.title, text: phrase.lead)]
    }

    private var loansText: String {
        guard let patron = view.patron, let loans = patron.loans else {
            return words.home.seeLoansTile
        }
        let count = words.count(words.home.loans, loans)
        guard let overdue = some(patron.overdue) else { return count }
        let comma = words.language == .arabic ? "، " : ", "
        return count + comma + words.count(words.home.isOverdue, overdue)
    }

    private func listTile(_ task: KioskTask, _ text: String) -> Button {
        Button(
            view.isOnline ? .choose(task) : nil,
            icon(of: task),
            title(of: task),
            view.isOnline ? text : words.start.needsLine
        )
    }

    /// A number where there is one and it is not zero.
    func some(_ number: Int?) -> Int? { number.flatMap { $0 > 0 ? $0 : nil } }

    func bye(_ outcome: KioskView.ReceiptOutcome) -> (Stage, Work) {
        let next =
            switch outcome {
            case .none: Button(nil, .card, words.end.thanks)
            case .printed: Button(nil, .print, words.end.printed)
            case .mailed: Button(nil, .mail, words.end.mailed)
            }
        return (
            Stage(voice: .yes, shape: .full, mark: .tick, words.end.bye),
            Work(name: words.end.bye.title, next: next)
        )
    }
}
