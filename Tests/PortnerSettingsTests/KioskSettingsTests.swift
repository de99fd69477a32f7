// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerSettings
import Testing

@Suite struct `A kiosk in a configuration` {
    private func text(_ lines: String, carrier: String = "tcp") throws -> String {
        try Minimal.replacing("  port: 6001", with: "  port: 6001\n  carrier: \(carrier)") + """
            kiosks:
              - name: hall
                scanner: desk
            \(lines)
            """
    }

    private func read(_ lines: String = "") throws -> Settings {
        let text = try text(lines).replacing(
            "doors:",
            with: "  - { name: desk, role: scanner, usb: { port: \"1-2\" } }\ndoors:",
            maxReplacements: 1
        )
        return try SettingsFile.read(text, file: "portner.yaml")
    }

    private func problems(_ lines: String, carrier: String = "tcp") throws -> [String] {
        let text = try text(lines, carrier: carrier).replacing(
            "doors:",
            with: "  - { name: desk, role: scanner, usb: { port: \"1-2\" } }\ndoors:",
            maxReplacements: 1
        )
        return Minimal.problems(text).map {
            String($0.split(separator: ": ").dropFirst().first ?? "")
        }
    }

    @Test func `is served with the usual times, both languages, tones and titles`() throws {
        let settings = try read()
        let kiosk = try #require(settings.station.kiosks.first)
        #expect(kiosk.quiet == .seconds(60))
        #expect(kiosk.answerTime == .seconds(30))
        #expect(!kiosk.takesTypedCards)
        #expect(kiosk.wishes == KioskWishes())
        let screen = try #require(settings.kioskStands.first?.screen)
        #expect(screen.languages == [.danish, .english])
        #expect(screen.hasTones)
        #expect(screen.hours == nil)
    }

    @Test func `takes what a library says about its screen`() throws {
        let settings = try read(
            """
                languages: [en, da]
                larger-text: true
                hide-titles: true
                sound: false
                idle-warning: 90s
                idle-answer: 45s
                typed-card: true
                screen-hours: 07:00-22:00
            """
        )
        let kiosk = try #require(settings.station.kiosks.first)
        #expect(kiosk.quiet == .seconds(90))
        #expect(kiosk.answerTime == .seconds(45))
        #expect(kiosk.takesTypedCards)
        #expect(kiosk.wishes.language == .english)
        #expect(kiosk.wishes.largerText)
        #expect(kiosk.wishes.hidesTitles)
        let screen = try #require(settings.kioskStands.first?.screen)
        #expect(!screen.hasTones)
        let hours = try #require(screen.hours)
        let lit = [6, 7, 21, 22].map { hour in
            hours.contains(
                CivilTime(Timestamp(milliseconds: hour * 3_600_000), secondsAheadOfUTC: 0)
            )
        }
        #expect(lit == [false, true, true, false])
    }

    @Test(arguments: [
        ("    idle-warning: 10s", "kiosks[0].idle-warning"),
        // Less than 20 s is too short to answer (WCAG 2.2.1).
        ("    idle-answer: 15s", "kiosks[0].idle-answer"),
        ("    languages: [fr]", "kiosks[0].languages"),
        ("    languages: []", "kiosks[0].languages"),
        ("    screen-hours: 22:00-07:00", "kiosks[0].screen-hours"),
        ("    sound: loud", "kiosks[0].sound"),
        ("    pin: false\n    outage: returns\n    typed-card: true", "kiosks[0].typed-card"),
        ("    colour: red", "kiosks[0].colour"),
    ])
    func `is refused with a word on what is wrong`(lines: String, key: String) throws {
        #expect(try problems(lines) == [key])
    }

    @Test func `is refused on a way to the library that cannot lend`() throws {
        #expect(try problems("", carrier: "fbs").contains("kiosks[0].name"))
    }
}
