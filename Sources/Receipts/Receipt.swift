// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// What a patron takes along: the loans or returns of a session, or a look at the account.
///
/// There is no place in it for a card number, a CPR number or a name; of the name only
/// ``Initials`` can be in it. Paper lies about and is read by others.
public struct Receipt: Sendable, Hashable, Personal {
    /// What stands for a receipt wherever it would be shown.
    public static let standIn = "receipt"
    /// The greatest number of lines; what is more is counted and said so.
    public static let linesMax = 200
    /// The greatest number of lines at the foot.
    public static let footerMax = 8

    /// What a receipt is about.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Items that were borrowed or renewed.
        case loans
        /// Items that were returned.
        case returns
        /// What a patron has on loan.
        case account
        /// Loans and returns taken while the library system was away, for the staff.
        case unsettled
    }

    /// Whether the titles stand on it.
    public enum Detail: String, Sendable, Hashable, CaseIterable {
        /// Titles, authors and item numbers.
        case titles
        /// Item numbers alone: what somebody reads is nobody's business.
        case numbers
    }

    /// One item and what became of it.
    public struct Line: Sendable, Hashable, Personal {
        /// What stands for a line wherever it would be shown.
        public static let standIn = "receipt line"

        /// The item.
        public var item: Item
        /// What became of it.
        public var outcome: Outcome

        /// Puts an item and its outcome together.
        public init(_ item: Item, _ outcome: Outcome) {
            self.item = item
            self.outcome = outcome
        }
    }

    /// What became of an item.
    public enum Outcome: Sendable, Hashable {
        /// It was borrowed.
        case borrowed(Due?)
        /// Its loan was renewed.
        case renewed(Due?)
        /// Its loan could not be renewed; it is due as before.
        case notRenewed(Due?)
        /// It is on loan.
        case onLoan(Due?)
        /// It was returned.
        case returned
        /// It is reserved and can be fetched until a day.
        case ready(until: CivilDate?)
        /// It waits for the library system, or for somebody to settle it.
        case unsettled(LibraryText?)
    }

    /// What stands below the lines; what is nil is left out.
    public struct Summary: Sendable, Hashable {
        /// The first day on which something is due.
        public var nextDue: CivilDate?
        /// How many items are on loan altogether.
        public var loans: Int?
        /// What the patron owes.
        public var owes: Money?
        /// How many reserved items can be fetched.
        public var holdsReady: Int?

        /// Puts a summary together.
        public init(
            nextDue: CivilDate? = nil,
            loans: Int? = nil,
            owes: Money? = nil,
            holdsReady: Int? = nil
        ) {
            self.nextDue = nextDue
            self.loans = loans
            self.owes = owes
            self.holdsReady = holdsReady
        }
    }

    /// What it is about.
    public var kind: Kind
    /// The library.
    public var library: LibraryText
    /// The branch.
    public var branch: LibraryText?
    /// When it was made.
    public var time: CivilTime
    /// Whose it is, as far as paper may tell.
    public var initials: Initials?
    /// Whether the library system has yet to confirm it.
    public var isProvisional: Bool
    /// The items, at most ``linesMax``.
    public let lines: [Line]
    /// How many items are not among the lines because they were too many.
    public let omitted: Int
    /// The numbers below the lines.
    public var summary: Summary
    /// The library's own words at the end, at most ``footerMax``.
    public let footer: [LibraryText]
    /// The library's own page, which a printed code leads to.
    public var site: LibrarySite?

    /// Puts a receipt together.
    public init(
        _ kind: Kind,
        library: LibraryText,
        branch: LibraryText? = nil,
        time: CivilTime,
        initials: Initials? = nil,
        isProvisional: Bool = false,
        lines: [Line],
        summary: Summary = Summary(),
        footer: [LibraryText] = [],
        site: LibrarySite? = nil
    ) {
        self.kind = kind
        self.library = library
        self.branch = branch
        self.time = time
        self.initials = initials
        self.isProvisional = isProvisional
        self.lines = Array(lines.prefix(Self.linesMax))
        omitted = max(0, lines.count - Self.linesMax)
        self.summary = summary
        self.footer = Array(footer.prefix(Self.footerMax))
        self.site = site
    }
}

/// The first letters of a name, all of it that is written on a receipt.
public struct Initials: Sendable, Hashable, Personal {
    /// What stands for initials wherever they would be shown.
    public static let standIn = "initials"
    /// The greatest number of letters.
    public static let lettersMax = 4

    /// The letters, each with a full stop.
    public let shown: String

    /// Takes the first letters of a name's words; nil where no word begins with a letter.
    ///
    /// Library systems write "Surname, Given names"; the given names come first here.
    public init?(of name: LibraryText) {
        let parts = name.shown.split(separator: ",", maxSplits: 1)
        let ordered = parts.count == 2 ? [parts[1], parts[0]] : parts
        let letters = ordered.flatMap { $0.split { $0 == " " || $0 == "-" } }
            .compactMap(\.first)
            .filter(\.isLetter)
        guard !letters.isEmpty else { return nil }
        shown = letters.prefix(Self.lettersMax).map { $0.uppercased() + "." }.joined()
    }
}

/// The address of the library's own page: a secured page, without a question or a fragment in it.
///
/// A code on paper that led to somebody's loans would be a key that anybody can pick up.
public struct LibrarySite: Sendable, Hashable, CustomStringConvertible {
    /// The greatest number of bytes.
    public static let lengthMax = 120

    /// The address, beginning with `https://`.
    public let address: String

    /// Takes an address of letters, digits and `-._~/` after `https://`; anything else is nil.
    public init?(_ text: some StringProtocol) {
        let scheme = "https://"
        guard text.utf8.count <= Self.lengthMax, text.hasPrefix(scheme) else { return nil }
        let rest = text.utf8.dropFirst(scheme.utf8.count)
        guard let first = rest.first, Self.isPlain(first), rest.contains(UInt8(ascii: ".")),
            rest.allSatisfy({ Self.isPlain($0) || "-._~/".utf8.contains($0) })
        else { return nil }
        address = String(text)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// The address.
    public var description: String { address }
}
