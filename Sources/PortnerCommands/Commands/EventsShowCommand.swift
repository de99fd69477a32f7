// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI

extension EventsCommand {
    /// The command `portner events show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one entry of the ledger, and why it was decided so.",
            discussion: """
                With --explain a decision is shown rule by rule, as by access check. The ledger \
                keeps the rule that decided and the facts with their age; what came before it let \
                the patron pass or was not asked for.
                """
        )

        /// Why an entry may be missing that is there for others.
        static let whoSeesAll =
            "entries that concern persons are for the role \(ControlRole.staff.rawValue)"

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions

        @Argument(help: "The number of the entry, as --json shows it.")
        var sequence: UInt64

        @Flag(help: "Show every rule of a decision.")
        var explain = false

        func validate() throws {
            guard sequence > 0 else { throw ValidationError("The first entry has the number 1.") }
        }

        func run() async throws {
            try await format.report { environment in
                let page = try await ControlClient.with(socketPath: connection.socket) { client in
                    try await client.events(after: sequence - 1, limit: 1, alarmsOnly: false)
                }
                guard let event = page.events.first, event.sequence == sequence else {
                    guard page.leavesOutPersons != true else {
                        throw ControlFailure(.roleMissing, detail: Self.whoSeesAll)
                    }
                    throw ControlFailure(.noSuchEntry)
                }
                let decision = explain ? AccessCheckReply(decision: event) : nil
                if format.json {
                    try environment.write(
                        try decision.map { try JSONText.pretty($0) } ?? JSONText.pretty(event)
                    )
                    return .success
                }
                let style = TextStyle(environment)
                var line = EventText(style: style)
                try environment.write(line.line(event))
                if let decision {
                    try environment.write("\n" + AccessText(decision, style: style).explanation)
                } else if explain {
                    environment.tell("Only decisions have rules to explain.\n")
                }
                return .success
            }
        }
    }
}
