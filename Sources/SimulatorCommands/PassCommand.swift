// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import Foundation
import PortnerCore
import PortnerStore

/// `portner-sim pass`: a pass as a library's app shows it.
struct PassCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pass",
        abstract: "Make a pass on a phone for a made-up card.",
        discussion: """
            Prints the text for the QR code. The keys are those that 'portner credential pass' \
            has made. A card on a command line can be read by others: use the demo cards.
            """
    )

    @Option(help: "The folder of the keys.", completion: .directory)
    var keys: String

    @Option(help: "The number of the card, such as one of 'portner-sim cards'.")
    var card: String

    @Option(help: "From how many seconds after now it holds; before now if negative.")
    var after = 0

    @Option(help: "For how many seconds it holds.")
    var life = 120

    func validate() throws {
        guard (1...65_535).contains(life) else {
            throw ValidationError("A pass holds for 1 to 65535 seconds.")
        }
        guard (-86_400...86_400).contains(after) else {
            throw ValidationError("A pass begins at most a day before or after now.")
        }
        guard CardNumber(card) != nil else { throw ValidationError("This is no card number.") }
    }

    func run() async throws {
        guard let maker = PassMaker(keysIn: keys) else {
            throw Terminal.failure("there are no keys in \(keys); make some")
        }
        let begin = Int64(Date().timeIntervalSince1970) + Int64(after)
        guard let card = CardNumber(card),
            let pass = maker.pass(
                for: card,
                from: Timestamp(milliseconds: begin * 1000),
                life: .seconds(life)
            )
        else { throw Terminal.failure("the pass cannot be made") }
        Terminal.say(pass.text)
    }
}
