// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import PortnerSettings

/// A configuration with two doors and further lines.
private func text(_ more: String, inner: String = "") throws -> String {
    try Minimal.replacing(
        "readers:\n",
        with: """
              - name: inner
                hours: { every-day: ["08:00-22:00 self-service"] }
                lock: { chip: gpio, line: inner-lock, kind: motor, impulse: 500ms }
            \(inner)
            \(more)
            readers:

            """
    )
}

private func settings(_ more: String, inner: String = "") throws -> Settings {
    try SettingsFile.read(try text(more, inner: inner), file: "portner.yaml")
}

@Suite struct `The people who are told of alarms` {
    @Test func `get letters where there is a server that takes them`() throws {
        let mail = "mail: { host: mail.example.org, from: door@example.org }"
        let settings = try settings(
            "building: { alert-mail: [guard@example.org, \"desk@example.org\"] }\n\(mail)"
        )
        #expect(
            settings.hooks.alertMail.map(\.secret) == ["guard@example.org", "desk@example.org"]
        )
    }

    @Test func `are refused without a server, and where they are no addresses`() throws {
        let without = try text("building: { alert-mail: [guard@example.org] }")
        #expect(Minimal.problems(without).contains { $0.contains("alert-mail") })
        let wrong = try text("building: { alert-mail: [nobody] }")
        #expect(Minimal.problems(wrong).contains { $0.contains("guard@example.org") })
    }
}

@Suite struct `The doors of a configuration` {
    @Test func `have every line and time that can be built in`() throws {
        let settings = try settings(
            "",
            inner: """
                    contact: { line: c }
                    bolt: { line: b, active-low: true }
                    relay: { line: r }
                    tamper: { line: t }
                    alarm-armed: { line: a }
                    relock-within: 8s
                    held-open-warning: 10s
                    passback-hint: 10m
                    counts: true
                """
        )
        let lines = try #require(settings.lines.last)
        #expect(lines.kind == .motor && lines.impulse == .milliseconds(500))
        #expect(lines.bolt == .init(name: "b", isActiveLow: true, bias: .asIs))
        #expect([lines.relay, lines.tamper, lines.alarm].map { $0?.name } == ["r", "t", "a"])
        let door = try #require(settings.station.doors.last)
        #expect(door.hasBoltSense && door.counts)
        #expect(door.relockWithin == .seconds(8))
        #expect(door.heldOpenWarning == .seconds(10))
        #expect(door.passbackWithin == .seconds(600))
        #expect(settings.lines.first?.impulse == .seconds(1))
        #expect(settings.station.doors.first?.hasBoltSense == false)
    }

    @Test func `wait for staff only where the hours hold them open`() throws {
        let open = "    hold-open-when-staffed: true\n    hold-open-after-staff-card: true"
        let front = try Minimal.replacing("    lock:", with: open + "\n    lock:")
        let settings = try SettingsFile.read(front, file: "portner.yaml")
        #expect(settings.station.doors.first?.waitsForStaffCard == true)
        let alone = try Minimal.replacing(
            "    lock:",
            with: "    hold-open-after-staff-card: true\n    lock:"
        )
        #expect(
            Minimal.problems(alone) == [
                "portner.yaml:12: doors[0].hold-open-after-staff-card: "
                    + "works only with hold-open-when-staffed"
            ]
        )
    }

    @Test func `are refused what their lock cannot do`() throws {
        let held = Minimal.problems(
            try text("", inner: "    hold-open-when-staffed: true")
        )
        #expect(held.count == 1)
        #expect(held.first?.contains("a motor lock locks again by itself") == true)
        let impulse = Minimal.problems(
            try Minimal.replacing("kind: maglock", with: "kind: maglock, impulse: 1s")
        )
        #expect(impulse.count == 1)
        #expect(impulse.first?.contains("only a motor lock takes an impulse") == true)
        let twice = Minimal.problems(try text("", inner: "    bolt: { line: inner-lock }"))
        #expect(twice.count == 1)
        #expect(twice.first?.contains("the line 'inner-lock' is used twice") == true)
    }
}

