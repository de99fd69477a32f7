// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// What goes wrong, and when it is over.
extension World {
    /// Has every kind of fault of the scenario occur, each by itself.
    func planFaults() {
        for kind in FaultKind.allCases {
            if let gap = scenario.faults[kind] { plan(kind, gap) }
        }
        planChange()
    }

    private func plan(_ kind: FaultKind, _ gap: Duration) {
        after(faultChance.gap(mean: gap)) { [self] in
            guard !faults.areOver else { return }
            inflict(kind)
            plan(kind, gap)
        }
    }

    private func planChange() {
        after(faultChance.gap(mean: scenario.changeGap)) { [self] in
            guard !faults.areOver else { return }
            note(library.change(&faultChance))
            planChange()
        }
    }

    private func inflict(_ kind: FaultKind) {
        count(kind)
        note("fault \(kind.rawValue)")
        switch kind {
        case .slowLibrary, .lossyLink, .garbledLink, .confusedLibrary, .hangUp, .outage,
            .reordering:
            inflictOnLink(kind)
        case .clockStep, .clockLoss:
            inflictOnClock(kind)
        case .ledgerFailure, .cacheFailure, .lockFailure, .unplugging, .badScans:
            inflictOnDevices(kind)
        case .crash, .powerCut, .restart, .reload, .stall, .slowPINs:
            inflictOnProcess(kind)
        case .staffOrders, .fire, .stuckExit, .forcedDoor, .weldedRelay, .jammedBolt, .tampering,
            .armedAlarm:
            inflictOnDoor(kind)
        case .roster:
            deliverList()
        case .erasure:
            orderErasure()
        case .keyExchange:
            exchangeKey()
        case .oldCopy:
            copyFiles()
        }
    }

    private func spell(_ range: ClosedRange<Duration>) -> Duration {
        faultChance.duration(in: range)
    }

    /// Changes the weather on the link, and back after a while.
    private func storm(_ change: (inout Pipe.Weather) -> Void) {
        change(&weather)
        link?.weather = weather
        after(spell(.seconds(20) ... .seconds(300))) { [self] in
            weather = Pipe.Weather()
            link?.weather = weather
        }
    }

    private func inflictOnLink(_ kind: FaultKind) {
        switch kind {
        case .slowLibrary:
            let least = faultChance.duration(in: .milliseconds(100) ... .seconds(3))
            storm { $0.latency = least...(least + .seconds(2)) }
        case .lossyLink: storm { $0.loss = 4 }
        case .garbledLink: storm { $0.damage = 4 }
        case .confusedLibrary: storm { $0.confusion = 4 }
        case .hangUp: storm { $0.hangUp = 4 }
        case .reordering:
            faults.reorders = true
            after(spell(.seconds(20) ... .seconds(300))) { [self] in faults.reorders = false }
        default:
            faults.isNetworkDown = true
            link?.fail(silently: faultChance.oneIn(2))
            after(spell(.seconds(5) ... .seconds(900))) { [self] in
                faults.isNetworkDown = false
                link?.recover()
            }
        }
    }

    private func inflictOnClock(_ kind: FaultKind) {
        if kind == .clockLoss {
            clock.isSynchronised = false
            if faultChance.oneIn(3) { clock.set(to: WorldClock.unset, at: now) }
        } else {
            let size = faultChance.pick(from: [
                Duration.seconds(1), .seconds(20), .seconds(90), .seconds(600),
                .seconds(3600), .seconds(86_400), .seconds(365 * 86_400),
            ])
            let change = faultChance.duration(in: .zero...size)
            clock.step(by: faultChance.oneIn(2) ? change : .zero - change)
        }
        after(spell(.seconds(10) ... .seconds(400))) { [self] in
            clock.correct()
            clock.isSynchronised = true
        }
    }

    private func inflictOnDevices(_ kind: FaultKind) {
        let spell = spell(.seconds(1) ... .seconds(240))
        switch kind {
        case .ledgerFailure:
            faults.isLedgerFailing = true
            after(spell) { [self] in faults.isLedgerFailing = false }
        case .cacheFailure:
            faults.isCacheFailing = true
            after(spell) { [self] in faults.isCacheFailing = false }
        case .lockFailure:
            let door = anyDoor()
            door?.breakLock()
            after(spell) { door?.mendLock() }
        case .unplugging:
            let device = faultChance.pick(from: SimulatedReader.Device.allCases)
            let reader = anyReader()
            reader?.unplug(device)
            after(spell) { reader?.plug(device) }
        default:
            let length = faultChance.pick(from: [0, 3, 8, 9])
            let noise = (0..<faultChance.number(in: 1...40)).map { _ in
                (0..<length).map { _ in UInt8(truncatingIfNeeded: faultChance.next()) & 0x3F }
            }
            anyReader()?.scan(noise)
        }
    }

