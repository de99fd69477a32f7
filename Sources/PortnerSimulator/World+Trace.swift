// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The words for what happens; nothing in them is a secret.
extension World {
    /// The line for an observation; `nil` for what needs none.
    func line(_ observation: Observation) -> String? {
        switch observation {
        case .started: "a process begins"
        case .ended(let ending): "the process ended: \(ending.rawValue)"
        case .opened(_, let entries): "the ledger holds \(entries.count) more entries"
        case .began(.event(let event)): words(event)
        case .offered(let records, let counts):
            "records " + (records.map(words) + counts.map(words)).joined(separator: "; ")
        case .refused: "the ledger refuses"
        case .driven(let door, let duration?): "\(door) released for \(duration)"
        case .driven(let door, nil): "\(door) secured"
        case .notDriven(let door): "\(door) cannot be driven"
        case .changed(let change, let isWritten): words(change) + (isWritten ? "" : ": refused")
        case .sent(let action): words(action)
        case .stalled(let duration): "the thread stalls for \(duration)"
        case .effected(let effect): words(effect)
        case .journalled(let changes): changes.map(words).joined(separator: "; ")
        case .borrowed(let time): "borrowed after \(time.map { "\($0)" } ?? "no time")"
        case .settled: "settled"
        case .served(let time): "served after \(time.map { "\($0)" } ?? "no time")"
        case .exchangeBegun: "the card key is being exchanged"
        case .exchangeFinished: "the former card key is dropped"
        case .putBack(let old): "an older copy of \(old.rawValue) is in place"
        case .ledgerSettled: "the ledger is another one"
        case .erased(let key): "\(register.label(key)) is erased"
        case .distrusted(let key, let isLacking):
            "the cache \(isLacking ? "lacks" : "has") all of \(register.label(key))"
        case .restored(let entries):
            entries.isEmpty ? nil : "\(entries.count) transactions are open"
        case .kiosksSettled(_, let entries): "\(entries.count) transactions are open at the end"
        case .listed, .kept, .files, .began(.time), .finished, .acknowledged, .stored, .heard,
            .refreshed, .waited,
            .file:
            nil
        }
    }

    private func words(_ event: Event) -> String {
        switch event {
        case .cardPresented(let card, let reader):
            "\(reader): \(register.label(register.key(of: card)))"
        case .passPresented(_, let reader): "\(reader): a pass"
        case .scanRefused(let code, _, let reader): "\(reader): scan refused, \(code)"
        case .keyPressed(let key, let reader): "\(reader): \(key)"
        case .codeScanned, .kioskPressed, .printerChanged, .receiptEnded, .padChanged,
            .libraryAnswered, .outboxOrdered, .kioskOrdered:
            wordsOfKiosk(event)
        case .libraryReplied(let reply, let ticket): "reply \(ticket.number): \(words(reply))"
        case .patronsFound(let finding, let ticket):
            "found \(ticket.number): \(finding.due.count) patrons"
        case .syncOrdered: "staff: patrons asked about anew"
        case .pinChecked(let matches, let ticket): "PIN check \(ticket.number): \(matches)"
        case .verifierDerived(_, let ticket): "verifier \(ticket.number)"
        case .verifierRenewed(let key, _, _): "verifier of \(register.label(key)) renewed"
        case .contactChanged(let isOpen, let door): "\(door) \(isOpen ? "open" : "closed")"
        case .exitChanged(let isPressed, let door):
            "\(door) exit \(isPressed ? "pressed" : "let go")"
        case .fireChanged(let isActive, let door): "\(door) fire \(isActive ? "on" : "off")"
        case .boltChanged(let isThrown, let door):
            "\(door) bolt \(isThrown ? "thrown" : "withdrawn")"
        case .relayChanged(let isReleased, let door):
            "\(door) relay \(isReleased ? "released" : "secured")"
        case .alarmChanged(let isArmed, let door):
            "\(door) alarm \(isArmed ? "armed" : "disarmed")"
        case .tamperChanged(let isActive, let door):
            "\(door) cabinet \(isActive ? "opened" : "closed")"
        case .lockReleased(let door, _): "\(door) follows"
        case .lockChanged(let isPresent, _, let door):
            "\(door) lock \(isPresent ? "back" : "lost")"
        case .deviceChanged(let isPresent, _, let device):
            "\(device) \(isPresent ? "back" : "lost")"
        case .deviceNoted(let code, _, let name, _): "\(name): \(code)"
        case .libraryChanged(let isReachable, let detail):
            "library \(isReachable ? "reachable" : "unreachable"): \(detail)"
        case .staffOrdered(let order, let door, _, _, _): "staff: \(order.rawValue) \(door)"
        case .evacuationOrdered(let isOrdered, _, _, _):
            "staff: \(isOrdered ? "everybody out" : "all clear")"
        case .waitLiftOrdered: "staff: a wait lifted"
        case .listChangeOrdered: "staff: the list changed"
        case .privacyActOrdered(let act, _, _, _): "staff: \(act.code)"
        case .stationChanged(let code, _), .stationFailed(let code, _): "station \(code)"
        case .recordingFailed, .recordingRecovered: "\(event)"
        case .reconfigured: "settings read"
        }
    }

