// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerStore

/// What is done to the machine by those who look after it.
extension World {
    /// The keys of a card: the one that it has and the one that it had.
    func keys(of card: CardKey) -> [CardKey] {
        register.card(of: card).map { ring.keys(of: $0) } ?? [card]
    }

    /// The machine's credentials, or what a defect leaves of them.
    func credentials() throws(SimulationError) -> KeyRing {
        var ring = ring
        if !wiring.keepsFormerKey { try ring.finish() }
        return ring
    }

    // MARK: The card key

    /// Begins the exchange of the card key, or finishes it, while the station is stopped.
    func exchangeKey() {
        guard process != nil, let stores = disk.stores else { return }
        do throws(SimulationError) {
            guard !ring.isExchanging else {
                end(.stopped)
                faults.finishedRing = ring
                return try ring.finish()
            }
            end(.stopped) { faults.knownBefore = knowledge(in: stores) }
            try ring.begin()
            let hasher = ring.hasher
            register.exchange { hasher.key(for: $0) }
        } catch {
            fail(error)
        }
    }

    /// What a process that begins would know of each card.
    private func knowledge(in stores: Disk.Stores) -> [CardKey: PatronFacts] {
        var known: [CardKey: PatronFacts] = [:]
        for key in register.keys {
            guard let card = register.card(of: key) else { continue }
            let reader = stores.reader
            let answer = reader.patron(
                for: reader.key(for: card),
                formerly: reader.formerKey(for: card)
            )
            if case .known(let patron) = answer { known[key] = patron.facts }
        }
        return known
    }

    /// Compares what is known after the exchange of the card key has begun with what was, and looks
    /// for what is left when it is finished.
    func compareKnowledge(_ stores: Disk.Stores) throws(SimulationError) {
        if let before = faults.knownBefore {
            faults.knownBefore = nil
            let after = knowledge(in: stores)
            observe(.exchangeBegun(lost: register.keys.filter { before[$0] != after[$0] }))
        }
        guard let former = faults.finishedRing else { return }
        faults.finishedRing = nil
        // Who was not here meanwhile is dropped.
        faults.mayLackFacts = true
        var left: [CardKey] = []
        do throws(StoreError) {
            for key in register.keys {
                guard let card = register.card(of: key), let old = former.keys(of: card).last
                else { continue }
                let answer = try stores.cache.patron(for: old)
                let listed = try stores.roster.patron(for: old)
                // That nothing is believed of a card tells nothing of anybody: a process that died
                // before the card was off the note has begun the next one with it once more.
                let isSomebody = answer.map { $0.facts.patron != nil } ?? false
                if isSomebody || listed != nil { left.append(key) }
            }
        } catch {
            throw .store(error.code)
        }
        observe(.exchangeFinished(left: left))
    }

    /// Shows what cache and roster hold, of which something may have been lost.
    func observeKnowledge(_ stores: Disk.Stores) throws(SimulationError) {
        faults.mayLackFacts = false
        do throws(StoreError) {
            for key in register.keys {
                var (answer, listed): (PatronFacts?, PatronFacts?)
                for key in keys(of: key) {
                    let (facts, list) = (
                        try stores.cache.patron(for: key)?.facts,
                        try stores.roster.patron(for: key)?.facts
                    )
                    answer = facts.map { answer?.merged(with: $0) ?? $0 } ?? answer
                    listed = list.map { listed?.merged(with: $0) ?? $0 } ?? listed
                }
                observe(.kept(key, answer: answer, listed: listed))
            }
        } catch {
            throw .store(error.code)
        }
    }

    // MARK: Copies

    /// Somebody copies the station's files, and some time later puts the copy in place.
    func copyFiles() {
        guard process != nil else { return }
        faults.copies += 1
        let old = faultChance.pick(from: Observation.OldCopy.allCases)
        do throws(SimulationError) {
            let copy = try disk.copy(faults.copies)
            after(faultChance.duration(in: .seconds(20) ... .seconds(1200))) { [self] in
                guard !faults.areOver, process != nil else { return }
                putBack(old, from: copy)
            }
        } catch {
            fail(error)
        }
    }

    private func putBack(_ old: Observation.OldCopy, from copy: String) {
        end(.stopped)
        do throws(SimulationError) {
            try disk.putBack(old, from: copy)
        } catch {
            fail(error)
        }
        faults.mayLackFacts = true
        observe(.putBack(old))
    }
}
