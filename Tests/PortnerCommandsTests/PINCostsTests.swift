// SPDX-License-Identifier: MPL-2.0

import Foundation
import Testing

@testable import PortnerCommands

@Suite struct `The costs of a PIN check` {
    private func costs(_ times: Double...) -> PINCosts {
        PINCosts(
            times.enumerated().map { index, time in
                PINCosts.Entry(cost: 12 + index, memoryMiB: 4 << index, milliseconds: time)
            }
        )
    }

    @Test func `recommend the dearest one that a patron can wait for`() {
        #expect(costs(7, 14, 27, 57, 118).recommended == 16)
        #expect(costs(73, 114, 223, 501, 823).recommended == 14)
        #expect(costs(250, 250.1).recommended == 12)
        #expect(costs(251, 502).recommended == nil)
    }

    @Test func `say in words what to set`() {
        let words = costs(73, 114.5, 300).words(style: TextStyle(isColored: false))
        #expect(
            words == """
                  pin-cost  memory  time
                  12        4 MiB   73.0 ms
                  13        8 MiB   114.5 ms
                  14        16 MiB  300.0 ms
                Next: pin-cost: 13 in the configuration

                """
        )
    }

    @Test func `are measured on this machine`() async throws {
        let console = TestConsole()
        let status = await console.run("credential", "tune", "--json")
        let report = try JSONDecoder().decode(PINCosts.self, from: Data(console.output.utf8))
        #expect(report.entries.map(\.cost) == Array(12...16))
        #expect(report.entries.map(\.memoryMiB) == [4, 8, 16, 32, 64])
        #expect(report.entries.allSatisfy { $0.milliseconds > 0 })
        #expect(status == (report.recommended == nil ? 1 : 0))
    }
}
