// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import PortnerCore
import Testing

@testable import PortnerCommands

@Suite struct `portner access lift` {
    @Test func `lifts the wait of the card that is read`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let console = TestConsole(input: [FakeStation.card])
            let arguments = ["access", "lift", "--reason", "forgot it", "--socket", path]
            #expect(await console.run(arguments) == 0)
            let by = NSUserName()
            let lift = FakeStation.Lift(isRightCard: true, reason: "forgot it", by: by)
            #expect(station.lifts == [lift])
            let words = "The card need not wait any longer. Recorded for \(by).\n"
            #expect(console.output == words)
            #expect(!(console.output + console.errors).contains(FakeStation.card))
        }
    }

    @Test func `lifts the wait of a reader without reading a card`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let console = TestConsole()
            let arguments = ["access", "lift", "--reader", "main-in", "--reason", "noise"]
            #expect(await console.run(arguments + ["--json", "--socket", path]) == 0)
            #expect(station.lifts.map(\.reader) == ["main-in"])
            let reply = try JSONDecoder()
                .decode(WaitLiftReply.self, from: Data(console.output.utf8))
            #expect(reply == WaitLiftReply(reader: "main-in", by: NSUserName()))
            station.set(refusal: .notThrottled)
            #expect(await console.run(arguments + ["--socket", path]) == 1)
            #expect(console.errors.contains("no wrong attempt is held against it"))
        }
    }
}
