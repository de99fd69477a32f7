// SPDX-License-Identifier: MPL-2.0

import ArgumentParser

/// The command `portner completion`.
struct CompletionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "Write the completion script for a shell."
    )

    @Argument(help: "bash, zsh or fish.")
    var shell: String

    func run() async throws {
        guard let known = CompletionShell(rawValue: shell) else {
            throw ValidationError("The shells are bash, zsh and fish.")
        }
        try CommandEnvironment.current.write(PortnerCommand.completionScript(for: known) + "\n")
    }
}
