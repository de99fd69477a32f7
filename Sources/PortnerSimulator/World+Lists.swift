// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerStore
import Roster

/// A list that the library has made.
struct PatronList {
    let cursor: RosterCursor
    let asOf: Timestamp
    let patrons: [String: RosterRow.Patron]
    /// The state that it starts from; `nil` for a full one.
    var since: PatronList.State?

    /// A state that a list of changes starts from.
    struct State {
        let cursor: RosterCursor
        let patrons: [String: RosterRow.Patron]
    }

    /// The rows, and `nil` for a card that is gone.
    var rows: [(card: String, patron: RosterRow.Patron?)] {
        let cards = Set(patrons.keys).union(since?.patrons.keys ?? [:].keys).sorted()
        return cards.compactMap { card in
            if let since, since.patrons[card] == patrons[card] { return nil }
            return (card, patrons[card])
        }
    }

    var text: String {
        var writer = RosterWriter(.ndjson)
        let contents: RosterHeading.Contents =
            if let since { .delta(since: since.cursor) } else { .full }
        var text = writer.heading(RosterHeading(contents, asOf: asOf, cursor: cursor))
        for (card, patron) in rows {
            guard let card = CardNumber(card) else { continue }
            text += writer.row(RosterRow(cards: [card], patron: patron))
        }
        return text + writer.end()
    }
}

/// What the library tells unasked, and what staff erase.
extension World {
    /// The library makes a list, which comes now or late, whole or not.
    func deliverList() {
        faults.lists += 1
        guard let cursor = RosterCursor("c\(faults.lists)") else { return }
        let milliseconds = clock.truth(at: now).milliseconds
        var list = PatronList(
            cursor: cursor,
            asOf: Timestamp(milliseconds: milliseconds - milliseconds % 1000),
            patrons: library.list()
        )
        let manner = faultChance.number(in: 1...8)
        if manner > 4, let last = faults.lastList {
            list.since = PatronList.State(cursor: last.cursor, patrons: last.patrons)
        }
        faults.lastList = list
        var text = list.text
        if manner == 4 { text = String(text.prefix(text.count / 2)) }
        let delay =
            faultChance.oneIn(3) ? faultChance.duration(in: .zero ... .seconds(300)) : .zero
        after(delay) { [self] in take(list, text) }
    }

    /// The station takes a list, when it runs.
    private func take(_ list: PatronList, _ text: String) {
        guard process != nil, let stores = disk.stores else { return }
        let terms = RosterTerms(
            hasher: ring.hasher,
            ageLimits: settings.ageLimits,
            today: CopenhagenTime.civil(at: clock.truth(at: now)).date,
            now: clock.timestamp(at: now)
        )
        do {
            let outcome = try stores.roster.take(try disk.drop(text), terms)
            try stores.roster.settle(in: stores.cache)
            guard case .applied = outcome else { return note("list \(list.cursor.text) again") }
        } catch let refusal as RosterRefusal {
            return note("list \(list.cursor.text) refused: \(refusal.code)")
        } catch {
            return fail((error as? SimulationError) ?? .store("roster"))
        }
        note("list \(list.cursor.text) taken")
        var facts: [CardKey: PatronFacts?] = [:]
        for (card, patron) in list.rows {
            guard let card = CardNumber(card) else { continue }
            facts[register.key(of: card)] = .some(patron.map { $0.facts(list.asOf) })
        }
        observe(.listed(facts, asOf: list.asOf, isFull: list.since == nil))
    }

    /// Staff have somebody erased.
    func orderErasure() {
        faults.nextOrder += 1
        let ticket = Ticket(number: faults.nextOrder)
        let card = faultChance.pick(from: register.keys)
        faults.erasures[ticket] = card
        tell(.privacyActOrdered(.erase(keys(of: card)), reason: "simulated", by: "teknik", ticket))
    }

    /// Empties the files, as the daemon does once the erasure is recorded.
    func erase(_ card: CardKey) {
        guard let stores = disk.stores else { return }
        do throws(StoreError) {
            let keys = keys(of: card)
            for key in keys { try stores.ledger.deletePersonalParts(about: key) }
            try stores.roster.forget(cards: keys)
            try stores.cache.forget(cards: keys)
            try stores.unwritten.release(keys)
        } catch {
            return fail(.store(error.code))
        }
        observe(.erased(card))
    }
}

extension RosterRow.Patron {
    /// The facts that a door takes from it, but for the age.
    fileprivate func facts(_ asOf: Timestamp) -> PatronFacts {
        PatronFacts(
            patron: number,
            blocks: blocks,
            validity: validity,
            lastDay: until,
            age: nil,
            asOf: asOf
        )
    }
}
