// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

private typealias Order = DoorMachine.Action

private func note(_ event: DoorEvent, _ reason: ReleaseReason? = nil) -> Order {
    .note(event, reason: reason)
}

private func door(_ change: (inout DoorSettings) -> Void = { _ in }) -> DoorModel {
    var settings = DoorSettings(door: mainDoor)
    change(&settings)
    return DoorModel(settings)
}

extension DoorModel {
    fileprivate mutating func after(_ duration: Duration) -> [DoorMachine.Action] {
        now = now + duration
        return machine.advance(to: now)
    }
}

@Suite struct `A door` {
    @Test func `locks again when the pulse ends`() {
        var door = door()
        #expect(door.take(.grant) == [.release(for: .seconds(5))])
        #expect(door.after(.milliseconds(4999)).isEmpty)
        #expect(door.after(.milliseconds(1)) == [.secure, note(.secured, .grant)])
        #expect(!door.machine.isReleased)
        #expect(door.after(DoorSettings.openingGrace) == [note(.notEntered)])
        #expect(door.machine.nextDeadline == nil)
    }

    @Test func `keeps its pulse within the limits of the standard`() {
        for (asked, kept) in [(0, 3), (2, 3), (3, 3), (30, 30), (31, 30), (86_400, 30)] {
            let settings = DoorSettings(door: mainDoor, pulse: .seconds(asked))
            #expect(settings.pulse == .seconds(kept))
        }
    }

    @Test func `stays released until the last of several claims ends`() {
        var door = door { $0.holdsOpenWhenStaffed = true }
        #expect(door.take(.holdOpen) == [note(.released, .schedule), .release(for: .seconds(40))])
        #expect(door.after(.seconds(38)).isEmpty)
        #expect(door.take(.staffUnlock) == [note(.released, .staff), .release(for: .seconds(5))])
        #expect(door.machine.reasons == [.schedule, .staff])
        #expect(door.after(.seconds(2)) == [.release(for: .seconds(3), isKept: true)])
        #expect(door.after(.seconds(3)) == [.secure, note(.secured, .staff)])
    }

    @Test func `begins the pulse anew with each grant and writes nothing more about it`() {
        var door = door()
        _ = door.take(.grant)
        #expect(door.after(.seconds(3)).isEmpty)
        #expect(door.take(.grant) == [.release(for: .seconds(5))])
        #expect(door.after(.seconds(3)).isEmpty)
        #expect(door.after(.seconds(2)).contains(.secure))
    }

    @Test(arguments: RelockRule.allCases)
    func `is secured early by its relock rule`(_ rule: RelockRule) {
        var door = door { $0.relock = rule }
        _ = door.take(.grant)
        _ = door.take(.exitPressed)
        #expect(door.take(.opened).contains(.secure) == (rule == .whenOpened))
        #expect(door.take(.closed).contains(.secure) == (rule == .whenClosed))
        #expect(door.machine.isReleased == (rule == .whenTimeIsUp))
    }

    @Test func `does not end the staffed hours or the fire release by relocking`() {
        var door = door {
            $0.relock = .whenOpened
            $0.holdsOpenWhenStaffed = true
        }
        _ = door.take(.holdOpen)
        _ = door.take(.grant)
        #expect(door.take(.opened).contains(.release(for: .seconds(40), isKept: true)))
        _ = door.take(.fireOn)
        _ = door.take(.closed)
        _ = door.take(.opened)
        #expect(door.machine.reasons == [.fire, .schedule])
    }

    @Test func `ignores a contact that says the same again, and one that it does not have`() {
        var door = door()
        #expect(door.take(.closed).isEmpty)
        _ = door.take(.opened)
        #expect(door.take(.opened).isEmpty)
        var blind = PortnerCoreTests.door { $0.hasContact = false }
        #expect(blind.take(.opened).isEmpty)
        #expect(blind.machine.isOpen == nil)
    }

    @Test func `takes its hold from the hours and gives it up when told`() {
        var door = door { $0.holdsOpenWhenStaffed = true }
        _ = door.take(.holdOpen)
        #expect(door.machine.heldUntil == door.now + DoorModel.holdFor)
        #expect(door.take(.holdOpen).isEmpty)
        #expect(door.take(.holdNoLonger) == [.secure, note(.secured, .schedule)])
        #expect(door.take(.holdNoLonger).isEmpty)
        #expect(door.machine.holdOpen(until: door.now, at: door.now).isEmpty)
        var plain = PortnerCoreTests.door()
        #expect(plain.take(.holdOpen).isEmpty)
    }

    @Test func `forgets its contact when the settings take it away`() {
        var door = door()
        _ = door.take(.opened)
        _ = door.take(.exitPressed)
        door.machine.reconfigure(DoorSettings(door: mainDoor, hasContact: false))
        #expect(door.after(.seconds(59)) == [.secure, note(.secured, .exit)])
        #expect(door.after(.seconds(1)) == [note(.exitStuck)])
        door.machine.reconfigure(DoorSettings(door: mainDoor))
        #expect(door.machine.isOpen == false)
    }
}

