// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI
import PortnerCore

/// The command `portner door`.
struct DoorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "door",
        abstract: "Unlock, lock down or try a door, have everybody leave, ask who may be inside.",
        discussion: """
            Every order needs a reason; it goes to the ledger with the name of the user who gave \
            it, before the lock moves. On a terminal each order is confirmed first; elsewhere it \
            needs --yes.
            """,
        subcommands: [
            Unlock.self, Secure.self, Resume.self, Test.self, EverybodyOutCommand.self,
            AllClearCommand.self, DoorOccupancyCommand.self,
        ]
    )

    /// The command `portner door unlock`.
    struct Unlock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Release the lock for one entry."
        )
        @OptionGroup var options: OrderOptions
        func run() async throws { try await options.carryOut(.unlock) }
    }

    /// The command `portner door secure`.
    struct Secure: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Secure the lock and let nobody in until resume.",
            discussion: """
                Leaving is not affected: the escape path does not depend on software. The \
                lock-down goes on when portnerd starts anew.
                """,
            aliases: ["lockdown"]
        )
        @OptionGroup var options: OrderOptions
        func run() async throws { try await options.carryOut(.secure) }
    }

    /// The command `portner door resume`.
    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lift the lock-down; the hours and rules hold again.",
            aliases: ["lift"]
        )
        @OptionGroup var options: OrderOptions
        func run() async throws { try await options.carryOut(.resume) }
    }

    /// The command `portner door test`.
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Release the lock once to see whether it works."
        )
        @OptionGroup var options: OrderOptions
        func run() async throws { try await options.carryOut(.test) }
    }
}

/// What all orders take.
struct OrderOptions: ParsableArguments {
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions

    @OptionGroup var account: AccountOptions

    @Argument(help: "The door's name.")
    var door: String

    @OptionGroup var consent: ConsentOptions

    /// Has an order carried out.
    func carryOut(_ order: StaffOrder) async throws {
        try await format.report { environment in
            let question = "Door \(door.printable): \(order.question)?"
            guard try consent.isGiven(to: question, in: environment) else {
                environment.tell("Nothing was done.\n")
                return .failure
            }
            let wanted = DoorOrder(
                order: order.rawValue,
                door: door,
                reason: account.reason,
                sudoUserID: environment.sudoUserID
            )
            let reply = try await ControlClient.with(socketPath: connection.socket) { client in
                try await client.order(wanted)
            }
            if format.json {
                try environment.write(JSONText.pretty(reply))
            } else {
                let text = "Door \(reply.door): \(order.done). Recorded for \(reply.by).\n"
                try environment.write(text)
            }
            return .success
        }
    }

}

/// What an order takes that moves locks.
struct ConsentOptions: ParsableArguments {
    @Flag(help: "Do not ask for confirmation.")
    var yes = false

    /// Whether it is to be done: asked on a terminal, and needing the flag elsewhere.
    func isGiven(to question: String, in environment: CommandEnvironment) throws -> Bool {
        if yes { return true }
        guard environment.isInputTerminal else {
            throw ControlFailure(.notConfirmed)
        }
        environment.tell("\(question) [y/N] ")
        return ["y", "yes"].contains(environment.readLine()?.lowercased())
    }
}

extension StaffOrder {
    /// What will be done, to be confirmed.
    fileprivate var question: String {
        switch self {
        case .unlock: "release the lock for one entry"
        case .secure: "secure the lock and let nobody in until resume"
        case .resume: "lift the lock-down"
        case .test: "release the lock once as a test"
        }
    }

    /// What was done.
    fileprivate var done: String {
        switch self {
        case .unlock: "the lock is released for one entry"
        case .secure: "the lock is secured and the door is locked down"
        case .resume: "the lock-down is lifted"
        case .test: "the lock is released once as a test; watch whether it moves"
        }
    }
}
