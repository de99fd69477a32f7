// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI

/// The command `portner access`.
struct AccessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract: "Find out why a card is let in or not, and say what holds for single cards.",
        subcommands: [Check.self, Lift.self, Allow.self, Deny.self, Assist.self]
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

        @Flag(help: "As if the number were typed at the door and not scanned.")
        var typed = false

        @Flag(help: "Show every rule that was looked at.")
        var explain = false

        func run() async throws {
            try await format.report { environment in
                let card = try environment.readCard()
                let question = AccessCheck(
                    card: card,
                    door: door,
                    at: at,
                    isTyped: typed ? true : nil
                )
                let reply = try await ask(question)
                try show(reply, in: environment)
                return switch reply.verdict {
                case .granted: .success
                case .denied: .denied
                case .undecided: .failure
                }
            }
        }

        /// Asks portnerd; where it is not running, says what cannot be told, and what can.
        private func ask(_ question: AccessCheck) async throws -> AccessCheckReply {
            do {
                return try await ControlClient.with(socketPath: connection.socket) { client in
                    try await client.check(question)
                }
            } catch var failure as ControlFailure where failure.known == .notRunning {
                let known = "without it nothing can be said of a card: the keys, what is known of "
                failure.message += "; \(known)patrons, the waits and the station's list are its own"
                failure.remedy +=
                    "; what the doors' hours are can be told without it: portner calendar preview"
                throw failure
            }
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

    /// The command `portner access lift`.
    struct Lift: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End the wait after wrong attempts with a card, or at a reader.",
            discussion: """
                Without --reader the card is scanned or typed as for check. The wrong attempts are \
                forgotten on every door; who ordered it and why goes to the ledger first.
                """
        )

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions
        @OptionGroup var account: AccountOptions

        @Option(help: ArgumentHelp("A reader in the place of a card.", valueName: "name"))
        var reader: String?

        func run() async throws {
            try await format.report { environment in
                let wanted = WaitLift(
                    card: reader == nil ? try environment.readCard() : nil,
                    reader: reader,
                    reason: account.reason,
                    sudoUserID: environment.sudoUserID
                )
                let reply = try await ControlClient.with(socketPath: connection.socket) { client in
                    try await client.liftWait(wanted)
                }
                if format.json {
                    try environment.write(JSONText.pretty(reply))
                } else {
                    let subject = reply.reader.map { "Reader \($0.printable)" } ?? "The card"
                    try environment.write(
                        "\(subject) need not wait any longer. Recorded for \(reply.by).\n"
                    )
                }
                return .success
            }
        }
    }
}
