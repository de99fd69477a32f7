// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// A few words large, and a line below them.
struct Phrase: Sendable, Hashable, Codable {
    var title: String
    var lead: String

    init(_ title: String, _ lead: String) {
        self.title = title
        self.lead = lead
    }
}

/// The texts of a kiosk's page that do not change with its view.
struct KioskLabels: Sendable, Hashable, Codable {
    /// The name of the language, in that language.
    var language: String
    /// `rtl` where lines run from right to left, otherwise `ltr`.
    var direction: String
    var chooseLanguage: String
    var largerText: String
    var highContrast: String
    var moreTime: String
    var hidesTitles: String
    var speaks: String
    var adjust: String
    var adjustText: String
    var help: String
    /// Whom to ask, from the library's settings.
    var helpText = ""
    /// How the number pad is used.
    var padHelp: String
    var close: String
    var finish: String
    var keypad: String
    var clear: String
    var ok: String
    var more: String
    var previous: String
    /// Read before the time of day.
    var clock: String
    var digitsTyped: Counted
    var secondsLeft: Counted
    var seconds: Counted
    var minutes: Counted
    var connecting: Phrase
    var disconnected: Phrase
}

/// Every text of a kiosk's page in one language.
///
/// There is one value for each language, and each names every text, so that none can be missing.
/// `{…}` stands for what is put in: `{n}` a number, `{m}` of how many, `{date}` a day, `{name}` a
/// first name, `{bin}` a sorting bin, `{branch}` a library.
struct KioskWords: Sendable {
    /// The pages before anybody is signed in.
    struct Start: Sendable {
        var scanCard: Phrase
        var choose: String
        /// What the tiles on the first page say below the task.
        var returning: String
        var loan: String
        var loans: String
        /// The same without a line to the library system.
        var returningOffline: String
        var loanOffline: String
        var needsLine: String
        /// The line is cut; by what can be done meanwhile.
        var cutNothing: Phrase
        var cutReturns: Phrase
        var cutLoans: Phrase
        /// The button for whoever has no card along, and the page behind it.
        var typeCard: String
        var enterCard: Phrase
        var enterPIN: Phrase
        var enterPINAgain: Phrase
        var forgotPIN: String
        var checking: Phrase
        var takeCard: Phrase
        var outOfOrder: Phrase
        /// Everybody is to leave the building.
        var leave: Phrase
    }

    /// Why somebody was not signed in.
    struct Refused: Sendable {
        var wrong: Phrase
        var wait: Phrase
        var noPIN: Phrase
        var askStaff: Phrase
        var unreachable: Phrase
        var notRecorded: Phrase
    }

    /// The overview.
    struct Home: Sendable {
        var hello: String
        var welcome: String
        var scan: String
        var debt: Phrase
        var askStaff: Phrase
        var still: String
        var overdue: Counted
        var seeLoans: String
        var loan: String
        var returning: String
        var loans: Counted
        var isOverdue: Counted
        var seeLoansTile: String
        var ready: Counted
        var seeHolds: String
        var seeFees: String
    }

    /// The tasks and the buttons.
    struct Tasks: Sendable {
        var loan: String
        var returning: String
        var loans: String
        var holds: String
        var fees: String
        var overview: String
        var back: String
        var understood: String
        var renew: String
        var renewAll: String
    }

    /// The running lists.
    struct Rows: Sendable {
        var scanLoan: Phrase
        var scanReturn: Phrase
        var next: String
        var working: String
        var lent: String
        var notLent: String
        var renewed: String
        var notRenewed: String
        var returned: String
        var notReturned: String
        var returnedReserved: String
        var already: Phrase
        var doubtful: Phrase
        /// On a pad of tags: parts are missing, an item was lifted too early, or its tags are not
        /// as they should be.
        var incomplete: Phrase
        var putBack: Phrase
        var showStaff: Phrase
        var lieStill: String
        var again: String
        var savedLoan: String
        var savedReturn: String
        var countLent: Counted
        var countNotLent: Counted
        var countReturned: Counted
        var countNotReturned: Counted
        var renewals: String
        /// In place of a title that is not known or not to be shown.
        var item: String
        var due: String
        var slipDue: String
        var slipOverdue: String
        var toBin: String
        var bin: String
        var toPlace: String
        var toReserved: String
        var toBranch: String
        var toOtherBranch: String
        var toStaff: String
    }

    /// Loans, holds and fees.
    struct Lists: Sendable {
        var asked: Phrase
        var unavailable: Phrase
        var loans: Counted
        var noLoans: Phrase
        var areOverdue: Counted
        var areDueSoon: Counted
        var oldestFirst: String
        var isOverdue: String
        var isDueSoon: String
        var notRenewable: String
        var ready: Counted
        var findReady: String
        var noneReady: String
        var noHolds: Phrase
        var readyHeading: String
        var onTheWay: String
        var waiting: String
        var isReady: String
        var fetchBy: String
        var fetchAt: String
        var shelf: String
        var queue: String
        var balance: String
        var noFees: Phrase
        var pay: Phrase
        var total: String
        var fee: String
        var mayBeMore: String
    }

    /// The end, and the questions.
    struct End: Sendable {
        var receipt: Phrase
        var noReceipt: Phrase
        var print: Phrase
        var mail: Phrase
        var working: String
        var notYet: String
        var bye: Phrase
        var thanks: String
        var printed: String
        var mailed: String
        /// While a receipt is being given out.
        var printing: Phrase
        var mailing: Phrase
        /// Why no receipt comes out of the printer, or none came.
        var noPaper: String
        var cannotPrint: String
        var notPrinted: String
        var notMailed: String
        /// What there is in its place.
        var mailInstead: String
        var printInstead: String
        var nothingInstead: String
        var stillThere: Phrase
        var stay: String
        var handOver: Phrase
        var handOverNamed: String
        var isDone: String
        var isNotDone: String
        var another: Phrase
        var anotherNamed: String
        var isAnother: String
        var isSame: String
    }

    let language: Language
    let labels: KioskLabels
    let start: Start
    let refused: Refused
    let home: Home
    let tasks: Tasks
    let rows: Rows
    let lists: Lists
    let end: End
    /// Why an item was not taken, and what to do next.
    let reason: @Sendable (KioskRow.Reason) -> String
    /// Why a scan was not taken.
    let misplaced: @Sendable (KioskView.Misplaced) -> Phrase

    /// The texts in a language.
    init(_ language: Language) {
        self =
            switch language {
            case .danish: Self.danish
            case .english: Self.english
            case .german: Self.german
            case .ukrainian: Self.ukrainian
            case .arabic: Self.arabic
            }
    }

    init(
        _ language: Language,
        labels: KioskLabels,
        start: Start,
        refused: Refused,
        home: Home,
        tasks: Tasks,
        rows: Rows,
        lists: Lists,
        end: End,
        reason: @escaping @Sendable (KioskRow.Reason) -> String,
        misplaced: @escaping @Sendable (KioskView.Misplaced) -> Phrase
    ) {
        (self.language, self.labels, self.start) = (language, labels, start)
        (self.refused, self.home, self.tasks) = (refused, home, tasks)
        (self.rows, self.lists, self.end) = (rows, lists, end)
        (self.reason, self.misplaced) = (reason, misplaced)
    }
}
