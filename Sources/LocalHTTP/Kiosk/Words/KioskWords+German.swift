// SPDX-License-Identifier: MPL-2.0

import PortnerCore

extension KioskWords {
    static let german = KioskWords(
        .german,
        labels: KioskLabels(
            language: "Deutsch",
            direction: Language.german.direction,
            chooseLanguage: "Sprache wählen",
            largerText: "Größere Schrift",
            highContrast: "Hoher Kontrast",
            moreTime: "Mehr Zeit",
            hidesTitles: "Titel verbergen",
            speaks: "Vorlesen",
            adjust: "Anpassen",
            adjustText: "Bildschirm anpassen. Das gilt, bis Sie fertig sind.",
            help: "Hilfe",
            padHelp: "Ziffernfeld: 2 und 8 bewegen, 5 wählt, * ist Hilfe, # ist zurück, "
                + "0 liest vor.",
            close: "Schließen",
            finish: "Beenden",
            keypad: "Ziffernfeld",
            clear: "Löschen",
            ok: "OK",
            more: "Mehr zeigen",
            previous: "Vorige zeigen",
            clock: "Es ist",
            digitsTyped: Counted(one: "{n} Ziffer eingegeben", other: "{n} Ziffern eingegeben"),
            secondsLeft: Counted(one: "noch {n} Sekunde", other: "noch {n} Sekunden"),
            seconds: Counted(one: "Warten Sie {n} Sekunde", other: "Warten Sie {n} Sekunden"),
            minutes: Counted(one: "Warten Sie {n} Minute", other: "Warten Sie {n} Minuten"),
            connecting: Phrase("Einen Moment", "Das Gerät startet."),
            disconnected: Phrase("Einen Moment", "Der Bildschirm versucht es von selbst weiter.")
        ),
        start: Start(
            scanCard: Phrase(
                "Scannen Sie Ihre Karte",
                "Gesundheits- oder Bibliothekskarte. Halten Sie den Strichcode ins rote Licht."
            ),
            choose: "Oder wählen Sie hier",
            returning: "Einfach das Medium scannen. Sie brauchen keine Karte.",
            loan: "Erst die Karte scannen, dann das, was Sie ausleihen.",
            loans: "Fristen ansehen und Ausleihen verlängern.",
            returningOffline: "Einfach das Medium scannen. Wir merken es uns und melden es weiter.",
            loanOffline: "Erst die Karte scannen. Titel werden gerade nicht gezeigt.",
            needsLine: "Ohne Verbindung nicht möglich.",
            cutNothing: Phrase("Die Verbindung ist unterbrochen", "Wir versuchen es weiter."),
            cutReturns: Phrase("Die Verbindung ist unterbrochen", "Rückgabe ist weiter möglich."),
            cutLoans: Phrase(
                "Die Verbindung ist unterbrochen",
                "Ausleihe und Rückgabe sind weiter möglich."
            ),
            typeCard: "Kartennummer eintippen",
            enterCard: Phrase(
                "Tippen Sie Ihre Kartennummer ein",
                "Zuletzt OK drücken. Keine Ziffer wird gezeigt."
            ),
            enterPIN: Phrase("Geben Sie Ihre PIN ein", "Verdecken Sie die Tasten mit der Hand."),
            enterPINAgain: Phrase("Noch einmal", "Kartennummer oder PIN ist ungültig."),
            forgotPIN: "PIN vergessen? Fragen Sie das Personal.",
            checking: Phrase("Karte gelesen", "Einen Moment, wir suchen Sie."),
            takeCard: Phrase("Karte aus dem Licht nehmen", "Denken Sie daran, sie mitzunehmen."),
            outOfOrder: Phrase(
                "Zurzeit außer Betrieb",
                "Das Gerät kann gerade nicht benutzt werden."
            ),
            leave: Phrase(
                "Verlassen Sie das Gebäude",
                "Gehen Sie ruhig hinaus und nicht wieder hinein."
            )
        ),
        refused: Refused(
            wrong: Phrase(
                "Nicht angemeldet",
                "Kartennummer oder PIN ist ungültig. Noch einmal scannen, oder fragen Sie."
            ),
            wait: Phrase("Bitte warten", "Zu viele Versuche. Dann bitte noch einmal."),
            noPIN: Phrase("PIN fehlt", "Scannen Sie Ihre Karte noch einmal."),
            askStaff: Phrase("Die Karte geht hier nicht", "Fragen Sie das Personal."),
            unreachable: Phrase(
                "Wir finden Sie gerade nicht",
                "Die Verbindung ist unterbrochen. Gleich noch einmal, oder fragen Sie das Personal."
            ),
            notRecorded: Phrase(
                "Das ging nicht",
                "Das Gerät kann nicht speichern. Fragen Sie das Personal."
            )
        ),
        home: Home(
            hello: "Hallo {name}",
            welcome: "Willkommen",
            scan: "Scannen Sie, was Sie ausleihen. Eins nach dem anderen ins rote Licht.",
            debt: Phrase(
                "Ausleihe jetzt nicht möglich",
                "Ihre Gebühren sind über der Grenze. Wenn sie bezahlt sind, geht es wieder."
            ),
            askStaff: Phrase("Ausleihe jetzt nicht möglich", "Fragen Sie das Personal."),
            still: "Das geht weiterhin",
            overdue: Counted(
                one: "{n} Ausleihe ist überfällig",
                other: "{n} Ausleihen sind überfällig"
            ),
            seeLoans: "Die Frist steht unter Meine Ausleihen.",
            loan: "Scannen Sie zum Beginnen",
            returning: "Medium scannen",
            loans: Counted(one: "{n} Ausleihe", other: "{n} Ausleihen"),
            isOverdue: Counted(one: "{n} überfällig", other: "{n} überfällig"),
            seeLoansTile: "Fristen ansehen",
            ready: Counted(one: "{n} abholbereit", other: "{n} abholbereit"),
            seeHolds: "Worauf Sie warten",
            seeFees: "Gebühren ansehen"
        ),
        tasks: Tasks(
            loan: "Ausleihen",
            returning: "Zurückgeben",
            loans: "Meine Ausleihen",
            holds: "Vormerkungen",
            fees: "Gebühren",
            overview: "Übersicht",
            back: "Zurück",
            understood: "Verstanden",
            renew: "Verlängern",
            renewAll: "Alle verlängern"
        ),
        rows: Rows(
            scanLoan: Phrase(
                "Scannen Sie, was Sie ausleihen",
                "Eins nach dem anderen ins rote Licht."
            ),
            scanReturn: Phrase(
                "Scannen Sie, was Sie zurückgeben",
                "Eins nach dem anderen ins rote Licht."
            ),
            next: "Das Nächste scannen",
            working: "Einen Moment",
            lent: "Ausgeliehen",
            notLent: "Nicht ausgeliehen",
            renewed: "Verlängert",
            notRenewed: "Nicht verlängert",
            returned: "Zurückgegeben",
            notReturned: "Nicht zurückgegeben",
            returnedReserved: "Zurückgegeben, vorgemerkt",
            already: Phrase(
                "Das haben Sie schon",
                "Sie können die Ausleihe hier verlängern."
            ),
            doubtful: Phrase("Wir prüfen das", "Es kam keine Antwort. Fragen Sie das Personal."),
            incomplete: Phrase("Ein Teil fehlt", "Legen Sie alle Teile zusammen auf die Platte."),
            putBack: Phrase("Bitte zurücklegen", "Es wurde zu früh weggenommen."),
            showStaff: Phrase("Zeigen Sie es dem Personal", "Das Tor kann Alarm geben."),
            lieStill: "Lassen Sie es noch kurz liegen.",
            again: "Schon auf der Liste",
            savedLoan: "Gespeichert. Die Bibliothek erfährt es, wenn die Verbindung zurück ist.",
            savedReturn: "Gespeichert. Die Bibliothek erfährt es, wenn die Verbindung zurück ist.",
            countLent: Counted(one: "{n} ausgeliehen", other: "{n} ausgeliehen"),
            countNotLent: Counted(one: "{n} nicht ausgeliehen", other: "{n} nicht ausgeliehen"),
            countReturned: Counted(one: "{n} zurückgegeben", other: "{n} zurückgegeben"),
            countNotReturned: Counted(
                one: "{n} nicht zurückgegeben",
                other: "{n} nicht zurückgegeben"
            ),
            renewals: "Verlängert: {n} von {m}",
            item: "Medium {n}",
            due: "Zurück bis {date}",
            slipDue: "Bis",
            slipOverdue: "Frist",
            toBin: "Legen Sie es in Kiste {bin}.",
            bin: "Kiste",
            toPlace: "Legen Sie es dorthin, wo das Schild zeigt.",
            toReserved: "Vorgemerkt. Legen Sie es ins Regal für Vormerkungen.",
            toBranch: "Geht an {branch}.",
            toOtherBranch: "Geht an eine andere Bibliothek.",
            toStaff: "Geben Sie es dem Personal."
        ),
        lists: Lists(
            asked: Phrase("Einen Moment", "Wir holen Ihre Angaben."),
            unavailable: Phrase("Gerade nicht möglich", "Bitte gleich noch einmal."),
            loans: Counted(one: "{n} Ausleihe", other: "{n} Ausleihen"),
            noLoans: Phrase("Keine Ausleihen", "Sie haben nichts ausgeliehen."),
            areOverdue: Counted(one: "{n} ist überfällig.", other: "{n} sind überfällig."),
            areDueSoon: Counted(one: "{n} ist bald fällig.", other: "{n} sind bald fällig."),
            oldestFirst: "Früheste Frist zuerst",
            isOverdue: "Überfällig",
            isDueSoon: "Bald fällig",
            notRenewable: "Nicht verlängerbar.",
            ready: Counted(one: "{n} bereit für Sie", other: "{n} bereit für Sie"),
            findReady: "Finden Sie die Nummer im Regal für Vormerkungen, und scannen Sie hier.",
            noneReady: "Noch ist nichts bereit.",
            noHolds: Phrase("Keine Vormerkungen", "Sie warten auf nichts."),
            readyHeading: "Abholbereit",
            onTheWay: "Unterwegs",
            waiting: "Wartet",
            isReady: "Bereit",
            fetchBy: "Abholen bis {date}",
            fetchAt: "Abholen in {branch}",
            shelf: "Nummer",
            queue: "Platz",
            balance: "Was Sie der Bibliothek schulden. An diesem Gerät kann nicht bezahlt werden.",
            noFees: Phrase("Nichts zu bezahlen", "Sie schulden nichts."),
            pay: Phrase(
                "Mit dem Telefon bezahlen",
                "Scannen Sie den Code. Er öffnet die Seite der Bibliothek, dort melden Sie sich an."
            ),
            total: "Zusammen",
            fee: "Gebühr",
            mayBeMore: "Die Liste ist vielleicht nicht vollständig."
        ),
        end: End(
            receipt: Phrase("Möchten Sie einen Beleg?", "Danach werden Sie abgemeldet."),
            noReceipt: Phrase("Nein danke", "Sie werden sofort abgemeldet."),
            print: Phrase("Drucken", "Kommt neben dem Bildschirm heraus."),
            mail: Phrase("E-Mail", "Geht an die Adresse, die die Bibliothek kennt."),
            working: "Das Letzte ist noch nicht fertig. Einen Moment.",
            notYet: "Noch nicht fertig",
            bye: Phrase("Sie sind abgemeldet", "Denken Sie an Ihre Karte."),
            thanks: "Danke für Ihren Besuch",
            printed: "Nehmen Sie Ihren Beleg",
            mailed: "Der Beleg ist auf dem Weg zu Ihrer E-Mail",
            printing: Phrase("Wird gedruckt", "Ihr Beleg kommt neben dem Bildschirm heraus."),
            mailing: Phrase("Wird gesendet", "Ihr Beleg wird gesendet."),
            noPaper: "Der Drucker hat kein Papier",
            cannotPrint: "Der Drucker geht gerade nicht",
            notPrinted: "Der Beleg wurde nicht gedruckt",
            notMailed: "Der Beleg wurde nicht gesendet",
            mailInstead: "Sie können den Beleg stattdessen per E-Mail bekommen.",
            printInstead: "Sie können den Beleg stattdessen auf Papier bekommen.",
            nothingInstead: "Was Sie ausgeliehen und zurückgegeben haben, ist verbucht.",
            stillThere: Phrase(
                "Sind Sie noch da?",
                "Sonst werden Sie abgemeldet, damit niemand anders Ihre Angaben sieht."
            ),
            stay: "Hier bleiben",
            handOver: Phrase(
                "Sind Sie fertig?",
                "Eine andere Karte wurde gescannt. Ohne Antwort ist der Nächste an der Reihe."
            ),
            handOverNamed: "Sind Sie fertig, {name}?",
            isDone: "Ja, ich bin fertig",
            isNotDone: "Nein, ich mache weiter",
            another: Phrase(
                "Sind Sie jemand anders?",
                "Das Medium ist nicht gebucht. Ohne Antwort wird die Person davor abgemeldet."
            ),
            anotherNamed: "Sind Sie jemand anders als {name}?",
            isAnother: "Ja, ich bin jemand anders",
            isSame: "Nein, ich bin es noch"
        ),
        reason: { german($0) },
        misplaced: { german($0) }
    )

