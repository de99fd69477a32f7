// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import Foundation
import PortnerCore
import Testing

@testable import PortnerSettings

@Suite struct `The minimal configuration` {
    @Test func `has cautious defaults`() throws {
        let settings = try SettingsFile.read(Minimal.text, file: "portner.yaml")
        #expect(settings.timeZone == "Europe/Copenhagen")
        #expect(settings.needsSynchronisedClock)
        #expect(settings.retention == .seconds(30 * 86_400))
        #expect(settings.demo == nil)
        #expect(settings.controlGroup == nil)
        #expect(settings.roster == nil)
        #expect(
            settings.library
                == LibrarySettings(
                    carrier: .tcp,
                    host: "192.0.2.17",
                    port: 6001,
                    institution: "",
                    user: nil,
                    location: "",
                    encoding: .utf8,
                    usesChecksum: true,
                    repeatsCard: true,
                    keepAlive: .seconds(30),
                    changeTimeout: .seconds(10),
                    path: "/rest/sip2/",
                    namespace: "http://axiell.com/Schema/sip.xsd",
                    versions: [:],
                    security: nil
                )
        )
        let schedule = try #require(settings.station.rules.first?.schedule)
        #expect(settings.station.rules == [DoorRules(door: "front", schedule: schedule)])
        #expect(settings.station.doors == [DoorSettings(door: "front", hasContact: false)])
        #expect(settings.station.readers == [ReaderSettings(reader: "outside", door: "front")])
        #expect(settings.station.libraryTimeout == .seconds(2))
        #expect(settings.station.refreshAfter == .seconds(3600))
        #expect(settings.station.sync == SyncSettings(questionsPerMinute: 20))
        #expect(settings.unseenDays == 90)
        #expect(settings.devices.first?.patterns == [.tenDigits])
        #expect(
            settings.stands == [ReaderStand(reader: "outside", scanner: "scanner", keypad: nil)]
        )
    }
}

