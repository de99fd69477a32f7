// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI
import PortnerCore
import PortnerSettings

extension ConfigCommand {
    /// The command `portner config preview`.
    struct Preview: AsyncParsableCommand {
        /// The greatest number of entries that are looked through.
        static let entriesMax: UInt64 = 50_000

        static let configuration = CommandConfiguration(
            abstract: "Say what a configuration would have changed in the last days.",
            discussion: """
                Looks at the decisions in the ledger with the hours, the blocks and the outage \
                rule of the file: who was let in and would have been refused, and who was refused \
                and would have got further. The file need not be the one that is in force, and \
                nothing is changed.

                Exit status: 0 nothing would have been different, 1 something would, 78 the file \
                is wrong.
                """
        )

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions

        @Argument(help: "The file.", completion: .file(extensions: ["yaml"]))
        var file: String

        @Option(help: ArgumentHelp("How many days back, today among them.", valueName: "number"))
        var days = 7

        func validate() throws {
            guard (1...90).contains(days) else {
                throw ValidationError("--days goes from 1 to 90.")
            }
        }

        func run() async throws {
            try await format.report { environment in
                var options = ConfigurationOptions()
                options.config = file
                guard let settings = try options.load(format, environment) else {
                    return .configuration
                }
                let first = LocalZone(settings.timeZone).today.advanced(by: 1 - days)
                var hindsight = ConfigurationHindsight(settings)
                try await ControlClient.with(socketPath: connection.socket) { client in
                    try await Self.look(client, from: first, &hindsight)
                }
                if format.json {
                    try environment.write(JSONText.pretty(hindsight))
                } else {
                    try environment.write(hindsight.words(style: TextStyle(environment)))
                }
                let isSame = hindsight.refused.isEmpty && hindsight.past.isEmpty
                return isSame ? .success : .failure
            }
        }

        /// Goes through the newest entries, oldest first.
        private static func look(
            _ client: ControlClient,
            from first: CivilDate,
            _ hindsight: inout ConfigurationHindsight
        ) async throws {
            let last = try await client.events(limit: 1, alarmsOnly: false)
            guard last.leavesOutPersons != true else {
                throw ControlFailure(.roleMissing, detail: EventsCommand.Show.whoSeesAll)
            }
            let newest = last.through
            var cursor = newest > entriesMax ? newest - entriesMax : 0
            while cursor < newest {
                let page = try await client.events(
                    after: cursor,
                    limit: ControlAPI.Limit.eventsMax,
                    alarmsOnly: false
                )
                for event in page.events where event.at.date >= first.description {
                    hindsight.look(at: event)
                }
                guard page.through > cursor else { return }
                cursor = page.through
            }
        }
    }
}
