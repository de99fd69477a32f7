// SPDX-License-Identifier: MPL-2.0

import PortnerCore

extension KioskWords {
    static let english = KioskWords(
        .english,
        labels: KioskLabels(
            language: "English",
            direction: Language.english.direction,
            chooseLanguage: "Choose a language",
            largerText: "Larger text",
            highContrast: "High contrast",
            moreTime: "More time",
            hidesTitles: "Hide titles",
            speaks: "Read aloud",
            adjust: "Adjust",
            adjustText: "Adjust the screen. It lasts until you have finished.",
            help: "Help",
            padHelp: "Number pad: 2 and 8 move, 5 chooses, * is help, # is back, "
                + "0 reads aloud.",
            close: "Close",
            finish: "Finish",
            keypad: "Number pad",
            clear: "Delete",
            ok: "OK",
            more: "Show more",
            previous: "Show previous",
            clock: "The time is",
            digitsTyped: Counted(one: "{n} digit typed", other: "{n} digits typed"),
            secondsLeft: Counted(one: "{n} second left", other: "{n} seconds left"),
            seconds: Counted(one: "Wait {n} second", other: "Wait {n} seconds"),
            minutes: Counted(one: "Wait {n} minute", other: "Wait {n} minutes"),
            connecting: Phrase("One moment", "The machine is starting."),
            disconnected: Phrase("One moment", "The screen will try again by itself.")
        ),
        start: Start(
            scanCard: Phrase(
                "Scan your card",
                "Health card or library card. Hold the barcode in the red light."
            ),
            choose: "Or choose here",
            returning: "Just scan the item. You need no card.",
            loan: "Scan your card first, then what you want to borrow.",
            loans: "See due dates and renew your loans.",
            returningOffline: "Just scan the item. We keep note of it and pass it on.",
            loanOffline: "Scan your card first. Titles are not shown at the moment.",
            needsLine: "Cannot be shown without a connection.",
            cutNothing: Phrase("The connection is down", "We will try again by ourselves."),
            cutReturns: Phrase("The connection is down", "You can still return items."),
            cutLoans: Phrase("The connection is down", "You can still borrow and return."),
            typeCard: "Type card number",
            enterCard: Phrase("Type your card number", "Press OK at the end. No digit is shown."),
            enterPIN: Phrase("Enter your PIN", "You may cover the keys with your hand."),
            enterPINAgain: Phrase("Try again", "Card number or PIN is not valid."),
            forgotPIN: "Forgotten your PIN? Please ask the staff.",
            checking: Phrase("Card read", "One moment while we find you."),
            takeCard: Phrase("Take the card out of the light", "Remember to take it with you."),
            outOfOrder: Phrase("Out of order for now", "The machine cannot be used at the moment."),
            leave: Phrase("Leave the building", "Go out calmly, and do not come back in.")
        ),
        refused: Refused(
            wrong: Phrase(
                "Not signed in",
                "Card number or PIN is not valid. Scan the card again, or ask the staff."
            ),
            wait: Phrase("Please wait", "Too many attempts. Then try again."),
            noPIN: Phrase("No PIN entered", "Scan your card again."),
            askStaff: Phrase("The card cannot be used here", "Please ask the staff."),
            unreachable: Phrase(
                "We cannot find you right now",
                "The connection is down. Try again in a moment, or ask the staff."
            ),
            notRecorded: Phrase(
                "That did not work",
                "The machine cannot save. Please ask the staff."
            )
        ),
        home: Home(
            hello: "Hello {name}",
            welcome: "Welcome",
            scan: "Scan what you want to borrow. One item at a time in the red light.",
            debt: Phrase(
                "You cannot borrow now",
                "You owe more than the limit. Once it is paid, you can borrow again."
            ),
            askStaff: Phrase("You cannot borrow now", "Please ask the staff."),
            still: "You can still do this",
            overdue: Counted(one: "{n} loan is overdue", other: "{n} loans are overdue"),
            seeLoans: "See the date under My loans.",
            loan: "Scan to begin",
            returning: "Scan the item",
            loans: Counted(one: "{n} loan", other: "{n} loans"),
            isOverdue: Counted(one: "{n} overdue", other: "{n} overdue"),
            seeLoansTile: "See your due dates",
            ready: Counted(one: "{n} ready to collect", other: "{n} ready to collect"),
            seeHolds: "See what you are waiting for",
            seeFees: "See fees"
        ),
        tasks: Tasks(
            loan: "Borrow",
            returning: "Return",
            loans: "My loans",
            holds: "Reservations",
            fees: "Fees",
            overview: "Overview",
            back: "Back",
            understood: "Understood",
            renew: "Renew",
            renewAll: "Renew all"
        ),
        rows: Rows(
            scanLoan: Phrase(
                "Scan what you want to borrow",
                "One item at a time in the red light."
            ),
            scanReturn: Phrase("Scan what you return", "One item at a time in the red light."),
            next: "Scan the next one",
            working: "One moment",
            lent: "Borrowed",
            notLent: "Not borrowed",
            renewed: "Renewed",
            notRenewed: "Not renewed",
            returned: "Returned",
            notReturned: "Not returned",
            returnedReserved: "Returned, reserved",
            already: Phrase("You have it already", "You can renew the loan here."),
            doubtful: Phrase("We are looking into it", "No answer came. Please ask the staff."),
            incomplete: Phrase("A part is missing", "Put all parts on the pad together."),
            putBack: Phrase("Put it back", "It was taken too early."),
            showStaff: Phrase("Show it to the staff", "The gate at the door may sound."),
            lieStill: "Let it lie a moment longer.",
            again: "Already on the list",
            savedLoan: "Saved. The library is told when the connection is back.",
            savedReturn: "Saved. The library is told when the connection is back.",
            countLent: Counted(one: "{n} borrowed", other: "{n} borrowed"),
            countNotLent: Counted(one: "{n} not borrowed", other: "{n} not borrowed"),
            countReturned: Counted(one: "{n} returned", other: "{n} returned"),
            countNotReturned: Counted(one: "{n} not returned", other: "{n} not returned"),
            renewals: "Renewed: {n} of {m}",
            item: "Item {n}",
            due: "Due back by {date}",
            slipDue: "Due",
            slipOverdue: "Was due",
            toBin: "Put it in bin {bin}.",
            bin: "Bin",
            toPlace: "Put it where the sign says.",
            toReserved: "Reserved. Put it on the shelf for reservations.",
            toBranch: "It goes to {branch}.",
            toOtherBranch: "It goes to another library.",
            toStaff: "Give it to the staff."
        ),
        lists: Lists(
            asked: Phrase("One moment", "We are looking up your details."),
            unavailable: Phrase("Cannot be shown now", "Please try again in a moment."),
            loans: Counted(one: "{n} loan", other: "{n} loans"),
            noLoans: Phrase("No loans", "You have not borrowed anything."),
            areOverdue: Counted(one: "{n} is overdue.", other: "{n} are overdue."),
            areDueSoon: Counted(one: "{n} is due soon.", other: "{n} are due soon."),
            oldestFirst: "Earliest date first",
            isOverdue: "Overdue",
            isDueSoon: "Due soon",
            notRenewable: "Cannot be renewed.",
            ready: Counted(one: "{n} ready for you", other: "{n} ready for you"),
            findReady: "Find the number on the shelf for reservations, and scan it here.",
            noneReady: "None is ready yet.",
            noHolds: Phrase("No reservations", "You are not waiting for anything."),
            readyHeading: "Ready to collect",
            onTheWay: "On the way",
            waiting: "Waiting",
            isReady: "Ready",
            fetchBy: "Collect by {date}",
            fetchAt: "Collect at {branch}",
            shelf: "Number",
            queue: "In queue",
            balance: "What you owe the library. It cannot be paid at this machine.",
            noFees: Phrase("Nothing to pay", "You do not owe anything."),
            pay: Phrase(
                "Pay with your phone",
                "Scan the code. It opens the library's own page, where you sign in."
            ),
            total: "Total",
            fee: "Fee",
            mayBeMore: "The list may not be complete."
        ),
        end: End(
            receipt: Phrase("Would you like a receipt?", "You will be signed out afterwards."),
            noReceipt: Phrase("No thanks", "You will be signed out at once."),
            print: Phrase("Print", "It comes out beside the screen."),
            mail: Phrase("E-mail", "Sent to the address that the library knows."),
            working: "The last item is not finished yet. One moment.",
            notYet: "Not finished yet",
            bye: Phrase("You are signed out", "Remember your card."),
            thanks: "Thank you for your visit",
            printed: "Take your receipt",
            mailed: "The receipt is on its way to your e-mail",
            printing: Phrase("Printing", "Your receipt comes out beside the screen."),
            mailing: Phrase("Sending", "Your receipt is being sent."),
            noPaper: "The printer is out of paper",
            cannotPrint: "The printer does not work just now",
            notPrinted: "The receipt was not printed",
            notMailed: "The receipt was not sent",
            mailInstead: "You can have the receipt by e-mail instead.",
            printInstead: "You can have the receipt on paper instead.",
            nothingInstead: "What you have borrowed and returned is registered.",
            stillThere: Phrase(
                "Are you still there?",
                "Otherwise you will be signed out, so that nobody else sees your details."
            ),
            stay: "Stay here",
            handOver: Phrase(
                "Have you finished?",
                "Another card was scanned. Without an answer the next turn begins."
            ),
            handOverNamed: "Have you finished, {name}?",
            isDone: "Yes, I have finished",
            isNotDone: "No, I will go on",
            another: Phrase(
                "Are you somebody else?",
                "Nothing was done with the item. Without an answer the last patron is signed out."
            ),
            anotherNamed: "Are you somebody other than {name}?",
            isAnother: "Yes, I am somebody else",
            isSame: "No, it is still me"
        ),
        reason: { english($0) },
        misplaced: { english($0) }
    )

