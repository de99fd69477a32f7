// SPDX-License-Identifier: MPL-2.0

/// What others may see of the station.
extension Station {
    /// One door as it stands.
    public struct DoorState: Sendable {
        /// The door.
        public let name: DoorName
        /// Why its lock is released; empty while it is secured.
        public let reasons: [ReleaseReason]
        /// Whether it stands open; `nil` without a contact.
        public let isOpen: Bool?
        /// Whether it can be used.
        public let availability: DoorAvailability
        /// Its hours.
        public let schedule: Schedule
    }

    /// The doors by name.
    public var doorStates: [DoorState] {
        doors.keys.sorted().compactMap { name in
            guard let door = doors[name], let policy = policies[name] else { return nil }
            return DoorState(
                name: name,
                reasons: door.reasons,
                isOpen: door.isOpen,
                availability: availability(of: name),
                schedule: policy.rules.schedule
            )
        }
    }

    /// The kiosks by name, whether they are out of order and whether they serve somebody.
    public var kioskStates: [(name: KioskName, isOutOfOrder: Bool, isServing: Bool)] {
        kiosks.sorted { $0.key < $1.key }.map { name, kiosk in
            (name, standing.outOfOrder.contains(name), !kiosk.isIdle)
        }
    }

    /// The wait that stands in the way of a card at any reader of a door, whichever of its keys it
    /// is counted under.
    public func wait(
        for card: CardKey,
        formerly former: CardKey?,
        at door: DoorName,
        now: Uptime
    ) -> Duration {
        let cards = [card, former].compactMap(\.self)
        return readers.values.filter { $0.settings.door == door }
            .flatMap { reader in
                cards.map { throttle.wait(card: $0, reader: reader.settings.reader, at: now) }
            }
            .max() ?? .zero
    }

    /// What the list says about a card at a door on a day, whichever of its keys it stands under.
    public func listed(
        _ card: CardKey,
        formerly former: CardKey?,
        at door: DoorName,
        on date: CivilDate
    ) -> ListAnswer {
        var list = list
        if let former { _ = list.rekey(former, to: card) }
        return list.answer(for: card, at: door, on: date)
    }

    /// The number of cards and readers that have wrong attempts against them.
    public var throttledSubjects: Int { throttle.subjectCount }

    /// The printers of kiosks that have one, as far as it was heard of.
    public var printers: [KioskName: PrinterCondition] { kiosks.compactMapValues(\.printer) }

    /// Whether the ledger takes records.
    public var isWritingLedger: Bool { isRecording }
}
