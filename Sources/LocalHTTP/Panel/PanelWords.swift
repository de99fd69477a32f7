// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The texts of a panel's page that do not change with its state.
struct PanelWords: Sendable, Hashable, Codable {
    /// The name of the language, in that language.
    var language: String
    /// `rtl` where lines run from right to left, otherwise `ltr`.
    var direction: String
    var help: String
    var helpText: String
    var close: String
    var cancel: String
    var clear: String
    var ok: String
    var keypad: String
    /// The button for whoever has no card along.
    var number: String
    /// Read before the time of day.
    var clock: String
    var digitsTyped: Counted
    var seconds: Counted
    var minutes: Counted
    var closing: Counted
    var connecting: PanelSnapshot.Words
    var disconnected: PanelSnapshot.Words

    /// The texts in a language.
    init(_ language: Language, look: PanelLook) {
        switch language {
        case .danish: self = Self.danish
        case .english: self = Self.english
        case .german: self = Self.german
        case .ukrainian: self = Self.ukrainian
        case .arabic: self = Self.arabic
        }
        direction = language.direction
        helpText = look.help[language]
    }

    private init(
        language: String,
        help: String,
        close: String,
        cancel: String,
        clear: String,
        keypad: String,
        number: String,
        clock: String,
        digitsTyped: Counted,
        seconds: Counted,
        minutes: Counted,
        closing: Counted,
        connecting: (String, String),
        disconnected: (String, String)
    ) {
        (self.language, self.help, self.close) = (language, help, close)
        (self.cancel, self.clear) = (cancel, clear)
        (self.keypad, self.number) = (keypad, number)
        (self.clock, self.digitsTyped, self.closing) = (clock, digitsTyped, closing)
        (self.seconds, self.minutes) = (seconds, minutes)
        ok = "OK"
        direction = Language.danish.direction
        helpText = ""
        self.connecting = .init(title: connecting.0, lead: connecting.1, hours: "")
        self.disconnected = .init(title: disconnected.0, lead: disconnected.1, hours: "")
    }

    private static let danish = PanelWords(
        language: "Dansk",
        help: "Hjælp",
        close: "Luk",
        cancel: "Afbryd",
        clear: "Slet",
        keypad: "Taltastatur",
        number: "Uden kort",
        clock: "Klokken er",
        digitsTyped: Counted(one: "1 ciffer tastet", other: "{n} cifre tastet"),
        seconds: Counted(one: "Vent 1 sekund", other: "Vent {n} sekunder"),
        minutes: Counted(one: "Vent 1 minut", other: "Vent {n} minutter"),
        closing: Counted(one: "Lukker om 1 minut", other: "Lukker om {n} minutter"),
        connecting: ("Et øjeblik", "Panelet starter"),
        disconnected: ("Ingen forbindelse", "Panelet prøver igen af sig selv")
    )

    private static let english = PanelWords(
        language: "English",
        help: "Help",
        close: "Close",
        cancel: "Cancel",
        clear: "Delete",
        keypad: "Number pad",
        number: "No card?",
        clock: "The time is",
        digitsTyped: Counted(one: "1 digit typed", other: "{n} digits typed"),
        seconds: Counted(one: "Wait 1 second", other: "Wait {n} seconds"),
        minutes: Counted(one: "Wait 1 minute", other: "Wait {n} minutes"),
        closing: Counted(one: "Closes in 1 minute", other: "Closes in {n} minutes"),
        connecting: ("One moment", "The panel is starting"),
        disconnected: ("No connection", "The panel will try again by itself")
    )

    private static let german = PanelWords(
        language: "Deutsch",
        help: "Hilfe",
        close: "Schließen",
        cancel: "Abbrechen",
        clear: "Löschen",
        keypad: "Ziffernfeld",
        number: "Ohne Karte",
        clock: "Es ist",
        digitsTyped: Counted(one: "1 Ziffer eingegeben", other: "{n} Ziffern eingegeben"),
        seconds: Counted(one: "Warten Sie 1 Sekunde", other: "Warten Sie {n} Sekunden"),
        minutes: Counted(one: "Warten Sie 1 Minute", other: "Warten Sie {n} Minuten"),
        closing: Counted(one: "Schließt in 1 Minute", other: "Schließt in {n} Minuten"),
        connecting: ("Einen Moment", "Die Anzeige startet"),
        disconnected: ("Keine Verbindung", "Die Anzeige versucht es von selbst weiter")
    )

    private static let ukrainian = PanelWords(
        language: "Українська",
        help: "Допомога",
        close: "Закрити",
        cancel: "Скасувати",
        clear: "Стерти",
        keypad: "Цифрова клавіатура",
        number: "Без картки",
        clock: "Зараз",
        digitsTyped: Counted(
            one: "Введено {n} цифру",
            few: "Введено {n} цифри",
            many: "Введено {n} цифр",
            other: "Введено {n} цифри"
        ),
        seconds: Counted(
            one: "Зачекайте {n} секунду",
            few: "Зачекайте {n} секунди",
            many: "Зачекайте {n} секунд",
            other: "Зачекайте {n} секунди"
        ),
        minutes: Counted(
            one: "Зачекайте {n} хвилину",
            few: "Зачекайте {n} хвилини",
            many: "Зачекайте {n} хвилин",
            other: "Зачекайте {n} хвилини"
        ),
        closing: Counted(
            one: "Зачиняється за {n} хвилину",
            few: "Зачиняється за {n} хвилини",
            many: "Зачиняється за {n} хвилин",
            other: "Зачиняється за {n} хвилини"
        ),
        connecting: ("Хвилинку", "Панель запускається"),
        disconnected: ("Немає зв’язку", "Панель спробує знову сама")
    )

    private static let arabic = PanelWords(
        language: "العربية",
        help: "مساعدة",
        close: "إغلاق",
        cancel: "إلغاء",
        clear: "حذف",
        keypad: "لوحة الأرقام",
        number: "بدون بطاقة",
        clock: "الساعة الآن",
        digitsTyped: Counted(
            zero: "لم يُدخل أي رقم",
            one: "أُدخل رقم واحد",
            two: "أُدخل رقمان",
            few: "أُدخلت {n} أرقام",
            many: "أُدخل {n} رقمًا",
            other: "أُدخل {n} رقم"
        ),
        seconds: Counted(
            zero: "انتظر قليلًا",
            one: "انتظر ثانية واحدة",
            two: "انتظر ثانيتين",
            few: "انتظر {n} ثوانٍ",
            many: "انتظر {n} ثانية",
            other: "انتظر {n} ثانية"
        ),
        minutes: Counted(
            zero: "انتظر قليلًا",
            one: "انتظر دقيقة واحدة",
            two: "انتظر دقيقتين",
            few: "انتظر {n} دقائق",
            many: "انتظر {n} دقيقة",
            other: "انتظر {n} دقيقة"
        ),
        closing: Counted(
            zero: "يُغلق الآن",
            one: "يُغلق بعد دقيقة واحدة",
            two: "يُغلق بعد دقيقتين",
            few: "يُغلق بعد {n} دقائق",
            many: "يُغلق بعد {n} دقيقة",
            other: "يُغلق بعد {n} دقيقة"
        ),
        connecting: ("لحظة من فضلك", "اللوحة قيد التشغيل"),
        disconnected: ("لا يوجد اتصال", "ستحاول اللوحة مرة أخرى تلقائيًا")
    )
}

extension Language {
    /// The direction of lines as HTML writes it.
    var direction: String { isRightToLeft ? "rtl" : "ltr" }
}
