// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import PortnerCore
import Testing

@testable import PortnerSettings

@Suite struct `The section of passes` {
    private func text(_ passes: String, door: String = "passes: true") throws -> String {
        try Minimal.replacing(
            "    hours:",
            with: "    \(door)\n    hours:"
        ) + passes
    }

    private func settings(_ passes: String, door: String = "passes: true") throws -> Settings {
        try SettingsFile.read(try text(passes, door: door), file: "portner.yaml")
    }

    @Test func `names who may issue, and how long a pass may hold`() throws {
        let usual = try settings("passes: { issuers: [{ key-file: /etc/portner/app.pub }] }")
        #expect(usual.passes?.issuers == [.file("/etc/portner/app.pub")])
        #expect(usual.station.passes == PassRules())
        #expect(usual.station.rules.map(\.takesPasses) == [true])
        let other = try settings(
            "passes: { issuers: [{ key: abc }], life-max: 2m, tolerance: 5s }",
            door: "passes: false"
        )
        #expect(other.passes?.issuers == [.text("abc")])
        #expect(
            other.station.passes == PassRules(lifeMax: .seconds(120), tolerance: .seconds(5))
        )
        #expect(other.station.rules.map(\.takesPasses) == [false])
    }

    @Test func `is not there unless it is written`() throws {
        let settings = try SettingsFile.read(Minimal.text, file: "portner.yaml")
        #expect(settings.passes == nil && settings.station.passes == nil)
        #expect(settings.station.rules.map(\.takesPasses) == [false])
        #expect(settings.devices.map(\.patterns) == [[.tenDigits]])
    }

    @Test func `has the scanner of such a door read passes`() throws {
        let pass = String(repeating: "A", count: SealedPass.textLength)
        let section = "passes: { issuers: [{ key: abc }] }"
        let patterns = try settings(section).devices[0].patterns
        #expect(patterns.contains { $0.matches(pass) })
        #expect(patterns.contains { $0.matches("7001010000") })
        #expect(
            !patterns.contains {
                $0.matches(pass + "A") || $0.matches(String(pass.dropLast()) + "-")
            }
        )
        let others = try settings(section, door: "passes: false").devices[0].patterns
        #expect(!others.contains { $0.matches(pass) })
    }

    @Test(arguments: [
        ("", "needs the section 'passes'"),
        ("passes: {}", "at least one issuer"),
        ("passes: { issuers: [{}] }", "either key or key-file"),
        ("passes: { issuers: [{ key: a, key-file: /b }] }", "either key or key-file"),
        ("passes: { issuers: [{ key: a }], life-max: 20m }", "life-max"),
        ("passes: { issuers: [{ key: a }], tolerance: 5m }", "tolerance"),
        ("passes: { issuers: [{ key: a, name: b }] }", "not a known setting"),
    ])
    func `is refused where it cannot be meant`(_ passes: String, _ words: String) throws {
        let problems = Minimal.problems(try text(passes))
        #expect(problems.contains { $0.contains(words) }, "\(problems)")
    }
}
