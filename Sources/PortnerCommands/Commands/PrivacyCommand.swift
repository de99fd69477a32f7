// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI
import PortnerPrivacy

/// The command `portner privacy`.
struct PrivacyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "privacy",
        abstract: "Tell people what is known about them, and erase it.",
        subcommands: [Report.self, Erase.self, Notice.self, Counts.self, Document.self]
    )

    /// The command `portner privacy report`.
    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show everything that is known about one person.",
            discussion: """
                The answer to "Hvad ved vi om dig?". The card is scanned or typed at a prompt that \
                does not show it, or read from standard input; it is never an argument. That a \
                report was made, and by whom, goes to the ledger; about whom does not.
                """
        )

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions
        @OptionGroup var page: PageOptions

        @Option(help: ArgumentHelp("Why, for the ledger.", valueName: "text"))
        var reason = ""

        func validate() throws { try page.validate(beside: format) }

        func run() async throws {
            try await format.report { environment in
                let person = PersonOrder(
                    card: try environment.readCard(),
                    reason: reason,
                    sudoUserID: environment.sudoUserID
                )
                let report = try await ControlClient.with(socketPath: connection.socket) {
                    try await $0.report(on: person)
                }
                if format.json {
                    try environment.write(JSONText.pretty(report))
                } else {
                    try environment.write(page.text(report.page(in: page.language)))
                }
                return .success
            }
        }
    }

    /// The command `portner privacy erase`.
    struct Erase: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Erase one person, and search every file for what is left.",
            discussion: """
                Goes: the patron with all cards, the verifier of the PIN, the identity in every \
                record, what the station's own list has about the cards, the count of wrong \
                attempts and with it a running wait. Stays: what \
                happened at which door, without identity. The erasure is recorded first, with its \
                reason and without identity; a reason that names the person would defeat it. A \
                roster that names the person brings the facts back: take the person out there first.

                Exit status: 0 when no trace was found afterwards and no file was left out, 1 \
                otherwise.
                """
        )

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions
        @OptionGroup var account: AccountOptions

        @Flag(help: "Do not ask for confirmation.")
        var yes = false

        func run() async throws {
            try await format.report { environment in
                let person = PersonOrder(
                    card: try environment.readCard(),
                    reason: account.reason,
                    sudoUserID: environment.sudoUserID
                )
                guard try isConfirmed(in: environment) else {
                    environment.tell("Nothing was done.\n")
                    return .failure
                }
                let report = try await ControlClient.with(socketPath: connection.socket) {
                    try await $0.erase(person)
                }
                try environment.write(try format.json ? JSONText.pretty(report) : report.words)
                return report.isProven ? .success : .failure
            }
        }

        private func isConfirmed(
            in environment: CommandEnvironment
        ) throws(ControlFailure) -> Bool {
            guard !yes else { return true }
            guard environment.isInputTerminal else { throw ControlFailure(.notConfirmed) }
            environment.tell("Erase everything about the holder of this card? [y/N] ")
            return ["y", "yes"].contains(environment.readLine()?.lowercased())
        }
    }

    /// The command `portner privacy notice`.
    struct Notice: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the notice that hangs at the door.",
            discussion: """
                It names the library, its contact and its data-protection officer from the section \
                privacy of the configuration, and the times for which data is kept as configured.
                """
        )

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions
        @OptionGroup var page: PageOptions

        func validate() throws { try page.validate(beside: format) }

        func run() async throws {
            try await format.report { environment in
                let facts = try await ControlClient.with(socketPath: connection.socket) {
                    try await $0.privacyFacts()
                }
                guard let controller = facts.controller else {
                    throw ControlFailure(.noController)
                }
                if format.json {
                    try environment.write(JSONText.pretty(facts))
                } else {
                    let notice = PrivacyNotice.page(
                        Controller(controller),
                        KeepingTimes(facts),
                        in: page.language
                    )
                    try environment.write(page.text(notice))
                }
                return .success
            }
        }
    }

    /// The command `portner privacy counts`.
    struct Counts: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Count visits by day, door and outcome, without identities.",
            discussion: """
                A count below \(VisitCounts.shownMin) shows as "<\(VisitCounts.shownMin)", because \
                it could point to a person, and there are no sums that would give it away.
                """
        )

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions

        @Option(help: ArgumentHelp("How many days back, today among them.", valueName: "number"))
        var days = 30

        func validate() throws {
            guard (1...ControlAPI.Limit.daysMax).contains(days) else {
                throw ValidationError("--days goes from 1 to \(ControlAPI.Limit.daysMax).")
            }
        }

        func run() async throws {
            try await format.report { environment in
                let counts = try await ControlClient.with(socketPath: connection.socket) {
                    try await $0.visitCounts(days: days)
                }
                try environment.write(try format.json ? JSONText.pretty(counts) : counts.words)
                return .success
            }
        }
    }

    /// The command `portner privacy document`.
    struct Document: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the document for data-protection officers.",
            discussion: """
                Two pages on what a station holds, with the times that hold when nothing is \
                configured. Works without the daemon.
                """
        )

        @OptionGroup var page: PageOptions

        @Flag(help: "Write Markdown.")
        var markdown = false

        func validate() throws {
            guard !(markdown && page.html) else {
                throw ValidationError("Either --markdown or --html.")
            }
        }

        func run() async throws {
            let document = PrivacyDocument.page(in: page.language)
            try CommandEnvironment.current.write(
                markdown ? document.markdown : page.text(document)
            )
        }
    }
}

/// How a page for people is written.
struct PageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The language: da or en.", valueName: "language"),
        transform: Self.language
    )
    var language = PrivacyLanguage.danish

    @Flag(help: "Write HTML for printing.")
    var html = false

    func validate(beside format: FormatOptions) throws {
        guard !(html && format.json) else { throw ValidationError("Either --html or --json.") }
    }

    @Sendable
    private static func language(_ text: String) throws -> PrivacyLanguage {
        guard let language = PrivacyLanguage(rawValue: text) else {
            throw ValidationError("The language is da or en.")
        }
        return language
    }

    /// A page in the form that was asked for.
    func text(_ page: PrintedPage) -> String { html ? page.html : page.text }
}