@Suite struct `Defects of other configurations` {
    @Test func `LP#1810296: a switch that is off is off, however it is written`() throws {
        for off in ["false", "False", "FALSE", "\"False\"", "'false'"] {
            let text = try Minimal.replacing("    lock:", with: "    pin: \(off)\n    lock:")
            let settings = try SettingsFile.read(text, file: "portner.yaml")
            #expect(settings.station.rules.map(\.asksPIN) == [false])
        }
        for strange in ["off", "no", "0", "nej", "Falsk"] {
            let text = try Minimal.replacing("    lock:", with: "    pin: \(strange)\n    lock:")
            #expect(
                Minimal.problems(text) == ["portner.yaml:12: doors[0].pin: must be true or false"]
            )
        }
    }
}

@Suite struct `A group of doors` {
    @Test func `names two doors or more that are there`() throws {
        let read = try settings("groups: [{ name: vestibule, doors: [front, inner] }]")
        #expect(read.station.groups == [DoorGroup(name: "vestibule", doors: ["front", "inner"])])
        for (doors, expected) in [
            ("front", "needs two doors or more"), ("front, front", "needs two doors or more"),
            ("front, side", "there is no door 'side'"),
        ] {
            let problems = Minimal.problems(
                try text("groups: [{ name: vestibule, doors: [\(doors)] }]")
            )
            #expect(problems.contains { $0.hasSuffix(expected) })
        }
    }
}

@Suite struct `A building in the configuration` {
    @Test func `has outputs, announcements and programs`() throws {
        let settings = try settings(
            """
            building:
              hours-of: inner
              outputs:
                - name: light
                  chip: gpio
                  line: light
                  during: [staffed, self-service]
                  on-before: 10m
                  off-after: 15m
                - { name: alarm, chip: gpio, line: arm, active-low: true, during: [closed],
                    hours-of: front, on-after: 30m, off-before: 5m }
              announce-command: /usr/local/lib/portner/announce
              announcements: [{ before: 15m, file: /srv/15.ogg }]
              alert-command: /usr/local/lib/portner/alert
              alert-every: 5m
              capacity: 60
            """
        )
        let building = try #require(settings.station.building)
        #expect(building.door == "inner" && building.capacity == 60)
        #expect(
            building.outputs == [
                BuildingOutput(
                    name: "light",
                    door: "inner",
                    modes: [.staffed, .selfService],
                    onAfter: -10,
                    offAfter: 15
                ),
                BuildingOutput(
                    name: "alarm",
                    door: "front",
                    modes: [.closed],
                    onAfter: 30,
                    offAfter: -5
                ),
            ]
        )
        #expect(building.announcements == [Announcement(before: 15, file: "/srv/15.ogg")])
        #expect(settings.switches.map(\.line.name) == ["light", "arm"])
        #expect(settings.switches.map(\.line.isActiveLow) == [false, true])
        #expect(settings.hooks.announce == "/usr/local/lib/portner/announce")
        #expect(settings.hooks.alert == "/usr/local/lib/portner/alert")
        #expect(settings.hooks.alertEvery == .seconds(300))
    }

    @Test func `is nothing where nothing is written`() throws {
        let settings = try settings("")
        #expect(settings.station.building == nil)
        #expect(settings.switches.isEmpty && settings.hooks.alert == nil)
    }

    @Test(arguments: [
        ("hours-of: side", "there is no door 'side'"),
        ("outputs: [{ name: a, chip: gpio, line: x, during: [open] }]", "must be one of"),
        ("outputs: [{ name: a, chip: gpio, line: x }]", "is missing"),
        (
            "outputs: [{ name: a, chip: gpio, line: x, during: [closed], on-before: 1m, "
                + "on-after: 1m }]", "cannot be with on-before"
        ),
        ("outputs: [{ name: a, chip: gpio, line: lock, during: [closed] }]", "is used twice"),
        ("outputs: [{ name: a, chip: virtual, line: x, during: [closed] }]", "only in a demo"),
        ("announcements: [{ before: 15m, file: /a }]", "nothing would be heard"),
        ("announcements: [{ before: 2h, file: /a }]", "at most 60m"),
        ("alert-every: 1s", "from 10s"), ("capacity: 0", "from 1 to 10000"),
        ("alarm: true", "is not a known setting"),
    ])
    func `says what is wrong with it`(line: String, expected: String) throws {
        let problems = Minimal.problems(try text("building:\n  \(line)"))
        #expect(problems.contains { $0.contains(expected) }, "\(problems)")
    }
}
