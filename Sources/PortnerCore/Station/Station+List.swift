// SPDX-License-Identifier: MPL-2.0

/// What a technician does with the station's own list.
public enum ListChange: Sendable, Hashable {
    /// Writes something down about a card, in the place of what was written of that kind.
    case add(CardKey, Listing.Kind, doors: Set<DoorName>?, lastDay: CivilDate?, whenClosed: Bool)
    /// Takes a card's listing of a kind off.
    case remove(CardKey, Listing.Kind)

    /// The card.
    var card: CardKey {
        switch self {
        case .add(let card, _, _, _, _), .remove(let card, _): card
        }
    }
}

extension Station {
    /// Changes the list by a recorded staff act; it holds on every door from then on.
    ///
    /// Nothing is changed that could not be recorded, and ``Action/keepList(_:)`` comes after the
    /// record: a list on the disk never holds what the ledger does not know.
    ///
    /// What is written down under a former key of the card moves under the one that it has now.
    mutating func carryOut(
        _ change: ListChange,
        formerly former: CardKey?,
        reason: String,
        by: String,
        _ ticket: Ticket,
        at now: Moment
    ) -> [Action] {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            return [.answer(ticket, .noReason)]
        }
        let card = change.card
        var list = list
        if let former { _ = list.rekey(former, to: card) }
        var detail: [String]
        switch change {
        case .add(let key, let kind, let doors, let lastDay, let whenClosed):
            let listing = Listing(
                kind,
                doors: doors,
                lastDay: lastDay,
                opensWhenClosed: whenClosed,
                reason: reason,
                by: by
            )
            guard list.add(AccessList.Entry(card: key, listing: listing)) else {
                return [.answer(ticket, .listFull)]
            }
            detail = [kind.rawValue]
            if let lastDay { detail.append("through \(lastDay)") }
            if let doors {
                detail.append("at \(doors.sorted().map(\.text).joined(separator: " "))")
            }
            if listing.opensWhenClosed { detail.append("when closed") }
        case .remove(let key, let kind):
            guard list.remove(key, kind) else { return [.answer(ticket, .notListed)] }
            detail = [kind.rawValue]
        }
        lifted = (ticket, .list(self.list))
        self.list = list
        let isAdded = if case .add = change { true } else { false }
        let record = Record(
            .staff,
            at: now,
            subject: card,
            [
                (.outcome, isAdded ? "listed" : "unlisted"), (.reason, reason), (.by, by),
                (.detail, detail.joined(separator: ", ")),
            ]
        )
        return [.record(record), .keepList(list), .answer(ticket, nil)]
    }
}
