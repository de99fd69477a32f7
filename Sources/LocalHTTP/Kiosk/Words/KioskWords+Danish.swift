// SPDX-License-Identifier: MPL-2.0

import PortnerCore

extension KioskWords {
    static let danish = KioskWords(
        .danish,
        labels: KioskLabels(
            language: "Dansk",
            direction: Language.danish.direction,
            chooseLanguage: "Vælg sprog",
            largerText: "Større tekst",
            highContrast: "Høj kontrast",
            moreTime: "Mere tid",
            hidesTitles: "Skjul titler",
            speaks: "Læs op",
            adjust: "Tilpas",
            adjustText: "Tilpas skærmen. Det gælder, til du er færdig.",
            help: "Hjælp",
            padHelp: "Taltastatur: 2 og 8 flytter, 5 vælger, * er hjælp, # er tilbage, "
                + "0 læser op.",
            close: "Luk",
            finish: "Afslut",
            keypad: "Taltastatur",
            clear: "Slet",
            ok: "OK",
            more: "Vis flere",
            previous: "Vis forrige",
            clock: "Klokken er",
            digitsTyped: Counted(one: "{n} ciffer tastet", other: "{n} cifre tastet"),
            secondsLeft: Counted(one: "{n} sekund tilbage", other: "{n} sekunder tilbage"),
            seconds: Counted(one: "Vent {n} sekund", other: "Vent {n} sekunder"),
            minutes: Counted(one: "Vent {n} minut", other: "Vent {n} minutter"),
            connecting: Phrase("Et øjeblik", "Maskinen starter."),
            disconnected: Phrase("Et øjeblik", "Skærmen prøver igen af sig selv.")
        ),
        start: Start(
            scanCard: Phrase(
                "Scan dit kort",
                "Sundhedskort eller lånerkort. Hold stregkoden ind i det røde lys."
            ),
            choose: "Eller vælg her",
            returning: "Scan bare materialet. Du skal ikke bruge kort.",
            loan: "Scan først dit kort, så det, du vil låne.",
            loans: "Se frister, og forny dine lån.",
            returningOffline: "Scan bare materialet. Vi gemmer det og melder det videre.",
            loanOffline: "Scan først dit kort. Titler vises ikke lige nu.",
            needsLine: "Kan ikke vises uden forbindelse.",
            cutNothing: Phrase("Forbindelsen er afbrudt", "Vi prøver igen af os selv."),
            cutReturns: Phrase("Forbindelsen er afbrudt", "Du kan stadig aflevere."),
            cutLoans: Phrase("Forbindelsen er afbrudt", "Du kan stadig låne og aflevere."),
            typeCard: "Tast kortnummer",
            enterCard: Phrase("Tast dit kortnummer", "Tryk OK til sidst. Tallene vises ikke."),
            enterPIN: Phrase("Indtast din pinkode", "Skærm gerne for tasterne med hånden."),
            enterPINAgain: Phrase("Prøv igen", "Ugyldigt kortnummer eller pinkode."),
            forgotPIN: "Glemt pinkode? Kontakt personalet.",
            checking: Phrase("Kort læst", "Vent et øjeblik, mens vi finder dig."),
            takeCard: Phrase("Tag kortet væk fra lyset", "Husk at tage det med dig igen."),
            outOfOrder: Phrase("Midlertidigt ude af drift", "Maskinen kan ikke bruges lige nu."),
            leave: Phrase("Forlad bygningen", "Gå roligt ud, og gå ikke ind igen.")
        ),
        refused: Refused(
            wrong: Phrase(
                "Ikke logget ind",
                "Ugyldigt kortnummer eller pinkode. Scan kortet igen, eller kontakt personalet."
            ),
            wait: Phrase("Vent lidt", "For mange forsøg. Prøv så igen."),
            noPIN: Phrase("Pinkode mangler", "Scan dit kort igen."),
            askStaff: Phrase("Kortet kan ikke bruges her", "Kontakt personalet."),
            unreachable: Phrase(
                "Vi kan ikke finde dig lige nu",
                "Forbindelsen er afbrudt. Prøv igen om lidt, eller kontakt personalet."
            ),
            notRecorded: Phrase("Det gik ikke", "Maskinen kan ikke gemme. Kontakt personalet.")
        ),
        home: Home(
            hello: "Hej {name}",
            welcome: "Velkommen",
            scan: "Scan det, du vil låne. Læg én ting ad gangen i det røde lys.",
            debt: Phrase(
                "Du kan ikke låne nu",
                "Du har overskredet gebyrgrænsen. Når beløbet er betalt, kan du låne igen."
            ),
            askStaff: Phrase("Du kan ikke låne nu", "Kontakt personalet."),
            still: "Det kan du stadig",
            overdue: Counted(one: "{n} lån er overskredet", other: "{n} lån er overskredet"),
            seeLoans: "Se fristen under Mine lån.",
            loan: "Scan for at begynde",
            returning: "Scan materialet",
            loans: Counted(one: "{n} lån", other: "{n} lån"),
            isOverdue: Counted(one: "{n} overskredet", other: "{n} overskredet"),
            seeLoansTile: "Se dine frister",
            ready: Counted(one: "{n} klar til afhentning", other: "{n} klar til afhentning"),
            seeHolds: "Se, hvad du venter på",
            seeFees: "Se gebyrer"
        ),
        tasks: Tasks(
            loan: "Lån",
            returning: "Aflever",
            loans: "Mine lån",
            holds: "Reserveringer",
            fees: "Mellemværende",
            overview: "Oversigt",
            back: "Tilbage",
            understood: "Forstået",
            renew: "Forny",
            renewAll: "Forny alle"
        ),
        rows: Rows(
            scanLoan: Phrase("Scan det, du vil låne", "Læg én ting ad gangen i det røde lys."),
            scanReturn: Phrase("Scan det, du afleverer", "Læg én ting ad gangen i det røde lys."),
            next: "Scan det næste",
            working: "Et øjeblik",
            lent: "Lånt",
            notLent: "Ikke lånt",
            renewed: "Fornyet",
            notRenewed: "Ikke fornyet",
            returned: "Afleveret",
            notReturned: "Ikke afleveret",
            returnedReserved: "Afleveret, reserveret",
            already: Phrase("Du har den allerede", "Du kan forny lånet her."),
            doubtful: Phrase("Vi undersøger det", "Svaret kom ikke frem. Kontakt personalet."),
            incomplete: Phrase("Der mangler en del", "Læg alle dele på pladen samtidig."),
            putBack: Phrase("Læg den tilbage", "Den blev taget for tidligt."),
            showStaff: Phrase("Vis den til personalet", "Porten ved døren kan give alarm."),
            lieStill: "Lad den ligge lidt endnu.",
            again: "Allerede på listen",
            savedLoan: "Gemt. Biblioteket får besked, når forbindelsen er tilbage.",
            savedReturn: "Gemt. Biblioteket får besked, når forbindelsen er tilbage.",
            countLent: Counted(one: "{n} lånt", other: "{n} lånt"),
            countNotLent: Counted(one: "{n} ikke lånt", other: "{n} ikke lånt"),
            countReturned: Counted(one: "{n} afleveret", other: "{n} afleveret"),
            countNotReturned: Counted(one: "{n} ikke afleveret", other: "{n} ikke afleveret"),
            renewals: "Fornyet: {n} af {m}",
            item: "Materiale {n}",
            due: "Afleveres senest {date}",
            slipDue: "Senest",
            slipOverdue: "Frist",
            toBin: "Læg den i kasse {bin}.",
            bin: "Kasse",
            toPlace: "Læg den, hvor skiltet viser.",
            toReserved: "Reserveret. Læg den på hylden for reserverede.",
            toBranch: "Sendes til {branch}.",
            toOtherBranch: "Sendes til et andet bibliotek.",
            toStaff: "Giv den til personalet."
        ),
        lists: Lists(
            asked: Phrase("Et øjeblik", "Vi henter dine oplysninger."),
            unavailable: Phrase("Kan ikke vises nu", "Prøv igen om lidt."),
            loans: Counted(one: "{n} lån", other: "{n} lån"),
            noLoans: Phrase("Ingen lån", "Du har ikke lånt noget."),
            areOverdue: Counted(one: "{n} er overskredet.", other: "{n} er overskredet."),
            areDueSoon: Counted(
                one: "{n} skal snart afleveres.",
                other: "{n} skal snart afleveres."
            ),
            oldestFirst: "Ældste frist først",
            isOverdue: "Overskredet",
            isDueSoon: "Skal snart afleveres",
            notRenewable: "Kan ikke fornyes.",
            ready: Counted(one: "{n} klar til dig", other: "{n} klar til dig"),
            findReady: "Find nummeret på hylden for reserverede, og scan det her.",
            noneReady: "Ingen er klar endnu.",
            noHolds: Phrase("Ingen reserveringer", "Du venter ikke på noget."),
            readyHeading: "Klar til afhentning",
            onTheWay: "På vej",
            waiting: "Venter",
            isReady: "Klar",
            fetchBy: "Hent senest {date}",
            fetchAt: "Hentes på {branch}",
            shelf: "Nummer",
            queue: "I køen",
            balance: "Dit mellemværende med biblioteket. Der kan ikke betales her på maskinen.",
            noFees: Phrase("Intet mellemværende", "Du skylder ikke noget."),
            pay: Phrase(
                "Betal med telefonen",
                "Scan koden. Den åbner bibliotekets egen side, og du logger ind der."
            ),
            total: "I alt",
            fee: "Gebyr",
            mayBeMore: "Listen er måske ikke fuldstændig."
        ),
        end: End(
            receipt: Phrase("Vil du have en kvittering?", "Du bliver logget ud bagefter."),
            noReceipt: Phrase("Nej tak", "Du bliver logget ud med det samme."),
            print: Phrase("Udskriv", "Den kommer ud ved skærmen."),
            mail: Phrase("E-mail", "Sendes til den adresse, biblioteket kender."),
            working: "Det sidste er ikke færdigt endnu. Vent et øjeblik.",
            notYet: "Ikke færdig endnu",
            bye: Phrase("Du er logget ud", "Husk dit kort."),
            thanks: "Tak for besøget",
            printed: "Tag din kvittering",
            mailed: "Kvitteringen er på vej til din e-mail",
            printing: Phrase("Udskriver", "Din kvittering kommer ud ved skærmen."),
            mailing: Phrase("Sender", "Din kvittering bliver sendt."),
            noPaper: "Printeren mangler papir",
            cannotPrint: "Printeren virker ikke lige nu",
            notPrinted: "Kvitteringen blev ikke udskrevet",
            notMailed: "Kvitteringen blev ikke sendt",
            mailInstead: "Du kan få kvitteringen som e-mail i stedet.",
            printInstead: "Du kan få kvitteringen på papir i stedet.",
            nothingInstead: "Det, du har lånt og afleveret, er registreret.",
            stillThere: Phrase(
                "Er du der stadig?",
                "Ellers bliver du logget ud, så ingen andre ser dine oplysninger."
            ),
            stay: "Bliv her",
            handOver: Phrase(
                "Er du færdig?",
                "Et andet kort er scannet. Uden svar begynder den næstes tur."
            ),
            handOverNamed: "Er du færdig, {name}?",
            isDone: "Ja, jeg er færdig",
            isNotDone: "Nej, jeg fortsætter",
            another: Phrase(
                "Er du en anden låner?",
                "Materialet er ikke lånt endnu. Uden svar bliver den forrige låner logget ud."
            ),
            anotherNamed: "Er du en anden end {name}?",
            isAnother: "Ja, jeg er en anden",
            isSame: "Nej, det er stadig mig"
        ),
        reason: { danish($0) },
        misplaced: { danish($0) }
    )

