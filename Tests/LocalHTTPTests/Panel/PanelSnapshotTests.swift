// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import LocalHTTP

/// Every sign, with every message.
private let signs: [PanelView.Sign] =
    [
        .ready, .heldOpen, .enterPIN(typed: 2, length: 4), .asking, .granted(.seconds(5)),
        .wait(.seconds(30)), .closed, .outOfService, .fire, .evacuation,
        .enterNumber(typed: 6, hint: nil),
    ] + NumberHint.allCases.map { .enterNumber(typed: 6, hint: $0) }
    + Message.allCases.map { .denied($0) }

private func snapshot(
    _ view: PanelView,
    since: Moment = .example,
    now: Moment = .example,
    languages: [Language] = Language.allCases
) -> PanelSnapshot {
    PanelSnapshot(
        PanelHub.Published(view: view, since: since, sequence: 1),
        now: now,
        languages: languages
    )
}

@Suite struct `A panel's snapshot` {
    @Test(arguments: signs) func `has words in every language`(sign: PanelView.Sign) throws {
        let words = snapshot(.example(sign)).words
        #expect(words.count == Language.allCases.count)
        for words in words.values { #expect(!words.title.isEmpty) }
        #expect(words["da"]?.title != words["en"]?.title)
    }

    @Test(arguments: signs)
    func `leaves a number to the page only where it counts down`(sign: PanelView.Sign) {
        let snapshot = snapshot(.example(sign))
        let texts = snapshot.words.values.flatMap { [$0.title, $0.lead, $0.hours] }
        #expect(texts.contains { $0.contains("{n}") } == (snapshot.sign == "wait"))
    }

    @Test func `looks the same for an unknown card and a wrong PIN`() {
        let unknown = snapshot(.example(.denied(Denial.unknownCard.message)))
        #expect(unknown == snapshot(.example(.denied(Denial.wrongPIN.message))))
    }

    @Test func `tells how many digits are typed and nothing else of a PIN`() {
        let open = snapshot(.example(.enterPIN(typed: 3, length: nil)))
        #expect((open.typed, open.length) == (3, nil))
        let fixed = snapshot(.example(.enterPIN(typed: 0, length: 4)))
        #expect((fixed.typed, fixed.length) == (0, 4))
    }

    @Test func `tells how many digits of a number are typed, and what stands in its way`() {
        let open = snapshot(.example(.enterNumber(typed: 7, hint: nil)))
        #expect((open.typed, open.length, open.isUrgent) == (7, nil, false))
        #expect(open.offers == [.keypad, .cancel])
        var leads = Set([open.words["da"]?.lead])
        for hint in NumberHint.allCases {
            let hindered = snapshot(.example(.enterNumber(typed: 7, hint: hint)))
            #expect(hindered.isUrgent && hindered.typed == 7)
            leads.insert(hindered.words["da"]?.lead)
        }
        #expect(leads.count == 3)
    }

    @Test func `offers to type a number only where one can begin`() {
        var view = PanelView.example(.ready)
        #expect(!snapshot(view).offers.contains(.number))
        view.takesNumbers = true
        #expect(snapshot(view).offers == [.language, .help, .number])
    }

    @Test func `tells what is left of a release`() {
        let later = snapshot(
            .example(.granted(.seconds(5))),
            now: .at(uptime: .milliseconds(1_001_500))
        )
        #expect((later.remaining, later.total) == (3500, 5000))
    }

    @Test func `never tells less than nothing`() {
        let later = snapshot(.example(.wait(.seconds(30))), now: .at(uptime: .seconds(2000)))
        #expect(later.remaining == 0)
    }

    @Test func `offers no other language where there is one`() {
        #expect(snapshot(.example(.ready)).offers == [.language, .help])
        #expect(snapshot(.example(.ready), languages: [.danish]).offers == [.help])
    }

    @Test func `shows neither clock nor hours that cannot be trusted`() {
        let unset = snapshot(.example(.outOfService), now: .at(uptime: .seconds(1), clock: .unset))
        #expect(!unset.clock.isTrusted)
        #expect(unset.closesIn == nil)
        #expect(unset.words["da"]?.hours == "")
    }

    @Test(arguments: signs)
    func `adds what the library tells whoever is let in, and to nobody else`(
        sign: PanelView.Sign
    ) throws {
        let companion = try #require(CompanionText([.danish: "Luk efter dig."]))
        var asked = 0
        let snapshot = PanelSnapshot(
            PanelHub.Published(view: .example(sign), since: .example, sequence: 1),
            now: .example,
            languages: [.danish, .arabic]
        ) {
            asked += 1
            return companion
        }
        let isGranted = snapshot.sign == "granted"
        #expect(asked == (isGranted ? 1 : 0))
        let note = PanelSnapshot.Note(text: "Luk efter dig.", language: "da", direction: "ltr")
        for language in ["da", "ar"] {
            #expect(snapshot.words[language]?.note == (isGranted ? note : nil))
        }
    }

    @Test(arguments: signs) func `says at rest only when nobody is served`(sign: PanelView.Sign) {
        let resting: Set<String> = ["ready", "held-open", "closed", "out-of-service"]
        let snapshot = snapshot(.example(sign))
        #expect(snapshot.isAtRest == resting.contains(snapshot.sign))
    }
}

@Suite struct `The hours line` {
    /// Sunday 20:46 seen against a week.
    private func text(
        _ mode: HoursMode,
        _ days: [Weekday: [(String, String, HoursMode)]]
    ) throws -> HoursText {
        var week: [Weekday: [SchedulePeriod]] = [:]
        for (day, periods) in days {
            week[day] = try periods.map { from, to, mode in
                let (from, to) = (try #require(TimeOfDay(from)), try #require(TimeOfDay(to)))
                return try #require(SchedulePeriod(from: from, to: to, mode: mode))
            }
        }
        let now = Moment.example.civil
        let change = try Schedule(week).nextChange(after: now)
        return HoursText(mode: mode, change: change, now: now)
    }

    @Test func `says until when patrons let themselves in`() throws {
        let hours = try text(.selfService, [.sunday: [("08:00", "22:00", .selfService)]])
        #expect(hours.now(in: .danish) == "Selvbetjening til kl.\u{A0}22")
        #expect(hours.now(in: .english) == "Self-service until 22:00")
        #expect(hours.untilClosing == .seconds(73 * 60 + 55))
    }

    @Test func `writes minutes where there are some`() throws {
        let hours = try text(.staffed, [.sunday: [("08:00", "21:05", .staffed)]])
        #expect(hours.now(in: .danish) == "Åbent med personale til kl.\u{A0}21.05")
        #expect(hours.now(in: .english) == "Staff present until 21:05")
    }

    @Test func `calls the end of the day 24`() throws {
        let hours = try text(.selfService, [.sunday: [("08:00", "24:00", .selfService)]])
        #expect(hours.now(in: .danish) == "Selvbetjening til kl.\u{A0}24")
        #expect(hours.now(in: .english) == "Self-service until 24:00")
    }

    @Test func `says when the door opens tomorrow`() throws {
        let hours = try text(.closed, [.monday: [("08:00", "22:00", .selfService)]])
        #expect(hours.now(in: .danish) == "Lukket")
        #expect(hours.opening(in: .danish) == "Åbner i morgen kl.\u{A0}8")
        #expect(hours.opening(in: .english) == "Opens tomorrow at 8:00")
        #expect(hours.untilClosing == nil)
    }

    @Test func `names the day when the door opens later`() throws {
        let hours = try text(.closed, [.wednesday: [("09:30", "22:00", .staffed)]])
        #expect(hours.opening(in: .danish) == "Åbner onsdag kl.\u{A0}9.30")
        #expect(hours.opening(in: .english) == "Opens Wednesday at 9:30")
    }

    @Test func `names the date when a day of the week does not tell it`() throws {
        let now = Moment.example.civil
        let change = { (days: Int) -> Schedule.Change in
            Schedule.Change(
                date: now.date.advanced(by: days),
                time: .midnight,
                mode: .selfService
            )
        }
        let weeks = HoursText(mode: .closed, change: change(15), now: now)
        #expect(weeks.opening(in: .danish) == "Åbner mandag 7.\u{A0}december kl.\u{A0}0")
        #expect(weeks.opening(in: .english) == "Opens Monday 7\u{A0}December at 0:00")
        let week = HoursText(mode: .closed, change: change(7), now: now)
        #expect(week.opening(in: .danish) == "Åbner søndag 29.\u{A0}november kl.\u{A0}0")
        let days = HoursText(mode: .closed, change: change(6), now: now)
        #expect(days.opening(in: .danish) == "Åbner lørdag kl.\u{A0}0")
    }

    @Test(arguments: [
        (Language.german, "Öffnet Mittwoch um 11:30\u{A0}Uhr", "Selbstbedienung bis 22\u{A0}Uhr"),
        (.ukrainian, "Відкриється в середу об 11:30", "Самообслуговування до 22:00"),
        (.arabic, "يفتح يوم الأربعاء الساعة\u{A0}11:30", "خدمة ذاتية حتى الساعة\u{A0}22:00"),
    ])
    func `says the same in every language`(
        language: Language,
        opening: String,
        open: String
    ) throws {
        let closed = try text(.closed, [.wednesday: [("11:30", "22:00", .staffed)]])
        #expect(closed.opening(in: language) == opening)
        let hours = try text(.selfService, [.sunday: [("08:00", "22:00", .selfService)]])
        #expect(hours.now(in: language) == open)
    }

    @Test func `knows no opening where the week has none`() throws {
        let hours = try text(.closed, [:])
        #expect(hours.opening(in: .danish) == nil)
    }

    @Test func `names no end where there is none`() {
        let hours = HoursText(mode: .selfService, change: nil, now: Moment.example.civil)
        #expect(hours.now(in: .danish) == "Selvbetjening")
        #expect(hours.untilClosing == nil)
    }
}
