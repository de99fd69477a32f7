// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import PortnerCore

/// Cards, PINs and passwords are typed or scanned at prompts that do not show them, or come from
/// standard input; never from the arguments, which every user of the machine can see.
extension CommandEnvironment {
    /// Reads a card's number as it was typed or scanned.
    func readCard() throws(ControlFailure) -> SecretText {
        let line = readSecretLine("Scan or type the card (it is not shown): ")
        guard let line, line.contains(where: { !$0.isWhitespace }) else {
            throw ControlFailure(.notACard, detail: "nothing was read")
        }
        return SecretText(line)
    }

    /// Reads a card, and a PIN where one is wanted.
    func readAccess(pin isWanted: Bool) throws(ControlFailure) -> PatronAccess {
        guard let card = CardNumber(try readCard().secret) else {
            throw ControlFailure(.notACard)
        }
        guard isWanted else { return PatronAccess(card: card, pin: nil) }
        let line = readSecretLine("Type the PIN (it is not shown): ")
        guard let pin = line.flatMap({ PIN(Array($0.utf8)) }) else {
            throw ControlFailure(.notAPIN)
        }
        return PatronAccess(card: card, pin: pin)
    }

    private func readSecretLine(_ prompt: String) -> String? {
        isInputTerminal ? readHidden(prompt) : readLine()
    }
}