    private func words(_ reply: LibraryReply) -> String {
        switch reply {
        case .noAnswer: return "none"
        case .unknownCard: return "unknown card"
        case .known(let facts, let pinAccepted):
            let codes = facts.blocks.value.union(facts.debts.value).sorted().map(\.text)
            let pin = pinAccepted.map { $0 ? ", PIN right" : ", PIN wrong" } ?? ""
            return "\(facts.validity.value)\(pin) \(codes.joined(separator: ","))"
        }
    }

    private func words(_ record: Record) -> String {
        let values = record.fields.filter { $0.name != .local }
            .map { "\($0.name.rawValue)=\($0.value)" }
        let subject = record.subject.map { [register.label($0)] } ?? []
        return ([record.kind.rawValue] + subject + values).joined(separator: " ")
    }

    private func words(_ count: ThrottleCount) -> String {
        switch count.subject {
        case .card(let key): "\(register.label(key)) wrong \(count.failures)"
        case .reader(let reader): "\(reader) wrong \(count.failures)"
        case .everyCard: "every card wrong \(count.failures)"
        case .everyReader: "every reader wrong \(count.failures)"
        }
    }

    private func words(_ change: CacheChange) -> String {
        switch change {
        case .learn(let key, _): "cache learns \(register.label(key))"
        case .refresh(let key, _): "cache learns more of \(register.label(key))"
        case .saw(let keys, let day): "cache saw \(keys.count) cards on \(day)"
        case .keepVerifier(let key, _): "cache keeps a verifier of \(register.label(key))"
        case .dropVerifier(let key): "cache drops the verifier of \(register.label(key))"
        case .forget(let key), .disown(let key, _): "cache forgets \(register.label(key))"
        case .doubt(let key, _): "cache believes nothing of \(register.label(key))"
        case .rekey(_, let key): "cache has \(register.label(key)) under a new key"
        }
    }

    private func words(_ action: Action) -> String {
        switch action {
        case .show(let view): return "\(view.reader) shows \(view.sign)"
        case .ask(let question):
            let label = register.label(register.key(of: question.card))
            let pin = question.pin == nil ? "" : " with PIN"
            return "asks \(question.ticket.number) about \(label)\(pin)"
        case .inquire(let inquiry):
            let label = key(of: inquiry.patron).map(register.label) ?? "?"
            return "asks \(inquiry.ticket.number) about \(label), who is not here"
        case .search(let search): return "searches \(search.ticket.number) who is due"
        case .checkPIN(let check):
            return "checks \(check.ticket.number) the PIN of \(register.label(check.key))"
        case .deriveVerifier(let key, _, let ticket):
            return "derives \(ticket.number) for \(register.label(key))"
        case .answer(let ticket, let refusal):
            return "answers staff \(ticket.number & 0xFFFF): \(refusal?.rawValue ?? "yes")"
        default: return wordsOfKiosk(action)
        }
    }
}
