// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

extension PatronCache {
    /// Drops a card that the library system does not know.
    ///
    /// Where there is a roster its word about the card may be older, here already or still on its
    /// way; so a card that was known is kept as unknown, from this time on. Of a card that nobody
    /// knew nothing stays.
    ///
    /// - Parameters:
    ///   - key: The card.
    ///   - time: When the library system did not know it.
    ///   - roster: The roster that is looked into as well.
    ///   - isExchangingKey: Whether the roster may know the card under the previous card key.
    /// - Throws: What the disk refuses; a disowning that was cut off can be done again.
    public func disown(
        _ key: CardKey,
        asOf time: Timestamp,
        roster: PatronRoster,
        isExchangingKey: Bool = false
    ) throws(StoreError) {
        // A roster under the previous card key names the card by a number unknown here.
        let isNamed = try roster.holds(key)
        let isHeld = try patron(for: key) != nil
        try forget(key)
        guard isNamed || isHeld || isExchangingKey, let origin = try roster.origin() else { return }
        // A clock that was behind must not let the roster's word win.
        try learn(key, .ofUnknownCard(asOf: max(time, origin.asOf)))
    }
}
