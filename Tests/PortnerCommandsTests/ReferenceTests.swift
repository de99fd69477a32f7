// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI
import Foundation
import Testing

@testable import PortnerCommands

@Suite struct `The reference of commands` {
    private func text() throws -> String {
        let checkout = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = "Sources/PortnerCommands/PortnerCommands.docc/PortnerCommands.md"
        return try String(contentsOf: checkout.appending(path: page), encoding: .utf8)
    }

    @Test func `names every failure with its exit status`() throws {
        let lines = try text().split(separator: "\n")
        for code in ControlFailure.Code.allCases {
            let status = ExitStatus(ControlFailure(code)).rawValue
            let found = lines.contains {
                $0.hasPrefix("| `\(code.rawValue)` | ") && $0.hasSuffix(" | \(status) |")
            }
            #expect(found, "\(code.rawValue)")
        }
    }

    @Test func `names every exit status`() throws {
        let text = try text()
        for status in ExitStatus.allCases {
            #expect(text.contains("\n| \(status.rawValue) | "), "\(status)")
        }
    }

    @Test func `names every command`() throws {
        let text = try text()
        for command in PortnerCommand.configuration.subcommands {
            let name = try #require(command.configuration.commandName)
            #expect(text.contains("\nportner \(name)"), "\(name)")
            for part in command.configuration.subcommands {
                let word =
                    part.configuration.commandName ?? String(describing: part).lowercased()
                #expect(text.contains("\nportner \(name) \(word)"), "\(name) \(word)")
            }
        }
    }
}
