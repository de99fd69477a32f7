// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI

/// The command `portner config`.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Look after the configuration file.",
        subcommands: [Check.self]
    )

    /// The command `portner config check`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what is wrong in a configuration file; works without portnerd.",
            discussion: "Exit status: 0 the file is good, 78 it is not."
        )

        @OptionGroup var format: FormatOptions

        @Argument(help: "The file.", completion: .file(extensions: ["yaml"]))
        var file = ConfigurationReport.usualPath

        func run() async throws {
            try await format.report { environment in
                let problems = environment.checkConfiguration(file)
                let report = ConfigurationReport(path: file, problems: problems)
                try environment.write(try format.json ? JSONText.pretty(report) : report.words)
                return report.isValid ? .success : .configuration
            }
        }
    }
}

/// What is wrong in a configuration file.
struct ConfigurationReport: Codable, Sendable, Hashable {
    /// Where the daemon's configuration lies.
    static let usualPath = "/etc/portner/portner.yaml"

    /// One thing that is wrong.
    struct Problem: Codable, Sendable, Hashable {
        /// The file it is in.
        var file: String
        /// The line, counted from 1; 0 when the whole file is meant.
        var line: Int
        /// The key it is about, as a path from the top.
        var key: String
        /// What is wrong.
        var message: String
    }

    /// The number of the format.
    var schema: Int
    /// The file that was checked.
    var path: String
    /// Whether nothing is wrong.
    var isValid: Bool
    /// What is wrong, in the order of the file.
    var problems: [Problem]

    /// A report about a file.
    init(path: String, problems: [Problem]) {
        schema = ControlAPI.schema
        self.path = path
        isValid = problems.isEmpty
        self.problems = problems
    }

    /// One line a problem, in the form that editors can jump to.
    var words: String {
        guard !isValid else { return "\(path.printable) is good.\n" }
        let lines = problems.map { problem in
            let line = problem.line > 0 ? ":\(problem.line)" : ""
            let key = problem.key.isEmpty ? "" : "\(problem.key): "
            return "\(problem.file)\(line): \(key)\(problem.message)".printable
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
