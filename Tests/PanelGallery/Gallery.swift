// SPDX-License-Identifier: MPL-2.0

import LocalHTTP
import PortnerCore

/// Every sign that a panel can show, each under a reader's name of its own.
///
/// The clock stands at a quarter to nine in the evening, so that pictures are the same every time.
/// A name that ends in `-tall` is the same sign on a tall screen.
enum Gallery {
    /// Sunday 22 November 2026, 20:46:05 in Denmark.
    static let moment: Moment = {
        let timestamp = Timestamp(milliseconds: 1_795_376_765_000)
        return Moment(
            uptime: Uptime(.seconds(1000)),
            timestamp: timestamp,
            civil: CivilTime(timestamp, secondsAheadOfUTC: 3600),
            clock: .trusted
        )
    }()

    /// The signs by name.
    static let views: [String: PanelView] = {
        var views: [String: PanelView] = [
            "ready": view(.ready),
            "closing-soon": view(.ready, closesInMinutes: 14),
            "held-open": view(.heldOpen, mode: .staffed),
            "enter-pin": view(.enterPIN(typed: 2, length: 4)),
            "enter-pin-empty": view(.enterPIN(typed: 0, length: nil)),
            "enter-pin-long": view(.enterPIN(typed: 8, length: nil)),
            "ready-typed": typed(view(.ready)),
            "enter-number": view(.enterNumber(typed: 10, hint: nil)),
            "enter-number-short": view(.enterNumber(typed: 4, hint: .tooShort)),
            "enter-number-long": view(.enterNumber(typed: 16, hint: .tooLong)),
            "asking": view(.asking),
            "granted": view(.granted(.seconds(5))),
            "granted-companion": view(.granted(.seconds(5))),
            "granted-companion-danish": view(.granted(.seconds(5))),
            "wait": view(.wait(.seconds(30))),
            "wait-long": view(.wait(.seconds(900))),
            "denied": view(.denied(.refused)),
            "closed": view(.closed, mode: .closed),
            "out-of-service": view(.outOfService),
            "fire": view(.fire, isReleased: true),
            "evacuation": view(.evacuation, isReleased: true),
        ]
        for message in Message.allCases {
            views["denied-\(message.rawValue)"] = view(.denied(message))
        }
        return views
    }()

    /// Publishes every sign for both screens.
    static func publish(to hub: PanelHub) {
        for (name, view) in views {
            for name in [name, "\(name)-tall"] {
                var view = view
                if let reader = ReaderName(name) { view.reader = reader }
                hub.publish(view, at: moment)
            }
        }
    }

    /// The look of a reader's panel.
    static func look(of reader: ReaderName) -> PanelLook? {
        try? PanelLook(
            libraryName: "Havnsø Bibliotek",
            screen: reader.text.hasSuffix("-tall") ? .tall : .small,
            languages: Language.allCases
        )
    }

    /// The longest text that a library may write for whoever is let in, or a short one in Danish
    /// alone, at the readers whose names ask for it.
    static func companion(at reader: ReaderName) -> CompanionText? {
        let name = reader.text
        if name.contains("companion-danish") {
            return CompanionText([.danish: "Du hæfter for dem, du lukker ind."])
        }
        guard name.contains("companion") else { return nil }
        return CompanionText([
            .danish:
                "Du hæfter for alle, som du lukker ind. "
                + "Børn under 13 kun sammen med voksne, tak.",
            .english:
                "You answer for everybody you let in. Children under 13 only with an adult along.",
            .german:
                "Sie haften für jeden, den Sie einlassen. Kinder unter 13 nur mit Erwachsenem da.",
            .ukrainian:
                "Ви відповідаєте за всіх, кого впускаєте. Діти до 13 років лише разом з дорослим.",
            .arabic:
                "أنت مسؤول عن كل من تسمح له بالدخول. الأطفال دون 13 عامًا برفقة شخص بالغ فقط هنا.",
        ])
    }

    /// A view of a door that takes typed numbers.
    private static func typed(_ view: PanelView) -> PanelView {
        var view = view
        view.takesNumbers = true
        return view
    }

    private static func view(
        _ sign: PanelView.Sign,
        mode: HoursMode = .selfService,
        closesInMinutes: Int = 74,
        isReleased: Bool = false
    ) -> PanelView {
        let closing = moment.civil.timeOfDay.minutes + closesInMinutes
        return PanelView(
            reader: "gallery",
            door: "main",
            sign: sign,
            mode: mode,
            nextChange: week(mode, closing: closing)?.nextChange(after: moment.civil),
            isReleased: isReleased,
            isOpen: false
        )
    }

    /// A week whose days begin at eight and end at the given minute, or are over when closed.
    private static func week(_ mode: HoursMode, closing: Int) -> Schedule? {
        let end = mode == .closed ? 20 * 60 : closing
        guard let from = TimeOfDay(minutes: 8 * 60), let to = TimeOfDay(minutes: end),
            let day = SchedulePeriod(
                from: from,
                to: to,
                mode: mode == .closed ? .selfService : mode
            )
        else { return nil }
        return try? Schedule(Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [day]) }))
    }
}
