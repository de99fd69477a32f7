// SPDX-License-Identifier: MPL-2.0

import PortnerCore

extension KioskWords {
    static let arabic = KioskWords(
        .arabic,
        labels: KioskLabels(
            language: "العربية",
            direction: Language.arabic.direction,
            chooseLanguage: "اختر اللغة",
            largerText: "نص أكبر",
            highContrast: "تباين عالٍ",
            moreTime: "وقت أطول",
            hidesTitles: "إخفاء العناوين",
            speaks: "قراءة بصوت",
            adjust: "تعديل",
            adjustText: "عدّل الشاشة. يسري ذلك حتى تنتهي.",
            help: "مساعدة",
            padHelp: "لوحة الأرقام: 2 و8 للتنقل، 5 للاختيار، * للمساعدة، # للرجوع، 0 للقراءة بصوت.",
            close: "إغلاق",
            finish: "إنهاء",
            keypad: "لوحة الأرقام",
            clear: "حذف",
            ok: "موافق",
            more: "عرض المزيد",
            previous: "عرض السابق",
            clock: "الساعة الآن",
            digitsTyped: Counted(
                zero: "لم يُدخل أي رقم",
                one: "أُدخل رقم واحد",
                two: "أُدخل رقمان",
                few: "أُدخلت {n} أرقام",
                many: "أُدخل {n} رقمًا",
                other: "أُدخل {n} رقم"
            ),
            secondsLeft: Counted(
                zero: "انتهى الوقت",
                one: "بقيت ثانية واحدة",
                two: "بقيت ثانيتان",
                few: "بقيت {n} ثوانٍ",
                many: "بقيت {n} ثانية",
                other: "بقيت {n} ثانية"
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
            connecting: Phrase("لحظة من فضلك", "الجهاز قيد التشغيل."),
            disconnected: Phrase("لحظة من فضلك", "ستحاول الشاشة مرة أخرى تلقائيًا.")
        ),
        start: Start(
            scanCard: Phrase(
                "امسح بطاقتك",
                "البطاقة الصحية أو بطاقة المكتبة. ضع الرمز الشريطي في الضوء الأحمر."
            ),
            choose: "أو اختر هنا",
            returning: "امسح المادة فقط. لا حاجة إلى بطاقة.",
            loan: "امسح بطاقتك أولًا، ثم ما تريد استعارته.",
            loans: "المواعيد وتجديد الإعارات.",
            returningOffline: "امسح المادة فقط. نحفظ ذلك ونبلغ المكتبة لاحقًا.",
            loanOffline: "امسح بطاقتك أولًا. لا تظهر العناوين الآن.",
            needsLine: "غير متاح بدون اتصال.",
            cutNothing: Phrase("الاتصال مقطوع", "سنحاول مرة أخرى تلقائيًا."),
            cutReturns: Phrase("الاتصال مقطوع", "ما زال بإمكانك الإرجاع."),
            cutLoans: Phrase("الاتصال مقطوع", "ما زال بإمكانك الاستعارة والإرجاع."),
            typeCard: "كتابة رقم البطاقة",
            enterCard: Phrase("اكتب رقم بطاقتك", "اضغط موافق في النهاية. لا تظهر الأرقام."),
            enterPIN: Phrase("أدخل رمزك السري", "يمكنك تغطية المفاتيح بيدك."),
            enterPINAgain: Phrase("حاول مرة أخرى", "رقم البطاقة أو الرمز السري غير صحيح."),
            forgotPIN: "نسيت الرمز السري؟ اسأل الموظفين.",
            checking: Phrase("قُرئت البطاقة", "لحظة من فضلك ونحن نبحث عنك."),
            takeCard: Phrase("أبعد البطاقة عن الضوء", "لا تنسَ أن تأخذها معك."),
            outOfOrder: Phrase("خارج الخدمة مؤقتًا", "لا يمكن استخدام الجهاز الآن."),
            leave: Phrase("غادر المبنى", "اخرج بهدوء ولا تعد إلى الداخل.")
        ),
        refused: Refused(
            wrong: Phrase(
                "لم يتم الدخول",
                "رقم البطاقة أو الرمز السري غير صحيح. امسح البطاقة مرة أخرى أو اسأل الموظفين."
            ),
            wait: Phrase("يرجى الانتظار", "محاولات كثيرة جدًا. حاول بعد ذلك مرة أخرى."),
            noPIN: Phrase("لم يُدخل الرمز السري", "امسح بطاقتك مرة أخرى."),
            askStaff: Phrase("لا يمكن استخدام البطاقة هنا", "اسأل الموظفين."),
            unreachable: Phrase(
                "لا يمكننا إيجادك الآن",
                "الاتصال مقطوع. حاول بعد قليل أو اسأل الموظفين."
            ),
            notRecorded: Phrase("لم ينجح ذلك", "لا يستطيع الجهاز الحفظ. اسأل الموظفين.")
        ),
        home: Home(
            hello: "مرحبًا {name}",
            welcome: "أهلًا وسهلًا",
            scan: "امسح ما تريد استعارته. مادة واحدة في كل مرة في الضوء الأحمر.",
            debt: Phrase(
                "لا يمكنك الاستعارة الآن",
                "تجاوزت رسومك الحد المسموح. بعد الدفع يمكنك الاستعارة مجددًا."
            ),
            askStaff: Phrase("لا يمكنك الاستعارة الآن", "اسأل الموظفين."),
            still: "ما زال بإمكانك",
            overdue: Counted(
                zero: "لا إعارات متأخرة",
                one: "إعارة واحدة متأخرة",
                two: "إعارتان متأخرتان",
                few: "{n} إعارات متأخرة",
                many: "{n} إعارة متأخرة",
                other: "{n} إعارة متأخرة"
            ),
            seeLoans: "انظر الموعد في «إعاراتي».",
            loan: "امسح للبدء",
            returning: "امسح المادة",
            loans: Counted(
                zero: "لا إعارات",
                one: "إعارة واحدة",
                two: "إعارتان",
                few: "{n} إعارات",
                many: "{n} إعارة",
                other: "{n} إعارة"
            ),
            isOverdue: Counted(
                zero: "لا متأخرة",
                one: "واحدة متأخرة",
                two: "اثنتان متأخرتان",
                few: "{n} متأخرة",
                many: "{n} متأخرة",
                other: "{n} متأخرة"
            ),
            seeLoansTile: "انظر مواعيدك",
            ready: Counted(
                zero: "لا شيء جاهز",
                one: "واحدة جاهزة للاستلام",
                two: "اثنتان جاهزتان للاستلام",
                few: "{n} جاهزة للاستلام",
                many: "{n} جاهزة للاستلام",
                other: "{n} جاهزة للاستلام"
            ),
            seeHolds: "انظر ما تنتظره",
            seeFees: "انظر الرسوم"
        ),
        tasks: Tasks(
            loan: "استعارة",
            returning: "إرجاع",
            loans: "إعاراتي",
            holds: "الحجوزات",
            fees: "الرسوم",
            overview: "نظرة عامة",
            back: "رجوع",
            understood: "فهمت",
            renew: "تجديد",
            renewAll: "تجديد الكل"
        ),
        rows: Rows(
            scanLoan: Phrase("امسح ما تريد استعارته", "مادة واحدة في كل مرة في الضوء الأحمر."),
            scanReturn: Phrase("امسح ما تريد إرجاعه", "مادة واحدة في كل مرة في الضوء الأحمر."),
            next: "امسح التالي",
            working: "لحظة من فضلك",
            lent: "تمت الاستعارة",
            notLent: "لم تتم الاستعارة",
            renewed: "تم التجديد",
            notRenewed: "لم يتم التجديد",
            returned: "تم الإرجاع",
            notReturned: "لم يتم الإرجاع",
            returnedReserved: "تم الإرجاع، محجوز",
            already: Phrase("هي عندك بالفعل", "يمكنك تجديد الإعارة هنا."),
            doubtful: Phrase("نتحقق من الأمر", "لم يصل الجواب. اسأل الموظفين."),
            incomplete: Phrase("هناك جزء ناقص", "ضع جميع الأجزاء على اللوح معاً."),
            putBack: Phrase("أعده إلى مكانه", "أُخذ قبل الأوان."),
            showStaff: Phrase("أرِه للموظفين", "قد تُصدر البوابة إنذاراً."),
            lieStill: "اتركه قليلاً بعد.",
            again: "موجودة في القائمة",
            savedLoan: "حُفظ ذلك. تُبلَّغ المكتبة عند عودة الاتصال.",
            savedReturn: "حُفظ ذلك. تُبلَّغ المكتبة عند عودة الاتصال.",
            countLent: Counted(
                zero: "لم يُستعر شيء",
                one: "استُعيرت واحدة",
                two: "استُعيرت اثنتان",
                few: "استُعيرت {n}",
                many: "استُعيرت {n}",
                other: "استُعيرت {n}"
            ),
            countNotLent: Counted(
                zero: "لا مرفوضة",
                one: "واحدة لم تُستعر",
                two: "اثنتان لم تُستعارا",
                few: "{n} لم تُستعر",
                many: "{n} لم تُستعر",
                other: "{n} لم تُستعر"
            ),
            countReturned: Counted(
                zero: "لم يُرجع شيء",
                one: "أُرجعت واحدة",
                two: "أُرجعت اثنتان",
                few: "أُرجعت {n}",
                many: "أُرجعت {n}",
                other: "أُرجعت {n}"
            ),
            countNotReturned: Counted(
                zero: "لا مرفوضة",
                one: "واحدة لم تُرجع",
                two: "اثنتان لم تُرجعا",
                few: "{n} لم تُرجع",
                many: "{n} لم تُرجع",
                other: "{n} لم تُرجع"
            ),
            renewals: "تم التجديد: {n} من {m}",
            item: "مادة {n}",
            due: "تُعاد حتى {date}",
            slipDue: "حتى",
            slipOverdue: "الموعد",
            toBin: "ضعها في الصندوق {bin}.",
            bin: "صندوق",
            toPlace: "ضعها حيث تشير اللافتة.",
            toReserved: "محجوزة. ضعها على رف الحجوزات.",
            toBranch: "تُرسل إلى {branch}.",
            toOtherBranch: "تُرسل إلى مكتبة أخرى.",
            toStaff: "أعطها للموظفين."
        ),
        lists: Lists(
            asked: Phrase("لحظة من فضلك", "نحضر معلوماتك."),
            unavailable: Phrase("لا يمكن العرض الآن", "حاول بعد قليل."),
            loans: Counted(
                zero: "لا إعارات",
                one: "إعارة واحدة",
                two: "إعارتان",
                few: "{n} إعارات",
                many: "{n} إعارة",
                other: "{n} إعارة"
            ),
            noLoans: Phrase("لا إعارات", "لم تستعر شيئًا."),
            areOverdue: Counted(
                zero: "لا متأخرة.",
                one: "واحدة متأخرة.",
                two: "اثنتان متأخرتان.",
                few: "{n} متأخرة.",
                many: "{n} متأخرة.",
                other: "{n} متأخرة."
            ),
            areDueSoon: Counted(
                zero: "لا شيء يحين قريبًا.",
                one: "واحدة يحين موعدها قريبًا.",
                two: "اثنتان يحين موعدهما قريبًا.",
                few: "{n} يحين موعدها قريبًا.",
                many: "{n} يحين موعدها قريبًا.",
                other: "{n} يحين موعدها قريبًا."
            ),
            oldestFirst: "الأقرب موعدًا أولًا",
            isOverdue: "متأخرة",
            isDueSoon: "يحين موعدها قريبًا",
            notRenewable: "لا يمكن تجديدها.",
            ready: Counted(
                zero: "لا شيء جاهز لك",
                one: "واحدة جاهزة لك",
                two: "اثنتان جاهزتان لك",
                few: "{n} جاهزة لك",
                many: "{n} جاهزة لك",
                other: "{n} جاهزة لك"
            ),
            findReady: "ابحث عن الرقم على رف الحجوزات وامسحه هنا.",
            noneReady: "لا شيء جاهز بعد.",
            noHolds: Phrase("لا حجوزات", "لا تنتظر شيئًا."),
            readyHeading: "جاهز للاستلام",
            onTheWay: "في الطريق",
            waiting: "قيد الانتظار",
            isReady: "جاهز",
            fetchBy: "يُستلم حتى {date}",
            fetchAt: "يُستلم في {branch}",
            shelf: "رقم",
            queue: "الدور",
            balance: "ما عليك للمكتبة. لا يمكن الدفع على هذا الجهاز.",
            noFees: Phrase("لا رسوم", "ليس عليك شيء."),
            pay: Phrase(
                "ادفع بهاتفك",
                "امسح الرمز. يفتح صفحة المكتبة، وتسجل الدخول هناك."
            ),
            total: "المجموع",
            fee: "رسم",
            mayBeMore: "قد لا تكون القائمة كاملة."
        ),
        end: End(
            receipt: Phrase("هل تريد إيصالًا؟", "سيتم تسجيل خروجك بعد ذلك."),
            noReceipt: Phrase("لا شكرًا", "سيتم تسجيل خروجك فورًا."),
            print: Phrase("طباعة", "يخرج بجانب الشاشة."),
            mail: Phrase("بريد إلكتروني", "يُرسل إلى العنوان الذي تعرفه المكتبة."),
            working: "المادة الأخيرة لم تنته بعد. لحظة من فضلك.",
            notYet: "لم أنته بعد",
            bye: Phrase("تم تسجيل خروجك", "لا تنسَ بطاقتك."),
            thanks: "شكرًا لزيارتك",
            printed: "خذ إيصالك",
            mailed: "الإيصال في الطريق إلى بريدك",
            printing: Phrase("جارٍ الطباعة", "سيخرج إيصالك بجانب الشاشة."),
            mailing: Phrase("جارٍ الإرسال", "يُرسَل إيصالك الآن."),
            noPaper: "نفد الورق من الطابعة",
            cannotPrint: "الطابعة لا تعمل الآن",
            notPrinted: "لم يُطبع الإيصال",
            notMailed: "لم يُرسَل الإيصال",
            mailInstead: "يمكنك الحصول على الإيصال بالبريد الإلكتروني بدلاً من ذلك.",
            printInstead: "يمكنك الحصول على الإيصال على الورق بدلاً من ذلك.",
            nothingInstead: "ما استعرته وما أعدته مسجَّل.",
            stillThere: Phrase(
                "هل ما زلت هنا؟",
                "وإلا سيتم تسجيل خروجك حتى لا يرى غيرك معلوماتك."
            ),
            stay: "ابقَ هنا",
            handOver: Phrase(
                "هل انتهيت؟",
                "مُسحت بطاقة أخرى. بدون جواب يبدأ دور التالي."
            ),
            handOverNamed: "هل انتهيت يا {name}؟",
            isDone: "نعم، انتهيت",
            isNotDone: "لا، سأتابع",
            another: Phrase(
                "هل أنت شخص آخر؟",
                "مُسحت مادة ولم تُسجَّل. بدون جواب يُسجَّل خروج من كان قبلك."
            ),
            anotherNamed: "هل أنت شخص غير {name}؟",
            isAnother: "نعم، أنا شخص آخر",
            isSame: "لا، ما زلت أنا"
        ),
        reason: { arabic($0) },
        misplaced: { arabic($0) }
    )

    private static func arabic(_ reason: KioskRow.Reason) -> String {
        switch reason {
        case .patronNotValid: "البطاقة غير صالحة. اسأل الموظفين."
        case .patronBlocked: "لا يمكنك الاستعارة الآن. اسأل الموظفين."
        case .itemUnknown: "المكتبة لا تعرف هذه المادة. أعطها للموظفين."
        case .itemOnLoan: "معارة لشخص آخر. أعطها للموظفين."
        case .itemReserved: "محجوزة لشخص آخر. أعطها للموظفين."
        case .itemNotForLoan: "لا تُعار خارج المكتبة."
        case .tooEarlyToRenew: "ما زال الوقت مبكرًا للتجديد."
        case .tooManyRenewals: "لا يمكن تجديدها أكثر."
        case .other: "اسأل الموظفين."
        case .unreachable: "الاتصال مقطوع. حاول لاحقًا."
        case .notRecorded: "لا يستطيع الجهاز الحفظ. اسأل الموظفين."
        case .notSupported: "لا يمكن ذلك هنا. اسأل الموظفين."
        }
    }

    private static func arabic(_ misplaced: KioskView.Misplaced) -> Phrase {
        switch misplaced {
        case .unreadable: Phrase("لا يمكن استخدام هذا الرمز", "امسح رمز بطاقة أو مادة.")
        case .pinFirst: Phrase("الرمز السري أولًا", "أدخل رمزك السري قبل المسح.")
        case .questionFirst: Phrase("أجب أولًا", "أجب عن السؤال قبل المسح.")
        case .busy: Phrase("واحدة في كل مرة", "انتظر حتى تنتهي السابقة.")
        case .full: Phrase("القائمة ممتلئة", "أنهِ وابدأ من جديد.")
        case .notYourLoan: Phrase("ليست من إعاراتك", "المادة ليست في قائمتك.")
        case .tagsFirst:
            Phrase("اترك المواد في مكانها", "ليست جاهزة بعد. انتظر قبل أن تغادر.")
        case .cardFirst: Phrase("امسح بطاقتك أولًا", "بعدها يمكنك الاستعارة.")
        }
    }
}
