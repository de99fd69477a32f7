// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import Testing

@testable import PortnerCommands

@Suite struct `portner kiosk` {
    @Test func `lists the kiosks with their screens`() async throws {
        try await withDaemon(FakeStation()) { path in
            let console = TestConsole()
            #expect(await console.run("kiosk", "list", "--socket", path) == 0)
            #expect(console.output.contains("hall"))
            #expect(console.output.contains("in service"))
            #expect(console.output.contains("screen silent"))
        }
    }

    @Test func `takes a kiosk out of service and back, for a reason`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let by = NSUserName()
            let out = TestConsole()
            let ordered = await out.run(
                "kiosk",
                "out-of-order",
                "hall",
                "--reason",
                "paper jam",
                "--socket",
                path
            )
            #expect(ordered == 0)
            #expect(out.output == "Kiosk hall is out of order. Recorded for \(by).\n")
            let back = TestConsole()
            let repaired = await back.run(
                "kiosk",
                "in-order",
                "hall",
                "--reason",
                "repaired",
                "--json",
                "--socket",
                path
            )
            #expect(repaired == 0)
            #expect(back.output.contains("\"isInService\" : true"))
            #expect(station.kioskActs == ["off hall paper jam \(by)", "on hall repaired \(by)"])
        }
    }

    @Test func `needs a reason and a kiosk that is there`() async throws {
        try await withDaemon(FakeStation()) { path in
            let silent = TestConsole()
            #expect(
                await silent.run("kiosk", "in-order", "hall", "--reason", " ", "--socket", path)
                    == 2
            )
            let unknown = TestConsole()
            let status = await unknown.run(
                "kiosk",
                "in-order",
                "attic",
                "--reason",
                "x",
                "--socket",
                path
            )
            #expect(status == 1)
        }
    }

    @Test func `ends no screen while nobody can be asked`() async {
        let console = TestConsole()
        // Nobody listens on this port of the loopback address, and there is no more to wait for.
        console.pause(goOn: false)
        #expect(await console.run("kiosk", "watch", "--port", "1", "hall") == 0)
        #expect(await ScreenClient.ask("hall", port: 1) == nil)
        #expect(await ScreenClient.ask("../admin", port: 1) == nil)
    }
}

@Suite struct `The vigil over a screen` {
    private let well = ScreenReport(isLit: true, isAlive: true, isServing: false)
    private let dead = ScreenReport(isLit: true, isAlive: false, isServing: false)
    private let dark = ScreenReport(isLit: false, isAlive: true, isServing: false)

    /// After how many of these answers it is over; `nil` when it goes on.
    private func end(_ reports: [ScreenReport?]) -> Int? {
        var vigil = ScreenVigil()
        return reports.firstIndex { vigil.isOver(after: $0) }.map { $0 + 1 }
    }

    @Test func `ends a screen whose page has died, and not at its first silence`() {
        #expect(end([well] + Array(repeating: dead, count: 3)) == 4)
        #expect(end([well, dead, dead, well, dead, dead]) == nil)
        #expect(end([well, dead, dead, nil, dead, dead]) == nil)
    }

    @Test func `gives a page time to come up where the one before it died`() {
        #expect(end(Array(repeating: dead, count: 30)) == ScreenVigil.beginningMax)
        #expect(end(Array(repeating: dead, count: 20) + [well, dead, dead, dead]) == 24)
        #expect(end(Array(repeating: dead, count: 20) + Array(repeating: well, count: 9)) == nil)
    }

    @Test func `ends a screen at the end of its hours, also before its page came up`() {
        #expect(end([well, dark, dark, dark]) == 4)
        var asleep = dead
        asleep.isLit = false
        #expect(end([asleep, asleep, asleep]) == 3)
    }

    @Test func `sends nobody away`() {
        for var report in [dead, dark] {
            report.isServing = true
            #expect(end(Array(repeating: report, count: 50)) == nil)
        }
    }
}
