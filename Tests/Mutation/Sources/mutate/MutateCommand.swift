// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import Foundation

/// The two steps of `make mutate`; `run.sh` builds what lies between them.
@main
struct MutateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mutate",
        abstract: "Changes the rules one operator at a time and asks whether a test notices.",
        subcommands: [Prepare.self, Run.self]
    )
}

extension MutateCommand {
    /// Writes the package in which every mutant sleeps.
    struct Prepare: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the package in which every mutant sleeps."
        )

        @Option(help: "The checkout.", transform: Self.folder)
        var root: URL

        @Option(help: "Where the package is written.", transform: Self.folder)
        var out: URL

        @Argument(help: "The folders of PortnerCore whose operators are changed.")
        var parts: [String]

        func run() throws {
            let package = MutatedPackage(root: root, folder: out)
            let mutants = try package.write(parts: parts)
            print("\(mutants.count) mutants")
        }

        private static func folder(_ path: String) -> URL {
            URL(filePath: path, directoryHint: .isDirectory)
        }
    }

    /// Wakes each mutant in turn and runs the tests.
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Wake each mutant in turn and run the tests."
        )

        /// The least share of mutants that the tests have to kill, in percent.
        static let leastKilled = 95.0

        @Option(help: "The package that `prepare` wrote, built.")
        var package: String

        @Option(help: "The list of survivors with the reason why no test can kill them.")
        var explained: String

        @Option(help: "Only mutants whose name contains this.")
        var only: String?

        func run() async throws {
            let folder = URL(filePath: package, directoryHint: .isDirectory)
            let all = try MutatedPackage.mutants(in: folder)
            let chosen = all.filter { only.map($0.name.contains) ?? true }
            let reasons = try ExplainedSurvivors(file: URL(filePath: explained))
            let trial = try Trial(package: folder)
            guard trial.passes(mutant: 0) else {
                throw ValidationError("the tests fail with every mutant asleep")
            }
            let fates = await trial.fates(of: chosen)
            let report = Report(fates: fates, reasons: reasons)
            print(report.text)
            guard report.isGood(leastKilled: Self.leastKilled) || only != nil else {
                throw ExitCode.failure
            }
        }
    }
}