@Suite struct `Every setting` {
    @Test func `of the station is read`() throws {
        let settings = try Minimal.settings(
            "branch: Prøvebiblioteket",
            """
            branch: Hovedbiblioteket
            time-zone: Atlantic/Faroe
            clock: free-running
            state-directory: /srv/portner
            control-socket: /srv/portner.sock
            control-group: staff
            keep-personal-parts: 7d
            refresh-after: 2h
            refresh-per-minute: 5
            forget-after: 30d
            panel:
              port: 8091
              colour: { hue: 1, saturation: 2, lightness: 10 }
              help: { da: Ring, en: Call, de: Rufen }
              screen: tall
              speaks: true
            """
        )
        #expect(settings.branch == "Hovedbiblioteket")
        #expect(settings.timeZone == "Atlantic/Faroe")
        #expect(!settings.needsSynchronisedClock)
        #expect(settings.stateDirectory == "/srv/portner")
        #expect(settings.controlSocket == "/srv/portner.sock")
        #expect(settings.controlGroup == "staff")
        #expect(settings.retention == .seconds(7 * 86_400))
        #expect(settings.station.refreshAfter == .seconds(7200))
        #expect(settings.station.sync == SyncSettings(questionsPerMinute: 5))
        #expect(settings.unseenDays == 30)
        #expect(
            settings.panel
                == PanelSettings(
                    port: 8091,
                    identity: .init(hue: 1, saturation: 2, lightness: 10),
                    languages: [.danish, .english],
                    url: nil,
                    help: [.danish: "Ring", .english: "Call", .german: "Rufen"],
                    screen: .tall,
                    speaks: true
                )
        )
    }

    @Test func `of who answers for the data is read`() throws {
        let settings = try Minimal.settings(
            "branch: Prøvebiblioteket",
            """
            branch: Prøvebiblioteket
            privacy:
              library: Bakkelund Bibliotek
              contact: data@example.org
              dpo: dpo@example.org, 12 34 56 78
              url: https://example.org/persondata
            """
        )
        #expect(settings.privacy?.library == "Bakkelund Bibliotek")
        #expect(settings.privacy?.contact == "data@example.org")
        #expect(settings.privacy?.officer == "dpo@example.org, 12 34 56 78")
        #expect(settings.privacy?.page == "https://example.org/persondata")
        #expect(try SettingsFile.read(Minimal.text, file: "portner.yaml").privacy == nil)
    }

    @Test func `of who answers for the data is needed where there are any, but for the page`()
        throws
    {
        let text = try Minimal.replacing(
            "branch: Prøvebiblioteket",
            with: """
                branch: Prøvebiblioteket
                privacy: { library: B, dop: me, url: "http://example.org" }
                """
        )
        #expect(
            Minimal.problems(text) == [
                "portner.yaml:2: privacy.contact: is missing",
                "portner.yaml:2: privacy.dop: is not a known setting",
                "portner.yaml:2: privacy.dpo: is missing",
                "portner.yaml:2: privacy.url: must be an address that begins with 'https://'",
            ]
        )
    }

    @Test func `of the library system is read`() throws {
        let settings = try Minimal.settings(
            "  port: 6001",
            """
              port: 6002
              institution: DK-700000
              user: kiosk
              location: front
              encoding: cp850
              checksum: false
              repeats-card: false
              timeout: 1500ms
              change-timeout: 15s
              keep-alive: 1m
              block-card-after: 12
            """
        )
        #expect(
            settings.library
                == LibrarySettings(
                    carrier: .tcp,
                    host: "192.0.2.17",
                    port: 6002,
                    institution: "DK-700000",
                    user: "kiosk",
                    location: "front",
                    encoding: .cp850,
                    usesChecksum: false,
                    repeatsCard: false,
                    keepAlive: .seconds(60),
                    changeTimeout: .seconds(15),
                    path: "/rest/sip2/DK-700000",
                    namespace: "http://axiell.com/Schema/sip.xsd",
                    versions: [:],
                    security: nil
                )
        )
        #expect(settings.station.libraryTimeout == .milliseconds(1500))
        #expect(settings.station.blockCardAfter == 12)
    }

    @Test func `of a library system behind TLS is read`() throws {
        let pin = String(repeating: "AB:", count: 31) + "CD"
        let settings = try Minimal.settings(
            "  port: 6001",
            """
              port: 6443
              carrier: tls
              tls:
                authority: /etc/portner/authority.pem
                name: sip2.example.dk
                pins: ["\(pin)"]
                certificate: /etc/portner/station.pem
            """
        )
        #expect(settings.library.carrier == .tls)
        #expect(
            settings.library.security
                == LibrarySecurity(
                    authority: "/etc/portner/authority.pem",
                    name: "sip2.example.dk",
                    pins: [String(repeating: "ab", count: 31) + "cd"],
                    certificate: "/etc/portner/station.pem"
                )
        )
    }

    @Test func `of Cicero is read, and needs little`() throws {
        let settings = try Minimal.settings(
            "  port: 6001",
            "  carrier: cicero\n  institution: DK-700000\n  user: selvbetjening"
        )
        #expect(settings.library.carrier == .cicero)
        #expect(settings.library.port == 443)
        #expect(settings.library.path == "/rest/sip2/DK-700000")
        #expect(settings.library.usesChecksum == false)
        #expect(
            settings.library.security
                == LibrarySecurity(authority: nil, name: nil, pins: [], certificate: nil)
        )
    }

    @Test func `of the REST interface is read, with the versions that differ`() throws {
        let settings = try Minimal.settings(
            "  port: 6001",
            """
              carrier: fbs
              institution: DK-700000
              user: selvbetjening
              versions: { authenticate: 10, fees: 3 }
            """
        )
        #expect(settings.library.carrier == .fbs)
        #expect(settings.library.port == 443)
        #expect(settings.library.path == "/rest")
        #expect(settings.library.versions == [.authenticate: 10, .fees: 3])
        #expect(settings.library.security != nil)
    }

    @Test func `of a device is read`() throws {
        let settings = try Minimal.settings(
            "    usb: { port: \"1-1\" }",
            """
                usb: { port: "1-1.4", id: "0C2e:0b61", serial: A1 }
                layout: danish
                codes: ["9{10}", "(LP-)9{7}"]
                sends-identifiers: true
                ends-by-silence: true
              - { name: pad, role: keypad, usb: { id: "04d9:a02a" } }
              - { name: line, role: scanner, serial-port: /dev/serial/by-id/usb-scanner }
            """
        )
        #expect(
            settings.devices.first
                == DeviceSettings(
                    name: "scanner",
                    role: .scanner,
                    place: .usb(port: "1-1.4", vendor: 0x0C2E, product: 0x0B61, serial: "A1"),
                    layout: .danish,
                    patterns: try ["9{10}", "(LP-)9{7}"].map { try ScanPattern($0) },
                    sendsIdentifiers: true,
                    endsBySilence: true
                )
        )
        #expect(
            settings.devices.dropFirst().map(\.place) == [
                .usb(port: nil, vendor: 0x04D9, product: 0xA02A, serial: nil),
                .serialPort("/dev/serial/by-id/usb-scanner"),
            ]
        )
    }

    @Test func `of a door is read`() throws {
        let settings = try Minimal.settings(
            "    lock: { chip: gpio, line: lock, kind: maglock }",
            """
                lock: { chip: gpio, line: l, kind: strike-fail-safe, active-low: true, bias: disabled }
                contact: { line: c, active-low: true, bias: pull-up }
                exit-button: { line: e, bias: pull-down }
                fire: { line: f }
                pulse: 10s
                relock: when-opened
                held-open-after: 1m
                hold-open-when-staffed: true
                exit-releases: false
                pin: false
                pin-length: 4-6
                age-min: 15
                decide: ask-first
                outage: admit-verified 24h
                fact-limits: { blocks: 1h, debts: 2h, validity: 3h }
            """
        )
        typealias Line = DoorLineSettings.Line
        #expect(
            settings.lines == [
                DoorLineSettings(
                    door: "front",
                    chip: "gpio",
                    lock: Line(name: "l", isActiveLow: true, bias: .disabled),
                    kind: .strikeFailSafe,
                    contact: Line(name: "c", isActiveLow: true, bias: .pullUp),
                    exit: Line(name: "e", isActiveLow: false, bias: .pullDown),
                    fire: Line(name: "f", isActiveLow: false, bias: .asIs)
                )
            ]
        )
        #expect(
            settings.station.doors == [
                DoorSettings(
                    door: "front",
                    pulse: .seconds(10),
                    relock: .whenOpened,
                    hasContact: true,
                    heldOpenAfter: .seconds(60),
                    holdsOpenWhenStaffed: true,
                    exitReleases: false
                )
            ]
        )
        let rules = try #require(settings.station.rules.first)
        #expect(
            rules
                == DoorRules(
                    door: "front",
                    schedule: rules.schedule,
                    asksPIN: false,
                    pinLengths: 4...6,
                    ageMin: 15,
                    order: .askFirst,
                    outage: .admitVerified(within: .seconds(86_400)),
                    limits: FactLimits(
                        blocks: .seconds(3600),
                        debts: .seconds(7200),
                        validity: .seconds(10_800)
                    )
                )
        )
    }

    @Test func `of a reader is read`() throws {
        let settings = try Minimal.settings(
            "    scanner: scanner",
            "    scanner: scanner\n    pin-timeout: 45s\n    refusal-shown: 12s"
        )
        #expect(
            settings.station.readers == [
                ReaderSettings(
                    reader: "outside",
                    door: "front",
                    pinTimeout: .seconds(45),
                    denialShownFor: .seconds(12)
                )
            ]
        )
    }

    @Test(arguments: [
        ("4", 4...4), ("4-8", 4...8), ("12", 12...12), ("4-12", 4...12),
    ])
    func `of a PIN's length is a number or a range`(text: String, lengths: ClosedRange<Int>) throws
    {
        let settings = try Minimal.settings(
            "- name: front",
            "- name: front\n    pin-length: \(text)"
        )
        #expect(settings.station.rules.map(\.pinLengths) == [lengths])
    }

    @Test(arguments: [
        ("500ms", Duration.milliseconds(500)), ("0500ms", .milliseconds(500)),
        ("20s", .seconds(20)),
    ])
    func `of a time has its unit`(text: String, time: Duration) throws {
        let settings = try Minimal.settings("port: 6001", "port: 6001\n  timeout: \(text)")
        #expect(settings.station.libraryTimeout == time)
    }
}

