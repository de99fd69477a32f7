// SPDX-License-Identifier: MPL-2.0

/// Why a door stays closed for somebody, as a stable code.
///
/// The raw values stand in the ledger, in `portner events` and in the journal, and never change.
/// What a patron reads is coarser than the code: an unknown card, a wrong PIN and a card that the
/// library refuses look the same, so that nobody learns which cards exist.
public enum Denial: String, Sendable, Hashable, CaseIterable, Error {
    /// The door is out of service: its lock, its contact or its configuration is at fault.
    case doorOutOfService = "door-out-of-service"
    /// A technician or guard has locked the door down.
    case lockedDown = "locked-down"
    /// Another door of the group is open or released; one opens at a time.
    case interlocked = "interlocked"
    /// The intruder alarm is armed.
    case alarmArmed = "alarm-armed"
    /// The clock is not set or has jumped; timed access is refused.
    case clockUntrusted = "clock-untrusted"
    /// The schedule has the door closed now.
    case closed = "closed"
    /// The door closes so soon that nobody is let in any more.
    case lastEntryOver = "last-entry-over"
    /// Too many wrong attempts; the wait is not over.
    case throttled = "throttled"
    /// The library does not know the card.
    case unknownCard = "unknown-card"
    /// The PIN is wrong.
    case wrongPIN = "wrong-pin"
    /// No PIN was typed in time, or the patron pressed cancel.
    case pinNotEntered = "pin-not-entered"
    /// The number of the card was typed where it is not taken.
    case numberNotTaken = "number-not-taken"
    /// The card or the registration has expired.
    case cardExpired = "card-expired"
    /// The library calls the card invalid.
    case cardInvalid = "card-invalid"
    /// The library restricts the patron.
    case blocked = "blocked"
    /// The station's own list denies the card.
    case denyListed = "deny-listed"
    /// The door asks for an enrolment and the patron has none that holds today.
    case notEnrolled = "not-enrolled"
    /// The door is for residents only and the patron lives elsewhere.
    case notResident = "not-resident"
    /// The door is for residents only and the library did not tell, or not lately.
    case residenceUnknown = "residence-unknown"
    /// The patron is too young for this door at this hour.
    case tooYoung = "too-young"
    /// The patron is too young without a consent, and has none that holds today.
    case noConsent = "no-consent"
    /// The door asks for an age and the library did not tell it.
    case ageUnknown = "age-unknown"
    /// The library cannot be asked, and what is held is missing or too old.
    case libraryUnreachable = "library-unreachable"
    /// The cache of patrons could not be read.
    case cacheFailed = "cache-failed"
    /// The decision could not be written to the ledger: no record, no entry.
    case notRecorded = "not-recorded"
    /// The pass names an issuer that is none of this library's.
    case passForeign = "pass-foreign"
    /// The pass was not signed by the issuer that it names.
    case passForged = "pass-forged"
    /// The pass was sealed with another key than this station's.
    case passUnreadable = "pass-unreadable"
    /// The pass was made to hold for longer than is accepted.
    case passTooLong = "pass-too-long"
    /// The pass does not hold yet.
    case passNotYetValid = "pass-not-yet-valid"
    /// The pass holds no longer.
    case passExpired = "pass-expired"
    /// The pass was shown before.
    case passUsed = "pass-used"

    /// What the patron reads; several codes share one text on purpose.
    public var message: Message {
        switch self {
        case .doorOutOfService, .notRecorded, .cacheFailed: .outOfService
        case .lockedDown, .alarmArmed, .closed: .closed
        case .interlocked: .busy
        case .lastEntryOver: .closingSoon
        case .clockUntrusted, .libraryUnreachable: .unreachable
        case .throttled: .wait
        case .unknownCard, .wrongPIN, .cardInvalid: .refused
        case .pinNotEntered: .noPIN
        case .numberNotTaken: .notACard
        case .cardExpired: .expired
        case .blocked, .denyListed: .blocked
        case .notEnrolled: .notEnrolled
        case .notResident, .residenceUnknown: .notResident
        case .noConsent: .noConsent
        case .tooYoung, .ageUnknown: .tooYoung
        case .passForeign, .passForged, .passUnreadable, .passTooLong: .passRefused
        case .passNotYetValid, .passExpired, .passUsed: .passOver
        }
    }

