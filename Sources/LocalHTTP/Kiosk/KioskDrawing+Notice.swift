// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// What just happened, for the eye and for the ear.
extension KioskDrawing {
    /// The stage of the notice; `nil` when there is none or when what it is about is not here.
    var notice: (number: UInt64, stage: Stage)? {
        guard let notice = view.notice, let stage = stage(of: notice.what) else { return nil }
        return (notice.number, stage)
    }

    private func stage(of what: KioskView.Notice.What) -> Stage? {
        switch what {
        case .row(let number):
            guard let (row, attempt) = row(number) else { return nil }
            return stage(of: telling(of: row, attempt), row.outcome, row.item, number)
        case .again(let number):
            guard let (row, _) = row(number) else { return nil }
            var stage = Stage(voice: .heed, mark: .triangle, title: words.rows.again)
            stage.work = named(row.item, number).title
            return stage
        case .renewal(let number):
            guard let line = line(number), let renewal = line.renewal else { return nil }
            return stage(of: telling(renewal, .renewal), renewal, line.loan.item, number)
        case .renewals(let renewed, let all):
            let title = words.rows.renewals.filled(["n": String(renewed), "m": String(all)])
            if renewed == all { return Stage(voice: .yes, mark: .tick, title: title) }
            return renewed == 0
                ? Stage(voice: .no, mark: .octagon, title: title)
                : Stage(voice: .heed, mark: .triangle, title: title)
        case .misplaced(let misplaced):
            return Stage(voice: .heed, mark: .triangle, words.misplaced(misplaced))
        }
    }

    private func stage(
        of telling: Telling,
        _ outcome: KioskRow.Outcome,
        _ item: Item,
        _ number: Int
    ) -> Stage {
        let (voice, mark): (PanelSnapshot.Voice, KioskSnapshot.Mark) =
            switch telling.tone {
            case .plain: (.calm, .dots)
            case .yes: (.yes, .tick)
            case .no: (.no, .octagon)
            case .heed: (.heed, .triangle)
            }
        var lead = telling.next
        if telling.tone == .yes, let due = outcome.due {
            lead = [words.due(due, seenFrom: today), lead].filter { !$0.isEmpty }
                .joined(separator: ". ")
        }
        var stage = Stage(voice: voice, mark: mark, title: telling.word, lead: lead)
        stage.work = named(item, number).title
        return stage
    }

    private func row(_ number: Int) -> (KioskRow, Attempt)? {
        let (rows, attempt): ([KioskRow], Attempt) =
            switch view.page {
            case .loan(let rows): (rows, .loan)
            case .returning(let rows): (rows, .returning)
            default: ([], .loan)
            }
        return rows.first { $0.number == number }.map { ($0, attempt) }
    }

    private func line(_ number: Int) -> KioskView.LoanLine? {
        guard case .loans(.known(let lines)) = view.page else { return nil }
        return lines.first { $0.number == number }
    }

    /// What is heard with a stage.
    func cue(_ stage: Stage, _ work: Work) -> KioskSnapshot.Cue {
        let page = "\(view.session)-\(name)"
        let tone: KioskSnapshot.Tone =
            switch stage.voice {
            case .yes: .yes
            case .no, .alarm: .no
            case .heed: .heed
            case .inviting, .calm, .shut: .plain
            }
        if let question {
            return KioskSnapshot.Cue(
                name: "\(page)-\(question.name)" + (interruption.map { "-\($0)" } ?? ""),
                tone: .heed,
                text: Self.said(question.title, question.lead),
                isUrgent: true,
                page: "\(page)-\(question.name)"
            )
        }
        if let typed = stage.typed, typed > 0 {
            return KioskSnapshot.Cue(
                name: "\(page)-\(typed)",
                tone: .plain,
                text: words.count(words.labels.digitsTyped, typed),
                isUrgent: false,
                page: page
            )
        }
        let state = notice.map { "notice-\($0.number)-\(tone.rawValue)" } ?? "\(stage.title)"
        let notes = work.notes.flatMap { [$0.title, $0.text] }
        return KioskSnapshot.Cue(
            name: "\(page)-\(words.language.rawValue)-\(state)",
            tone: tone,
            text: Self.said([stage.title, stage.work ?? "", stage.lead] + notes),
            isUrgent: tone == .no || tone == .heed,
            page: page
        )
    }

    private static func said(_ parts: String...) -> String { said(parts) }

    /// Texts as sentences one after the other.
    private static func said(_ parts: [String]) -> String {
        parts.filter { !$0.isEmpty }
            .map { part in ".!?؟…".contains(part.last ?? ".") ? part : part + "." }
            .joined(separator: " ")
    }
}
