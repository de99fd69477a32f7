// SPDX-License-Identifier: MPL-2.0

import PortnerSettings
import Testing

/// One change to the minimal configuration and the one problem it makes.
struct Fault: CustomTestStringConvertible, Sendable {
    let part: String
    let other: String
    let problem: String

    init(_ part: String, _ other: String, _ problem: String) {
        self.part = part
        self.other = other
        self.problem = problem
    }

    var testDescription: String { "\(part) → \(other)" }
}

@Suite struct `A configuration with one fault` {
    private func expect(_ fault: Fault) throws {
        let text = try Minimal.replacing(fault.part, with: fault.other)
        #expect(Minimal.problems(text) == ["portner.yaml:\(fault.problem)"])
    }

    @Test(arguments: [
        Fault("branch: Prøvebiblioteket\n", "", "1: branch: is missing"),
        Fault("branch: Prøvebiblioteket", "branch:", "1: branch: is missing"),
        Fault("  host: 192.0.2.17\n", "", "3: library.host: is missing"),
        Fault("  port: 6001\n", "", "3: library.port: is missing"),
        Fault("    role: scanner\n", "", "6: devices[0].role: is missing"),
        Fault(
            "    usb: { port: \"1-1\" }\n",
            "",
            "6: devices[0]: needs exactly one of usb, serial-port, virtual"
        ),
        Fault(
            "usb: { port: \"1-1\" }",
            "usb: {}",
            "8: devices[0].usb: needs a port, an id or a serial"
        ),
        Fault(
            "    hours: { every-day: [\"08:00-22:00 self-service\"] }\n",
            "",
            "10: doors[0].hours: is missing"
        ),
        Fault(
            "    lock: { chip: gpio, line: lock, kind: maglock }\n",
            "",
            "10: doors[0].lock: is missing"
        ),
        Fault("chip: gpio, ", "", "12: doors[0].lock.chip: is missing"),
        Fault("line: lock, ", "", "12: doors[0].lock.line: is missing"),
        Fault(", kind: maglock", "", "12: doors[0].lock.kind: is missing"),
        Fault("    door: front\n", "", "14: readers[0].door: is missing"),
        Fault("    scanner: scanner\n", "", "14: readers[0].scanner: is missing"),
    ])
    func `names what is missing`(fault: Fault) throws { try expect(fault) }

    @Test(arguments: [
        Fault("branch:", "brnch: x\nbranch:", "1: brnch: is not a known setting"),
        Fault(
            "port: 6001",
            "port: 6001\n  timeouts: 2s",
            "5: library.timeouts: is not a known setting; did you mean 'timeout'?"
        ),
        Fault(
            "role: scanner",
            "role: scanner\n    layuot: us",
            "8: devices[0].layuot: is not a known setting; did you mean 'layout'?"
        ),
        Fault(
            "port: \"1-1\"",
            "port: \"1-1\", bus: 1",
            "8: devices[0].usb.bus: is not a known setting"
        ),
        Fault(
            "every-day:",
            "sundays: [], every-day:",
            "11: doors[0].hours.sundays: is not a known setting; did you mean 'sunday'?"
        ),
        Fault(
            "line: lock",
            "line: lock, invert: true",
            "12: doors[0].lock.invert: is not a known setting"
        ),
        Fault(
            "door: front",
            "door: front\n    pin: true",
            "16: readers[0].pin: is not a known setting; did you mean 'pin-timeout'?"
        ),
        Fault(
            "branch:",
            "panel: { colour: { red: 3 } }\nbranch:",
            "1: panel.colour.red: is not a known setting"
        ),
        Fault(
            "branch:",
            "panel: { help: { fr: Aide } }\nbranch:",
            "1: panel.help.fr: is not a known setting"
        ),
    ])
    func `names keys that it does not know`(fault: Fault) throws { try expect(fault) }

