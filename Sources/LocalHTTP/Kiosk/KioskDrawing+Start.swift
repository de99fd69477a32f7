// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The pages before anybody is signed in.
extension KioskDrawing {
    var idle: (Stage, Work) {
        let start = words.start
        return (
            view.isOnline ? poster : cut,
            Work(
                name: start.choose,
                heading: start.choose,
                tiles: [
                    tile(
                        .returning,
                        .return,
                        words.tasks.returning,
                        online: start.returning,
                        offline: takesReturns ? start.returningOffline : nil
                    ),
                    tile(
                        .loan,
                        .loan,
                        words.tasks.loan,
                        online: start.loan,
                        offline: takesLoans ? start.loanOffline : nil
                    ),
                    tile(.loans, .list, words.tasks.loans, online: start.loans, offline: nil),
                ],
                foot: typeCard
            )
        )
    }

    func card(_ task: KioskTask) -> (Stage, Work) {
        (
            poster,
            Work(
                name: words.start.scanCard.title,
                next: Button(nil, icon(of: task), title(of: task)),
                foot: [backButton] + (task == .returning ? [] : typeCard)
            )
        )
    }

    /// The way in for somebody who has no card along, where it leads anywhere.
    private var typeCard: [Button] {
        guard view.takesTypedCards, view.isOnline || takesLoans else { return [] }
        return [Button(.typeCard, .card, words.start.typeCard)]
    }

    func typing(_ count: Int) -> (Stage, Work) {
        let phrase = words.start.enterCard
        return (
            Stage(voice: .calm, title: phrase.title, lead: phrase.lead, typed: count),
            Work(name: words.labels.keypad, hasKeypad: true)
        )
    }

    func pin(_ typed: Int, _ length: Int?, _ isSecondTry: Bool) -> (Stage, Work) {
        let phrase = isSecondTry ? words.start.enterPINAgain : words.start.enterPIN
        return (
            Stage(
                voice: isSecondTry ? .no : .calm,
                mark: isSecondTry ? .octagon : nil,
                title: phrase.title,
                lead: phrase.lead,
                typed: typed,
                length: length
            ),
            Work(name: words.labels.keypad, hasKeypad: true, remark: words.start.forgotPIN)
        )
    }

    var checking: (Stage, Work) {
        (
            Stage(voice: .yes, shape: .full, mark: .tick, words.start.checking),
            Work(
                name: words.start.checking.title,
                notes: [
                    KioskSnapshot.Note(
                        tone: .plain,
                        icon: .card,
                        title: words.start.takeCard.title,
                        text: words.start.takeCard.lead
                    )
                ]
            )
        )
    }

    func refused(_ refusal: KioskView.SignInRefusal) -> (Stage, Work) {
        let stage =
            switch refusal {
            case .wrong: Stage(voice: .no, mark: .octagon, words.refused.wrong)
            case .noPIN: Stage(voice: .heed, mark: .triangle, words.refused.noPIN)
            case .askStaff: Stage(voice: .no, mark: .octagon, words.refused.askStaff)
            case .unreachable: Stage(voice: .heed, mark: .cut, words.refused.unreachable)
            case .notRecorded: Stage(voice: .heed, mark: .spanner, words.refused.notRecorded)
            case .wait(let duration): waiting(duration)
            }
        return (
            stage,
            Work(
                name: stage.title,
                notes: [
                    KioskSnapshot.Note(
                        tone: .plain,
                        icon: .card,
                        title: words.start.takeCard.title,
                        text: words.start.takeCard.lead
                    )
                ],
                foot: [Button(back, .back, words.tasks.back)]
            )
        )
    }

    private func waiting(_ duration: Duration) -> Stage {
        var stage = Stage(voice: .heed, mark: .clock, words.refused.wait)
        stage.wait = max(.zero, duration - elapsed).milliseconds
        return stage
    }

    var outOfOrder: (Stage, Work) {
        (
            Stage(voice: .shut, mark: .spanner, words.start.outOfOrder),
            Work(
                name: words.start.outOfOrder.title,
                notes: [
                    KioskSnapshot.Note(
                        tone: .plain,
                        icon: .help,
                        title: words.labels.help,
                        text: helpText
                    )
                ]
            )
        )
    }

    var leave: (Stage, Work) {
        (
            Stage(voice: .alarm, shape: .full, mark: .triangle, words.start.leave),
            Work(name: words.start.leave.title)
        )
    }

    private var poster: Stage { Stage(voice: .inviting, shape: .poster, words.start.scanCard) }

    /// What the first page says while the library system cannot be asked.
    private var cut: Stage {
        switch view.outage {
        case .nothing: Stage(voice: .shut, mark: .cut, words.start.cutNothing)
        case .returns: Stage(voice: .heed, mark: .cut, words.start.cutReturns)
        case .loans:
            Stage(
                voice: .heed,
                mark: .cut,
                title: words.start.scanCard.title,
                lead: "\(words.start.cutLoans.title). \(words.start.cutLoans.lead)"
            )
        }
    }

    private var takesReturns: Bool { view.outage != .nothing }
    private var takesLoans: Bool { view.outage == .loans }

    private func tile(
        _ task: KioskTask,
        _ icon: KioskSnapshot.Icon,
        _ title: String,
        online: String,
        offline: String?
    ) -> Button {
        guard !view.isOnline else { return Button(.choose(task), icon, title, online) }
        return Button(
            offline == nil ? nil : .choose(task),
            icon,
            title,
            offline ?? words.start.needsLine
        )
    }

    func icon(of task: KioskTask) -> KioskSnapshot.Icon {
        switch task {
        case .loan: .loan
        case .returning: .return
        case .loans: .list
        case .holds: .hold
        case .fees: .coin
        }
    }

    func title(of task: KioskTask) -> String {
        switch task {
        case .loan: words.tasks.loan
        case .returning: words.tasks.returning
        case .loans: words.tasks.loans
        case .holds: words.tasks.holds
        case .fees: words.tasks.fees
        }
    }
}

extension KioskSnapshot.Stage {
    /// A stage that says a phrase.
    init(
        voice: PanelSnapshot.Voice,
        shape: Shape = .plain,
        mark: KioskSnapshot.Mark? = nil,
        _ phrase: Phrase
    ) {
        self.init(voice: voice, shape: shape, mark: mark, title: phrase.title, lead: phrase.lead)
    }
}
