// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI
import PortnerCore
import PortnerPrivacy

extension OutboxCommand {
    /// The command `portner outbox export`.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Everything that waits for a person, with card and item, to work through.",
            discussion: """
                With --html a page to print, with a box to tick for each. That each was shown, to \
                whom and why, goes to the ledger first. What is written is personal data: take it \
                away when it is done with.
                """
        )

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var format: FormatOptions
        @OptionGroup var account: AccountOptions
        @OptionGroup var page: PageOptions

        func validate() throws { try page.validate(beside: format) }

        func run() async throws {
            try await format.report { environment in
                let sheet = try await ControlClient.with(socketPath: connection.socket) { client in
                    try await gather(client, sudoUserID: environment.sudoUserID)
                }
                if format.json {
                    try environment.write(JSONText.pretty(sheet))
                } else if sheet.cases.isEmpty {
                    environment.tell("Nothing waits for a person.\n")
                } else {
                    try environment.write(page.text(sheet.page(in: page.language)))
                }
                return .success
            }
        }

        private func gather(
            _ client: ControlClient,
            sudoUserID: UInt32?
        ) async throws -> OutboxSheet {
            var sheet = OutboxSheet()
            for transaction in try await client.outbox().transactions where transaction.isForStaff {
                let wish = OutboxWish(
                    request: transaction.request,
                    act: OutboxOrder.reveal.rawValue,
                    reason: account.reason,
                    sudoUserID: sudoUserID
                )
                do {
                    let reply = try await client.changeOutbox(wish)
                    sheet.cases.append(
                        OutboxSheet.Case(transaction, card: reply.card, item: reply.item)
                    )
                } catch let failure as ControlFailure where failure.known == .nothingOpen {
                    // Somebody else has settled it meanwhile.
                    continue
                }
            }
            return sheet
        }
    }
}