    @Test(arguments: [
        Fault(
            "port: 6001",
            "port: 70000",
            "4: library.port: must be a whole number from 1 to 65535"
        ),
        Fault("port: 6001", "port: 0", "4: library.port: must be a whole number from 1 to 65535"),
        Fault(
            "port: 6001",
            "port: 99999999999999999999",
            "4: library.port: must be a whole number from 1 to 65535"
        ),
        Fault(
            "port: 6001",
            "port: [6001]",
            "4: library.port: must be a whole number from 1 to 65535"
        ),
        Fault(
            "host: 192.0.2.17",
            "host: { a: 1 }",
            "3: library.host: must be one line of 1 to 200 characters"
        ),
        Fault(
            "port: 6001",
            "port: 6001\n  user: \"a|b\"",
            "5: library.user: must be one line of 1 to 60 characters without '|'"
        ),
        Fault(
            "port: 6001",
            "port: 6001\n  institution: \"a\\rb\"",
            "5: library.institution: must be one line of 1 to 60 characters without '|'"
        ),
        Fault(
            "port: 6001",
            "port: 6001\n  encoding: latin1",
            "5: library.encoding: must be one of: utf-8, iso-8859-1, cp850"
        ),
        Fault(
            "port: 6001",
            "port: 6001\n  checksum: perhaps",
            "5: library.checksum: must be true or false"
        ),
        Fault(
            "port: 6001",
            "port: 6001\n  carrier: https",
            "5: library.carrier: must be one of: tcp, tls, cicero, fbs"
        ),
        Fault(
            "port: 6001",
            "port: 6001\n  tls: { name: a }",
            "5: library.tls: does not go with the carrier tcp"
        ),
        Fault(
            "port: 6001",
            "port: 6001\n  block-card-after: 4",
            "5: library.block-card-after: must be a whole number from 5 to 50"
        ),
        Fault(
            "port: 6001",
            "carrier: cicero\n  institution: DK-700000\n  user: a\n  block-card-after: 9",
            "7: library.block-card-after: does not go with the carrier cicero"
        ),
        Fault(
            "port: 6001",
            "port: 6001\n  carrier: tls\n  path: /a",
            "6: library.path: does not go with the carrier tls"
        ),
        Fault(
            "port: 6001",
            "port: 6001\n  carrier: tls\n  tls: { pins: [ab] }",
            "6: library.tls.pins: must be SHA-256 hashes of 64 hexadecimal digits"
        ),
        Fault(
            "port: 6001",
            "port: 6001\n  carrier: tls\n  tls: { autority: /a }",
            "6: library.tls.autority: is not a known setting; did you mean 'authority'?"
        ),
        Fault(
            "port: 6001",
            "carrier: cicero\n  institution: DK-700000",
            "3: library.user: is missing"
        ),
        Fault(
            "port: 6001",
            "carrier: cicero\n  institution: DK 700000\n  user: a",
            "5: library.institution: must be an ISIL such as DK-700000"
        ),
        Fault(
            "port: 6001",
            "carrier: cicero\n  institution: DK-700000\n  user: a\n  encoding: cp850",
            "7: library.encoding: does not go with the carrier cicero"
        ),
        Fault(
            "port: 6001",
            "carrier: cicero\n  institution: DK-700000\n  user: a\n  repeats-card: false",
            "7: library.repeats-card: does not go with the carrier cicero"
        ),
        Fault(
            "port: 6001",
            "carrier: fbs\n  institution: DK-700000\n  user: a\n  location: b",
            "7: library.location: does not go with the carrier fbs"
        ),
        Fault(
            "port: 6001",
            "carrier: fbs\n  institution: DK-700000\n  user: a\n  versions: { loan: 3 }",
            "7: library.versions.loan: is not a known setting; did you mean 'loans'?"
        ),
        Fault(
            "port: 6001",
            "carrier: fbs\n  institution: DK-700000\n  user: a\n  versions: { fees: 0 }",
            "7: library.versions.fees: must be a whole number from 1 to 99"
        ),
        Fault(
            "port: 6001",
            "port: 6001\n  versions: { fees: 3 }",
            "5: library.versions: does not go with the carrier tcp"
        ),
        Fault("Prøvebiblioteket", "\"\"", "1: branch: must be one line of 1 to 60 characters"),
        Fault(
            "Prøvebiblioteket",
            "\(String(repeating: "x", count: 61))",
            "1: branch: must be one line of 1 to 60 characters"
        ),
        Fault(
            "branch:",
            "time-zone: Europe/Kobenhavn\nbranch:",
            "1: time-zone: must be a time zone such as Europe/Copenhagen"
        ),
        Fault(
            "branch:",
            "clock: ntp\nbranch:",
            "1: clock: must be one of: synchronised, free-running"
        ),
        Fault(
            "branch:",
            "state-directory: portner\nbranch:",
            "1: state-directory: must be a path of at most 200 bytes that begins with '/'"
        ),
        Fault(
            "branch:",
            "control-socket: /\(String(repeating: "s", count: 107))\nbranch:",
            "1: control-socket: must be a path of at most 107 bytes that begins with '/'"
        ),
        Fault(
            "branch:",
            "panel: { port: 80 }\nbranch:",
            "1: panel.port: must be a whole number from 1024 to 65535"
        ),
        Fault(
            "branch:",
            "panel: { colour: { lightness: 26 } }\nbranch:",
            "1: panel.colour.lightness: must be a whole number from 10 to 25"
        ),
    ])
    func `says what the station's values must be`(fault: Fault) throws { try expect(fault) }

