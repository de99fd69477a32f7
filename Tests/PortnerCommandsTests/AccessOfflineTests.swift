// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import Testing

@testable import PortnerCommands

@Suite struct `portner access check without portnerd` {
    private let socket = "/nowhere/portner.sock"

    @Test func `says what it cannot tell, and what can be told`() async {
        let console = TestConsole(input: [FakeStation.card])
        #expect(await console.run("access", "check", "--socket", socket) == 3)
        #expect(console.output.isEmpty)
        #expect(console.errors.contains("portnerd is not running"))
        #expect(console.errors.contains("nothing can be said of a card"))
        #expect(console.errors.contains("portner calendar preview"))
        #expect(!console.errors.contains(FakeStation.card))
    }

    @Test func `has the usual code for scripts`() async throws {
        let console = TestConsole(input: [FakeStation.card])
        #expect(await console.run("access", "check", "--json", "--socket", socket) == 3)
        let data = Data(console.output.utf8)
        let failure = try JSONDecoder().decode(ControlFailure.self, from: data)
        #expect(failure.known == .notRunning)
    }
}
