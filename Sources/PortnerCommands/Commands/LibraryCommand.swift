// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI
import PortnerCore

/// The command `portner library`.
struct LibraryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "library",
        abstract: "Talk to the library system; works without portnerd.",
        discussion: """
            Of the configuration file only the section library is read, so a file with nothing \
            else in it will do to try a library system. The password is asked for where there is \
            no folder of credentials. What is shown of messages and answers names neither patron \
            nor item.
            """,
        subcommands: [Ping.self, Ask.self]
    )

    /// The command `portner library ping`.
    struct Ping: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Find out whether the library system answers, how fast, and what it offers.",
            discussion: "Exit status: 0 it answers, 1 it does not, 78 the file is wrong."
        )

        @OptionGroup var way: LibraryOptions
        @OptionGroup var format: FormatOptions

        @Option(help: ArgumentHelp("How many messages to time, 1 to 100.", valueName: "number"))
        var count = 5

        func validate() throws {
            guard (1...100).contains(count) else {
                throw ValidationError("The count is not between 1 and 100.")
            }
        }

        func run() async throws {
            try await format.report { environment in
                try await way.talk(format, in: environment) { talk in
                    let report = await LibraryPing(talk, count: count)
                    let words = LibraryPingText(report, style: TextStyle(environment)).text
                    try environment.write(try format.json ? JSONText.pretty(report) : words)
                    return report.answers ? .success : .failure
                }
            }
        }
    }

    /// The command `portner library ask`.
    struct Ask: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send one request and show each message that it takes, masked.",
            discussion: """
                The card is scanned or typed at a prompt that does not show it, or is the first \
                line of standard input; with --pin the PIN follows in the same way. Most library \
                systems count a wrong PIN against the patron.

                checkout, checkin, renew and renew-all change the library's records: they are \
                confirmed first, or need --yes.

                Exit status: 0 done, 5 refused by the library system, 1 no answer or not possible \
                on this way.
                """
        )

        @OptionGroup var way: LibraryOptions
        @OptionGroup var format: FormatOptions

        @Argument(help: ArgumentHelp(LibraryInquiry.help, valueName: "what"))
        var what: LibraryInquiry

        @Option(help: ArgumentHelp("The number on an item.", valueName: "number"))
        var item: String?

        @Flag(help: "Send a PIN along.")
        var pin = false

        @Flag(help: "Do not ask for confirmation.")
        var yes = false

        func validate() throws {
            guard what.concernsItem == (item != nil) else {
                throw ValidationError(
                    what.concernsItem
                        ? "\(what.rawValue) needs --item." : "\(what.rawValue) takes no --item."
                )
            }
            guard item.map({ ItemNumber($0) != nil }) ?? true else {
                throw ValidationError("The item's number cannot be one.")
            }
            guard what.concernsPatron || !pin else {
                throw ValidationError("\(what.rawValue) takes no PIN.")
            }
        }

        func run() async throws {
            try await format.report { environment in
                guard try isConfirmed(in: environment) else {
                    environment.tell("Nothing was done.\n")
                    return .failure
                }
                let access = what.concernsPatron ? try environment.readAccess(pin: pin) : nil
                let task = what.task(item.flatMap { ItemNumber($0) }, access)
                return try await way.talk(format, in: environment) { talk in
                    let report = await LibraryInquiryReport(task, over: talk)
                    let words = LibraryInquiryText(report, style: TextStyle(environment)).text
                    try environment.write(try format.json ? JSONText.pretty(report) : words)
                    return report.status
                }
            }
        }

        private func isConfirmed(in environment: CommandEnvironment) throws -> Bool {
            if yes || !what.changesRecords { return true }
            guard environment.isInputTerminal else { throw ControlFailure(.notConfirmed) }
            environment.tell("This changes the library's records: \(what.rawValue)? [y/N] ")
            return ["y", "yes"].contains(environment.readLine()?.lowercased())
        }
    }
}
