// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI

/// The command `portner access`.
struct AccessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract: "Find out why a card is let in or not.",
        subcommands: [Check.self]
    )

    /// The command `portner access check`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what would be decided about a card; nothing moves.",
            discussion: """
                The card is scanned or typed at a prompt that does not show it, or read from \
                standard input. It is never an argument, because arguments can be seen by every \
                user and stay in the shell's history. No PIN is asked for; a right one is taken \
                for granted.

                Exit status: 0 granted, 5 denied, 1 undecided.
                """
        )

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions

        @Option(help: ArgumentHelp("The door; needed where there are several.", valueName: "name"))
        var door: String?

        @Option(
            help: ArgumentHelp(
                "The local time to decide for, 20:46 or 2026-11-22T20:46; now unless given.",
                valueName: "time"
            )
        )
        var at: String?

        @Flag(help: "Show every rule that was looked at.")
        var explain = false

        func run() async throws {
            try await format.report { environment in
                let question = AccessCheck(card: try readCard(environment), door: door, at: at)
                let reply = try await ControlClient.with(socketPath: connection.socket) { client in
                    try await client.check(question)
                }
                try show(reply, in: environment)
                return switch reply.verdict {
                case .granted: .success
                case .denied: .denied
                case .undecided: .failure
                }
            }
        }

        private func readCard(_ environment: CommandEnvironment) throws -> SecretText {
            let line =
                environment.isInputTerminal
                ? environment.readHidden("Scan or type the card (it is not shown): ")
                : environment.readLine()
            guard let line, line.contains(where: { !$0.isWhitespace }) else {
                throw ControlFailure(.notACard, detail: "nothing was read")
            }
            return SecretText(line)
        }

        private func show(
            _ reply: AccessCheckReply,
            in environment: CommandEnvironment
        ) throws {
            if format.json {
                try environment.write(JSONText.pretty(reply))
                return
            }
            let text = AccessText(reply, style: TextStyle(environment))
            try environment.write(text.summary)
            if explain {
                try environment.write("\n" + text.explanation)
            } else if reply.verdict != .granted {
                environment.tell("Next: the same with --explain shows every rule\n")
            }
        }
    }
}
