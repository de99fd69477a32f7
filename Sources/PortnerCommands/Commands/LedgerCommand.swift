// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI
import FoundationEssentials

/// The command `portner ledger`.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Look after the record of decisions.",
        subcommands: [Verify.self, Export.self, Prove.self, Backup.self]
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

    /// The command `portner ledger export`.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write entries so that they can be verified elsewhere.",
            discussion: """
                One JSON value a line, each with its hash and the hash before it. Without a choice \
                between --with-cards and --without-cards nothing is written. A card is its keyed \
                hash: with the key of the station it can be told whose it is, so such a file is \
                personal data. Who exported, and whether with cards, goes to the ledger.
                """
        )

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions
        @OptionGroup var account: AccountOptions

        @Option(help: ArgumentHelp("The first day, 2026-11-01.", valueName: "date"))
        var from: String?

        @Option(help: ArgumentHelp("The last day.", valueName: "date"))
        var through: String?

        @Flag(help: "Write the keyed hashes of cards that are still kept.")
        var withCards = false

        @Flag(help: "Leave the cards out.")
        var withoutCards = false

        func validate() throws {
            guard withCards != withoutCards else {
                throw ValidationError("Either --with-cards or --without-cards.")
            }
        }

        func run() async throws {
            try await format.report { environment in
                let order = ExportOrder(
                    from: from,
                    through: through,
                    withPersonalParts: withCards,
                    reason: account.reason,
                    sudoUserID: environment.sudoUserID
                )
                var count = 0
                try await ControlClient.with(socketPath: connection.socket) { client in
                    try await client.export(order) { line in
                        try environment.write(JSONText.line(line))
                        count += 1
                    }
                }
                environment.tell("\(count) entries\n")
                return .success
            }
        }
    }

    /// The command `portner ledger prove`.
    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show whether the ledger still contains what was noted or exported.",
            discussion: """
                Takes the number and hash of a head that was noted elsewhere, in a journal on \
                another machine or on paper, or a line of an export from standard input. Says what \
                is proven by it, and what is not.

                Exit status: 0 when the ledger contains it, 1 otherwise.
                """
        )

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions

        @Option(help: ArgumentHelp("The number that was noted.", valueName: "number"))
        var sequence: Int64?

        @Option(help: ArgumentHelp("The hash that was noted.", valueName: "digits"))
        var hash: String?

        func validate() throws {
            guard (sequence == nil) == (hash == nil) else {
                throw ValidationError("--sequence and --hash belong together.")
            }
        }

        func run() async throws {
            try await format.report { environment in
                let question = try question(in: environment)
                let report = try await ControlClient.with(socketPath: connection.socket) {
                    try await $0.prove(question)
                }
                try environment.write(try format.json ? JSONText.pretty(report) : report.words)
                return report.outcome == .contained ? .success : .failure
            }
        }

        private func question(
            in environment: CommandEnvironment
        ) throws(ControlFailure) -> ProofQuestion {
            if let sequence, let hash { return ProofQuestion(sequence: sequence, hash: hash) }
            let line = environment.readLine() ?? ""
            guard line.utf8.count <= ControlAPI.Limit.lineBytesMax,
                let entry = try? JSONDecoder().decode(LedgerLine.self, from: Data(line.utf8))
            else {
                throw ControlFailure(.badRequest, detail: "standard input has no exported entry")
            }
            return ProofQuestion(entry: entry)
        }
    }
}

extension ProofReport {
    /// What is proven and what is not, in words.
    fileprivate var words: String {
        switch outcome {
        case .contained:
            let what = comparedEntry ? "this entry, value by value" : "an entry with this hash"
            return """
                The ledger contains \(what), as number \(sequence); \(entriesAfter ?? 0) follow.
                Proven: nothing up to and including it was changed, removed or inserted since the \
                hash was noted, and cards that are deleted were deleted whole.
                Not proven: what follows it, which somebody who may write the file could have \
                written anew; that what was recorded is true; and whose card an entry concerned \
                where its time is over.

                """
        case .differs:
            return """
                The ledger has another entry as number \(sequence).
                It is not the one that the hash was noted from, or it was changed since.
                Next: keep a copy of ledger.sqlite before anything else

                """
        case .tooShort:
            return """
                The ledger ends with number \(place ?? 0), before \(sequence).
                It is not the one that the hash was noted from, or its end was cut off.
                Next: keep a copy of ledger.sqlite before anything else

                """
        case .broken:
            return """
                The ledger is broken at number \(place ?? 0): \(detail?.printable ?? "").
                Nothing from there on is proven.
                Next: keep a copy of ledger.sqlite before anything else

                """
        case .inconsistent:
            return "The exported entry does not fit its own hash: it was changed since.\n"
        }
    }
}