@Suite struct `A door that reports` {
    @Test func `an opening after a release, and a little later too`() {
        var door = door()
        _ = door.take(.grant)
        _ = door.after(.seconds(5))
        door.now = door.now + DoorSettings.openingGrace
        #expect(door.take(.opened) == [note(.opened)])
    }

    @Test func `an opening that belongs to nothing as forced`() {
        var door = door()
        #expect(door.take(.opened) == [note(.forcedOpen)])
        var later = PortnerCoreTests.door()
        _ = later.take(.grant)
        _ = later.after(.seconds(5))
        later.now = later.now + DoorSettings.openingGrace + .milliseconds(1)
        #expect(later.take(.opened) == [note(.forcedOpen)])
        #expect(DoorEvent.forcedOpen.isAlarm && !DoorEvent.opened.isAlarm)
    }

    @Test func `no forced opening to whoever leaves by a lock that opens from inside`() {
        var door = door { $0.exitReleases = false }
        #expect(door.take(.exitPressed) == [note(.exitRequested)])
        #expect(door.take(.exitLetGo).isEmpty)
        door.now = door.now + .seconds(9)
        #expect(door.take(.opened) == [note(.opened)])
    }

    @Test func `no forced opening to whoever holds the handle while the lock is lost`() {
        var door = door()
        _ = door.take(.grant)
        #expect(door.take(.lockLost) == [note(.lockLost)])
        #expect(door.take(.opened) == [note(.opened)])
    }

    @Test func `standing open too long, once for each opening`() {
        var door = door()
        _ = door.take(.grant)
        _ = door.take(.opened)
        _ = door.after(.seconds(19))
        #expect(door.after(.seconds(1)) == [note(.heldOpen)])
        #expect(door.after(.hours(1)).isEmpty)
        _ = door.take(.closed)
        _ = door.take(.opened)
        #expect(door.after(.seconds(20)) == [note(.heldOpen)])
    }

    @Test func `nothing while the staffed hours hold it open, and standing open when they end`() {
        var door = door { $0.holdsOpenWhenStaffed = true }
        _ = door.take(.holdOpen)
        _ = door.take(.opened)
        #expect(door.after(.seconds(39)).isEmpty)
        let ended = door.after(.seconds(1))
        #expect(ended == [.secure, note(.secured, .schedule), note(.heldOpen)])
    }

    @Test func `an exit that failed, whether the button is held or let go`() {
        for isHeld in [true, false] {
            var door = door()
            #expect(
                door.take(.exitPressed)
                    == [.release(for: .seconds(5)), note(.exitRequested, .exit)]
            )
            if !isHeld { _ = door.take(.exitLetGo) }
            _ = door.after(.seconds(9))
            #expect(door.after(.seconds(1)) == [note(.exitFailed)])
            #expect(!door.after(.seconds(20)).contains(note(.exitFailed)))
        }
    }

    @Test func `an exit that failed also when the button is pressed again and again`() {
        var door = door()
        var reported = false
        for _ in 0..<5 {
            _ = door.take(.exitPressed)
            _ = door.take(.exitLetGo)
            _ = door.take(.exitLetGo)
            if door.after(.seconds(4)).contains(note(.exitFailed)) { reported = true }
        }
        #expect(reported)
    }

    @Test func `no failed exit when the door opened, or stood open, or cannot tell`() {
        var opened = door()
        _ = opened.take(.exitPressed)
        _ = opened.take(.exitLetGo)
        _ = opened.take(.opened)
        #expect(!opened.after(.seconds(15)).contains(note(.exitFailed)))
        var standing = door()
        _ = standing.take(.opened)
        _ = standing.take(.exitPressed)
        #expect(!standing.after(.seconds(15)).contains(note(.exitFailed)))
        var blind = door { $0.hasContact = false }
        _ = blind.take(.exitPressed)
        #expect(!blind.after(.seconds(15)).contains(note(.exitFailed)))
    }

    @Test func `a stuck exit button once, and does not stay released for it`() {
        var door = door()
        _ = door.take(.exitPressed)
        #expect(door.take(.exitPressed).isEmpty)
        _ = door.after(.seconds(10))
        #expect(!door.machine.isReleased)
        #expect(door.after(.seconds(50)) == [note(.exitStuck)])
        #expect(door.after(.hours(10)).isEmpty)
        _ = door.take(.exitLetGo)
        #expect(door.machine.nextDeadline == nil)
    }
}

