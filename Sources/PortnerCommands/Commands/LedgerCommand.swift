// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI

/// The command `portner ledger`.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Look after the record of decisions.",
        subcommands: [Verify.self]
    )

    /// The command `portner ledger verify`.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have portnerd go through the whole ledger.",
            discussion: """
                Each entry is tied to the one before by a hash, so that a changed, missing or \
                inserted entry shows. Deleting personal parts whose time is over does not break it.
                """
        )

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions

        func run() async throws {
            try await format.report { environment in
                let report = try await ControlClient.with(socketPath: connection.socket) {
                    try await $0.verifyLedger()
                }
                try environment.write(
                    try format.json ? JSONText.pretty(report) : Self.words(report)
                )
                return report.isIntact ? .success : .failure
            }
        }

        private static func words(_ report: LedgerReport) -> String {
            guard !report.isIntact else {
                let erased = report.erased.map { ", \($0) of them without their personal part" }
                return "The ledger is intact: \(report.entries) entries\(erased ?? "").\n"
            }
            let place = report.brokenAt.map { " at entry \($0)" } ?? ""
            let detail = report.detail.map { ": \($0.printable)" } ?? ""
            return """
                The ledger is broken\(place)\(detail).
                The last good entry is \(report.lastSequence).
                Next: keep a copy of ledger.sqlite before anything else

                """
        }
    }
}
