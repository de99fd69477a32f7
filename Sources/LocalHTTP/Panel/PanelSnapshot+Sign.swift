// SPDX-License-Identifier: MPL-2.0

import PortnerCore

extension PanelSnapshot {
    /// Draws up a panel's state as it is at a moment.
    ///
    /// - Parameters:
    ///   - published: The state.
    ///   - now: The moment.
    ///   - languages: The languages that the panel offers.
    ///   - companion: What the library tells whoever is let in; asked for only then.
    init(
        _ published: PanelHub.Published,
        now: Moment,
        languages: [Language],
        companion: () -> CompanionText? = { nil }
    ) {
        let view = published.view
        let hours = HoursText(
            mode: view.mode,
            change: view.nextChange,
            now: now.clock == .trusted ? now.civil : published.since.civil
        )
        let isTrusted = now.clock == .trusted
        let design = Design(view.sign)
        let text: CompanionText? = if case .granted = view.sign { companion() } else { nil }
        self.init(
            sequence: published.sequence,
            sign: design.name,
            voice: design.voice,
            mark: design.mark,
            isUrgent: design.isUrgent,
            isAtRest: design.isAtRest,
            offers: design.offers.filter { $0 != .language || languages.count > 1 }
                + (view.takesNumbers ? [.number] : []),
            words: Language.each(of: languages) { language in
                let (title, lead) = Self.words(view.sign, hours, language)
                return Words(
                    title: title,
                    lead: lead,
                    hours: isTrusted ? hours.now(in: language) : "",
                    note: text.map { Note($0, in: language) }
                )
            },
            clock: Clock(secondOfDay: now.civil.secondOfDay, isTrusted: isTrusted),
            isReleased: view.isReleased,
            isOpen: view.isOpen
        )
        if isTrusted { closesIn = hours.untilClosing?.milliseconds }
        switch view.sign {
        case .enterPIN(let typed, let length):
            (self.typed, self.length) = (typed, length)
        case .enterNumber(let typed, _):
            self.typed = typed
        case .granted(let duration), .wait(let duration):
            let elapsed = published.since.uptime.duration(to: now.uptime)
            total = duration.milliseconds
            remaining = max(.zero, duration - elapsed).milliseconds
        default:
            break
        }
    }

    /// What a sign looks like, whatever the language.
    private struct Design {
        var name: String
        var voice: Voice
        var mark: Mark
        var isUrgent = false
        var isAtRest = false
        var offers: [Offer] = [.language, .help]

        init(_ sign: PanelView.Sign) {
            switch sign {
            case .ready:
                self.init("ready", .inviting, .card, isAtRest: true)
            case .heldOpen:
                self.init("held-open", .inviting, .enter, isAtRest: true)
            case .enterPIN:
                self.init("enter-pin", .calm, .pin, offers: [.keypad, .cancel])
            case .enterNumber(_, let hint):
                let isUrgent = hint != nil
                self.init(
                    "enter-number",
                    .calm,
                    .pin,
                    isUrgent: isUrgent,
                    offers: [.keypad, .cancel]
                )
            case .asking:
                self.init("asking", .calm, .dots, offers: [])
            case .granted:
                self.init("granted", .yes, .enter, isUrgent: true, offers: [])
            case .denied(let message):
                let (voice, mark) = Self.look(of: message)
                self.init("denied", voice, mark, isUrgent: true)
            case .wait:
                self.init("wait", .heed, .clock, isUrgent: true)
            case .closed:
                self.init("closed", .shut, .bar, isAtRest: true)
            case .outOfService:
                self.init("out-of-service", .shut, .spanner, isAtRest: true)
            case .fire:
                self.init("fire", .alarm, .flame, isUrgent: true, offers: [])
            case .evacuation:
                self.init("evacuation", .alarm, .triangle, isUrgent: true, offers: [])
            }
        }

