// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI

/// The command `portner version`.
struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Show the versions of portner and of the running portnerd."
    )

    /// The versions as JSON.
    private struct Report: Codable {
        var schema: Int
        var portner: String
        /// `nil` when the daemon does not answer.
        var portnerd: String?
    }

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions

    func run() async throws {
        try await format.report { environment in
            let answer: Result<StatusReport, ControlFailure> = try await running()
            let daemon = try? answer.get().version
            if format.json {
                let report = Report(
                    schema: ControlAPI.schema,
                    portner: ControlAPI.version,
                    portnerd: daemon
                )
                try environment.write(JSONText.pretty(report))
            } else {
                try environment.write("portner \(ControlAPI.version)\n")
                switch answer {
                case .success(let status):
                    try environment.write("portnerd \(status.version.printable)\n")
                case .failure(let failure):
                    environment.tell("portnerd: \(failure.message.printable)\n")
                }
            }
            return .success
        }
    }

    /// The daemon's status; that it does not answer is no failure of this command.
    private func running() async throws -> Result<StatusReport, ControlFailure> {
        do {
            return .success(
                try await ControlClient.with(socketPath: connection.socket) {
                    try await $0.status()
                }
            )
        } catch let failure as ControlFailure {
            return .failure(failure)
        }
    }
}
