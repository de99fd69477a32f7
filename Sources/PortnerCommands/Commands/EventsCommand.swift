// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI

/// The command `portner events`.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Show what happened, from the ledger.",
        discussion: """
            One line an entry, oldest first: time, ! for an alarm, kind, door or device, outcome, \
            and words. A card shows as eight hexadecimal digits until its time in the ledger is \
            over. With --json every line is one JSON value.
            """,
        subcommands: [Show.self]
    )

    /// How long to wait before a daemon that went away is looked for again.
    static let reconnectPause = Duration.seconds(1)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions

    @Flag(help: "Go on with new entries until interrupted, also when portnerd restarts.")
    var follow = false

    @Option(help: ArgumentHelp("How many of the newest entries to show.", valueName: "number"))
    var last = ControlAPI.Limit.eventsUsual

    @Flag(help: "Show alarms only.")
    var alarms = false

    func validate() throws {
        guard (1...ControlAPI.Limit.eventsMax).contains(last) else {
            throw ValidationError("--last goes from 1 to \(ControlAPI.Limit.eventsMax).")
        }
    }

    func run() async throws {
        try await format.report { environment in
            try await ControlClient.with(socketPath: connection.socket) { client in
                let page = try await client.events(limit: last, alarmsOnly: alarms)
                var text = EventText(style: TextStyle(environment))
                text.fit(page.events)
                if page.leavesOutPersons == true, !format.json {
                    environment.tell("portner: \(Show.whoSeesAll), and left out here\n")
                }
                for event in page.events { try show(event, &text, in: environment) }
                if follow {
                    try await goOn(client, after: page.through, &text, in: environment)
                } else if page.events.isEmpty, !format.json {
                    environment.tell(alarms ? "No alarms.\n" : "No events.\n")
                }
            }
            return .success
        }
    }

    private func show(
        _ event: EventReport,
        _ text: inout EventText,
        in environment: CommandEnvironment
    ) throws {
        try environment.write(try format.json ? JSONText.line(event) : text.line(event))
    }

    /// Shows new entries; after a restart of the daemon it goes on where it was.
    private func goOn(
        _ client: ControlClient,
        after sequence: UInt64,
        _ text: inout EventText,
        in environment: CommandEnvironment
    ) async throws {
        var cursor = sequence
        var isWaiting = false
        repeat {
            do {
                try await client.follow(after: cursor, alarmsOnly: alarms) {
                    if isWaiting { environment.tell("portner: portnerd is back\n") }
                    isWaiting = false
                } show: { event in
                    cursor = event.sequence
                    try show(event, &text, in: environment)
                }
            } catch let failure as ControlFailure where failure.known == .sequenceAhead {
                environment.tell("portner: the ledger begins anew\n")
                cursor = 0
            } catch let failure as ControlFailure where failure.isPassing {
                // Said below, as when the daemon ends the stream in order.
            }
            if !isWaiting { environment.tell("portner: portnerd has stopped; waiting for it\n") }
            isWaiting = true
        } while await environment.pause(Self.reconnectPause)
    }
}
