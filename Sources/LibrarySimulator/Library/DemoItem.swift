// SPDX-License-Identifier: MPL-2.0

/// An item that shows one thing at a kiosk, in demonstrations, tests and guides.
///
/// The items are the same for every seed. Loans and holds are those of the demo cards `adult`,
/// `newcomer` and `overdue`, dated from the day on which the library opens.
public struct DemoItem: Sendable, Hashable {
    /// What has happened to an item before the library opens.
    enum History: Sendable, Hashable {
        case none
        /// Lent to a demo card, due this many days from the opening, renewed so often.
        case lent(card: String, due: Int, renewals: Int = 0)
        /// The same, and another demo card waits for it at a branch.
        case wanted(card: String, due: Int, by: String, at: String)
        /// On the hold shelf of the main library for a demo card.
        case ready(card: String)
        /// Unknown to the library.
        case unknown
    }

    /// A short name for scripts.
    public let id: String
    /// What a scanner or the chip tells.
    public let barcode: String
    /// What the item shows, in Danish.
    public let danish: String
    /// What the item shows, in English.
    public let english: String
    let history: History
    /// The branch it belongs to where that is not the main library.
    let branch: String?
    /// The library that owns it where that is another one.
    let owner: String?
    /// How many parts with a tag it is made of.
    public let parts: Int
    let isForLoan: Bool

    /// Whether the library knows it.
    var exists: Bool { history != .unknown }

    private init(
        _ id: String,
        _ barcode: String,
        danish: String,
        english: String,
        _ history: History = .none,
        branch: String? = nil,
        owner: String? = nil,
        parts: Int = 1,
        isForLoan: Bool = true
    ) {
        self.id = id
        self.barcode = barcode
        self.danish = danish
        self.english = english
        self.history = history
        self.branch = branch
        self.owner = owner
        self.parts = parts
        self.isForLoan = isForLoan
    }
}

extension DemoItem {
    /// All demo items, in the order of the first titles of the catalogue.
    public static let all: [DemoItem] =
        onShelf + lent + returned + [
            DemoItem(
                "unknown",
                "5990000999",
                danish: "Ukendt stregkode",
                english: "Unknown barcode",
                .unknown
            )
        ]

    /// Items to borrow.
    private static let onShelf = [
        DemoItem("book", "5990000010", danish: "Kan lånes", english: "Can be borrowed"),
        DemoItem("second", "5990000028", danish: "Kan også lånes", english: "Can be borrowed too"),
        DemoItem(
            "two-parts",
            "5990000036",
            danish: "Består af to dele",
            english: "Has two parts",
            parts: 2
        ),
        DemoItem(
            "not-for-loan",
            "5990000044",
            danish: "Kan ikke hjemlånes",
            english: "Is not for loan",
            isForLoan: false
        ),
        DemoItem(
            "for-another",
            "5990000051",
            danish: "Står klar til en anden",
            english: "Stands ready for somebody else",
            .ready(card: "newcomer")
        ),
        DemoItem(
            "for-adult",
            "5990000069",
            danish: "Står klar til Demo Bogorm",
            english: "Stands ready for the card adult",
            .ready(card: "adult")
        ),
    ]

    /// Loans of the card `adult`, to renew.
    private static let lent = [
        DemoItem(
            "renewable",
            "5990000077",
            danish: "Udlånt, kan fornyes",
            english: "On loan, can be renewed",
            .lent(card: "adult", due: 3)
        ),
        DemoItem(
            "fresh",
            "5990000085",
            danish: "Udlånt, for tidligt at forny",
            english: "On loan, too early to renew",
            .lent(card: "adult", due: 25)
        ),
        DemoItem(
            "renewed-out",
            "5990000093",
            danish: "Udlånt, fornyet for tit",
            english: "On loan, renewed too often",
            .lent(card: "adult", due: 5, renewals: 2)
        ),
        DemoItem(
            "wanted-here",
            "5990000101",
            danish: "Udlånt, reserveret her",
            english: "On loan, somebody waits for it here",
            .wanted(card: "adult", due: 4, by: "newcomer", at: "DK-799900")
        ),
    ]

    /// Loans of others, to return.
    private static let returned = [
        DemoItem(
            "wanted-there",
            "5990000119",
            danish: "Udlånt, reserveret i en anden afdeling",
            english: "On loan, somebody waits for it at another branch",
            .wanted(card: "newcomer", due: 9, by: "adult", at: "DK-799901")
        ),
        DemoItem(
            "other-branch",
            "5990000127",
            danish: "Udlånt, hører til en anden afdeling",
            english: "On loan, belongs to another branch",
            .lent(card: "newcomer", due: 12),
            branch: "DK-799902"
        ),
        DemoItem(
            "other-library",
            "5990000135",
            danish: "Udlånt, hører til et andet bibliotek",
            english: "On loan, belongs to another library",
            .lent(card: "newcomer", due: 12),
            owner: "DK-799800"
        ),
        DemoItem(
            "late",
            "5990000143",
            danish: "Udlånt, tre dage over tiden",
            english: "On loan, three days late",
            .lent(card: "overdue", due: -3)
        ),
        DemoItem(
            "very-late",
            "5990000150",
            danish: "Udlånt, tre uger over tiden",
            english: "On loan, three weeks late",
            .lent(card: "overdue", due: -21)
        ),
    ]
}

extension DemoItem: CustomStringConvertible {
    /// The item's short name.
    public var description: String { id }
}
