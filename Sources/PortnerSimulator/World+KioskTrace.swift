// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The words for what happens at kiosks; copies are named by their numbers, people by theirs.
extension World {
    func wordsOfKiosk(_ event: Event) -> String {
        switch event {
        case .codeScanned(let code, let reader):
            let card = CardNumber(code.secret).map { register.key(of: $0) }
            if let card, register[card] != nil { return "\(reader): \(register.label(card))" }
            return "\(reader): \(label(code.secret))"
        case .kioskPressed(let press, let kiosk):
            return "\(kiosk): pressed \(words(press.input)) in session \(press.session)"
        case .libraryAnswered(let answer):
            return "answer to \(answer.request): \(words(answer.outcome))"
        case .outboxOrdered(let order, let id, _, _, _): return "staff: \(order.rawValue) \(id)"
        case .printerChanged(_, _, let kiosk): return "\(kiosk): printer ready"
        case .receiptEnded(let succeeded, let session, let kiosk):
            return "\(kiosk): receipt of session \(session) \(succeeded ? "out" : "failed")"
        default: return ""
        }
    }

    func wordsOfKiosk(_ action: Action) -> String {
        switch action {
        case .showKiosk(let view):
            "\(view.kiosk) shows \(words(view.page)) in session \(view.session)"
                + (view.question.map { "\($0)" } ?? "")
        case .request(let request): "requests \(request.id): \(request.task)"
        case .issueReceipt(_, let way, let kiosk, _): "\(kiosk): receipt \(way)"
        case .withdrawReceipt(let kiosk, let session):
            "\(kiosk): no more of the receipt of session \(session)"
        default: ""
        }
    }

    func words(_ effect: LibraryEffect) -> String {
        let whose = effect.card.map { " for \(register.label($0))" } ?? ""
        let what = effect.item.map { " of \(label($0))" } ?? ""
        return "the library system did a \(effect.kind.rawValue)\(what)\(whose)"
    }

    func words(_ change: OutboxChange) -> String {
        switch change {
        case .enter(let entry):
            let what = entry.item.map { " of \(label($0.secret))" } ?? ""
            return "entered \(entry.id): \(entry.kind.rawValue)\(what), \(entry.state)"
        case .move(let id, let state): return "moved \(id): \(state)"
        case .close(let id): return "closed \(id)"
        }
    }

    private func label(_ item: String) -> String {
        library.collection[item].map { "copy \($0.title)" } ?? "a code of \(item.utf8.count)"
    }

    private func words(_ input: KioskInput) -> String {
        switch input {
        case .key(let key): "\(key)"
        default: "\(input)"
        }
    }

    private func words(_ outcome: LibraryOutcome) -> String {
        switch outcome {
        case .done(let result): "done, \(result)"
        case .refused(let refusal): "refused, \(refusal.reason.rawValue)"
        case .unknown: "nobody knows"
        case .unavailable(let why): "not asked, \(why.rawValue)"
        case .notSupported: "not supported"
        }
    }

    private func words(_ page: KioskView.Page) -> String {
        switch page {
        case .loan(let rows): "loans " + words(rows)
        case .returning(let rows): "returns " + words(rows)
        case .loans(.known(let lines)): "\(lines.count) loans"
        case .holds(.known(let holds)): "\(holds.count) holds"
        default: "\(page)"
        }
    }

    private func words(_ rows: [KioskRow]) -> String {
        rows.map { row in
            let outcome =
                switch row.outcome {
                case .working: "working"
                case .lent: "lent"
                case .renewed: "renewed"
                case .lentOffline: "lent offline"
                case .returned: "returned"
                case .returnedOffline: "returned offline"
                case .alreadyYours: "theirs already"
                case .incomplete: "incomplete"
                case .doubtful: "doubtful"
                case .refused(let refusal): refusal.reason.rawValue
                }
            return "\(row.number) \(outcome)"
        }.joined(separator: ", ")
    }
}
