// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The kiosks, who stands at them, and what their requests come to.
extension World {
    /// Puts the kiosks up, and lets the library system know the day.
    func buildKiosks() {
        library.today = { [unowned self] in
            CopenhagenTime.civil(at: clock.truth(at: now)).date
        }
        library.effected = { [unowned self] in observe(.effected($0)) }
        for kiosk in settings.kiosks {
            kiosks[kiosk.kiosk] = SimulatedKiosk(
                kiosk.kiosk,
                kiosk.reader,
                now: { [unowned self] in now },
                schedule: { [unowned self] in at($0, $1) },
                port: { [unowned self] in tell($0) }
            )
        }
    }

    // MARK: People

    /// Has people come to the kiosks for as long as faults do.
    func planGuests() {
        for name in kiosks.keys.sorted() { planGuest(at: name) }
        if !kiosks.isEmpty { planDesk() }
    }

    private func planGuest(at name: KioskName) {
        after(guestChance.gap(mean: scenario.guestGap)) { [self] in
            guard !faults.areOver else { return }
            if let kiosk = kiosks[name], kiosk.guest == nil { somebodyComes(to: kiosk) }
            planGuest(at: name)
        }
    }

    private func somebodyComes(to kiosk: SimulatedKiosk) {
        let person = guestChance.pick(from: scenario.people)
        let isAttacker = guestChance.oneIn(15)
        let plan =
            isAttacker
            ? [] : KioskGuest.Step.plan(person, library.collection, scenario.haul, &guestChance)
        note("person \(person.number) comes to the kiosk \(kiosk.name)")
        let pace: ClosedRange<Duration> = .milliseconds(350) ... .milliseconds(1800)
        welcome(person, isAttacker ? .attacker : .patron, plan, pace, at: kiosk)
    }

    /// Has somebody who makes no mistakes come and borrow a copy; gives its number.
    func steadyGuest(_ person: Person, at kiosk: SimulatedKiosk) -> String? {
        kiosk.guest?.end()
        let item = library.collection.items.first { item in
            guard let copy = library.collection[item] else { return false }
            return copy.isForLoan && copy.loan == nil && copy.waiting == nil
        }
        guard let item else { return nil }
        let pace: ClosedRange<Duration> = .milliseconds(500) ... .milliseconds(900)
        welcome(person, .steady, [.scan(item)], pace, at: kiosk)
        return item
    }

    private func welcome(
        _ person: Person,
        _ manner: KioskGuest.Manner,
        _ plan: [KioskGuest.Step],
        _ pace: ClosedRange<Duration>,
        at kiosk: SimulatedKiosk
    ) {
        let guest = KioskGuest(
            person,
            manner,
            plan: plan,
            pace: pace,
            at: kiosk,
            guestChance.fork(),
            port: KioskGuest.Port(
                after: { [unowned self] in after($0, $1) },
                pin: { [unowned self] in library.pin(of: $0) ?? $0.firstPIN },
                other: { [unowned self] in guestChance.pick(from: scenario.people) },
                leave: { guest in
                    if guest.kiosk.guest === guest { guest.kiosk.guest = nil }
                }
            )
        )
        kiosk.guest = guest
        guest.begin()
    }

    // MARK: Staff

    /// Has staff look now and then at what waits for a person.
    private func planDesk() {
        after(guestChance.gap(mean: .seconds(600))) { [self] in
            guard !faults.areOver else { return }
            let entries = process?.station?.outbox.entries ?? []
            for entry in entries {
                guard case .conflict = entry.state, guestChance.oneIn(2) else { continue }
                settle(entry.id, guestChance.pick(from: OutboxOrder.allCases))
            }
            planDesk()
        }
    }

    private func settle(_ id: RequestID, _ order: OutboxOrder) {
        faults.nextOrder += 1
        let ticket = Ticket(number: faults.nextOrder)
        tell(.outboxOrdered(order, id, reason: "simulated", by: "skranke", ticket))
    }

    // MARK: The line

    func show(_ view: KioskView) { kiosks[view.kiosk]?.show(view) }

    /// A request came to its end, now and then by a detour.
    func answer(_ answer: LibraryAnswer, to task: LibraryTask, saidAt time: Duration) {
        var source: StationProcess.Source?
        if case .patron(let access, _) = task {
            source = .init(key: register.key(of: access.card), saidAt: time)
        }
        let detour =
            faults.reorders ? faultChance.duration(in: .zero ... .milliseconds(800)) : .zero
        let process = process
        after(detour) { [self] in
            guard let process, self.process === process else { return }
            process.put(.libraryAnswered(answer), source: source, at: now)
        }
    }
}
