// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

let hall: KioskName = "hall"
let hallReader: ReaderName = "hall-scanner"
/// Replacement numbers, and numbers that no item bears.
let annasCard = "6101015550"
let bentsCard = "6202025550"
let firstItem = "3829213522"
let secondItem = "3829213530"

/// A box with the doors of ``box`` and a kiosk.
func hallBox(_ change: (inout KioskSettings) -> Void = { _ in }) -> StationSettings {
    var kiosk = KioskSettings(kiosk: hall, reader: hallReader, pinLengths: 4...4)
    change(&kiosk)
    return box(asksPIN: true) { $0.kiosks = [kiosk] }
}

func item(_ text: String, title: String? = nil) throws -> Item {
    let number: ItemNumber = try #require(ItemNumber(text))
    return Item(number: number, title: title.flatMap { LibraryText($0) })
}

/// What can be done and seen at the kiosk of a bench.
extension Bench {
    var screen: KioskView? { world.screens[hall] }
    var page: KioskView.Page? { screen?.page }

    /// The library system is heard of.
    mutating func connect(_ isReachable: Bool = true) {
        handle(.libraryChanged(isReachable: isReachable, detail: "test"))
    }

    mutating func scan(_ text: String) {
        handle(.codeScanned(ScannedCode(text), reader: hallReader))
    }

    mutating func tap(_ input: KioskInput, id: String? = nil, session: UInt64? = nil) throws {
        let name = id ?? "press-\(world.steps.count)"
        let press = KioskPress(
            id: try #require(RequestID(name)),
            session: session ?? screen?.session ?? 0,
            input: input
        )
        handle(.kioskPressed(press, kiosk: hall))
    }

    mutating func typeAtKiosk(_ text: String) {
        for byte in text.utf8 {
            handle(.keyPressed(.digit(byte - 0x30), reader: hallReader))
        }
    }

    /// The newest request of a kind that was made.
    func request(_ kind: String) throws -> LibraryRequest {
        try #require(world.requests.last { $0.task.description == kind })
    }

    /// The library system ends the newest request of a kind.
    mutating func answer(_ kind: String, _ outcome: LibraryOutcome) throws {
        answer(try request(kind).id, outcome)
    }

    mutating func answer(_ id: RequestID, _ outcome: LibraryOutcome) {
        let answer = LibraryAnswer(
            request: id,
            outcome: outcome,
            source: .sip2,
            asOf: now.timestamp
        )
        handle(.libraryAnswered(answer))
    }

    /// Signs a patron in whom the library system knows, with these loans.
    mutating func signIn(
        _ text: String = annasCard,
        loans: [Loan] = [],
        mail: MailAddress? = nil
    ) throws {
        scan(text)
        typeAtKiosk("1234")
        let account = PatronAccount(
            facts: facts(at: now.timestamp),
            pinAccepted: true,
            name: LibraryText("Anna Prøve"),
            mail: mail
        )
        try answer("patron", .done(.patron(account)))
        try answer("loans", .done(.loans(loans, isComplete: true)))
        try answer("holds", .done(.holds([])))
        try answer("fees", .done(.fees(FeeAccount(total: nil, fees: []))))
    }

    var rows: [KioskRow] {
        switch page {
        case .loan(let rows)?, .returning(let rows)?: rows
        default: []
        }
    }
}