    private func inflictOnProcess(_ kind: FaultKind) {
        switch kind {
        case .crash: faults.isCrashDue = true
        case .powerCut:
            if scenario.has(.clockLoss) {
                clock.set(to: WorldClock.unset, at: now)
                clock.isSynchronised = false
                after(spell(.seconds(60) ... .seconds(600))) { [self] in
                    clock.correct()
                    clock.isSynchronised = true
                }
            }
            end(.powerCut)
        case .restart:
            end(.stopped)
        case .reload:
            faults.reloads += 1
            settings = scenario.settings[faults.reloads % scenario.settings.count]
            tell(.reconfigured(settings, detail: ""))
        case .stall:
            let spell = spell(.milliseconds(100) ... .seconds(8))
            process?.stall(until: now + spell)
            observe(.stalled(spell))
        default:
            break
        }
    }

    private func inflictOnDoor(_ kind: FaultKind) {
        guard let door = anyDoor() else { return }
        switch kind {
        case .staffOrders where faultChance.oneIn(3):
            liftWait()
        case .staffOrders where faultChance.oneIn(6):
            evacuate(true)
            after(spell(.seconds(5) ... .seconds(300))) { [self] in allClear() }
        case .staffOrders:
            let order = faultChance.pick(from: StaffOrder.allCases)
            let reason = faultChance.oneIn(10) ? "  " : "simulated"
            self.order(order, door.name, reason: reason)
            guard order == .secure else { return }
            after(spell(.seconds(5) ... .seconds(300))) { [self] in lift(door.name) }
        case .fire:
            door.setFire(true)
            after(spell(.seconds(2) ... .seconds(300))) { door.setFire(false) }
        case .stuckExit:
            door.pressExit(for: spell(.seconds(10) ... .seconds(200)))
        case .weldedRelay:
            door.isRelayWelded = true
            after(spell(.seconds(5) ... .seconds(300))) { door.isRelayWelded = false }
        case .jammedBolt:
            door.isBoltJammed = true
            after(spell(.seconds(5) ... .seconds(300))) { door.isBoltJammed = false }
        case .tampering:
            door.setTampered(true)
            after(spell(.seconds(1) ... .seconds(300))) { door.setTampered(false) }
        case .armedAlarm:
            door.setArmed(true)
            after(spell(.seconds(20) ... .seconds(600))) { door.setArmed(false) }
        default:
            door.open(for: spell(.seconds(1) ... .seconds(90)))
        }
    }

    /// A technician lifts the wait of a reader or of somebody's card.
    private func liftWait() {
        let subject: ThrottleSubject
        var former: CardKey?
        if faultChance.oneIn(2) {
            subject = .reader(faultChance.pick(from: readers.keys.sorted()))
        } else {
            let keys = keys(of: faultChance.pick(from: register.keys))
            (subject, former) = (.card(keys[0]), keys.dropFirst().first)
        }
        faults.nextOrder += 1
        tell(
            .waitLiftOrdered(
                subject,
                formerly: former,
                reason: "simulated",
                by: "teknik",
                Ticket(number: faults.nextOrder)
            )
        )
    }

    /// A technician orders something at a door.
    func order(_ order: StaffOrder, _ door: DoorName, reason: String) {
        faults.nextOrder += 1
        tell(
            .staffOrdered(
                order,
                door: door,
                reason: reason,
                by: "teknik",
                Ticket(number: faults.nextOrder)
            )
        )
    }

    private func evacuate(_ isOrdered: Bool) {
        faults.nextOrder += 1
        let ticket = Ticket(number: faults.nextOrder)
        tell(.evacuationOrdered(isOrdered, reason: "simulated", by: "vagt", ticket))
    }

    /// Staff lift a lock-down, which the end of a process does not; they wait for the next one.
    private func lift(_ door: DoorName) {
        guard process != nil else { return after(.seconds(5)) { [self] in lift(door) } }
        order(.resume, door, reason: "simulated")
    }

    /// Staff say that everybody may come in again, as above.
    private func allClear() {
        guard process != nil else { return after(.seconds(5)) { [self] in allClear() } }
        evacuate(false)
    }

    private func anyDoor() -> SimulatedDoor? {
        doors[faultChance.pick(from: doors.keys.sorted())]
    }

    private func anyReader() -> SimulatedReader? {
        readers[faultChance.pick(from: readers.keys.sorted())]
    }

    /// Ends every fault and sets right what people did.
    func mendEverything() {
        faults.areOver = true
        faults.isNetworkDown = false
        faults.isLedgerFailing = false
        faults.isCacheFailing = false
        faults.reorders = false
        faults.isCrashDue = false
        weather = Pipe.Weather()
        link?.weather = weather
        link?.recover()
        clock.correct()
        clock.isSynchronised = true
        mendWorker()
        for name in doors.keys.sorted() {
            doors[name]?.mendLock()
            doors[name]?.setFire(false)
            doors[name]?.letGoOfExit()
            doors[name]?.isRelayWelded = false
            doors[name]?.isBoltJammed = false
            doors[name]?.setTampered(false)
            doors[name]?.setArmed(false)
            lift(name)
        }
        allClear()
        for name in readers.keys.sorted() {
            for device in SimulatedReader.Device.allCases { readers[name]?.plug(device) }
            readers[name]?.letGoOfKeys()
        }
    }
}