        private init(
            _ name: String,
            _ voice: Voice,
            _ mark: Mark,
            isUrgent: Bool = false,
            isAtRest: Bool = false,
            offers: [Offer] = [.language, .help]
        ) {
            (self.name, self.voice, self.mark) = (name, voice, mark)
            (self.isUrgent, self.isAtRest, self.offers) = (isUrgent, isAtRest, offers)
        }

        /// Red is for a person who was refused; everything else asks for attention or patience.
        private static func look(of message: Message) -> (Voice, Mark) {
            switch message {
            case .refused, .expired, .blocked, .tooYoung, .notEnrolled, .notResident, .noConsent:
                (.no, .octagon)
            case .noPIN, .notACard, .passRefused, .passOver: (.heed, .triangle)
            case .wait, .busy: (.heed, .clock)
            case .closed, .closingSoon: (.shut, .bar)
            case .outOfService, .unreachable: (.shut, .spanner)
            }
        }
    }

    private static func words(
        _ sign: PanelView.Sign,
        _ hours: HoursText,
        _ language: Language
    ) -> (title: String, lead: String) {
        if case .denied(let message) = sign {
            let (title, next) = message.words(in: language)
            return (title, next)
        }
        if case .closed = sign {
            let (title, next) = Message.closed.words(in: language)
            return (title, hours.opening(in: language) ?? next)
        }
        if case .outOfService = sign {
            let (title, next) = Message.outOfService.words(in: language)
            return (title, next)
        }
        return switch language {
        case .danish: danish(sign)
        case .english: english(sign)
        case .german: german(sign)
        case .ukrainian: ukrainian(sign)
        case .arabic: arabic(sign)
        }
    }

    private static func lead(
        _ hint: NumberHint?,
        _ usual: String,
        tooShort: String,
        tooLong: String
    ) -> String {
        switch hint {
        case nil: usual
        case .tooShort?: tooShort
        case .tooLong?: tooLong
        }
    }

    private static func danish(_ sign: PanelView.Sign) -> (title: String, lead: String) {
        switch sign {
        case .ready: ("Scan dit kort", "Sundhedskort eller lånerkort")
        case .heldOpen: ("Velkommen", "Biblioteket er åbent. Du skal ikke scanne kort.")
        case .enterPIN: ("Indtast din pinkode", "")
        case .enterNumber(_, let hint):
            (
                "Tast kortnummer",
                lead(
                    hint,
                    "Slut med OK",
                    tooShort: "For kort. Tast videre.",
                    tooLong: "For langt. Slet lidt."
                )
            )
        case .asking: ("Et øjeblik", "Vi slår dit kort op")
        case .granted: ("Velkommen", "Døren er låst op")
        case .wait: ("Vent {n} sekunder", "For mange forsøg. Prøv så igen.")
        case .fire: ("Brandalarm", "Gå ikke ind. Forlad bygningen roligt.")
        case .evacuation: ("Forlad bygningen", "Gå roligt ud, og gå ikke ind igen.")
        case .denied, .closed, .outOfService: ("", "")
        }
    }

    private static func english(_ sign: PanelView.Sign) -> (title: String, lead: String) {
        switch sign {
        case .ready: ("Scan your card", "Health card or library card")
        case .heldOpen: ("Welcome", "The library is open. You need not scan a card.")
        case .enterPIN: ("Enter your PIN", "")
        case .enterNumber(_, let hint):
            (
                "Type card number",
                lead(
                    hint,
                    "End with OK",
                    tooShort: "Too short. Go on.",
                    tooLong: "Too long. Delete some."
                )
            )
        case .asking: ("One moment", "We are looking up your card")
        case .granted: ("Welcome", "The door is unlocked")
        case .wait: ("Wait {n} seconds", "Too many attempts. Then try again.")
        case .fire: ("Fire alarm", "Do not enter. Leave the building calmly.")
        case .evacuation: ("Leave the building", "Go out calmly, and do not come back in.")
        case .denied, .closed, .outOfService: ("", "")
        }
    }

