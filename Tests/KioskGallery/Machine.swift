// SPDX-License-Identifier: MPL-2.0

import LocalHTTP
import PortnerCore
import Synchronization

/// A kiosk that answers at once: just enough of one to walk through a whole visit.
///
/// What a scanner would do is told in words on the standard input: `card`, `item TITLE`,
/// `refused TITLE`, `ask`, `other-card`, `other-item`, `end`, `out`, `in`; what a printer would,
/// with `no-paper`, `paper`, `printed` and `not-printed`; and what a pad of tags would, with
/// `incomplete TITLE`, `laid TITLE`, `lifted`, `settled` and `tags-wrong`.
final class Machine: Sendable {
    /// The kiosk that it plays.
    static let kiosk: KioskName = "machine"

    fileprivate struct State {
        var view = KioskView(kiosk: Machine.kiosk, session: 1, page: .idle)
        var seen: Set<RequestID> = []
        var notices: UInt64 = 0
        var typed = 0
        var rows: [KioskRow] = []
        var lines = States.loans
        var offer = KioskView.ReceiptOffer(printer: .ready, mails: true)
    }

    private let state = Mutex(State())
    private let hub: KioskHub

    init(hub: KioskHub) {
        self.hub = hub
        hub.publish(state.withLock { $0.view }, at: Gallery.moment)
    }

    /// Takes a press; the same one twice, or one for another session, does nothing.
    func press(_ press: KioskPress) {
        change { state in
            guard press.session == state.view.session, state.seen.insert(press.id).inserted else {
                return
            }
            state.take(press.input)
        }
    }

    /// Does what a scanner or a clock would do.
    func hear(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 1)
        let title = words.count > 1 ? String(words[1]) : ""
        change { state in
            switch words.first {
            case "card": state.enter()
            case "item": state.add(title, .lent(States.due(28)))
            case "refused": state.add(title, .refused(.init(reason: .itemReserved)))
            case "incomplete": state.add(title, .incomplete(1))
            case "laid": state.add(title, .lent(States.due(28)), .waiting)
            case "lifted": state.gate(.putBack)
            case "settled": state.gate(.settled)
            case "tags-wrong": state.gate(.alarm)
            case "ask": state.view.question = .stillThere(.seconds(30))
            case "other-item": state.view.question = .another(.seconds(20))
            case "other-card": state.view.question = .handOver(.seconds(20))
            case "end": state.leave()
            case "out": state.view.isOnline = false
            case "in": state.view.isOnline = true
            case "no-paper": state.offer.printer = .noPaper
            case "paper": state.offer.printer = .ready
            case "printed": state.bye(.printed)
            case "not-printed":
                (state.offer.issuing, state.offer.failed) = (nil, .print)
                state.view.page = .receipt(state.offer)
            default: break
            }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        state.withLock { state in
            let before = state.view
            body(&state)
            if state.view != before { hub.publish(state.view, at: Gallery.moment) }
        }
    }
}

extension Machine.State {
    fileprivate mutating func enter() {
        typed = 0
        view.page = .pin(typed: 0, length: 4, isSecondTry: false)
    }

    fileprivate mutating func leave() {
        let wishes = view.wishes
        self = Machine.State(view: view, seen: seen, notices: notices)
        view = KioskView(kiosk: Machine.kiosk, session: view.session + 1, page: .idle)
        view.wishes.language = wishes.language
    }

    fileprivate mutating func add(
        _ title: String,
        _ outcome: KioskRow.Outcome,
        _ gate: KioskRow.Gate? = nil
    ) {
        rows.insert(States.row(rows.count + 1, title, outcome), at: 0)
        rows[0].gate = gate
        notices += 1
        view.page = .loan(rows)
        view.notice = KioskView.Notice(number: notices, what: .row(rows.count))
    }

    /// Something happens to the tags of the newest item.
    fileprivate mutating func gate(_ gate: KioskRow.Gate) {
        guard !rows.isEmpty else { return }
        rows[0].gate = gate
        notices += 1
        view.page = .loan(rows)
        view.notice = KioskView.Notice(number: notices, what: .row(rows[0].number))
    }

    fileprivate mutating func take(_ input: KioskInput) {
        switch input {
        case .language(let language): view.wishes.language = language
        case .wish(.largerText, let isOn): view.wishes.largerText = isOn
        case .wish(.highContrast, let isOn): view.wishes.highContrast = isOn
        case .wish(.moreTime, let isOn): view.wishes.moreTime = isOn
        case .wish(.hidesTitles, let isOn): view.wishes.hidesTitles = isOn
        case .wish(.speaks, let isOn): view.wishes.speaks = isOn
        case .stay, .handOver(false): view.question = nil
        case .handOver(true): leave()
        case .key(let key): type(key)
        case .choose(let task): choose(task)
        case .back: back()
        case .acknowledge(let number):
            for index in rows.indices where rows[index].number == number {
                rows[index].isAcknowledged = true
            }
            view.page = .loan(rows)
        case .renew(let number): renew(number)
        case .renewAll, .typeCard: break
        case .finish:
            view.question = nil
            view.notice = nil
            view.page = .receipt(offer)
        case .receipt(.print):
            (offer.issuing, offer.failed) = (.print, nil)
            view.page = .receipt(offer)
        case .receipt(let choice): bye(choice == .mail ? .mailed : .none)
        }
    }

    fileprivate mutating func bye(_ outcome: KioskView.ReceiptOutcome) {
        view.patron = nil
        view.page = .bye(outcome)
    }

    private mutating func type(_ key: Key) {
        switch key {
        case .digit: typed = min(typed + 1, 4)
        case .clear: typed = max(typed - 1, 0)
        case .cancel: return leave()
        case .enter:
            guard typed == 4 else { return }
            view.patron = States.patron
            view.page = .home
            return
        }
        view.page = .pin(typed: typed, length: 4, isSecondTry: false)
    }

    private mutating func choose(_ task: KioskTask) {
        view.notice = nil
        guard view.patron != nil else {
            view.page = .card(task)
            return
        }
        switch task {
        case .loan: view.page = .loan(rows)
        case .returning: view.page = .returning([])
        case .loans: view.page = .loans(.known(lines))
        case .holds: view.page = .holds(.known([]))
        case .fees: view.page = .fees(.unavailable)
        }
    }

    private mutating func back() {
        view.notice = nil
        view.page = view.patron == nil ? .idle : .home
    }

    private mutating func renew(_ number: Int) {
        for index in lines.indices where lines[index].number == number {
            lines[index].renewal = .renewed(States.due(28))
        }
        notices += 1
        view.page = .loans(.known(lines))
        view.notice = KioskView.Notice(number: notices, what: .renewal(number))
    }
}