    private static func german(_ reason: KioskRow.Reason) -> String {
        switch reason {
        case .patronNotValid: "Die Karte gilt nicht. Fragen Sie das Personal."
        case .patronBlocked: "Sie können gerade nichts ausleihen. Fragen Sie das Personal."
        case .itemUnknown: "Die Bibliothek kennt das Medium nicht. Geben Sie es dem Personal."
        case .itemOnLoan: "An jemand anderen verliehen. Geben Sie es dem Personal."
        case .itemReserved: "Für jemand anderen vorgemerkt. Geben Sie es dem Personal."
        case .itemNotForLoan: "Wird nicht ausgeliehen."
        case .tooEarlyToRenew: "Es ist noch zu früh zum Verlängern."
        case .tooManyRenewals: "Kann nicht weiter verlängert werden."
        case .other: "Fragen Sie das Personal."
        case .unreachable: "Die Verbindung ist unterbrochen. Bitte später noch einmal."
        case .notRecorded: "Das Gerät kann nicht speichern. Fragen Sie das Personal."
        case .notSupported: "Das geht hier nicht. Fragen Sie das Personal."
        }
    }

    private static func german(_ misplaced: KioskView.Misplaced) -> Phrase {
        switch misplaced {
        case .unreadable:
            Phrase("Dieser Code passt nicht", "Scannen Sie eine Karte oder ein Medium.")
        case .pinFirst: Phrase("Erst die PIN", "Geben Sie Ihre PIN ein, bevor Sie scannen.")
        case .questionFirst: Phrase("Erst antworten", "Antworten Sie, bevor Sie scannen.")
        case .busy: Phrase("Eins nach dem anderen", "Warten Sie, bis das Vorige fertig ist.")
        case .full: Phrase("Die Liste ist voll", "Beenden Sie, und beginnen Sie neu.")
        case .notYourLoan:
            Phrase("Keine Ihrer Ausleihen", "Das Medium steht nicht auf Ihrer Liste.")
        case .tagsFirst:
            Phrase("Lassen Sie alles liegen", "Es ist noch nicht fertig. Warten Sie kurz.")
        case .cardFirst: Phrase("Erst die Karte scannen", "Dann können Sie ausleihen.")
        }
    }
}
