// SPDX-License-Identifier: MPL-2.0

public import ControlAPI
public import PortnerCore

/// What the control server needs for the station's own list of cards.
public struct ListPort: Sendable {
    /// The list as it stands.
    public var read: @Sendable () async throws(ControlFailure) -> ListReport
    /// Changes the list for the named user and says why not, if not.
    public var change:
        @Sendable (ListWish, _ reason: String, _ by: String)
            async throws(ControlFailure) -> ListOutcome

    /// A port made from its closures.
    public init(
        read: @escaping @Sendable () async throws(ControlFailure) -> ListReport,
        change:
            @escaping @Sendable (ListWish, _ reason: String, _ by: String)
            async throws(ControlFailure) -> ListOutcome
    ) {
        self.read = read
        self.change = change
    }
}

/// What a technician wants of the list, with the card as it was read.
public struct ListWish: Sendable {
    /// Whether to write down or to take off.
    public var act: ListOrder.Act
    /// What the listing does.
    public var kind: Listing.Kind
    /// The card.
    public var card: CardNumber
    /// The doors; `nil` for all.
    public var doors: Set<DoorName>?
    /// The last day; `nil` until it is taken off.
    public var lastDay: CivilDate?
    /// Whether an allowed card opens also while the door is closed.
    public var whenClosed: Bool

    /// The change that it is, once the card has its key.
    public func change(of key: CardKey) -> ListChange {
        switch act {
        case .add: .add(key, kind, doors: doors, lastDay: lastDay, whenClosed: whenClosed)
        case .remove: .remove(key, kind)
        }
    }
}

/// What became of a wish.
public struct ListOutcome: Sendable, Hashable {
    /// Eight hexadecimal digits that stand for the card.
    public var card: String
    /// Why nothing was changed; `nil` when it was.
    public var refusal: StaffRefusal?

    /// An outcome made from its parts.
    public init(card: String, refusal: StaffRefusal?) {
        self.card = card
        self.refusal = refusal
    }
}

extension ListReport {
    /// A list as it stands on a day.
    public init(_ list: AccessList, on today: CivilDate) {
        self.init(listings: list.entries.map { Listing($0, on: today) })
    }
}

extension ListReport.Listing {
    /// An entry of the list as it stands on a day.
    public init(_ entry: AccessList.Entry, on today: CivilDate) {
        let listing = entry.listing
        self.init(
            card: entry.card.label,
            kind: listing.kind.rawValue,
            doors: listing.doors.map { $0.sorted().map(\.text) },
            through: listing.lastDay?.description,
            hasRunOut: listing.lastDay.map { $0 < today } ?? false,
            whenClosed: listing.opensWhenClosed,
            reason: listing.reason,
            by: listing.by
        )
    }
}
