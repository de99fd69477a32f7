// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import Foundation

/// `portner-sim cards`: the demo cards.
struct CardsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cards",
        abstract: "List the demo cards with their PINs and what each shows.",
        discussion: """
            The cards are the same for every seed. The door of the last column asks for a PIN and \
            for an age of 15.
            """
    )

    @Flag(help: "Write JSON with a schema number instead of a table.")
    var json = false

    func run() async throws {
        guard json else { return Terminal.say(CardTable.text()) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        Terminal.say(String(decoding: try encoder.encode(CardList()), as: UTF8.self))
    }
}
