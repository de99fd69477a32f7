// SPDX-License-Identifier: MPL-2.0

import LocalHTTP
import PortnerCore

/// Every view that a kiosk can show, each under a kiosk's name of its own.
///
/// A name is a state with what the patron wishes behind it, such as `loan-refused-large-de`:
/// `-large` and `-high` for larger text and high contrast, `-en`, `-de`, `-uk` and `-ar` for a
/// language. A name that ends in `-small` is the same view on a small screen. The clock stands at a
/// quarter to nine in the evening, so that pictures are the same every time.
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

    static let today = moment.civil.date

    /// Publishes every view in every way, for both screens.
    static func publish(to hub: KioskHub) {
        for (state, view) in States.all {
            for language in Language.allCases {
                for wish in ["", "-large", "-high"] {
                    var view = view
                    view.wishes.language = language
                    view.wishes.largerText = wish == "-large"
                    view.wishes.highContrast = wish == "-high"
                    let tag = language == .danish ? "" : "-\(language.rawValue)"
                    for screen in ["", "-small"] {
                        guard let kiosk = KioskName("\(state)\(wish)\(tag)\(screen)") else {
                            continue
                        }
                        view.kiosk = kiosk
                        hub.publish(view, at: moment)
                    }
                }
            }
        }
    }

    /// The look of a kiosk.
    static func look(of kiosk: KioskName) -> KioskLook? {
        let isSmall = kiosk.text.hasSuffix("-small")
        let isBilingual = kiosk.text.hasPrefix("two")
        let common = try? PanelLook(
            libraryName: "Havnsø Bibliotek",
            screen: isSmall ? .init(pixelsPerMillimetre: 3.81, readingDistance: 500) : .tall,
            languages: isBilingual ? [.danish, .english] : Language.allCases
        )
        return common.flatMap { try? KioskLook($0, address: "https://bibliotek.example/betal") }
    }

    /// Self-service until ten in the evening, every day.
    static let hours: KioskPort.Hours = {
        guard let from = TimeOfDay("8:00"), let to = TimeOfDay("22:00"),
            let day = SchedulePeriod(from: from, to: to, mode: .selfService)
        else { return KioskPort.Hours(mode: .selfService, nextChange: nil) }
        let week = try? Schedule(
            Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [day]) })
        )
        return KioskPort.Hours(
            mode: .selfService,
            nextChange: week?.nextChange(after: moment.civil)
        )
    }()
}
