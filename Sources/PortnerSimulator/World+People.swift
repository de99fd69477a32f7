// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Who comes and goes.
extension World {
    /// The hours in which people are about, where there are nights.
    private static let day = 7..<22
    /// Of so many who would come at night one comes.
    private static let nightShare = 8

    /// Has people come for as long as faults do.
    func planVisits() {
        after(peopleChance.gap(mean: scenario.visitGap)) { [self] in
            guard !faults.areOver else { return }
            if !isNight || peopleChance.oneIn(Self.nightShare) { somebodyComes() }
            planVisits()
        }
    }

    private var isNight: Bool {
        let hour = CopenhagenTime.civil(at: clock.truth(at: now)).secondOfDay / 3600
        return scenario.hasNights && !Self.day.contains(hour)
    }

    private func somebodyComes() {
        let person = peopleChance.pick(from: scenario.people)
        guard let reader = readers[peopleChance.pick(from: readers.keys.sorted())] else { return }
        switch peopleChance.number(in: 1...20) {
        case 1...3:
            leave()
        case 4...5:
            attack(reader)
        case 6:
            visit(person, .absentMinded, at: reader)
        default:
            visit(person, .patron, at: reader)
        }
    }

    /// Somebody leaves: presses the button, and opens the door by its handle in any case.
    private func leave() {
        guard let door = doors[peopleChance.pick(from: doors.keys.sorted())] else { return }
        note("somebody leaves by \(door.name)")
        door.pressExit(for: peopleChance.duration(in: .milliseconds(100) ... .seconds(2)))
        guard !peopleChance.oneIn(8) else { return }
        after(peopleChance.duration(in: .milliseconds(300) ... .seconds(3))) { [self] in
            door.open(for: peopleChance.duration(in: .seconds(2) ... .seconds(8)))
        }
    }

    /// Somebody tries PINs, now and then with a copy of one card at both readers.
    private func attack(_ reader: SimulatedReader) {
        let tries = Visit.Manner.attacker(tries: peopleChance.number(in: 3...16))
        let victim = peopleChance.pick(from: scenario.people)
        guard peopleChance.oneIn(2) else { return visit(victim, tries, at: reader) }
        for name in readers.keys.sorted() {
            guard let reader = readers[name] else { continue }
            visit(victim, tries, at: reader) { victim }
        }
    }

    /// Somebody goes to a reader; where somebody is, they wait or push in.
    private func visit(
        _ person: Person,
        _ manner: Visit.Manner,
        at reader: SimulatedReader,
        victim: (() -> Person)? = nil
    ) {
        guard reader.visit == nil else {
            guard peopleChance.oneIn(3) else { return }
            note("person \(person.number) pushes in at \(reader.name)")
            return reader.scan(Typing.code(person.card, releases: true))
        }
        note("person \(person.number) comes to \(reader.name)")
        let visit = Visit(
            person,
            manner,
            at: reader,
            peopleChance.fork(),
            port: port(victim: victim)
        )
        reader.visit = visit
        visit.begin()
    }

    private func port(victim: (() -> Person)?) -> Visit.Port {
        Visit.Port(
            now: { [unowned self] in now },
            after: { [unowned self] in after($0, $1) },
            pin: { [unowned self] in library.pin(of: $0) ?? $0.firstPIN },
            victim: { [unowned self] in
                victim?() ?? peopleChance.pick(from: scenario.people)
            },
            door: { [unowned self] reader in
                settings.readers.first { $0.reader == reader }.flatMap { doors[$0.door] }
            },
            leave: { visit, _ in
                if visit.reader.visit === visit { visit.reader.visit = nil }
            },
            badScans: scenario.has(.badScans)
        )
    }

    /// Has somebody who makes no mistakes come; gives the visit.
    func steadyVisit(of person: Person, at reader: SimulatedReader) {
        reader.visit?.end(isIn: false)
        visit(person, .steady, at: reader)
    }
}
