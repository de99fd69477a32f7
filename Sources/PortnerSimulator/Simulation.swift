// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Runs one world from its seed to its end.
public enum Simulation {
    /// How long after the faults everything must have come to rest: the longest wait that a reader
    /// can still be held to, twice.
    private static let calm = Duration.seconds(1500)
    /// The longest that is waited for hours in which a patron may enter.
    private static let closedMax = Duration.seconds(12 * 3600)

    /// Simulates the world that a seed decides.
    ///
    /// The stores are real and lie in a temporary folder that is deleted at the end.
    ///
    /// - Parameters:
    ///   - seed: Decides everything.
    ///   - focus: What the world is full of.
    ///   - duration: How long there are people and faults; nil for the focus's usual time.
    ///   - tell: Is given each line of the trace as it comes.
    /// - Returns: What happened, with the violation that ended the world, if one did.
    /// - Throws: ``SimulationError`` when this machine cannot hold the world.
    public static func run(
        seed: UInt64,
        focus: SimulationFocus = .everything,
        duration: Duration? = nil,
        tell: ((String) -> Void)? = nil
    ) throws(SimulationError) -> SimulationReport {
        try run(seed: seed, focus: focus, duration: duration, wiring: .straight, tell: tell)
    }

    static func run(
        seed: UInt64,
        focus: SimulationFocus = .everything,
        duration: Duration? = nil,
        wiring: Wiring,
        tell: ((String) -> Void)? = nil
    ) throws(SimulationError) -> SimulationReport {
        let duration = duration ?? focus.standardDuration
        let world = try World(seed: seed, focus: focus, wiring: wiring, tell: tell)
        defer { world.finish() }
        world.start()
        world.planFaults()
        world.planVisits()
        world.planGuests()
        world.run(until: duration)
        try calmDown(world, seed: seed)
        if let trouble = world.trouble { throw trouble }
        return SimulationReport(
            seed: seed,
            focus: focus,
            duration: duration,
            simulated: world.now,
            doors: world.doors.count,
            traceHash: world.trace.hash,
            counters: world.counters,
            violations: world.violations,
            lastLines: world.trace.last
        )
    }

    /// Ends the faults and sees whether everything comes to rest and patrons get in.
    private static func calmDown(_ world: World, seed: UInt64) throws(SimulationError) {
        guard !world.isOver else { return }
        world.note("calm")
        world.mendEverything()
        world.run(until: world.now + calm)
        // What may have been held against any card is held against each.
        if world.faults.isHeldAgainstAll {
            world.run(until: world.now + ThrottleRule.card.waitMax)
        }
        guard !world.isOver else { return }
        let readers = world.settings.readers.map(\.reader)
        world.observe(.settled(readers.compactMap { world.readers[$0]?.view }))
        world.settleKiosks()
        var chance = Chance(seed: seed)
        for person in patrons(world, &chance) {
            serve(person, world)
            world.lend(to: person)
        }
        guard !world.isOver else { return }
        world.observe(.files(world.disk.sizes()))
        for bytes in world.disk.contents() { world.observe(.file(bytes)) }
        world.end(.stopped)
        guard !world.isOver else { return }
        for bytes in world.disk.contents() { world.observe(.file(bytes)) }
        world.start()
    }

    /// Somebody new, and somebody whom the station has seen.
    private static func patrons(_ world: World, _ chance: inout Chance) -> [Person] {
        let today = CopenhagenTime.civil(at: world.clock.truth(at: world.now)).date
        let newcomer = Person(
            number: world.scenario.people.count,
            isPatron: true,
            today: today.advanced(by: -20 * 366),
            &chance
        )
        world.library.add(newcomer)
        let known = world.scenario.people.first { person in
            guard person.isPatron, let card = CardNumber(person.card) else { return false }
            let refusals = world.refusals[world.register.key(of: card)] ?? 0
            return refusals < ThrottleRule.card.free
                && person.born < today.advanced(by: -19 * 366)
        }
        if let known { world.library.clear(known) }
        return [newcomer] + (known.map { [$0] } ?? [])
    }

    /// Has a patron go to the first reader in hours that let them in.
    private static func serve(_ person: Person, _ world: World) {
        guard let name = world.settings.readers.first?.reader, let reader = world.readers[name],
            let card = CardNumber(person.card), waitForHours(at: name, world)
        else { return }
        let key = world.register.key(of: card)
        let entries = world.counters.entries
        let begun = world.now
        world.steadyVisit(of: person, at: reader)
        while world.counters.entries == entries, !world.isOver,
            world.now - begun < LivenessChecker.servedWithin * 2
        {
            world.run(until: world.now + .milliseconds(100))
        }
        guard !world.isOver else { return }
        let isServed = world.counters.entries > entries && world.granted.contains(key)
        world.observe(.served(isServed ? world.now - begun : nil))
        world.run(until: world.now + .seconds(240))
    }

    /// Lets time pass until a reader's door lets patrons in; `false` when it never does.
    private static func waitForHours(at reader: ReaderName, _ world: World) -> Bool {
        let settings = world.settings
        guard let door = settings.readers.first(where: { $0.reader == reader })?.door,
            let rules = settings.rules.first(where: { $0.door == door })
        else { return false }
        let hours = HoursBook(rules: rules)
        let end = world.now + closedMax
        while !world.isOver, world.now < end {
            let civil = CopenhagenTime.civil(at: world.clock.truth(at: world.now))
            let rest = hours.rest(at: civil, lookingAhead: 2)
            if hours.mode(at: civil) != .closed, rest > .seconds(60) { return true }
            world.run(until: world.now + .seconds(60))
        }
        return false
    }
}
