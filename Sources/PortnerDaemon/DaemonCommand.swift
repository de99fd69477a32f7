// SPDX-License-Identifier: MPL-2.0

public import ArgumentParser
import Foundation

/// The daemon's command line.
public struct DaemonCommand: AsyncParsableCommand {
    /// How the command is described in its help and manual page.
    public static let configuration = CommandConfiguration(
        commandName: "portnerd",
        abstract: "The software in a library's door controller and self-service kiosk.",
        discussion: """
            Runs in the foreground and tells systemd when it is ready. SIGHUP reads the \
            configuration again, SIGTERM secures every lock and ends.
            """
    )

    /// The configuration file.
    @Option(name: .long, help: "The configuration file.")
    public var config = "/etc/portner/portner.yaml"

    /// The folder of the keys.
    @Option(name: .long, help: "The folder of the keys; by default $CREDENTIALS_DIRECTORY.")
    public var credentials: String?

    /// Whether to secure the locks and end.
    @Flag(name: .long, help: "Secure every lock once and end: for use after a crash.")
    public var secureLocks = false

    /// Makes the command without arguments.
    public init() {}

    /// Runs the daemon until it is told to stop.
    ///
    /// - Throws: An exit code; the reasons have been printed.
    public func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let daemon = Daemon(
            configurationPath: config,
            credentials: credentials ?? environment["CREDENTIALS_DIRECTORY"]
        )
        do throws(DaemonError) {
            guard CoreDumps.forbid() else {
                throw .start(what: "portnerd", detail: "core dumps cannot be forbidden")
            }
            if secureLocks {
                try daemon.secureLocks()
            } else {
                try await daemon.run()
            }
        } catch {
            for line in error.lines { daemon.log.write(.error, line) }
            throw ExitCode(error.exitStatus)
        }
    }
}
