// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Draws up what a kiosk's page shows out of its view, in the patron's language.
struct KioskDrawing {
    typealias Button = KioskSnapshot.Button
    typealias Row = KioskSnapshot.Row
    typealias Stage = KioskSnapshot.Stage
    typealias Work = KioskSnapshot.Work

    /// How many days before the last one a loan counts as due soon.
    static let soonDays = 3

    let view: KioskView
    let words: KioskWords
    let today: CivilDate
    /// How long the view has been shown.
    let elapsed: Duration
    /// Whom to ask, from the library's settings.
    let helpText: String
    /// Whether there is a page of the library's own that a code can lead to.
    let hasAddress: Bool

    init(_ published: KioskHub.Published, look: KioskLook, now: Moment) {
        view = published.view
        let asked = view.wishes.language
        let isOffered = look.languages.contains(asked)
        words = KioskWords(isOffered ? asked : look.languages.first ?? .danish)
        today = (now.clock == .trusted ? now : published.since).civil.date
        elapsed = max(.zero, published.since.uptime.duration(to: now.uptime))
        helpText = look.common.help[words.language]
        hasAddress = look.address != nil
    }

    /// The page's name, stable for tests and style sheets.
    var name: String {
        switch view.page {
        case .idle: "idle"
        case .card: "card"
        case .typing: "typing"
        case .pin: "pin"
        case .checking: "checking"
        case .refused: "refused"
        case .home: "home"
        case .loan: "loan"
        case .returning: "return"
        case .loans: "loans"
        case .holds: "holds"
        case .fees: "fees"
        case .receipt: "receipt"
        case .bye: "bye"
        case .outOfOrder: "out-of-order"
        case .leave: "leave"
        }
    }

    /// The page's two halves, whatever was noticed.
    var page: (stage: Stage, work: Work) {
        switch view.page {
        case .idle: idle
        case .card(let task): card(task)
        case .typing(let count): typing(count)
        case .pin(let typed, let length, let isSecondTry): pin(typed, length, isSecondTry)
        case .checking: checking
        case .refused(let refusal): refused(refusal)
        case .home: home
        case .loan(let rows): loan(rows)
        case .returning(let rows): returning(rows)
        case .loans(let listing): loans(listing)
        case .holds(let listing): holds(listing)
        case .fees(let listing): fees(listing)
        case .receipt(let offer): receipt(offer)
        case .bye(let outcome): bye(outcome)
        case .outOfOrder: outOfOrder
        case .leave: leave
        }
    }

    /// Whether there is a session that can be ended.
    ///
    /// Not where the end is among what is asked: a second strike of a slow hand would give the
    /// answer.
    var canFinish: Bool {
        switch (view.question, view.page) {
        case (.handOver?, _), (.another?, _): false
        case (_, .idle), (_, .card), (_, .checking), (_, .refused), (_, .bye), (_, .outOfOrder),
            (_, .leave):
            false
        case (_, .receipt): view.question != nil
        case (_, .typing), (_, .pin), (_, .home), (_, .loan), (_, .returning), (_, .loans),
            (_, .holds), (_, .fees):
            true
        }
    }

    /// What leads back from here; `nil` where nothing does.
    var back: KioskInput? {
        switch view.page {
        case .idle, .checking, .home, .bye, .outOfOrder, .leave: nil
        case .typing, .pin: .key(.cancel)
        case .receipt(let offer): offer.issuing == nil ? .back : nil
        case .card, .refused, .loan, .returning, .loans, .holds, .fees: .back
        }
    }

    /// Whether digits are digits of a PIN or of a card's number.
    var takesDigits: Bool {
        switch view.page {
        case .typing, .pin: view.question == nil
        default: false
        }
    }

    /// The question with what is left of its time.
    var question: KioskSnapshot.Question? {
        switch view.question {
        case nil: nil
        case .stillThere(let duration):
            question(
                "still-there",
                words.end.stillThere,
                lasting: duration,
                // The other answer is the end, which stands where it always does.
                [Button(.stay, .tick, words.end.stay, isMain: true)]
            )
        case .handOver(let duration):
            question(
                "hand-over",
                Phrase(
                    named(words.end.handOverNamed) ?? words.end.handOver.title,
                    words.end.handOver.lead
                ),
                lasting: duration,
                [
                    Button(.handOver(false), .back, words.end.isNotDone, isMain: true),
                    Button(.handOver(true), .tick, words.end.isDone),
                ]
            )
        case .another(let duration):
            question(
                "another",
                Phrase(
                    named(words.end.anotherNamed) ?? words.end.another.title,
                    words.end.another.lead
                ),
                lasting: duration,
                [
                    Button(.handOver(false), .back, words.end.isSame, isMain: true),
                    Button(.handOver(true), .card, words.end.isAnother),
                ]
            )
        }
    }