    /// The cause and what to do about it, in English for technicians.
    public var explanation: String {
        switch self {
        case .doorOutOfService: "the door is out of service; see portner status"
        case .lockedDown: "the door is locked down; lift it with portner door"
        case .interlocked: "another door of the group is open or released; see portner status"
        case .alarmArmed: "the intruder alarm is armed; disarm it first"
        case .clockUntrusted: "the clock is not set or has jumped; check time synchronisation"
        case .closed: "the schedule has the door closed at this time"
        case .lastEntryOver: "the door closes soon and lets nobody in any more"
        case .throttled: "too many wrong attempts with this card or at this reader"
        case .unknownCard: "the library system does not know the card"
        case .wrongPIN: "the PIN is wrong"
        case .pinNotEntered: "no PIN was typed in time, or it was cancelled"
        case .numberNotTaken: "the door takes no typed number in the place of a card"
        case .cardExpired: "the library system says that the card has expired"
        case .cardInvalid: "the library system calls the card invalid"
        case .blocked: "the library system restricts the patron; the codes are in the record"
        case .denyListed: "this station's own list denies the card; see portner access deny list"
        case .notEnrolled: "the door asks for an enrolment and the patron has none that holds"
        case .notResident:
            "the door is for residents only and the library says that the patron lives elsewhere"
        case .residenceUnknown:
            "the door is for residents only and the library told no residence, or told it too long "
                + "ago"
        case .noConsent: "the patron is below the age of this door and has no consent that holds"
        case .tooYoung: "the patron is younger than this door asks for at this hour"
        case .ageUnknown:
            "the door asks for an age and the library system told none, or told it before the door "
                + "asked"
        case .libraryUnreachable:
            "the library system did not answer and the cached facts are missing or too old"
        case .cacheFailed: "the cache could not be read; check the disk"
        case .notRecorded: "the decision could not be written to the ledger; check the disk"
        case .passForeign:
            "the code on the phone is of an issuer that is not among passes.issuers"
        case .passForged: "the code on the phone was not signed by the issuer that it names"
        case .passUnreadable:
            "the code on the phone is signed, but sealed with another key than portner-pass-key"
        case .passTooLong: "the code on the phone holds for longer than passes.life-max"
        case .passNotYetValid:
            "the code on the phone does not hold yet; compare the clocks of issuer and station"
        case .passExpired: "the code on the phone has expired"
        case .passUsed: "the code on the phone was shown before, or was made before the start"
        }
    }
}

/// The languages that every text for patrons exists in; a library's settings say which it offers.
public enum Language: String, Sendable, Hashable, CaseIterable {
    /// Danish, the first language everywhere.
    case danish = "da"
    /// English.
    case english = "en"
    /// German.
    case german = "de"
    /// Ukrainian.
    case ukrainian = "uk"
    /// Arabic, which is written from right to left.
    case arabic = "ar"

    /// Whether lines run from right to left.
    public var isRightToLeft: Bool { self == .arabic }
}

/// A message to a patron: a few words large, and the next step below.
public enum Message: String, Sendable, Hashable, CaseIterable {
    /// The door does not work.
    case outOfService = "out-of-service"
    /// The library is closed.
    case closed = "closed"
    /// The library closes soon.
    case closingSoon = "closing-soon"
    /// The library system cannot be reached.
    case unreachable = "unreachable"
    /// Too many attempts.
    case wait = "wait"
    /// The card or the PIN was not accepted.
    case refused = "refused"
    /// No PIN was typed.
    case noPIN = "no-pin"
    /// The card has expired.
    case expired = "expired"
    /// The patron must speak to the library.
    case blocked = "blocked"
    /// The patron is too young for the self-service hours.
    case tooYoung = "too-young"
    /// The patron must enrol for the self-service hours.
    case notEnrolled = "not-enrolled"
    /// The door is for residents only.
    case notResident = "not-resident"
    /// A parent or guardian must consent.
    case noConsent = "no-consent"
    /// The scanned code cannot be a card.
    case notACard = "not-a-card"
    /// Somebody else's card is being checked.
    case busy = "busy"
    /// The code on the phone was not accepted.
    case passRefused = "pass-refused"
    /// The code on the phone does not hold now, and a new one is wanted.
    case passOver = "pass-over"

    /// The words in a language: what happened, and what to do next.
    public func words(in language: Language) -> (title: String, next: String) {
        switch language {
        case .danish: danish
        case .english: english
        case .german: german
        case .ukrainian: ukrainian
        case .arabic: arabic
        }
    }

