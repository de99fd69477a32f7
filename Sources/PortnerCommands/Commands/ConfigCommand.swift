// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI

/// The command `portner config`.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Look after the configuration file.",
        subcommands: [Check.self, Preview.self, Undo.self]
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
                let report = environment.checkConfiguration(file)
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

    /// What can be used and is probably not meant, in the order of the file.
    var warnings: [Problem]

    /// A report about a file.
    init(path: String, problems: [Problem], warnings: [Problem] = []) {
        schema = ControlAPI.schema
        self.path = path
        isValid = problems.isEmpty
        self.problems = problems
        self.warnings = warnings
    }

    /// One line a problem, in the form that editors can jump to.
    var words: String {
        let lines = isValid ? warnings.map { $0.words("warning: ") } : problems.map { $0.words("") }
        let end = isValid ? ["\(path.printable) is good."] : []
        return (lines + end).joined(separator: "\n") + "\n"
    }
}

extension ConfigurationReport.Problem {
    fileprivate func words(_ kind: String) -> String {
        let place = line > 0 ? ":\(line)" : ""
        let name = key.isEmpty ? "" : "\(key): "
        return "\(file)\(place): \(kind)\(name)\(message)".printable
    }
}
