// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import LockGPIO

@Suite struct `The kind of a lock` {
    @Test(arguments: [
        (LockKind.strikeFailSecure, false), (.strikeFailSafe, true), (.maglock, true),
        (.motor, false),
    ])
    func `is left secured, but released while the fire input holds it so`(
        _ kind: LockKind,
        _ energised: Bool
    ) {
        let door = DoorLines(door: "front", chip: "a", lock: OutputLine(name: "L"), kind: kind)
        #expect(!door.isReleasedAtRest(isFire: false))
        #expect(door.isReleasedAtRest(isFire: true) == (kind != .motor))
    }

    @Test(arguments: [
        (LockKind.strikeFailSecure, false), (.strikeFailSafe, true), (.maglock, true),
        (.motor, false),
    ])
    func `decides whether power holds the door`(_ kind: LockKind, _ energised: Bool) {
        #expect(kind.energisedWhenSecured == energised)
    }

    @Test func `is written in the configuration by a stable name`() {
        #expect(
            LockKind.allCases.map(\.rawValue)
                == ["strike-fail-secure", "strike-fail-safe", "maglock", "motor"]
        )
    }
}

@Suite struct `The lines of doors` {
    private func door(
        _ name: DoorName,
        lock: String,
        contact: String? = nil,
        chip: String = "chip-a"
    ) -> DoorLines {
        DoorLines(
            door: name,
            chip: chip,
            lock: OutputLine(name: lock),
            kind: .strikeFailSecure,
            contact: contact.map { InputLine(name: $0) }
        )
    }

    @Test func `may have the same names on different chips`() {
        let doors = [
            door("front", lock: "LOCK", contact: "CONTACT"),
            door("back", lock: "LOCK", contact: "CONTACT", chip: "chip-b"),
        ]

        #expect(LockGPIO.findMistake(in: doors) == nil)
    }

    @Test func `must not name a line twice`() {
        let doors = [
            door("front", lock: "LOCK", contact: "CONTACT"), door("back", lock: "CONTACT"),
        ]

        #expect(
            LockGPIO.findMistake(in: doors)
                == LockError(.invalidSettings, door: "back", line: .lock)
        )
    }

    @Test func `must not use the lock's line as an input of the same door`() {
        let doors = [door("front", lock: "LOCK", contact: "LOCK")]

        #expect(
            LockGPIO.findMistake(in: doors)
                == LockError(.invalidSettings, door: "front", line: .contact)
        )
    }

    @Test func `must not name a door twice`() {
        let doors = [door("front", lock: "LOCK"), door("front", lock: "OTHER")]

        #expect(
            LockGPIO.findMistake(in: doors) == LockError(.invalidSettings, door: "front")
        )
    }

    @Test func `are limited in number`() throws {
        let doors = try (0...DoorLines.doorsMax).map { number in
            door(try #require(DoorName("door-\(number)")), lock: "LOCK-\(number)")
        }

        #expect(LockGPIO.findMistake(in: doors) == LockError(.invalidSettings))
        #expect(LockGPIO.findMistake(in: doors.dropLast()) == nil)
    }
}

@Suite struct `An input's event` {
    private func change(
        _ role: LineRole,
        isActive: Bool,
        of kind: LockKind = .strikeFailSecure
    ) -> LockEvent? {
        LockEvent.changed("front", role, isActive: isActive, kind: kind)
    }

    @Test func `tells by the kind of the lock what power on its output means`() {
        for kind in LockKind.allCases {
            let powered = change(.relay, isActive: true, of: kind)
            #expect(powered == .relayChanged("front", isReleased: !kind.energisedWhenSecured))
        }
    }

    @Test func `belongs to what the input is for`() {
        #expect(
            change(.contact, isActive: true)
                == .contactChanged("front", isOpen: true)
        )
        #expect(
            change(.exit, isActive: true)
                == .exitChanged("front", isPressed: true)
        )
        #expect(
            change(.fire, isActive: false)
                == .fireChanged("front", isActive: false)
        )
        #expect(
            change(.tamper, isActive: true)
                == .tamperChanged("front", isActive: true)
        )
        #expect(change(.bolt, isActive: true) == .boltChanged("front", isThrown: true))
        #expect(change(.alarm, isActive: true) == .alarmChanged("front", isArmed: true))
        #expect(change(.lock, isActive: true) == nil)
        #expect(change(.output, isActive: true) == nil)
    }
}

@Suite struct `The lines of a building` {
    private let door = DoorLines(
        door: "front",
        chip: "chip-a",
        lock: OutputLine(name: "LOCK"),
        kind: .maglock
    )

    private func light(_ name: OutputName, _ line: String) -> SwitchLine {
        SwitchLine(name: name, chip: "chip-a", line: OutputLine(name: line))
    }

    @Test func `are named once and lie on no other's line`() {
        #expect(LockGPIO.findMistake(in: [door], [light("hall", "A"), light("sign", "B")]) == nil)
        for wrong in [[light("hall", "A"), light("hall", "B")], [light("hall", "LOCK")]] {
            #expect(
                LockGPIO.findMistake(in: [door], wrong)
                    == LockError(.invalidSettings, line: .output)
            )
        }
    }

    @Test func `are limited in number`() throws {
        let lights = try (0...SwitchLine.switchesMax).map { number in
            light(try #require(OutputName("light-\(number)")), "L\(number)")
        }
        #expect(LockGPIO.findMistake(in: [], lights) == LockError(.invalidSettings))
        #expect(LockGPIO.findMistake(in: [], lights.dropLast()) == nil)
    }
}

@Suite struct `The driver's own limit on a release` {
    private let now = Uptime(.seconds(100))

    private func deadline(_ requested: Duration, max longest: Duration) -> Uptime {
        ReleaseCap.deadline(requested: requested, max: longest, at: now)
    }

    @Test func `comes a grace after the requested time`() {
        #expect(deadline(.seconds(5), max: .seconds(30)) == now + .seconds(5) + ReleaseCap.grace)
    }

    @Test func `never comes later than the door allows`() {
        #expect(
            deadline(.seconds(3600), max: .seconds(30)) == now + .seconds(30) + ReleaseCap.grace
        )
    }

    @Test func `comes after the grace when the requested time is negative`() {
        #expect(deadline(.seconds(-1), max: .seconds(30)) == now + ReleaseCap.grace)
    }

    @Test func `gives a motor lock an impulse for each release, and none for keeping it up`() {
        #expect(ReleaseCap.needsImpulse(isKept: false, isReleased: false))
        #expect(ReleaseCap.needsImpulse(isKept: false, isReleased: true))
        #expect(!ReleaseCap.needsImpulse(isKept: true, isReleased: true))
        // Its line was lost meanwhile: it stands locked.
        #expect(ReleaseCap.needsImpulse(isKept: true, isReleased: false))
    }
}
