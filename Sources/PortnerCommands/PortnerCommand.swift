// SPDX-License-Identifier: MPL-2.0

public import ArgumentParser
import ControlAPI

/// The command line of `portner`.
public struct PortnerCommand: AsyncParsableCommand {
    /// Its name, its words and its subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "portner",
        abstract: "Look after a door controller that runs portnerd.",
        discussion: """
            portner asks the running daemon over its control socket. Data goes to standard output, \
            words for people to standard error. With --json every answer, failures too, is JSON \
            with a schema number; fields may be added to it but do not change.

            Exit status: 0 done, 1 not done, 2 wrong usage, 3 portnerd is not running, 4 not \
            permitted, 5 denied by policy, 78 the configuration is wrong.
            """,
        version: "portner \(ControlAPI.version)",
        subcommands: [
            StatusCommand.self, EventsCommand.self, DoorCommand.self, AccessCommand.self,
            CalendarCommand.self,
            KioskCommand.self, OutboxCommand.self,
            CacheCommand.self, LedgerCommand.self, PrivacyCommand.self, LibraryCommand.self,
            CredentialCommand.self,
            ConfigCommand.self, SupportBundleCommand.self, VersionCommand.self,
            CompletionCommand.self,
        ]
    )

    // Declared here too, so that both may stand before or after the subcommand's name.
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions

    /// A command with nothing chosen, which shows the help.
    public init() {}

    /// Runs what the arguments say.
    ///
    /// - Parameter arguments: The arguments after the program's name.
    /// - Returns: The number to exit with, one of ``ExitStatus``.
    public static func execute(_ arguments: [String]) async -> Int32 {
        let environment = CommandEnvironment.current
        do {
            var command = try await asyncParseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return ExitStatus.success.rawValue
        } catch is CommandEnvironment.OutputClosed {
            // `portner events | head` has seen enough.
            return ExitStatus.success.rawValue
        } catch {
            let code = exitCode(for: error)
            let message = fullMessage(for: error)
            if !message.isEmpty {
                if code.isSuccess {
                    try? environment.write(message + "\n")
                } else {
                    environment.tell(message + "\n")
                }
            }
            return code == .validationFailure ? ExitStatus.usage.rawValue : code.rawValue
        }
    }
}
