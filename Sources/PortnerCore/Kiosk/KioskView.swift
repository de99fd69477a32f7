// SPDX-License-Identifier: MPL-2.0

/// What a kiosk's screen shows: the whole of it, so that a page needs no memory.
///
/// The titles of what a patron reads stand in it, so no description shows any of it.
public struct KioskView: Sendable, Hashable, Personal {
    /// What stands for a view wherever it would be shown.
    public static let standIn = "kiosk view"

    /// The kiosk.
    public var kiosk: KioskName
    /// Counts the sessions; an input that was meant for another session is dropped.
    public var session: UInt64
    /// The page.
    public var page: Page
    /// What just happened, told large until something else does.
    public var notice: Notice?
    /// A question that stands in the page's place until it is answered or its time is over.
    public var question: Question?
    /// The patron who is signed in.
    public var patron: Greeting?
    /// How the patron wants to be served.
    public var wishes: KioskWishes
    /// Whether the library system can be asked now.
    public var isOnline: Bool
    /// What the machine can do while it cannot be asked.
    public var outage: KioskSettings.Outage
    /// Whether somebody without the card may type its number.
    public var takesTypedCards: Bool

    /// Puts a view together.
    public init(
        kiosk: KioskName,
        session: UInt64,
        page: Page,
        notice: Notice? = nil,
        question: Question? = nil,
        patron: Greeting? = nil,
        wishes: KioskWishes = KioskWishes(),
        isOnline: Bool = true,
        outage: KioskSettings.Outage = .loans,
        takesTypedCards: Bool = false
    ) {
        self.kiosk = kiosk
        self.session = session
        self.page = page
        self.notice = notice
        self.question = question
        self.patron = patron
        self.wishes = wishes
        self.isOnline = isOnline
        self.outage = outage
        self.takesTypedCards = takesTypedCards
    }

    /// Whether somebody is being served, so that the screen must not begin anew.
    public var isServing: Bool {
        switch page {
        case .idle, .bye, .outOfOrder, .leave: false
        case .card, .typing, .pin, .checking, .refused, .home, .loan, .returning, .loans, .holds,
            .fees, .receipt:
            true
        }
    }

    /// The pages.
    public enum Page: Sendable, Hashable {
        /// Scan a card or an item.
        case idle
        /// Scan your card, for this.
        case card(KioskTask)
        /// Type the number of your card; this many digits are typed, and none is shown.
        case typing(Int)
        /// Type your PIN; this many digits are typed, out of so many when the number is fixed.
        case pin(typed: Int, length: Int?, isSecondTry: Bool)
        /// One moment: the card is being checked.
        case checking
        /// No; the patron may try again.
        case refused(SignInRefusal)
        /// Signed in, nothing chosen yet.
        case home
        /// Items that are being borrowed, newest first.
        case loan([KioskRow])
        /// Items that are being returned, newest first.
        case returning([KioskRow])
        /// What the patron has borrowed, the first due first, with what became of renewing.
        case loans(Listing<LoanLine>)
        /// What the patron has reserved, what is ready first.
        case holds(Listing<Hold>)
        /// What the patron owes.
        case fees(FeeListing)
        /// How the patron wants the receipt.
        case receipt(ReceiptOffer)
        /// Goodbye.
        case bye(ReceiptOutcome)
        /// The machine cannot be used.
        case outOfOrder
        /// Leave the building.
        case leave
    }

    /// A list that the library system was asked for.
    public enum Listing<Line: Sendable & Hashable>: Sendable, Hashable {
        /// It was asked for.
        case asked
        /// It came.
        case known([Line])
        /// It cannot be had now.
        case unavailable
    }

    /// What a patron owes, as far as it could be asked.
    public enum FeeListing: Sendable, Hashable {
        /// It was asked for.
        case asked
        /// It came.
        case known(FeeAccount)
        /// It cannot be had now.
        case unavailable
    }

    /// One loan with what became of renewing it here.
    public struct LoanLine: Sendable, Hashable, Personal {
        /// What stands for a line wherever it would be shown.
        public static let standIn = "loan line"
        /// The number that ``KioskInput/renew(_:)`` names.
        public var number: Int
        /// The loan.
        public var loan: Loan
        /// Whether it was due before today.
        public var isOverdue: Bool
        /// What became of renewing it; nil while nobody tried.
        public var renewal: KioskRow.Outcome?

        /// Puts a line together.
        public init(number: Int, loan: Loan, isOverdue: Bool, renewal: KioskRow.Outcome? = nil) {
            self.number = number
            self.loan = loan
            self.isOverdue = isOverdue
            self.renewal = renewal
        }
    }

    /// The patron as the screen greets one.
    public struct Greeting: Sendable, Hashable, Personal {
        /// What stands for a greeting wherever it would be shown.
        public static let standIn = "greeting"
        /// The first name, where the library system told it and the library wants it shown.
        public var name: LibraryText?
        /// How many items are borrowed; nil where it could not be asked.
        public var loans: Int?
        /// How many of them are overdue.
        public var overdue: Int?
        /// How many reserved items can be fetched.
        public var ready: Int?
        /// What is owed; nil where it could not be asked or is nothing.
        public var owes: Money?
        /// Why nothing can be borrowed; nil when something can.
        public var block: PatronBlock?

