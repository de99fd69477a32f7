// SPDX-License-Identifier: MPL-2.0

public import ArgumentParser
import ControlAPI

/// The command line of `portner-sim`.
public struct PortnerSimCommand: AsyncParsableCommand {
    /// Its name, its words and its subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "portner-sim",
        abstract: "Try Portner without a library and without hardware.",
        discussion: "Everybody and everything in it is made up.",
        version: "portner-sim \(ControlAPI.version)",
        subcommands: [
            DemoCommand.self, LibraryCommand.self, CardsCommand.self, ItemsCommand.self,
            PassCommand.self, SimulateCommand.self,
        ]
    )

    /// A command with nothing chosen, which shows the help.
    public init() {}
}
