// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI

/// The command `portner outbox`.
struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "Look after loans and returns that the library system has not been told of.",
        discussion: """
            Each transaction of a kiosk is here until its end is known. Most go by themselves; \
            what the library system did not accept afterwards waits for a person.
            """,
        subcommands: [List.self, Show.self, Export.self, Retry.self, Resolve.self]
    )

    /// The command `portner outbox list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the transactions, without whom and what they concern."
        )

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions

        @Flag(help: "Only those that wait for a person.")
        var staff = false

        func run() async throws {
            try await format.report { environment in
                var report = try await ControlClient.with(socketPath: connection.socket) {
                    try await $0.outbox()
                }
                if staff { report.transactions.removeAll { !$0.isForStaff } }
                if format.json {
                    try environment.write(JSONText.pretty(report))
                } else if report.transactions.isEmpty {
                    environment.tell("Nothing waits.\n")
                } else {
                    let lines = TextTable(rows: report.transactions.map(OutboxCommand.row))
                        .lines(style: TextStyle(environment))
                    try environment.write(lines.joined(separator: "\n") + "\n")
                }
                return .success
            }
        }
    }

    /// The command `portner outbox show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the card and the item of a transaction; that it was shown is recorded."
        )

        @OptionGroup var options: OrderOptions

        func run() async throws {
            try await options.run("reveal") { reply in
                let card = reply.card.map { "Card \($0.secret.printable)" } ?? "No card"
                let item = reply.item.map { "item \($0.secret.printable)" } ?? "no item"
                return "\(card), \(item). Recorded for \(reply.by.printable).\n"
            }
        }
    }

    /// The command `portner outbox retry`.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have the library system told once more."
        )

        @OptionGroup var options: OrderOptions

        func run() async throws {
            try await options.run("retry") { reply in
                "The library system is told again. Recorded for \(reply.by.printable).\n"
            }
        }
    }

    /// The command `portner outbox resolve`.
    struct Resolve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take out a transaction that was settled by hand."
        )

        @OptionGroup var options: OrderOptions

        func run() async throws {
            try await options.run("resolve") { reply in
                "Nothing of it is kept. Recorded for \(reply.by.printable).\n"
            }
        }
    }

    /// What an order about one transaction takes.
    struct OrderOptions: ParsableArguments {
        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions

        @Argument(help: "The transaction's name, as portner outbox list shows it.")
        var request: String

        @Option(help: ArgumentHelp("Why, for the ledger.", valueName: "text"))
        var reason: String

        func validate() throws {
            guard reason.contains(where: { !$0.isWhitespace }),
                reason.utf8.count <= ControlAPI.Limit.reasonBytesMax
            else {
                throw ValidationError(
                    "A reason of at most \(ControlAPI.Limit.reasonBytesMax) bytes is needed."
                )
            }
        }

        func run(_ act: String, _ words: @Sendable (OutboxReply) -> String) async throws {
            try await format.report { environment in
                let wish = OutboxWish(
                    request: request,
                    act: act,
                    reason: reason,
                    sudoUserID: environment.sudoUserID
                )
                let reply = try await ControlClient.with(socketPath: connection.socket) {
                    try await $0.changeOutbox(wish)
                }
                try environment.write(format.json ? JSONText.pretty(reply) : words(reply))
                return .success
            }
        }
    }

    private static func row(_ transaction: OutboxReport.Transaction) -> [TextTable.Cell] {
        [
            TextTable.Cell(transaction.request), TextTable.Cell(transaction.kiosk),
            TextTable.Cell(transaction.task),
            TextTable.Cell(transaction.state, transaction.isForStaff ? .warning : .plain),
            TextTable.Cell(transaction.made),
            TextTable.Cell(transaction.due.map { "due \($0)" } ?? ""),
        ]
    }
}
