// SPDX-License-Identifier: MPL-2.0

public import BarcodeScanner
public import PortnerCore

/// Which devices stand at a kiosk, and how its codes are told apart.
public struct KioskStand: Sendable, Hashable {
    /// The greatest number of forms of items, and of cards.
    public static let patternsMax = 32

    /// The kiosk.
    public var kiosk: KioskName
    /// The place of its scanner and keypad in the station, which bears the kiosk's name.
    public var reader: ReaderName
    /// Its scanner.
    public var scanner: DeviceName
    /// Its number pad; without one the screen's is used.
    public var keypad: DeviceName?
    /// The forms of the library's item numbers.
    public var items: [ScanPattern]
    /// The forms of the library's cards, beside the health card.
    public var cards: [ScanPattern]
    /// Its receipt printer; nil where there is none.
    public var printer: KioskPrinter?
    /// Whether it has the pad of tags of the demonstration; there is no driver of a real reader.
    public var hasVirtualPad: Bool
    /// Whether titles stand on receipts; without them item numbers alone do.
    public var showsTitles: Bool
    /// Its screen.
    public var screen: KioskScreen

    /// A scanned text, with what the library's own forms say about it: items before cards.
    public func code(_ text: String) -> ScannedCode {
        let kind: ScannedCode.Kind? =
            if items.contains(where: { $0.matches(text) }) {
                .item
            } else if cards.contains(where: { $0.matches(text) }) {
                .card
            } else {
                nil
            }
        return ScannedCode(text, kind: kind)
    }
}

/// What one kiosk's screen offers, and when it is lit.
public struct KioskScreen: Sendable, Hashable {
    /// The languages that it offers; it returns to the first.
    public var languages: [Language]
    /// Whether it plays tones.
    public var hasTones: Bool
    /// When it is lit; nil for always.
    public var hours: Hours?

    /// The same hours every day.
    public struct Hours: Sendable, Hashable {
        /// From when the screen is lit.
        public var from: TimeOfDay
        /// Until when.
        public var until: TimeOfDay

        /// Whether the screen is lit at a local time.
        public func contains(_ time: CivilTime) -> Bool {
            from <= time.timeOfDay && time.timeOfDay < until
        }

        /// Reads `07:00-22:00`; anything else, and an end that is not later, is nil.
        init?(_ text: String) {
            let ends = text.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2, let from = TimeOfDay(ends[0]), let until = TimeOfDay(ends[1]),
                from < until
            else { return nil }
            self.from = from
            self.until = until
        }
    }
}

/// A kiosk's part of the file, before it is divided between core and drivers.
struct KioskEntry {
    let settings: KioskSettings
    let stand: KioskStand

    init(
        _ section: SettingsSection,
        panel: PanelSettings,
        _ carrier: LibrarySettings.Carrier?,
        mailsReceipts: Bool,
        isDemo: Bool
    ) {
        let name: KioskName = section.required("name", section.name("name"), or: "unnamed")
        let reader = ReaderName(name.text) ?? "unnamed"
        let outage: KioskSettings.Outage? = section.choice("outage")
        let languages = section.languages("languages") ?? panel.languages
        var wishes = KioskWishes()
        wishes.language = languages[0]
        wishes.largerText = section.flag("larger-text") ?? false
        wishes.hidesTitles = section.flag("hide-titles") ?? false
        let takesTypedCards = section.flag("typed-card") ?? false
        let hasPad = Self.hasPad(section.section("tags"), isDemo: isDemo)
        settings = KioskSettings(
            kiosk: name,
            reader: reader,
            asksPIN: section.flag("pin") ?? true,
            pinLengths: section.pinLengths("pin-length") ?? 4...8,
            takesTypedCards: takesTypedCards,
            greetsByName: section.flag("greet-by-name") ?? true,
            wishes: wishes,
            quiet: section.duration("idle-warning", in: KioskSettings.quiets) ?? .seconds(60),
            answerTime: section.duration("idle-answer", in: KioskSettings.answers) ?? .seconds(30),
            outage: outage ?? .loans,
            outageAgeMax: section.duration("outage-age", in: .seconds(3600)...(.days(30)))
                ?? .days(3),
            outageLoanDays: section.number("outage-loan-days", in: 1...60) ?? 14,
            mailsReceipts: mailsReceipts,
            readsTags: hasPad
        )
        stand = KioskStand(
            kiosk: name,
            reader: reader,
            scanner: section.required("scanner", section.name("scanner"), or: "unnamed"),
            keypad: section.name("keypad"),
            items: section.patterns("items"),
            cards: section.patterns("cards"),
            printer: section.section("printer").map { KioskPrinter($0, isDemo: isDemo) },
            hasVirtualPad: hasPad,
            showsTitles: section.flag("titles-on-receipt") ?? true,
            screen: KioskScreen(
                languages: languages,
                hasTones: section.flag("sound") ?? true,
                hours: section.parsed("screen-hours", "hours of one day such as 07:00-22:00") {
                    KioskScreen.Hours($0)
                }
            )
        )
        if takesTypedCards, !settings.asksPIN {
            section.report(
                "typed-card",
                "cannot go without a PIN: anybody who knows a number could borrow"
            )
        }
        if carrier == .fbs {
            section.report("name", "a kiosk cannot lend over fbs, which has no loans and returns")
        }
        if settings.outage == .loans, !settings.asksPIN {
            section.report(
                "outage",
                "cannot be loans without a PIN: anybody with a picture of a card could borrow"
            )
        }
        section.refuseUnknownKeys()
    }

    /// The only pad that there is: no driver of a real reader has been written.
    private static func hasPad(_ section: SettingsSection?, isDemo: Bool) -> Bool {
        guard let section else { return false }
        let isVirtual = section.flag("virtual") ?? false
        if !isVirtual || !isDemo {
            section.reader.report(
                section.node,
                section.path,
                "exists only in a demo, as 'virtual: true': no reader of tags has a driver yet, "
                    + "so the gate's tags must be changed elsewhere"
            )
        }
        section.refuseUnknownKeys()
        return isVirtual && isDemo
    }
}

extension SettingsSection {
    fileprivate func patterns(_ key: String) -> [ScanPattern] {
        texts(key, max: KioskStand.patternsMax)?.compactMap { text, node in
            do throws(ScanPatternError) {
                return try ScanPattern(text)
            } catch {
                reader.report(node, at(key), "\(error)")
                return nil
            }
        } ?? []
    }
}
