// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI

/// The command `portner cache`.
struct CacheCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "See what is known about patrons, and take the library's roster.",
        subcommands: [Status.self, Sync.self]
    )

    /// The command `portner cache status`.
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show how much is known, how old it is, and what became of the last roster."
        )

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions

        func run() async throws {
            try await format.report { environment in
                let report = try await ControlClient.with(socketPath: connection.socket) {
                    try await $0.cache()
                }
                try environment.write(
                    try format.json
                        ? JSONText.pretty(report)
                        : CacheText(report, style: TextStyle(environment)).text
                )
                return .success
            }
        }
    }

    /// The command `portner cache sync`.
    struct Sync: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have patrons asked about and the roster looked at or fetched now.",
            discussion: """
                A roster is taken up also if it was refused before. Known patrons are asked about \
                one after the other, at the configured pace.

                A full roster that leaves out more cards than the configuration allows waits until \
                --confirm names its cursor; the confirmation holds for exactly that file and goes \
                to the ledger.

                Exit status: 0 when the roster is asked for, with --watch when it is in place; 1 \
                when it was refused.
                """
        )

        /// How long a watched state stays on the screen.
        static let watchPause = Duration.milliseconds(500)

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions

        @Flag(help: "Show how far it has come until it is done.")
        var watch = false

        @Option(
            help: ArgumentHelp(
                "Take this roster however many cards it leaves out.",
                valueName: "cursor"
            )
        )
        var confirm: String?

        func run() async throws {
            try await format.report { environment in
                try await ControlClient.with(socketPath: connection.socket) { client in
                    let before = try await client.cache().roster?.last
                    let wanted = CacheSync(confirm: confirm, sudoUserID: environment.sudoUserID)
                    var report = try await client.sync(wanted)
                    guard watch else {
                        try show(report, in: environment)
                        return .success
                    }
                    // What was there before the order says nothing about it.
                    while isUnderWay(report, before) {
                        try show(report, in: environment)
                        guard await environment.pause(Self.watchPause) else { return .success }
                        report = try await client.cache()
                    }
                    try show(report, in: environment)
                    guard report.roster != nil else { return .success }
                    let isTaken = ["roster-applied", "roster-repeated"].contains(
                        report.roster?.last?.code
                    )
                    return isTaken ? .success : .failure
                }
            }
        }

        /// Whether there is something left to watch: the roster, or else patrons who are due.
        private func isUnderWay(
            _ report: CacheReport,
            _ before: CacheReport.Roster.Outcome?
        ) -> Bool {
            guard let roster = report.roster else {
                return report.refresh.map { $0.due > 0 } ?? false
            }
            return roster.phase != .idle || roster.last == before
        }

        private func show(
            _ report: CacheReport,
            in environment: CommandEnvironment
        ) throws {
            if format.json {
                try environment.write(
                    try watch ? JSONText.line(report) : JSONText.pretty(report)
                )
            } else {
                let text = CacheText(report, style: TextStyle(environment))
                try environment.write(watch ? text.progress : text.text)
            }
        }
    }
}
