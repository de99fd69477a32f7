// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI

/// The command `portner kiosk`.
struct KioskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk",
        abstract: "Look after self-service kiosks and their screens.",
        discussion: """
            A kiosk that is out of order serves nobody and says so; whoever is being served is \
            signed out. It stays so until in-order, also when portnerd starts anew.
            """,
        subcommands: [List.self, OutOfOrder.self, InOrder.self, Watch.self]
    )

    /// The command `portner kiosk list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the kiosks, whether they serve and whether their pages are alive."
        )

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions

        func run() async throws {
            try await format.report { environment in
                let report = try await ControlClient.with(socketPath: connection.socket) {
                    try await $0.kiosks()
                }
                if format.json {
                    try environment.write(JSONText.pretty(report))
                } else if report.kiosks.isEmpty {
                    environment.tell("There is no kiosk.\n")
                } else {
                    let lines = TextTable(rows: report.kiosks.map(KioskCommand.row))
                        .lines(style: TextStyle(environment))
                    try environment.write(lines.joined(separator: "\n") + "\n")
                }
                return .success
            }
        }
    }

    /// The command `portner kiosk out-of-order`.
    struct OutOfOrder: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "out-of-order",
            abstract: "Take a kiosk out of service."
        )

        @OptionGroup var options: ServiceOptions

        func run() async throws { try await options.carryOut(isInService: false) }
    }

    /// The command `portner kiosk in-order`.
    struct InOrder: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "in-order",
            abstract: "Put a kiosk into service again."
        )

        @OptionGroup var options: ServiceOptions

        func run() async throws { try await options.carryOut(isInService: true) }
    }

    /// What an order about a kiosk's service takes.
    struct ServiceOptions: ParsableArguments {
        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions
        @OptionGroup var account: AccountOptions

        @Argument(help: "The kiosk's name.")
        var kiosk: String

        func carryOut(isInService: Bool) async throws {
            try await format.report { environment in
                let order = KioskServiceOrder(
                    kiosk: kiosk,
                    isInService: isInService,
                    reason: account.reason,
                    sudoUserID: environment.sudoUserID
                )
                let reply = try await ControlClient.with(socketPath: connection.socket) {
                    try await $0.orderKiosk(order)
                }
                if format.json {
                    try environment.write(JSONText.pretty(reply))
                } else {
                    let state = reply.isInService ? "is in service" : "is out of order"
                    try environment.write(
                        "Kiosk \(reply.kiosk.printable) \(state). "
                            + "Recorded for \(reply.by.printable).\n"
                    )
                }
                return .success
            }
        }
    }

    private static func row(_ kiosk: KioskReport.Kiosk) -> [TextTable.Cell] {
        [
            TextTable.Cell(kiosk.name),
            kiosk.isInService
                ? TextTable.Cell("in service") : TextTable.Cell("out of order", .warning),
            TextTable.Cell(kiosk.isServing ? "serving" : "idle"),
            TextTable.Cell(
                "screen \(kiosk.screen)",
                kiosk.screen == "silent" ? .warning : .plain
            ),
        ]
    }
}
