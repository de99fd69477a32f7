// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

private func door(_ change: (inout DoorSettings) -> Void = { _ in }) -> DoorModel {
    var settings = DoorSettings(door: mainDoor)
    change(&settings)
    return DoorModel(settings)
}

extension DoorModel {
    /// What is noted when time has passed.
    fileprivate mutating func notes(after duration: Duration) -> [DoorEvent] {
        now = now + duration
        return machine.advance(to: now).events
    }

    /// What is noted about an input.
    fileprivate mutating func notes(of input: DoorInput) -> [DoorEvent] { take(input).events }
}

extension [DoorMachine.Action] {
    fileprivate var events: [DoorEvent] {
        compactMap { if case .note(let event, _) = $0 { event } else { nil } }
    }
}

@Suite struct `A door that stands open` {
    @Test func `warns first where that is wanted, and reports once`() {
        var door = door { $0.heldOpenWarning = .seconds(5) }
        _ = door.take(.opened)
        #expect(door.notes(after: .seconds(14)).isEmpty)
        #expect(door.notes(after: .seconds(1)) == [.heldOpenSoon])
        #expect(door.notes(after: .seconds(5)) == [.heldOpen])
        #expect(door.notes(after: .days(1)).isEmpty)
        #expect(!DoorEvent.heldOpenSoon.isAlarm && DoorEvent.heldOpen.isAlarm)
    }

    @Test func `is reported without a warning when both are overdue`() {
        var door = door { $0.heldOpenWarning = .seconds(5) }
        _ = door.take(.opened)
        #expect(door.notes(after: .minutes(5)) == [.heldOpen])
    }

    @Test func `is warned of no longer than it may stand open`() {
        let settings = DoorSettings(
            door: mainDoor,
            heldOpenAfter: .seconds(10),
            heldOpenWarning: .seconds(60)
        )
        #expect(settings.heldOpenWarning == .seconds(10))
    }
}

@Suite struct `A lock that tells whether it is locked` {
    private func bolted() -> DoorModel {
        var door = door {
            $0.hasBoltSense = true
            $0.relock = .whenClosed
        }
        _ = door.take(.boltThrown)
        return door
    }

    @Test func `is confirmed as relocked after each entry`() {
        var door = bolted()
        _ = door.take(.grant)
        #expect(door.notes(of: .boltWithdrawn).isEmpty)
        #expect(door.machine.isBolted == false)
        #expect(door.notes(of: .opened) == [.opened])
        #expect(door.notes(of: .closed) == [.closed, .secured])
        #expect(door.notes(of: .boltThrown) == [.relocked])
        #expect(door.notes(of: .boltThrown).isEmpty)
    }

    @Test func `is confirmed at once when its bolt never moved`() {
        var door = bolted()
        _ = door.take(.grant)
        #expect(door.notes(after: .seconds(5)) == [.secured, .relocked])
    }

    @Test func `is reported when it does not lock, and confirmed when it does later`() {
        var door = bolted()
        _ = door.take(.grant)
        _ = door.take(.boltWithdrawn)
        #expect(door.notes(after: .seconds(5)) == [.secured])
        #expect(door.notes(after: .seconds(5)) == [.notEntered, .notRelocked])
        #expect(door.notes(after: .hours(1)).isEmpty)
        #expect(door.notes(of: .boltThrown) == [.relocked])
    }

    @Test func `is not expected to lock while the door stands open`() {
        var door = bolted()
        _ = door.take(.exitPressed)
        _ = door.take(.exitLetGo)
        _ = door.take(.boltWithdrawn)
        _ = door.take(.opened)
        #expect(door.notes(after: .seconds(10)) == [.secured])
        _ = door.take(.closed)
        #expect(door.notes(after: .seconds(4)).isEmpty)
        #expect(door.notes(after: .seconds(1)) == [.notRelocked])
    }

    @Test func `is reported when it unlocks by itself`() {
        var door = bolted()
        _ = door.take(.boltWithdrawn)
        #expect(door.notes(after: .seconds(5)) == [.notRelocked])
    }

    @Test func `contradicts a contact that says open`() {
        var door = bolted()
        _ = door.take(.opened)
        #expect(door.notes(after: .seconds(4)).isEmpty)
        #expect(door.notes(after: .seconds(1)) == [.contactStuck])
        #expect(door.notes(after: .seconds(1)).isEmpty)
    }

    @Test func `says nothing where none is built in`() {
        var door = door()
        #expect(door.notes(of: .boltWithdrawn).isEmpty)
        #expect(door.machine.isBolted == nil)
        #expect(door.machine.nextDeadline == nil)
    }
}

@Suite struct `The feedback of a lock's output` {
    @Test func `shows a relay that is welded, and when it is free again`() {
        var door = door()
        _ = door.take(.grant)
        #expect(door.notes(of: .relayReleased).isEmpty)
        #expect(door.notes(after: .seconds(5)) == [.secured])
        #expect(door.notes(after: .seconds(2)) == [.notEntered, .relayWelded])
        _ = door.take(.grant)
        #expect(door.notes(after: .seconds(5)) == [.secured])
        #expect(door.notes(of: .relaySecured) == [.relayFreed])
    }

    @Test func `may lag a little behind the order`() {
        var door = door()
        _ = door.take(.exitPressed)
        _ = door.take(.relayReleased)
        _ = door.take(.opened)
        _ = door.notes(after: .seconds(5))
        #expect(door.notes(after: .milliseconds(1999)).isEmpty)
        #expect(door.notes(of: .relaySecured).isEmpty)
        #expect(door.notes(after: .seconds(10)).isEmpty)
    }
}