@Suite struct `Hours` {
    private func schedule(_ hours: String) throws -> Schedule {
        let settings = try Minimal.settings(
            "{ every-day: [\"08:00-22:00 self-service\"] }",
            "{ \(hours) }"
        )
        return try #require(settings.station.rules.first?.schedule)
    }

    private func period(_ from: Int, _ to: Int, _ mode: HoursMode) throws -> SchedulePeriod {
        let start = try #require(TimeOfDay(minutes: from * 60))
        let end = try #require(TimeOfDay(minutes: to * 60))
        return try #require(SchedulePeriod(from: start, to: end, mode: mode))
    }

    @Test(arguments: [
        ("monday", 1...1), ("sunday", 7...7), ("monday-thursday", 1...4), ("monday-friday", 1...5),
        ("saturday-sunday", 6...7), ("every-day", 1...7),
    ])
    func `are given for days and groups of days`(key: String, days: ClosedRange<Int>) throws {
        let schedule = try schedule("\(key): [\"8:00-24:00 staffed\"]")
        let expected = try [period(8, 24, .staffed)]
        for day in Weekday.allCases {
            #expect(schedule.days[day] == (days.contains(day.rawValue) ? expected : []))
        }
    }

    @Test(
        arguments: [
            ("self-service", nil, nil), ("self-service pin", true, nil),
            ("self-service no-pin", false, nil), ("closed age 0", nil, 0),
            ("self-service age 15 pin", true, 15),
        ] as [(String, Bool?, Int?)]
    )
    func `can have rules of their own`(words: String, asksPIN: Bool?, ageMin: Int?) throws {
        let schedule = try schedule("friday: [\"10:00-22:00 \(words)\"]")
        let found = try #require(schedule.days[.friday]?.first)
        #expect(found.asksPIN == asksPIN)
        #expect(found.ageMin == ageMin)
    }

