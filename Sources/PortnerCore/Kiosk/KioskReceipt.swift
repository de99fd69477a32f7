// SPDX-License-Identifier: MPL-2.0

/// How a receipt reaches the patron.
public enum ReceiptWay: Sendable, Hashable {
    /// On paper, from the kiosk's printer.
    case paper
    /// As a letter to the address that the library knows.
    case mail(MailAddress)
}

/// What stands on a receipt, before anybody lays it out.
public struct KioskReceipt: Sendable, Hashable, Personal {
    /// What stands for a receipt wherever it would be shown.
    public static let standIn = "kiosk receipt"

    /// What was borrowed, in the order in which it was.
    public var lent: [KioskRow]
    /// What was returned.
    public var returned: [KioskRow]
    /// What was renewed, or was not.
    public var renewed: [KioskView.LoanLine]
    /// What is owed.
    public var owes: Money?
    /// How many reserved items can be fetched.
    public var ready: Int?
    /// How many items are borrowed.
    public var loans: Int?
    /// The first day on which one of them is due.
    public var nextDue: CivilDate?
    /// The language.
    public var language: Language
    /// Whether titles stand on it.
    public var hidesTitles: Bool

    init(_ session: KioskSession, language: Language, hidesTitles: Bool) {
        lent = session.lent.reversed()
        returned = session.returned.reversed()
        renewed = session.renewed.map {
            KioskView.LoanLine(
                number: $0.number,
                loan: $0.loan,
                isOverdue: false,
                renewal: $0.renewal
            )
        }
        owes = session.greeting?.owes
        ready = session.greeting?.ready
        loans = session.knownLoans?.count
        nextDue = session.knownLoans?.compactMap { $0.due?.date }.min()
        self.language = language
        self.hidesTitles = hidesTitles
    }
}
