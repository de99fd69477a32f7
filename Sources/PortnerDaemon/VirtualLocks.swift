// SPDX-License-Identifier: MPL-2.0

import LocalHTTP
import PortnerCore
import PortnerSettings

/// The locks of the demonstration: nothing is driven, the page shows what would be.
struct VirtualLocks: LockDriver {
    func start() {}
    func release(_ door: DoorName, _ release: Release) {}
    func secure(_ door: DoorName) {}
    func secureAll() -> [LockFailure] { [] }
    func set(_ output: OutputName, on isOn: Bool) {}
    func stop() {}
}

extension DemoPort {
    /// The virtual scanner, door and buttons of the demo page.
    init(
        _ demo: DemoSettings,
        of settings: Settings,
        inbox: Inbox,
        feed: DemoFeed,
        paper: Paperwork
    ) {
        let stands = settings.kioskStands
        self.init(
            entrances: settings.station.readers.map { reader in
                DemoEntrance(
                    reader: reader.reader,
                    door: reader.door,
                    title: Wording(danish: reader.reader.text, english: reader.reader.text)
                )
            },
            kiosks: stands.map(\.kiosk),
            cards: demo.cards.map { DemoCard($0) },
            items: demo.items.map { item in
                DemoItem(
                    text: item.number,
                    title: Wording(danish: item.danish, english: item.english),
                    parts: item.parts
                )
            },
            feed: feed,
            stands: paper.stands,
            present: { text, reader in
                if let card = CardNumber(text) {
                    inbox.put(.cardPresented(card, reader: reader))
                } else {
                    inbox.put(
                        .scanRefused(code: "not-a-card", isWorthTelling: true, reader: reader)
                    )
                }
            },
            scan: { text, kiosk in
                guard let stand = stands.first(where: { $0.kiosk == kiosk }) else { return }
                inbox.put(.codeScanned(stand.code(text), reader: stand.reader))
            },
            pad: { paper.takeAtPad($1, $2, at: $0) },
            paper: { paper.setPaper($1, at: $0) },
            contact: { inbox.put(.contactChanged(isOpen: $1, door: $0)) },
            exit: { inbox.put(.exitChanged(isPressed: $1, door: $0)) },
            fire: { inbox.put(.fireChanged(isActive: $1, door: $0)) }
        )
    }
}

extension DemoCard {
    fileprivate init(_ card: DemoSettings.Card) {
        let isNumber = card.number.utf8.allSatisfy { (0x30...0x39).contains($0) }
        // In the replacement form of a CPR number the day has 60 added: 61 to 91.
        let isHealthCard =
            isNumber && card.number.utf8.count == 10 && card.number.first ?? "0" >= "6"
        self.init(
            text: card.number,
            kind: isHealthCard ? .health : .library,
            title: Wording(danish: card.danish, english: card.english),
            outcome: Wording(danish: "", english: ""),
            pin: card.pin.isEmpty ? nil : card.pin
        )
    }
}
