// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// The words of the languages that receipt printers have no letters for.
extension ReceiptWords {
    static let ukrainian = ReceiptWords(
        tag: "uk",
        titles: [
            .loans: "Квитанція про видачу", .returns: "Квитанція про повернення",
            .account: "Ваші позики", .unsettled: "Операції, що очікують",
        ],
        item: "Видання",
        dueColumn: "До",
        withoutTitle: "Без назви",
        unknownDue: "дата невідома",
        due: "Повернути до:",
        renewed: "Продовжено",
        notRenewed: "Не продовжено",
        returned: "Повернуто",
        ready: "Готово для вас",
        readyUntil: "Забрати до",
        unsettled: "Очікує",
        provisional: "Бібліотека підтвердить, коли відновиться зв'язок.",
        reader: "Читач",
        nextDue: "Найближчий термін",
        loans: "Усього позик",
        owes: "Заборгованість",
        holdsReady: "Готові замовлення",
        nothing: "Немає видань",
        omitted: "Ще видань, яких тут немає:",
        site: "Ваші позики:",
        at: "о",
        months: [
            "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня",
            "вересня", "жовтня", "листопада", "грудня",
        ]
    )

    static let arabic = ReceiptWords(
        tag: "ar",
        titles: [
            .loans: "إيصال الاستعارة", .returns: "إيصال الإرجاع",
            .account: "موادك المستعارة", .unsettled: "عمليات قيد الانتظار",
        ],
        item: "المادة",
        dueColumn: "حتى",
        withoutTitle: "بدون عنوان",
        unknownDue: "التاريخ غير معروف",
        due: "تُرجع حتى:",
        renewed: "تم التمديد",
        notRenewed: "لم يتم التمديد",
        returned: "تم الإرجاع",
        ready: "جاهزة لك",
        readyUntil: "تُستلم حتى",
        unsettled: "قيد الانتظار",
        provisional: "تؤكد المكتبة ذلك عند عودة الاتصال.",
        reader: "المستعير",
        nextDue: "أقرب موعد إرجاع",
        loans: "مجموع المواد المستعارة",
        owes: "المبلغ المستحق",
        holdsReady: "الحجوزات الجاهزة",
        nothing: "لا توجد مواد",
        omitted: "مواد أخرى غير مذكورة هنا:",
        site: "موادك المستعارة على",
        at: "الساعة",
        months: [
            "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر",
            "أكتوبر", "نوفمبر", "ديسمبر",
        ]
    )
}

extension Language {
    /// The language of a receipt that is written in a printer's own letters: English for one that
    /// they do not suffice for.
    public var inPrinterLetters: Language {
        switch self {
        case .danish, .english, .german: self
        case .ukrainian, .arabic: .english
        }
    }
}