    private static func danish(_ reason: KioskRow.Reason) -> String {
        switch reason {
        case .patronNotValid: "Kortet kan ikke bruges. Kontakt personalet."
        case .patronBlocked: "Du kan ikke låne lige nu. Kontakt personalet."
        case .itemUnknown: "Biblioteket kender ikke materialet. Giv det til personalet."
        case .itemOnLoan: "Udlånt til en anden. Giv det til personalet."
        case .itemReserved: "Reserveret af en anden låner. Giv det til personalet."
        case .itemNotForLoan: "Kan ikke lånes med hjem."
        case .tooEarlyToRenew: "Det er for tidligt at forny."
        case .tooManyRenewals: "Kan ikke fornyes yderligere."
        case .other: "Kontakt personalet."
        case .unreachable: "Forbindelsen er afbrudt. Prøv igen senere."
        case .notRecorded: "Maskinen kan ikke gemme. Kontakt personalet."
        case .notSupported: "Det kan ikke gøres her. Kontakt personalet."
        }
    }

    private static func danish(_ misplaced: KioskView.Misplaced) -> Phrase {
        switch misplaced {
        case .unreadable:
            Phrase("Koden kan ikke bruges", "Scan stregkoden på kort eller materiale.")
        case .pinFirst: Phrase("Først pinkoden", "Indtast din pinkode, før du scanner.")
        case .questionFirst: Phrase("Svar først", "Svar på spørgsmålet, før du scanner.")
        case .busy: Phrase("Én ting ad gangen", "Vent, til den forrige er klaret.")
        case .full: Phrase("Listen er fuld", "Afslut, og begynd forfra.")
        case .notYourLoan: Phrase("Ikke et af dine lån", "Materialet står ikke på din liste.")
        case .tagsFirst:
            Phrase("Lad materialerne ligge", "De er ikke klar endnu. Vent, før du går.")
        case .cardFirst: Phrase("Scan først dit kort", "Så kan du låne.")
        }
    }
}