    @Test func `that follow each other are kept in order`() throws {
        let schedule = try schedule(
            "friday: [\"16:00-22:00 self-service\", \"10:00-16:00 staffed\"]"
        )
        #expect(
            try schedule.days[.friday] == [period(10, 16, .staffed), period(16, 22, .selfService)]
        )
    }
}

@Suite struct `The sample in the package` {
    private func text(of path: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    private func sample() throws -> String { try text(of: "packaging/portner.yaml") }

    @Test func `is larger than the one in the README, which is good as well`() throws {
        let readme = try text(of: "README.md")
        let parts = readme.components(separatedBy: "```yaml\n").dropFirst()
        let examples = parts.compactMap { $0.components(separatedBy: "```").first }
        #expect(!examples.isEmpty)
        for example in examples {
            let settings = try SettingsFile.read(example, file: "README.md")
            #expect(settings.station.doors.map(\.door) == ["front"])
            #expect(example.count < (try sample().count))
        }
    }

    @Test func `is a complete configuration for one door`() throws {
        let settings = try SettingsFile.read(try sample(), file: "portner.yaml")
        #expect(settings.station.doors.count == 1)
        #expect(settings.station.readers.count == 1)
        #expect(settings.devices.map(\.role) == [.scanner, .keypad])
        #expect(settings.demo == nil)
    }

    @Test func `is still one when every line that states a default is taken in`() throws {
        let text = try sample().split(separator: "\n", omittingEmptySubsequences: false)
            .map(Self.uncommented).joined(separator: "\n")
        let settings = try SettingsFile.read(text, file: "portner.yaml")
        let sampled = try SettingsFile.read(try sample(), file: "portner.yaml")
        #expect(settings.station.doors == sampled.station.doors)
        #expect(settings.station.readers == sampled.station.readers)
        #expect(settings.library == sampled.library)
        #expect(settings.panel == sampled.panel)
        #expect(settings.devices == sampled.devices)
    }

    /// A line such as `  #pulse: 5s` without its sign; prose has a blank after it.
    private static func uncommented(_ line: Substring) -> String {
        let body = line.drop { $0 == " " }
        guard body.first == "#", let next = body.dropFirst().first, next.isLetter else {
            return String(line)
        }
        return String(line.prefix(line.count - body.count) + body.dropFirst())
    }
}
