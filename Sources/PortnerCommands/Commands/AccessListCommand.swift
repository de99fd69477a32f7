// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI

extension AccessCommand {
    /// The command `portner access allow`.
    struct Allow: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let single cards in without PIN and without the library system.",
            discussion: ListOptions.discussion + """
                 An allowed card needs no PIN: give one that cannot be copied from a health card.
                """
        )

        @OptionGroup var list: ListOptions

        @Flag(help: "Let it in also while the door is closed.")
        var whenClosed = false

        func run() async throws { try await list.run("allow", whenClosed: whenClosed) }
    }

    /// The command `portner access deny`.
    struct Deny: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep single cards out, whatever the library system says.",
            discussion: ListOptions.discussion
        )

        @OptionGroup var list: ListOptions

        func run() async throws { try await list.run("deny") }
    }

    /// The command `portner access assist`.
    struct Assist: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep the lock released for longer, for people who need the time.",
            discussion: ListOptions.discussion
        )

        @OptionGroup var list: ListOptions

        func run() async throws { try await list.run("assist") }
    }
}

/// What is done with the station's own list.
struct ListOptions: ParsableArguments {
    static let discussion = """
        The card is scanned or typed as for check. It holds at once on every door, also without \
        the library system; who ordered it and why goes to the ledger first. The reason stays in \
        the list: it must not name the person.
        """

    /// What is done.
    enum Act: String, ExpressibleByArgument, CaseIterable {
        /// Write a card down.
        case add
        /// Take a card off.
        case remove
        /// Show what is written down.
        case list
    }

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions

    @Argument(help: "add, remove or list.")
    var act: Act

    @Option(
        help: ArgumentHelp(
            "Why, for list and ledger; needed for add and remove.",
            valueName: "text"
        )
    )
    var reason: String?

    @Option(
        help: ArgumentHelp(
            "The last day; until it is removed unless given.",
            valueName: "date"
        )
    )
    var through: String?

    @Option(help: ArgumentHelp("A door; all unless given.", valueName: "name"))
    var door: [String] = []

    func validate() throws {
        guard act != .list else { return }
        guard let reason, reason.contains(where: { !$0.isWhitespace }) else {
            throw ValidationError("A reason is needed: --reason.")
        }
        guard reason.utf8.count <= ControlAPI.Limit.reasonBytesMax else {
            throw ValidationError(
                "The reason is longer than \(ControlAPI.Limit.reasonBytesMax) bytes."
            )
        }
    }

    /// Carries out what was asked for a kind of listing.
    func run(_ kind: String, whenClosed: Bool = false) async throws {
        try await format.report { environment in
            guard let change = ListOrder.Act(rawValue: act.rawValue) else {
                return try await show(kind, in: environment)
            }
            let wanted = ListOrder(
                act: change,
                kind: kind,
                card: try environment.readCard(),
                doors: door.isEmpty ? nil : door,
                through: through,
                whenClosed: whenClosed,
                reason: reason ?? "",
                sudoUserID: environment.sudoUserID
            )
            let reply = try await ControlClient.with(socketPath: connection.socket) { client in
                try await client.changeList(wanted)
            }
            if format.json {
                try environment.write(JSONText.pretty(reply))
            } else {
                let words = change == .add ? "is on the list to" : "is off the list to"
                try environment.write(
                    "Card \(reply.card.printable) \(words) \(kind). Recorded for "
                        + "\(reply.by.printable).\n"
                )
            }
            return .success
        }
    }

    private func show(
        _ kind: String,
        in environment: CommandEnvironment
    ) async throws -> ExitStatus {
        var report = try await ControlClient.with(socketPath: connection.socket) { client in
            try await client.list()
        }
        report.listings.removeAll { $0.kind != kind }
        if format.json {
            try environment.write(JSONText.pretty(report))
        } else if report.listings.isEmpty {
            environment.tell("No card is on this list.\n")
        } else {
            let rows = report.listings.map { listing in
                [
                    TextTable.Cell(listing.card),
                    TextTable.Cell(listing.doors?.joined(separator: ", ") ?? "all doors"),
                    TextTable.Cell(
                        listing.through.map { "through \($0)" } ?? "until removed",
                        listing.hasRunOut ? .warning : .plain
                    ),
                    TextTable.Cell(listing.hasRunOut ? "has run out" : "", .warning),
                    TextTable.Cell(listing.whenClosed ? "also when closed" : ""),
                    TextTable.Cell("\(listing.by): \(listing.reason)"),
                ]
            }
            let lines = TextTable(rows: rows).lines(style: TextStyle(environment))
            try environment.write(lines.joined(separator: "\n") + "\n")
        }
        return .success
    }
}