@Suite struct `A door under orders` {
    @Test func `keeps patrons, staff and hours out while locked down`() {
        var door = door { $0.holdsOpenWhenStaffed = true }
        _ = door.take(.holdOpen)
        _ = door.take(.grant)
        #expect(
            door.take(.lockDown) == [.secure, note(.lockedDown), note(.secured, .grant)]
        )
        #expect(door.machine.availability == .lockedDown)
        #expect(door.take(.holdOpen).isEmpty)
        #expect(door.take(.lockDown).isEmpty)
        #expect(door.take(.liftLockDown) == [note(.lockDownLifted)])
        #expect(door.take(.liftLockDown).isEmpty)
        #expect(door.machine.availability == .inService)
    }

    @Test func `lets people out while locked down`() {
        var door = door()
        _ = door.take(.lockDown)
        #expect(door.take(.exitPressed).first == .release(for: .seconds(5)))
        _ = door.take(.lockDown)
        #expect(door.machine.reasons == [.exit])
    }

    @Test func `obeys the fire input over everything until it is cleared`() {
        var door = door { $0.holdsOpenWhenStaffed = true }
        _ = door.take(.lockDown)
        #expect(
            door.take(.fireOn) == [.release(for: DoorMachine.renewal), note(.fireActive, .fire)]
        )
        #expect(door.take(.fireOn).isEmpty)
        for input in [DoorInput.lockDown, .ledgerFailed, .holdNoLonger, .closed, .opened] {
            #expect(!door.take(input).contains(.secure))
        }
        for _ in 0..<50 {
            door.now = max(door.now, door.machine.nextDeadline ?? door.now)
            for case .release(let duration, false) in door.machine.advance(to: door.now) {
                #expect(duration == DoorMachine.renewal)
            }
            #expect(door.machine.isReleased)
        }
        #expect(door.take(.fireOff) == [.secure, note(.fireCleared), note(.secured, .fire)])
    }

    @Test(arguments: [DoorInput.fireOn, .holdOpen])
    func `orders a lock anew for whoever comes while it is released for longer`(_ held: DoorInput) {
        var door = door { $0.holdsOpenWhenStaffed = true }
        _ = door.take(held)
        door.now = door.now + .seconds(2)
        for input in [DoorInput.exitPressed, .grant, .staffUnlock] {
            let releases = door.take(input).compactMap { action in
                if case .release(_, let isKept) = action { isKept } else { nil }
            }
            #expect(releases == [false], "\(input)")
        }
        // Their end is nobody's claim.
        for case .release(_, let isKept) in door.after(.seconds(5)) { #expect(isKept) }
    }

    @Test func `renews the fire release before it runs out, and secures nothing when late`() {
        var door = door()
        _ = door.take(.fireOn)
        let due = door.machine.nextDeadline
        #expect(due == door.now + DoorMachine.renewal + (.zero - DoorMachine.renewalMargin))
        // The station slept through: whatever comes first must not secure the door.
        door.now = door.now + .hours(5)
        _ = door.take(.lockLost)
        #expect(
            door.take(.lockReturned)
                == [.release(for: DoorMachine.renewalMargin, isKept: true), note(.lockReturned)]
        )
        #expect(door.after(.zero) == [.release(for: DoorMachine.renewal)])
    }

    @Test func `is secured when its lock returns after a patron's time is over`() {
        var door = door()
        _ = door.take(.grant)
        _ = door.take(.lockLost)
        #expect(door.machine.availability == .outOfService)
        #expect(door.take(.lockLost).isEmpty)
        #expect(door.take(.lockReturned) == [.secure, note(.lockReturned)])
        #expect(door.take(.lockReturned).isEmpty)
    }

    @Test func `is released again after its lock returns for claims that still hold`() {
        var held = door { $0.holdsOpenWhenStaffed = true }
        _ = held.take(.holdOpen)
        _ = held.take(.lockLost)
        held.now = held.now + .seconds(10)
        #expect(
            held.take(.lockReturned)
                == [note(.lockReturned), .release(for: .seconds(30), isKept: true)]
        )
        var leaving = door()
        _ = leaving.take(.lockLost)
        _ = leaving.take(.exitPressed)
        #expect(
            leaving.take(.lockReturned).first == .release(for: .seconds(5), isKept: true)
        )
    }

    @Test func `gives up all but exit and fire when the ledger cannot be written`() {
        var door = door { $0.holdsOpenWhenStaffed = true }
        _ = door.take(.holdOpen)
        _ = door.take(.grant)
        #expect(door.take(.ledgerFailed) == [.secure])
        #expect(door.take(.ledgerFailed) == [.secure])
        _ = door.take(.exitPressed)
        _ = door.take(.grant)
        #expect(door.take(.ledgerFailed) == [.release(for: .seconds(5), isKept: true)])
        #expect(door.machine.reasons == [.exit])
    }

    @Test func `opens by no other door's grant`() async {
        await #expect(processExitsWith: .failure) {
            let policy = AccessPolicy(
                DoorRules(door: "other", schedule: .always(.selfService), asksPIN: false)
            )
            let evidence = Evidence(now: moment(), cached: .unknown, library: .known(facts()))
            var door = DoorMachine(DoorSettings(door: "main"))
            if case .granted(let grant) = policy.decide(evidence) {
                _ = door.unlock(grant, at: uptime())
            }
        }
    }
}
