// SPDX-License-Identifier: MPL-2.0

/// Everything outside the program that a command touches, so that tests can stand in for it.
struct CommandEnvironment: Sendable {
    /// Nobody reads the standard output any more.
    struct OutputClosed: Error {}

    /// Writes to standard output, as it is.
    var write: @Sendable (String) throws(OutputClosed) -> Void
    /// Writes to standard error, as it is.
    var tell: @Sendable (String) -> Void
    /// Whether a person reads the output.
    var isOutputTerminal: Bool
    /// Whether a person types the input.
    var isInputTerminal: Bool
    /// The environment variables.
    var variables: [String: String]
    /// Reads a line of standard input; `nil` at its end.
    var readLine: @Sendable () -> String?
    /// Shows a prompt and reads a line that is not shown; `nil` when the person gave up.
    var readHidden: @Sendable (_ prompt: String) -> String?
    /// Waits; `false` when there is no more to wait for.
    var pause: @Sendable (Duration) async -> Bool
    /// Finds what is wrong in a configuration file.
    var checkConfiguration: @Sendable (_ path: String) -> ConfigurationReport
    /// Runs a program of the system and gives its words.
    var run: @Sendable (OutsideProgram) throws -> OutsideProgram.Answer

    /// The surroundings of the command that runs.
    @TaskLocal static var current = CommandEnvironment.process

    /// Who called `sudo`, when it was used.
    var sudoUserID: UInt32? { variables["SUDO_UID"].flatMap { UInt32($0) } }
}