    private static func english(_ reason: KioskRow.Reason) -> String {
        switch reason {
        case .patronNotValid: "The card cannot be used. Please ask the staff."
        case .patronBlocked: "You cannot borrow at the moment. Please ask the staff."
        case .itemUnknown: "The library does not know the item. Give it to the staff."
        case .itemOnLoan: "On loan to somebody else. Give it to the staff."
        case .itemReserved: "Reserved by somebody else. Give it to the staff."
        case .itemNotForLoan: "Cannot be taken home."
        case .tooEarlyToRenew: "It is too early to renew."
        case .tooManyRenewals: "Cannot be renewed any further."
        case .other: "Please ask the staff."
        case .unreachable: "The connection is down. Please try again later."
        case .notRecorded: "The machine cannot save. Please ask the staff."
        case .notSupported: "This cannot be done here. Please ask the staff."
        }
    }

    private static func english(_ misplaced: KioskView.Misplaced) -> Phrase {
        switch misplaced {
        case .unreadable: Phrase("This code cannot be used", "Scan the barcode on a card or item.")
        case .pinFirst: Phrase("First the PIN", "Enter your PIN before you scan.")
        case .questionFirst: Phrase("Answer first", "Answer the question before you scan.")
        case .busy: Phrase("One at a time", "Wait until the last one is done.")
        case .full: Phrase("The list is full", "Finish, and begin again.")
        case .notYourLoan: Phrase("Not one of your loans", "The item is not on your list.")
        case .tagsFirst:
            Phrase("Let the items lie", "They are not ready yet. Wait before you leave.")
        case .cardFirst: Phrase("Scan your card first", "Then you can borrow.")
        }
    }
}