    @Test(
        arguments: [
            Fault(
                "name: outside",
                "name: Outside 1",
                "14: readers[0].name: must be a name of 1 to 40 letters a-z, digits and hyphens"
            ),
            Fault(
                "role: scanner",
                "role: printer",
                "7: devices[0].role: must be one of: scanner, keypad"
            ),
            Fault(
                "\"1-1\"",
                "usb1",
                "8: devices[0].usb.port: must be a port path such as \"1-1.4\""
            ),
            Fault(
                "port: \"1-1\"",
                "id: \"0c2e\"",
                "8: devices[0].usb.id: must be vendor and product such as \"0c2e:0b61\""
            ),
            Fault(
                "port: \"1-1\"",
                "id: \"+c2e:0b61\"",
                "8: devices[0].usb.id: must be vendor and product such as \"0c2e:0b61\""
            ),
            Fault(
                "usb: { port: \"1-1\" }",
                "serial-port: ttyACM0",
                "8: devices[0].serial-port: "
                    + "must be a path of at most 200 bytes that begins with '/'"
            ),
            Fault(
                "usb: { port: \"1-1\" }",
                "usb: { port: \"1-1\" }\n    serial-port: /dev/ttyACM0",
                "6: devices[0]: needs exactly one of usb, serial-port, virtual"
            ),
            Fault(
                "usb: { port: \"1-1\" }",
                "usb: { port: \"1-1\" }\n    codes: [\"9{10\"]",
                "9: devices[0].codes: A bracket, parenthesis or brace of the pattern is not closed."
            ),
            Fault(
                "usb: { port: \"1-1\" }",
                "usb: { port: \"1-1\" }\n    layout: dansk",
                "9: devices[0].layout: must be one of: us, danish"
            ),
            Fault(
                "doors:",
                "  - { name: pad, role: keypad, serial-port: /dev/ttyACM0 }\ndoors:",
                "9: devices[1].serial-port: a keypad is on usb"
            ),
        ]
    )
    func `says what a device's values must be`(fault: Fault) throws { try expect(fault) }

    @Test(arguments: [
        Fault("08:00-22:00 self-service", "8-22 self-service", hoursHint("every-day")),
        Fault("08:00-22:00 self-service", "08:00-25:00 self-service", hoursHint("every-day")),
        Fault("08:00-22:00 self-service", "22:00-22:00 self-service", hoursHint("every-day")),
        Fault("08:00-22:00 self-service", "08:00-22:00 open", hoursHint("every-day")),
        Fault(
            "08:00-22:00 self-service",
            "08:00-22:00 self-service pin no-pin",
            hoursHint("every-day")
        ),
        Fault("08:00-22:00 self-service", "08:00-22:00 self-service age", hoursHint("every-day")),
        Fault(
            "08:00-22:00 self-service",
            "08:00-22:00 self-service age 100",
            hoursHint("every-day")
        ),
        Fault(
            "[\"08:00-22:00 self-service\"]",
            "08:00-22:00 self-service",
            "11: doors[0].hours.every-day: must be a list of at most 24 texts"
        ),
        Fault(
            "every-day:",
            "monday: [], every-day:",
            "11: doors[0].hours.every-day: names monday once more; 'monday' has it already"
        ),
        Fault(
            "\"08:00-22:00 self-service\"",
            "\"08:00-12:00 staffed\", \"11:00-13:00 staffed\"",
            "11: doors[0].hours.every-day: periods overlap on monday at 11:00: nobody could tell "
                + "which of the two holds"
        ),
        Fault(
            "\"08:00-22:00 self-service\"",
            (0..<25).map { "\"00:\($0 + 10)-00:\($0 + 11) staffed\"" }.joined(separator: ", "),
            "11: doors[0].hours.every-day: must be a list of at most 24 texts"
        ),
    ])
    func `says what hours must be`(fault: Fault) throws { try expect(fault) }

