// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import PortnerCore
import Testing

@testable import PortnerCommands

@Suite struct `portner door everybody-out` {
    private let reason = ["--reason", "smell of gas"]

    @Test func `has everybody leave, and all-clear ends it`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let by = NSUserName()
            let out = TestConsole()
            let arguments = reason + ["--yes", "--socket", path]
            #expect(await out.run(["door", "everybody-out"] + arguments) == 0)
            let done = "Everybody out: every door is released until all-clear."
            #expect(out.output == "\(done) Recorded for \(by).\n")
            let clear = TestConsole()
            #expect(await clear.run(["door", "all-clear"] + arguments + ["--json"]) == 0)
            let reply = try JSONDecoder()
                .decode(EvacuationReply.self, from: Data(clear.output.utf8))
            #expect(reply == EvacuationReply(isOrdered: false, by: by))
            #expect(
                station.evacuations == ["true smell of gas \(by)", "false smell of gas \(by)"]
            )
        }
    }

    @Test(arguments: ["everybody-out", "all-clear"])
    func `is asked about first, and not given where nobody can be asked`(
        order: String
    ) async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let arguments = ["door", order] + reason + ["--socket", path]
            let asked = TestConsole(input: ["n"], isTerminal: true)
            #expect(await asked.run(arguments) == 1)
            #expect(asked.errors.contains("[y/N]"))
            #expect(await TestConsole(input: ["y"]).run(arguments) == 2)
            #expect(station.evacuations.isEmpty)
            #expect(await TestConsole(input: ["y"], isTerminal: true).run(arguments) == 0)
            #expect(station.evacuations.count == 1)
        }
    }

    @Test func `says what was done of an order that is not on record`() async throws {
        let station = FakeStation()
        station.set(refusal: .notRecorded)
        try await withDaemon(station) { path in
            let console = TestConsole()
            let arguments = ["door", "everybody-out"] + reason + ["--yes", "--socket", path]
            #expect(await console.run(arguments) != 0)
            #expect(console.errors.contains("everybody-out is carried out all the same"))
        }
    }
}

@Suite struct `portner access check --typed` {
    @Test func `asks about a number that is typed at the door`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            for flags in [[], ["--typed"]] {
                let console = TestConsole(input: [FakeStation.card])
                let arguments = ["access", "check"] + flags + ["--socket", path]
                #expect(await console.run(arguments) == 0)
            }
            #expect(station.typed == [false, true])
        }
    }
}