    private var danish: (title: String, next: String) {
        switch self {
        case .outOfService: ("Døren er ude af drift", "Prøv igen senere")
        case .closed: ("Lukket", "Se åbningstiderne")
        case .closingSoon: ("Vi lukker snart", "Der er ikke adgang så kort før lukketid")
        case .unreachable: ("Ingen forbindelse", "Prøv igen om lidt")
        case .wait: ("Vent lidt", "For mange forsøg. Prøv så igen.")
        case .refused:
            (
                "Ingen adgang",
                "Kort eller pinkode blev ikke godkendt. Prøv igen, eller spørg personalet."
            )
        case .noPIN: ("Pinkode mangler", "Scan dit kort igen")
        case .expired: ("Kortet er udløbet", "Henvend dig i den betjente åbningstid")
        case .blocked: ("Ingen adgang", "Henvend dig i den betjente åbningstid")
        case .tooYoung: ("Ingen adgang", "Du er for ung til at komme ind alene på dette tidspunkt")
        case .notEnrolled: ("Du er ikke tilmeldt", "Tilmeld dig i den betjente åbningstid")
        case .notResident:
            (
                "Ingen adgang",
                "Nu er her kun åbent for kommunens borgere. Spørg i den betjente åbningstid."
            )
        case .noConsent:
            ("Samtykke mangler", "En forælder kan give samtykke i den betjente åbningstid")
        case .notACard: ("Koden kan ikke bruges", "Scan dit sundhedskort eller lånerkort")
        case .busy: ("Et øjeblik", "Vent, til døren er klar")
        case .passRefused: ("Koden blev ikke godkendt", "Vis en ny kode, eller scan dit kort")
        case .passOver: ("Koden gælder ikke nu", "Hent en ny kode på telefonen")
        }
    }

    private var english: (title: String, next: String) {
        switch self {
        case .outOfService: ("The door is out of order", "Please try again later")
        case .closed: ("Closed", "Please see the opening hours")
        case .closingSoon: ("Closing soon", "There is no entry so shortly before closing")
        case .unreachable: ("No connection", "Please try again in a moment")
        case .wait: ("Please wait", "Too many attempts. Then try again.")
        case .refused:
            ("No access", "Card or PIN was not accepted. Try again, or ask the staff.")
        case .noPIN: ("No PIN entered", "Please scan your card again")
        case .expired: ("The card has expired", "Please ask in staffed hours")
        case .blocked: ("No access", "Please ask in staffed hours")
        case .tooYoung: ("No access", "You are too young to enter alone at this time")
        case .notEnrolled: ("You are not enrolled", "Please enrol in staffed hours")
        case .notResident:
            (
                "No access",
                "Now open only to residents of the municipality. Please ask in staffed hours."
            )
        case .noConsent:
            ("Consent is missing", "A parent can give consent in staffed hours")
        case .notACard: ("This code cannot be used", "Scan your health card or library card")
        case .busy: ("One moment", "Please wait until the door is ready")
        case .passRefused: ("The code was not accepted", "Show a new code, or scan your card")
        case .passOver: ("The code is not valid now", "Please fetch a new code on your phone")
        }
    }

    private var german: (title: String, next: String) {
        let staffed = "Bitte kommen Sie, wenn Personal da ist"
        return switch self {
        case .outOfService: ("Die Tür ist außer Betrieb", "Bitte versuchen Sie es später wieder")
        case .closed: ("Geschlossen", "Bitte beachten Sie die Öffnungszeiten")
        case .closingSoon: ("Wir schließen bald", "So kurz vor Schluss ist kein Einlass mehr")
        case .unreachable: ("Keine Verbindung", "Bitte versuchen Sie es gleich noch einmal")
        case .wait: ("Bitte warten", "Zu viele Versuche. Dann bitte noch einmal.")
        case .refused:
            (
                "Kein Zutritt",
                "Karte oder PIN wurde nicht akzeptiert. Noch einmal, oder fragen Sie das Personal."
            )
        case .noPIN: ("PIN fehlt", "Bitte scannen Sie Ihre Karte noch einmal")
        case .expired: ("Die Karte ist abgelaufen", staffed)
        case .blocked: ("Kein Zutritt", staffed)
        case .tooYoung: ("Kein Zutritt", "Sie sind zu jung, um jetzt allein hineinzugehen")
        case .notEnrolled: ("Sie sind nicht angemeldet", staffed)
        case .notResident:
            ("Kein Zutritt", "Jetzt nur für Einwohner der Gemeinde. Fragen Sie das Personal.")
        case .noConsent: ("Einwilligung fehlt", "Eltern können sie geben, wenn Personal da ist")
        case .notACard:
            ("Dieser Code passt nicht", "Scannen Sie Ihre Gesundheits- oder Bibliothekskarte")
        case .busy: ("Einen Moment", "Bitte warten Sie, bis die Tür bereit ist")
        case .passRefused:
            ("Der Code wurde nicht akzeptiert", "Zeigen Sie einen neuen, oder Ihre Karte")
        case .passOver: ("Der Code gilt gerade nicht", "Holen Sie auf dem Telefon einen neuen")
        }
    }

