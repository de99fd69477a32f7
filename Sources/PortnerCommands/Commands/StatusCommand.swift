// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI

/// The command `portner status`.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the doors, the devices and everything that is wrong.",
        discussion: """
            What is wrong comes first, the worst on top, and the last line names the command that \
            comes next. The exit status says only whether portnerd answered.

            --metrics writes figures for Prometheus in the OpenMetrics text format. They tell \
            nothing from which one could learn when somebody came.
            """
    )

    /// How long a watched status stays on the screen.
    static let watchPause = Duration.seconds(2)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions

    @Flag(help: "Show it again every two seconds until interrupted.")
    var watch = false

    @Flag(help: "Write metrics in the OpenMetrics text format instead.")
    var metrics = false

    func validate() throws {
        guard !metrics || !(watch || format.json) else {
            throw ValidationError("--metrics goes with neither --watch nor --json.")
        }
    }

    func run() async throws {
        try await format.report { environment in
            try await ControlClient.with(socketPath: connection.socket) { client in
                if metrics {
                    try await showMetrics(client, in: environment)
                    return
                }
                guard watch else {
                    try show(try await client.status(), in: environment)
                    return
                }
                try await keepShowing(client, in: environment)
            }
            return .success
        }
    }

    private func show(_ status: StatusReport, in environment: CommandEnvironment) throws {
        if format.json {
            try environment.write(try watch ? JSONText.line(status) : JSONText.pretty(status))
        } else {
            try environment.write(StatusText(status, style: TextStyle(environment)).text)
        }
    }

    /// Writes the figures; that nobody answers is one of them, and a failure as well.
    private func showMetrics(
        _ client: ControlClient,
        in environment: CommandEnvironment
    ) async throws {
        do {
            try environment.write(StatusMetrics.text(try await client.status()))
        } catch let failure as ControlFailure where failure.isPassing {
            try environment.write(StatusMetrics.silence)
            throw failure
        }
    }

    /// Shows the status again and again; a daemon that restarts is waited for.
    private func keepShowing(
        _ client: ControlClient,
        in environment: CommandEnvironment
    ) async throws {
        let clearsScreen = environment.isOutputTerminal && !format.json
        repeat {
            do {
                let status = try await client.status()
                // Home and erase, only once there is something new to show.
                if clearsScreen { try environment.write("\u{1B}[H\u{1B}[2J") }
                try show(status, in: environment)
            } catch let failure as ControlFailure where failure.isPassing {
                environment.tell("portner: \(failure.message); waiting\n")
            }
        } while await environment.pause(Self.watchPause)
    }
}

extension ControlFailure {
    /// Whether waiting can help: the daemon restarts.
    var isPassing: Bool {
        switch known {
        case .notRunning, .stopping, .noAnswer: true
        default: false
        }
    }
}