        /// Greets a patron of whom this much is known.
        public init(
            name: LibraryText?,
            loans: Int? = nil,
            overdue: Int? = nil,
            ready: Int? = nil,
            owes: Money? = nil,
            block: PatronBlock? = nil
        ) {
            self.name = name
            self.loans = loans
            self.overdue = overdue
            self.ready = ready
            self.owes = owes
            self.block = block
        }
    }

    /// What just happened, for the stage: one voice, one word.
    public struct Notice: Sendable, Hashable, Personal {
        /// What stands for a notice wherever it would be shown.
        public static let standIn = "notice"
        /// Counts the notices, so that the same one twice is seen and heard twice.
        public var number: UInt64
        /// What it says.
        public var what: What

        /// Says something.
        public init(number: UInt64, what: What) {
            self.number = number
            self.what = what
        }

        /// What a notice can say.
        public enum What: Sendable, Hashable {
            /// The row with this number changed.
            case row(Int)
            /// The item is in the list already.
            case again(Int)
            /// The loan with this number was renewed or not.
            case renewal(Int)
            /// So many of so many loans were renewed.
            case renewals(renewed: Int, of: Int)
            /// The scan does not fit here.
            case misplaced(Misplaced)
        }
    }

    /// Why a scan or key was not taken.
    public enum Misplaced: String, Sendable, Hashable, CaseIterable {
        /// The code can be neither card nor item.
        case unreadable
        /// The PIN comes first.
        case pinFirst = "pin-first"
        /// The question comes first.
        case questionFirst = "question-first"
        /// One thing at a time: the last scan is still being worked on.
        case busy
        /// No more items can be taken in this session.
        case full
        /// The item is not among the patron's loans.
        case notYourLoan = "not-your-loan"
        /// A card comes first: borrowing needs one.
        case cardFirst = "card-first"
        /// What lies on the pad is not done yet; it has to lie still before anybody leaves.
        case tagsFirst = "tags-first"
    }

    /// A question.
    public enum Question: Sendable, Hashable {
        /// Are you still there? Without an answer the session ends after this time.
        case stillThere(Duration)
        /// Another card was scanned: are you finished? Without an answer the next patron's turn
        /// begins after this time.
        case handOver(Duration)
        /// An item was scanned after it was asked whether somebody is there: are you somebody else?
        /// Without an answer the session ends after this time, and the item is left alone.
        case another(Duration)
    }

    /// Why a patron was not signed in; an unknown card and a wrong PIN are one and the same.
    public enum SignInRefusal: Sendable, Hashable {
        /// The card or the PIN is not right.
        case wrong
        /// Too many attempts; wait this long.
        case wait(Duration)
        /// No PIN was typed.
        case noPIN
        /// Ask the staff: the card cannot be used at all.
        case askStaff
        /// The library system cannot be asked, and what is held does not suffice.
        case unreachable
        /// It could not be written down, so it was not tried.
        case notRecorded
    }

    /// Why a patron cannot borrow, as far as a screen in a hall may tell it.
    public enum PatronBlock: String, Sendable, Hashable, CaseIterable {
        /// The patron owes more than the library's limit.
        case debt
        /// Anything else is told by the staff.
        case askStaff = "ask-staff"
    }

    /// Which receipts can be had.
    public struct ReceiptOffer: Sendable, Hashable {
        /// How the printer is; nil where there is none.
        public var printer: PrinterCondition?
        /// Whether the library knows an address to send to, and there is a way to send.
        public var mails: Bool
        /// Whether the last item is still being worked on.
        public var isWorking: Bool
        /// What was chosen and is being given out.
        public var issuing: ReceiptChoice?
        /// What was chosen and could not be given out.
        public var failed: ReceiptChoice?

        /// Whether there is a printer that can print.
        public var prints: Bool { printer?.canPrint ?? false }

        /// Offers the receipts that can be had.
        public init(
            printer: PrinterCondition?,
            mails: Bool,
            isWorking: Bool = false,
            issuing: ReceiptChoice? = nil,
            failed: ReceiptChoice? = nil
        ) {
            self.printer = printer
            self.mails = mails
            self.isWorking = isWorking
            self.issuing = issuing
            self.failed = failed
        }
    }

    /// What became of the receipt.
    public enum ReceiptOutcome: String, Sendable, Hashable, CaseIterable {
        /// None was wanted.
        case none
        /// It came out of the printer.
        case printed
        /// It is on its way by e-mail.
        case mailed
    }
}

/// How a patron wants to be served, for the length of a session.
public struct KioskWishes: Sendable, Hashable {
    /// The language.
    public var language = Language.danish
    /// Text of at least 0.7 degrees at the reading distance (EN 301 549, 5.1.4).
    public var largerText = false
    /// Black and white with strong edges.
    public var highContrast = false
    /// Three times as long before the machine asks whether somebody is there.
    public var moreTime = false
    /// No titles on the screen.
    public var hidesTitles = false
    /// The screen is read aloud.
    public var speaks = false

    /// The wishes of somebody who has expressed none.
    public init() {}
}
