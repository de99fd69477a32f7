// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI

/// The command `portner door everybody-out`.
struct EverybodyOutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "everybody-out",
        abstract: "Release every door and send everybody out, until all-clear.",
        discussion: """
            Every lock is released as by the fire input, locked-down doors among them; panels and \
            kiosks say that everybody is to leave. It goes on when portnerd starts anew. The doors \
            are released also where the ledger cannot be written; the answer then says so.
            """
    )

    @OptionGroup var options: EvacuationOptions

    func run() async throws { try await options.carryOut(isOrdered: true) }
}

/// The command `portner door all-clear`.
struct AllClearCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "all-clear",
        abstract: "End everybody-out; hours, rules and lock-downs hold again."
    )

    @OptionGroup var options: EvacuationOptions

    func run() async throws { try await options.carryOut(isOrdered: false) }
}

/// What both orders take.
struct EvacuationOptions: ParsableArguments {
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var account: AccountOptions
    @OptionGroup var consent: ConsentOptions

    func carryOut(isOrdered: Bool) async throws {
        try await format.report { environment in
            let question =
                isOrdered
                ? "Release every door and send everybody out?"
                : "Secure the doors again, as hours and rules have it?"
            guard try consent.isGiven(to: question, in: environment) else {
                environment.tell("Nothing was done.\n")
                return .failure
            }
            let order = EvacuationOrder(
                isOrdered: isOrdered,
                reason: account.reason,
                sudoUserID: environment.sudoUserID
            )
            let reply = try await ControlClient.with(socketPath: connection.socket) {
                try await $0.evacuate(order)
            }
            if format.json {
                try environment.write(JSONText.pretty(reply))
            } else {
                let done =
                    reply.isOrdered
                    ? "Everybody out: every door is released until all-clear."
                    : "All clear: hours and rules hold again."
                try environment.write("\(done) Recorded for \(reply.by.printable).\n")
            }
            return .success
        }
    }
}