    private var ukrainian: (title: String, next: String) {
        let staffed = "Зверніться, коли працює персонал"
        return switch self {
        case .outOfService: ("Двері не працюють", "Спробуйте ще раз пізніше")
        case .closed: ("Зачинено", "Дивіться години роботи")
        case .closingSoon: ("Незабаром зачиняємо", "Так близько до закриття входу немає")
        case .unreachable: ("Немає зв’язку", "Спробуйте ще раз за мить")
        case .wait: ("Зачекайте", "Забагато спроб. Потім спробуйте ще раз.")
        case .refused:
            (
                "Доступу немає",
                "Картку або PIN-код не прийнято. Спробуйте ще раз або запитайте персонал."
            )
        case .noPIN: ("PIN-код не введено", "Відскануйте картку ще раз")
        case .expired: ("Термін дії картки минув", staffed)
        case .blocked: ("Доступу немає", staffed)
        case .notEnrolled: ("Вас не зареєстровано", staffed)
        case .notResident:
            ("Доступу немає", "Зараз лише для мешканців громади. Запитайте персонал.")
        case .noConsent: ("Немає згоди", "Хтось із батьків може дати її, коли працює персонал")
        case .tooYoung: ("Доступу немає", "За віком вам ще не можна заходити самостійно о цій порі")
        case .notACard:
            ("Цей код не підходить", "Відскануйте картку здоров’я або читацький квиток")
        case .busy: ("Хвилинку", "Зачекайте, доки двері будуть готові")
        case .passRefused: ("Код не прийнято", "Покажіть новий код або відскануйте картку")
        case .passOver: ("Код зараз не дійсний", "Отримайте новий код на телефоні")
        }
    }

    private var arabic: (title: String, next: String) {
        let staffed = "يرجى المراجعة في أوقات وجود الموظفين"
        return switch self {
        case .outOfService: ("الباب خارج الخدمة", "يرجى المحاولة لاحقًا")
        case .closed: ("مغلق", "يرجى مراجعة مواعيد العمل")
        case .closingSoon: ("سنغلق قريبًا", "لا دخول قبيل موعد الإغلاق")
        case .unreachable: ("لا يوجد اتصال", "يرجى المحاولة بعد قليل")
        case .wait: ("يرجى الانتظار", "محاولات كثيرة جدًا. حاول بعد ذلك مرة أخرى.")
        case .refused:
            ("لا يمكن الدخول", "لم تُقبل البطاقة أو الرمز السري. حاول مرة أخرى أو اسأل الموظفين.")
        case .noPIN: ("لم يُدخل الرمز السري", "يرجى مسح بطاقتك مرة أخرى")
        case .expired: ("انتهت صلاحية البطاقة", staffed)
        case .blocked: ("لا يمكن الدخول", staffed)
        case .notEnrolled: ("لست مسجلًا", staffed)
        case .notResident: ("لا يمكن الدخول", "الدخول الآن لسكان البلدية فقط. اسأل الموظفين.")
        case .noConsent: ("الموافقة غير متوفرة", "يمكن لأحد الوالدين منحها في أوقات وجود الموظفين")
        case .tooYoung: ("لا يمكن الدخول", "عمرك لا يسمح بالدخول وحدك في هذا الوقت")
        case .notACard: ("لا يمكن استخدام هذا الرمز", "امسح بطاقتك الصحية أو بطاقة المكتبة")
        case .busy: ("لحظة من فضلك", "يرجى الانتظار حتى يصبح الباب جاهزًا")
        case .passRefused: ("لم يُقبل الرمز", "اعرض رمزًا جديدًا أو امسح بطاقتك")
        case .passOver: ("الرمز غير صالح الآن", "احصل على رمز جديد في هاتفك")
        }
    }
}
