// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI
import PortnerStore

extension LedgerCommand {
    /// The command `portner ledger backup`.
    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy the ledger, without identities; works beside portnerd and without it.",
            discussion: """
                The copy is made with SQLite's own mechanism and holds everything that happened, \
                but nobody's identity: no cards, no counts of wrong attempts with cards, none of \
                the kiosks' transactions. Its chain verifies. A ledger that is put back from it is \
                recognised: an alarm tells of it, and everybody waits as long as the worst card.

                Exit status: 0 copied, 1 copied although the chain is broken, or not copied.
                """
        )

        @Argument(
            help: "Where the copy is made; no file may be there.",
            completion: .file()
        )
        var file: String

        @Option(
            help: ArgumentHelp("The state folder of portnerd.", valueName: "folder"),
            completion: .directory
        )
        var stateDirectory = "/var/lib/portner"

        @Flag(help: "Write JSON with a schema number instead of words.")
        var json = false

        func run() async throws {
            let environment = CommandEnvironment.current
            let copy: Copy
            do {
                copy = Copy(try Ledger.backUp(from: stateDirectory, to: file))
            } catch {
                environment.tell("portner: not copied: \(error.description)\n")
                throw ExitCode.failure
            }
            try environment.write(try json ? JSONText.pretty(copy) : copy.words)
            if copy.brokenAt != nil { throw ExitCode.failure }
        }
    }

    /// What was copied.
    struct Copy: Codable, Sendable, Hashable {
        /// The number of the format.
        var schema = ControlAPI.schema
        /// The number of the last entry.
        var sequence: Int64
        /// Its hash, in hexadecimal digits.
        var hash: String
        /// The first entry that is wrong; nil when the chain is whole.
        var brokenAt: Int64?

        init(_ backup: LedgerBackup) {
            (sequence, hash) = (backup.head.sequence, backup.head.hash)
            if case .broken(let place, _) = backup.verdict { brokenAt = place }
        }

        /// The same in words, ending in a line break.
        var words: String {
            let chain =
                brokenAt.map { "The chain is broken at entry \($0)." } ?? "The chain is whole."
            return "Copied without identities, up to entry \(sequence), hash \(hash).\n\(chain)\n"
        }
    }
}
