// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI
import Foundation
import PortnerSettings

extension ConfigCommand {
    /// The command `portner config undo`.
    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put the configuration before the last change back.",
            discussion: """
                portnerd keeps the last two configurations that it took. A file that was changed \
                and not taken goes back to the one in force, and one that was taken to the one \
                before it. The file as it was is kept beside it with the ending .undone. It is \
                in force after: systemctl reload portnerd
                """
        )

        @OptionGroup var format: FormatOptions

        @Argument(help: "The file.", completion: .file(extensions: ["yaml"]))
        var file = ConfigurationReport.usualPath

        @Option(
            help: ArgumentHelp("The state folder of portnerd.", valueName: "folder"),
            completion: .directory
        )
        var stateDirectory = "/var/lib/portner"

        func run() async throws {
            try await format.report { environment in
                let aside: String
                do {
                    aside = try KeptConfiguration(stateDirectory: stateDirectory).undo(file)
                } catch let refusal as KeptConfiguration.Refusal {
                    return try refuse(refusal, in: environment)
                } catch {
                    throw ControlFailure(.notReadable, detail: file)
                }
                if format.json {
                    try environment.write(
                        JSONText.pretty(["file": file, "kept": aside])
                    )
                } else {
                    try environment.write(
                        "\(file.printable) is as before; the change is in \(aside.printable).\n"
                    )
                    environment.tell("Next: systemctl reload portnerd\n")
                }
                return .success
            }
        }

        private func refuse(
            _ refusal: KeptConfiguration.Refusal,
            in environment: CommandEnvironment
        ) throws -> ExitStatus {
            guard case .problems(let problems) = refusal else {
                throw ControlFailure(.nothingToUndo)
            }
            let report = ConfigurationReport(
                path: file,
                problems: SettingsAdapter.problems(problems)
            )
            try environment.write(try format.json ? JSONText.pretty(report) : report.words)
            return .configuration
        }
    }
}
