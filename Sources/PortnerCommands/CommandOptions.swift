// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI
import FoundationEssentials

/// How the daemon is reached.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The control socket of the daemon.", valueName: "path"),
        completion: .file()
    )
    var socket = ControlAPI.socketPath
}

/// How the answer is written.
struct FormatOptions: ParsableArguments {
    @Flag(help: "Write JSON with a schema number instead of words.")
    var json = false

    /// Runs a command's work and writes a failure in the form that was asked for.
    ///
    /// - Parameter work: The work; gives the status to exit with.
    /// - Throws: `ExitCode` unless the status is ``ExitStatus/success``.
    func report(_ work: (CommandEnvironment) async throws -> ExitStatus) async throws {
        let environment = CommandEnvironment.current
        let status: ExitStatus
        do {
            status = try await work(environment)
        } catch let failure as ControlFailure {
            status = ExitStatus(failure)
            if json {
                try environment.write(JSONText.pretty(failure))
            } else {
                environment.tell(Self.words(failure, style: TextStyle(environment)))
            }
        }
        guard status == .success else { throw ExitCode(status.rawValue) }
    }

    private static func words(_ failure: ControlFailure, style: TextStyle) -> String {
        "portner: \(failure.message.printable)\nNext: \(failure.remedy.printable)\n"
    }
}

/// Why something is ordered.
struct AccountOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Why, for the ledger.", valueName: "text"))
    var reason: String

    func validate() throws {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw ValidationError("The reason is empty.")
        }
        guard reason.utf8.count <= ControlAPI.Limit.reasonBytesMax else {
            throw ValidationError(
                "The reason is longer than \(ControlAPI.Limit.reasonBytesMax) bytes."
            )
        }
    }
}

/// JSON as the program writes it: keys in alphabetical order, so that equal values are equal text.
enum JSONText {
    /// On many lines, for one value.
    static func pretty(_ value: some Encodable) throws -> String {
        try text(value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    }

    /// On one line, for one of many values.
    static func line(_ value: some Encodable) throws -> String {
        try text(value, [.sortedKeys, .withoutEscapingSlashes])
    }

    private static func text(
        _ value: some Encodable,
        _ formatting: JSONEncoder.OutputFormatting
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