    private static func hoursHint(_ key: String) -> String {
        "11: doors[0].hours.\(key): must be like \"10:00-22:00 self-service\", "
            + "perhaps with pin, no-pin, age 15"
    }

    @Test(arguments: [
        ("pulse: 2s", "pulse: must be a time such as 500ms, 5s, 2m, 24h or 7d, from 3s to 30s"),
        ("pulse: 31s", "pulse: must be a time such as 500ms, 5s, 2m, 24h or 7d, from 3s to 30s"),
        ("pulse: 5", "pulse: must be a time such as 500ms, 5s, 2m, 24h or 7d, from 3s to 30s"),
        ("pulse: -5s", "pulse: must be a time such as 500ms, 5s, 2m, 24h or 7d, from 3s to 30s"),
        ("pulse: 5 s", "pulse: must be a time such as 500ms, 5s, 2m, 24h or 7d, from 3s to 30s"),
        (
            "pulse: 99999999999999999999s",
            "pulse: must be a time such as 500ms, 5s, 2m, 24h or 7d, from 3s to 30s"
        ),
        (
            "held-open-after: 11m",
            "held-open-after: must be a time such as 500ms, 5s, 2m, 24h or 7d, from 5s to 10m"
        ),
        ("relock: at-once", "relock: must be one of: when-time-is-up, when-opened, when-closed"),
        ("pin: 4711", "pin: must be true or false"),
        ("pin-length: 3", "pin-length: must be a length or a range such as 4-8, from 4 to 12"),
        ("pin-length: 8-4", "pin-length: must be a length or a range such as 4-8, from 4 to 12"),
        ("pin-length: 4-13", "pin-length: must be a length or a range such as 4-8, from 4 to 12"),
        ("pin-length: 4-", "pin-length: must be a length or a range such as 4-8, from 4 to 12"),
        ("pin-length: 4-5-6", "pin-length: must be a length or a range such as 4-8, from 4 to 12"),
        ("age-min: 100", "age-min: must be a whole number from 0 to 99"),
        ("decide: library-first", "decide: must be one of: cache-first, ask-first"),
        (
            "outage: admit-all",
            "outage: must be deny-all, or admit-verified with a time of at most 7d"
        ),
        (
            "outage: admit-verified",
            "outage: must be deny-all, or admit-verified with a time of at most 7d"
        ),
        (
            "outage: admit-verified 8d",
            "outage: must be deny-all, or admit-verified with a time of at most 7d"
        ),
        (
            "outage: admit-verified 0s",
            "outage: must be deny-all, or admit-verified with a time of at most 7d"
        ),
        (
            "fact-limits: { debts: 31d }",
            "fact-limits.debts: must be a time such as 500ms, 5s, 2m, 24h or 7d, from 1m to 30d"
        ),
        ("blocks: { \"a b\": deny }", "blocks: is not a block code"),
        ("blocks: { E: maybe }", "blocks.E: must be allow or deny"),
        (
            "last-entry: 30s",
            "last-entry: must be a time in whole minutes such as 15m, at most 240m"
        ),
        ("last-entry: 5h", "last-entry: must be a time in whole minutes such as 15m, at most 240m"),
        (
            "contact: { bias: up, line: c }",
            "contact.bias: must be one of: as-is, disabled, pull-up, pull-down"
        ),
    ])
    func `says what a door's values must be`(setting: String, problem: String) throws {
        let text = try Minimal.replacing("- name: front", with: "- name: front\n    \(setting)")
        #expect(Minimal.problems(text) == ["portner.yaml:11: doors[0].\(problem)"])
    }
}