    private static func german(_ sign: PanelView.Sign) -> (title: String, lead: String) {
        switch sign {
        case .ready: ("Scannen Sie Ihre Karte", "Gesundheits- oder Bibliothekskarte")
        case .heldOpen: ("Willkommen", "Die Bibliothek ist offen. Sie brauchen keine Karte.")
        case .enterPIN: ("Geben Sie Ihre PIN ein", "")
        case .enterNumber(_, let hint):
            (
                "Kartennummer eintippen",
                lead(
                    hint,
                    "Zuletzt OK",
                    tooShort: "Zu kurz. Bitte weiter.",
                    tooLong: "Zu lang. Bitte löschen."
                )
            )
        case .asking: ("Einen Moment", "Wir prüfen Ihre Karte")
        case .granted: ("Willkommen", "Die Tür ist entriegelt")
        case .wait: ("Warten Sie {n} Sekunden", "Zu viele Versuche. Dann bitte noch einmal.")
        case .fire: ("Feueralarm", "Nicht eintreten. Verlassen Sie ruhig das Gebäude.")
        case .evacuation:
            ("Verlassen Sie das Gebäude", "Gehen Sie ruhig hinaus und nicht wieder hinein.")
        case .denied, .closed, .outOfService: ("", "")
        }
    }

    private static func ukrainian(_ sign: PanelView.Sign) -> (title: String, lead: String) {
        switch sign {
        case .ready: ("Відскануйте картку", "Картка здоров’я або читацький квиток")
        case .heldOpen: ("Ласкаво просимо", "Бібліотека відчинена. Картка не потрібна.")
        case .enterPIN: ("Введіть PIN-код", "")
        case .enterNumber(_, let hint):
            (
                "Введіть номер картки",
                lead(hint, "Потім OK", tooShort: "Закороткий. Далі.", tooLong: "Задовгий. Зітріть.")
            )
        case .asking: ("Хвилинку", "Перевіряємо вашу картку")
        case .granted: ("Ласкаво просимо", "Двері відімкнено")
        case .wait: ("Зачекайте {n} секунд", "Забагато спроб. Потім спробуйте ще раз.")
        case .fire: ("Пожежна тривога", "Не заходьте. Спокійно залиште будівлю.")
        case .evacuation: ("Залиште будівлю", "Спокійно вийдіть і не заходьте назад.")
        case .denied, .closed, .outOfService: ("", "")
        }
    }

    private static func arabic(_ sign: PanelView.Sign) -> (title: String, lead: String) {
        switch sign {
        case .ready: ("امسح بطاقتك", "البطاقة الصحية أو بطاقة المكتبة")
        case .heldOpen: ("أهلًا وسهلًا", "المكتبة مفتوحة. لا حاجة إلى مسح البطاقة.")
        case .enterPIN: ("أدخل رمزك السري", "")
        case .enterNumber(_, let hint):
            (
                "اكتب رقم البطاقة",
                lead(hint, "ثم OK", tooShort: "قصير جدًا. تابع.", tooLong: "طويل جدًا. احذف.")
            )
        case .asking: ("لحظة من فضلك", "نتحقق من بطاقتك")
        case .granted: ("أهلًا وسهلًا", "فُتح قفل الباب")
        case .wait: ("انتظر {n} ثانية", "محاولات كثيرة جدًا. حاول بعد ذلك مرة أخرى.")
        case .fire: ("إنذار حريق", "لا تدخل. غادر المبنى بهدوء.")
        case .evacuation: ("غادر المبنى", "اخرج بهدوء ولا تعد إلى الداخل.")
        case .denied, .closed, .outOfService: ("", "")
        }
    }
}

extension PanelSnapshot.Note {
    fileprivate init(_ companion: CompanionText, in language: Language) {
        let (text, language) = companion.text(in: language)
        self.init(text: text, language: language.rawValue, direction: language.direction)
    }
}
