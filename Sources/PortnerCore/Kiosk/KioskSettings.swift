// SPDX-License-Identifier: MPL-2.0

/// How one kiosk is built and timed.
public struct KioskSettings: Sendable, Hashable {
    /// What a kiosk does while the library system cannot be asked.
    public enum Outage: String, Sendable, Hashable, CaseIterable {
        /// Nothing.
        case nothing
        /// It takes items back.
        case returns
        /// It takes items back, and lends to patrons whom the cache knows, unblocked and with a
        /// PIN that it can check.
        case loans
    }

    /// The kiosk.
    public var kiosk: KioskName
    /// The scanner and number pad in front of it, told from those of the doors by this name.
    public var reader: ReaderName
    /// Whether a PIN is asked for.
    public var asksPIN: Bool
    /// How many digits a PIN may have.
    public var pinLengths: ClosedRange<Int>
    /// Whether somebody without the card may type its number; only where a PIN is asked for too.
    public var takesTypedCards: Bool
    /// Whether the screen greets by first name.
    public var greetsByName: Bool
    /// How somebody is served who has expressed no wish.
    public var wishes: KioskWishes
    /// How long the screen waits before it asks whether somebody is there; within ``quiets``.
    public var quiet: Duration
    /// How long that question waits for an answer; within ``answers``.
    public var answerTime: Duration
    /// What is done while the library system cannot be asked.
    public var outage: Outage
    /// How old facts may be that an offline loan is based on.
    public var outageAgeMax: Duration
    /// How many days an offline loan lasts.
    public var outageLoanDays: Int
    /// Whether there is a way to mail receipts.
    public var mailsReceipts: Bool
    /// Whether there is a pad that reads the tags in items.
    public var readsTags: Bool

    /// How short and how long ``quiet`` may be.
    public static let quiets = Duration.seconds(30)...Duration.seconds(300)
    /// How short and how long ``answerTime`` may be: at least 20 s (WCAG 2.2.1).
    public static let answers = Duration.seconds(20)...Duration.seconds(120)
    /// How long the screen waits while a PIN is typed, at the longest.
    public static let quietAtPIN = Duration.seconds(30)
    /// How much longer it waits while something is to be read: a refusal, a row that wants
    /// attention.
    public static let quietForReading = Duration.seconds(30)
    /// How many times as long ``KioskWishes/moreTime`` waits.
    public static let moreTimeFactor = 3
    /// How long the question waits whether the next patron's turn has come.
    public static let handOverMax = Duration.seconds(20)
    /// How long goodbye is shown.
    public static let byeMax = Duration.seconds(5)
    /// How long somebody may take to sign in who the library system is asked about.
    public static let signInMax = Duration.seconds(10)
    /// How long the library system has of that; a check here comes after it.
    public static let questionMax = Duration.seconds(6)
    /// How long a request that changes records may take.
    public static let requestMax = Duration.seconds(15)
    /// How long giving out a receipt may take; a printer's own limit comes before it.
    public static let receiptMax = Duration.seconds(40)
    /// How long a list may take.
    public static let listMax = Duration.seconds(10)
    /// The greatest number of items in one session.
    public static let rowsMax = 200
    /// After how many unreadable scans in a row staff hear of the scanner.
    public static let unreadableMax = 3
    /// The greatest number of presses that are remembered, to know one that comes twice.
    public static let pressesMax = 64

    /// A kiosk with the usual ways.
    public init(
        kiosk: KioskName,
        reader: ReaderName,
        asksPIN: Bool = true,
        pinLengths: ClosedRange<Int> = 4...8,
        takesTypedCards: Bool = false,
        greetsByName: Bool = true,
        wishes: KioskWishes = KioskWishes(),
        quiet: Duration = .seconds(60),
        answerTime: Duration = .seconds(30),
        outage: Outage = .loans,
        outageAgeMax: Duration = .seconds(72 * 3600),
        outageLoanDays: Int = 14,
        mailsReceipts: Bool = false,
        readsTags: Bool = false
    ) {
        self.kiosk = kiosk
        self.reader = reader
        self.asksPIN = asksPIN
        self.pinLengths = pinLengths.clamped(to: PIN.lengths)
        self.takesTypedCards = takesTypedCards && asksPIN
        self.greetsByName = greetsByName
        self.wishes = wishes
        self.quiet = min(max(quiet, Self.quiets.lowerBound), Self.quiets.upperBound)
        self.answerTime = min(max(answerTime, Self.answers.lowerBound), Self.answers.upperBound)
        self.outage = outage
        self.outageAgeMax = outageAgeMax
        self.outageLoanDays = outageLoanDays
        self.mailsReceipts = mailsReceipts
        self.readsTags = readsTags
    }
}
