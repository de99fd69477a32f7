// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI
import PortnerCore
import PortnerSettings

/// The command `portner calendar`.
struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Look at the doors' hours, and compare them with hours kept elsewhere.",
        subcommands: [Preview.self, Import.self]
    )

    /// The command `portner calendar preview`.
    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the hours of the coming days; works without portnerd.",
            discussion: """
                One line a day, * where it is not as usual, ! where a holiday would be open as any \
                other day. What is shown comes from the configuration file alone: try a change in \
                a copy of it first.

                Exit status: 0 nothing to warn of, 1 a holiday would be open, 78 the file is wrong.
                """
        )

        @OptionGroup var format: FormatOptions
        @OptionGroup var file: ConfigurationOptions

        @Option(help: ArgumentHelp("How many days.", valueName: "number"))
        var days = 14

        @Option(help: ArgumentHelp("The first date; today unless given.", valueName: "date"))
        var from: String?

        @Option(help: ArgumentHelp("The only door to show.", valueName: "name"))
        var door: String?

        @Flag(help: "Write a page to print, in Danish.")
        var html = false

        func validate() throws {
            let limits = CalendarPreview.daysLimits
            guard limits.contains(days) else {
                throw ValidationError(
                    "--days goes from \(limits.lowerBound) to \(limits.upperBound)."
                )
            }
        }

        func run() async throws {
            try await format.report { environment in
                guard let settings = try file.load(format, environment) else {
                    return .configuration
                }
                let preview = CalendarPreview(
                    settings,
                    door: try settings.door(named: door),
                    from: try from.map { try CivilDate(asked: $0) }
                        ?? LocalZone(settings.timeZone).today,
                    days: days
                )
                if format.json {
                    try environment.write(JSONText.pretty(preview))
                } else if html {
                    try environment.write(CalendarPage(preview).html)
                } else {
                    let text = CalendarText(preview, style: TextStyle(environment))
                    try environment.write(text.table)
                }
                return preview.holidays.isEmpty ? .success : .failure
            }
        }
    }
}

/// Which configuration file is looked at.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The configuration file.", valueName: "path"),
        completion: .file(extensions: ["yaml"])
    )
    var config = ConfigurationReport.usualPath

    /// The settings, or nothing after saying what is wrong with the file.
    func load(_ format: FormatOptions, _ environment: CommandEnvironment) throws -> Settings? {
        do throws(SettingsFile.Problems) {
            return try SettingsFile.load(path: config)
        } catch {
            let problems = SettingsAdapter.problems(error)
            let report = ConfigurationReport(path: config, problems: problems)
            if format.json {
                try environment.write(JSONText.pretty(report))
            } else {
                environment.tell(report.words)
            }
            return nil
        }
    }
}

extension Settings {
    /// The door with a name; `nil` where none was named.
    func door(named text: String?) throws(ControlFailure) -> DoorName? {
        guard let text else { return nil }
        guard let name = DoorName(text), station.rules.contains(where: { $0.door == name }) else {
            throw ControlFailure(.unknownDoor)
        }
        return name
    }
}

extension CivilDate {
    /// A date that a person typed.
    init(asked text: String) throws(ControlFailure) {
        guard let date = CivilDate(iso8601: text) else { throw ControlFailure(.notADate) }
        self = date
    }
}
