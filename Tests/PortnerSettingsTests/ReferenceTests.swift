// SPDX-License-Identifier: MPL-2.0

import PortnerSettings
import Testing

@Suite struct `Names in a configuration` {
    private func expect(_ part: String, _ other: String, _ problem: String) throws {
        let text = try Minimal.replacing(part, with: other)
        #expect(Minimal.problems(text) == ["portner.yaml:\(problem)"])
    }

    @Test func `must be those of doors that are there`() throws {
        try expect("door: front", "door: back", "15: readers[0].door: there is no door 'back'")
    }

    @Test func `must be those of devices with the right role`() throws {
        try expect(
            "scanner: scanner\n",
            "scanner: gun\n",
            "16: readers[0].scanner: there is no device 'gun' with the role scanner"
        )
        try expect(
            "scanner: scanner\n",
            "scanner: scanner\n    keypad: scanner\n",
            "17: readers[0].keypad: there is no device 'scanner' with the role keypad"
        )
    }

    @Test func `are given once`() throws {
        try expect(
            "readers:",
            """
              - name: front
                hours: {}
                lock: { chip: gpio, line: other, kind: maglock }
            readers:
            """,
            "13: doors[1].name: 'front' is used twice"
        )
        try expect(
            "doors:",
            "  - { name: scanner, role: keypad, usb: { port: \"1-2\" } }\ndoors:",
            "9: devices[1].name: 'scanner' is used twice"
        )
    }

    @Test func `of a device stand at one reader`() throws {
        try expect(
            "scanner: scanner\n",
            "scanner: scanner\n  - { name: two, door: front, scanner: scanner }\n",
            "17: readers[1].scanner: 'scanner' is used twice"
        )
    }

    @Test func `of a line serve one purpose`() throws {
        try expect(
            "hours:",
            "contact: { line: lock }\n    hours:",
            "11: doors[0].contact: the line 'lock' is used twice"
        )
    }

    @Test func `of lines on two chips may be the same`() throws {
        let text = try Minimal.replacing(
            "readers:",
            with: """
                  - name: back
                    hours: {}
                    lock: { chip: other, line: lock, kind: maglock }
                readers:
                """
        )
        #expect(Minimal.problems(text) == [])
    }

    @Test func `of a door are needed`() throws {
        let start = try #require(Minimal.text.firstRange(of: "doors:"))
        let text = Minimal.text[..<start.lowerBound] + "doors: []\n"
        #expect(
            Minimal.problems(String(text))
                == ["portner.yaml:9: doors: at least one door or kiosk is needed"]
        )
    }
}

@Suite struct `What only a demonstration has` {
    private static let virtualScanner = ("usb: { port: \"1-1\" }", "virtual: true")
    private static let virtualLock = ("chip: gpio", "chip: virtual")

    @Test func `is refused at a library`() throws {
        #expect(
            Minimal.problems(
                try Minimal.replacing(Self.virtualScanner.0, with: Self.virtualScanner.1)
            )
                == ["portner.yaml:8: devices[0].virtual: exists only in a demo"]
        )
        #expect(
            Minimal.problems(try Minimal.replacing(Self.virtualLock.0, with: Self.virtualLock.1))
                == ["portner.yaml:12: doors[0].lock.chip: virtual chips exist only in a demo"]
        )
    }

    @Test func `is there in one`() throws {
        let text = try Minimal.replacing(Self.virtualLock.0, with: Self.virtualLock.1)
            .replacing(Self.virtualScanner.0, with: Self.virtualScanner.1)
        let demo = """
            demo:
              cards:
                - { number: "3829213522", pin: "1234", da: Lukkes ind, en: Is let in }

            """
        let settings = try SettingsFile.read(text + demo, file: "portner.yaml")
        #expect(settings.devices.map(\.place) == [.virtual])
        #expect(settings.lines.map(\.chip) == ["virtual"])
        #expect(settings.demo?.cards.map(\.english) == ["Is let in"])
    }

    @Test func `has a limited number of cards`() throws {
        let card = "    - { number: \"3829213522\" }\n"
        let cards = "demo:\n  cards:\n" + String(repeating: card, count: DemoSettings.cardsMax + 1)
        #expect(
            Minimal.problems(Minimal.text + cards)
                == ["portner.yaml:19: demo.cards: has more than \(DemoSettings.cardsMax) entries"]
        )
    }
}