    /// The number of the notice that something was scanned instead of answering.
    var interruption: UInt64? {
        guard let notice = view.notice, case .misplaced(.questionFirst) = notice.what else {
            return nil
        }
        return notice.number
    }

    private func question(
        _ name: String,
        _ phrase: Phrase,
        lasting duration: Duration,
        _ choices: [Button]
    ) -> KioskSnapshot.Question {
        KioskSnapshot.Question(
            name: name,
            title: phrase.title,
            lead: interruption == nil ? phrase.lead : words.misplaced(.questionFirst).lead,
            choices: choices,
            remaining: max(.zero, duration - elapsed).milliseconds,
            total: duration.milliseconds
        )
    }

    /// Words with the patron's first name in them, where it is to be shown.
    func named(_ words: String) -> String? {
        view.patron?.name.map { words.filled(["name": $0.plain.isolated]) }
    }

    /// The button at the foot of a page that leads back.
    var backButton: Button {
        Button(back, .back, view.patron == nil ? words.tasks.back : words.tasks.overview)
    }
}

extension KioskSnapshot {
    /// Draws up a kiosk's view as it is at a moment.
    init(
        _ published: KioskHub.Published,
        look: KioskLook,
        hours: KioskPort.Hours?,
        now: Moment
    ) {
        let drawing = KioskDrawing(published, look: look, now: now)
        let (view, words) = (published.view, drawing.words)
        let isTrusted = now.clock == .trusted
        let question = drawing.question
        var (stage, work) = drawing.page
        let notice = drawing.notice
        if let notice { stage = notice.stage }
        // Behind a question stands nothing: whoever reads it may be somebody else.
        if let question {
            stage = Stage(voice: .calm, title: question.title, lead: question.lead)
            work = Work(name: question.title)
        }
        self.init(
            sequence: published.sequence,
            session: view.session,
            page: drawing.name,
            language: words.language.rawValue,
            wishes: Wishes(view.wishes),
            stage: stage,
            work: work,
            question: question,
            cue: drawing.cue(stage, work),
            canFinish: drawing.canFinish,
            takesDigits: drawing.takesDigits,
            back: drawing.back?.word,
            clock: PanelSnapshot.Clock(secondOfDay: now.civil.secondOfDay, isTrusted: isTrusted)
        )
        guard isTrusted, let hours else { return }
        let text = HoursText(mode: hours.mode, change: hours.nextChange, now: now.civil)
        self.hours = Hours(
            now: text.opening(in: words.language) ?? text.now(in: words.language),
            isOpen: hours.mode != .closed,
            closed: HoursWords(words.language).closed,
            closesIn: text.untilClosing?.milliseconds
        )
    }
}

extension KioskSnapshot.Wishes {
    init(_ wishes: KioskWishes) {
        self.init(
            largerText: wishes.largerText,
            highContrast: wishes.highContrast,
            moreTime: wishes.moreTime,
            hidesTitles: wishes.hidesTitles,
            speaks: wishes.speaks
        )
    }
}

extension KioskSnapshot.Button {
    /// A button that gives an input.
    init(
        _ input: KioskInput?,
        _ icon: KioskSnapshot.Icon,
        _ title: String,
        _ text: String? = nil,
        isMain: Bool = false
    ) {
        self.init(order: input?.word, icon: icon, title: title, text: text, isMain: isMain)
    }
}

extension LibraryText {
    /// The text without what would turn the words around it: it may have been written anywhere.
    var plain: String {
        String(
            String.UnicodeScalarView(
                shown.unicodeScalars.filter { scalar in
                    !(0x202A...0x202E).contains(scalar.value)
                        && !(0x2066...0x2069).contains(scalar.value)
                }
            )
        )
    }
}