@Suite struct `Who goes through a door` {
    @Test func `leaves a hint when two follow on one card`() {
        var door = door()
        _ = door.take(.grant)
        #expect(door.notes(of: .opened) == [.opened])
        _ = door.take(.closed)
        #expect(door.notes(of: .opened) == [.opened, .tailgateHint])
        _ = door.take(.closed)
        #expect(door.notes(of: .opened) == [.opened])
    }

    @Test func `leaves none when each has shown a card`() {
        var door = door()
        _ = door.take(.grant)
        _ = door.take(.grant)
        for _ in 0..<2 {
            #expect(door.notes(of: .opened) == [.opened])
            _ = door.take(.closed)
        }
        #expect(!DoorEvent.tailgateHint.isAlarm)
    }

    @Test func `is noted as not entered when nobody opened`() {
        var door = door()
        _ = door.take(.grant)
        door.now = door.now + .seconds(1)
        door.machine.lockReleased(at: door.now)
        #expect(door.notes(after: .seconds(5)) == [.secured])
        #expect(door.notes(after: .milliseconds(1999)).isEmpty)
        #expect(door.notes(after: .milliseconds(1)) == [.notEntered])
    }

    @Test(arguments: [DoorInput.lockDown, .fireOn, .lockLost, .ledgerFailed])
    func `is not watched when something else has the door`(input: DoorInput) {
        var door = door()
        _ = door.take(.grant)
        _ = door.take(input)
        #expect(!door.notes(after: .minutes(1)).contains(.notEntered))
    }

    @Test func `shows a contact that moves for nobody, once`() {
        var door = door()
        var stuck = 0
        for _ in 0..<30 {
            _ = door.take(.grant)
            _ = door.notes(after: .seconds(5))
            stuck += door.notes(after: .seconds(2)).contains(.contactStuck) ? 1 : 0
        }
        #expect(stuck == 1)
        _ = door.take(.opened)
        _ = door.take(.closed)
        for _ in 0..<DoorSettings.contactStuckAfter {
            #expect(stuck == 1)
            _ = door.take(.grant)
            _ = door.notes(after: .seconds(5))
            stuck += door.notes(after: .seconds(2)).contains(.contactStuck) ? 1 : 0
        }
        #expect(stuck == 2)
    }
}

@Suite struct `A door that waits for staff` {
    private func waiting() -> DoorModel {
        door {
            $0.holdsOpenWhenStaffed = true
            $0.waitsForStaffCard = true
        }
    }

    @Test func `is held open only after a staff card`() {
        var door = waiting()
        #expect(door.take(.holdOpen).isEmpty)
        _ = door.take(.grant)
        #expect(!door.take(.holdOpen).contains(.note(.released, reason: .schedule)))
        _ = door.take(.staffCard)
        #expect(door.take(.holdOpen).contains(.note(.released, reason: .schedule)))
    }

    @Test func `counts a card from shortly before the hours, and none from longer ago`() {
        var door = waiting()
        _ = door.take(.staffCard)
        door.now = door.now + .minutes(30)
        _ = door.take(.holdNoLonger)
        #expect(!door.take(.holdOpen).isEmpty)
        var late = waiting()
        _ = late.take(.staffCard)
        _ = late.notes(after: .seconds(10))
        late.now = late.now + .minutes(30)
        _ = late.take(.holdNoLonger)
        #expect(late.take(.holdOpen).isEmpty)
    }

    @Test func `waits on when the staff card could not be recorded`() {
        var door = waiting()
        _ = door.take(.staffCard)
        _ = door.take(.ledgerFailed)
        #expect(door.take(.holdOpen).isEmpty)
        // The lock followed the first card, so that was recorded; the second was not.
        var twice = waiting()
        _ = twice.take(.staffCard)
        twice.machine.lockReleased(at: twice.now)
        _ = twice.machine.unlockByStaff(at: twice.now)
        _ = twice.take(.staffCard)
        _ = twice.take(.ledgerFailed)
        #expect(!twice.take(.holdOpen).isEmpty)
    }

    @Test func `remembers its staff through a pause, and through no lock-down`() {
        var door = waiting()
        _ = door.take(.staffCard)
        _ = door.take(.holdOpen)
        _ = door.notes(after: .seconds(10))
        door.now = door.now + .hours(3)
        #expect(!door.machine.pauseHold(at: door.now).isEmpty)
        #expect(!door.take(.holdOpen).isEmpty)
        _ = door.take(.grant)
        _ = door.take(.lockDown)
        _ = door.take(.liftLockDown)
        _ = door.take(.ledgerFailed)
        #expect(door.take(.holdOpen).isEmpty)
    }

    @Test func `waits again after a lock-down`() {
        var door = waiting()
        _ = door.take(.staffCard)
        _ = door.take(.lockDown)
        _ = door.take(.liftLockDown)
        #expect(door.take(.holdOpen).isEmpty)
    }
}

@Suite struct `A door's cabinet` {
    @Test func `is reported once when it is opened and once when it is closed`() {
        var door = door()
        #expect(door.notes(of: .tamperOver).isEmpty)
        #expect(door.notes(of: .tampered) == [.tampered])
        #expect(door.notes(of: .tampered).isEmpty)
        #expect(door.machine.isTampered && DoorEvent.tampered.isAlarm)
        #expect(door.notes(of: .tamperOver) == [.tamperOver])
        #expect(!door.machine.isReleased)
    }
}
