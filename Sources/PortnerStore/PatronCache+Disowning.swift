// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
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
    ///   - roster: The roster that is looked into as well; a newer release's may name any card.
    ///   - isExchangingKey: Whether the roster may know the card under the previous card key.
    /// - Throws: What the disk refuses; then what was known is known as before.
    public func disown(
        _ key: CardKey,
        asOf time: Timestamp,
        roster: PatronRoster,
        isExchangingKey: Bool = false
    ) throws(StoreError) {
        // A roster under the previous card key names the card by a number unknown here.
        let mention = roster.refusal == nil ? try roster.mention(of: key) : (time, true)
        try write { db in
            let select = try db.cachedStatement(sql: PatronTable.select)
            let isHeld = try PatronTable.find(key, with: select) != nil
            guard let mention, mention.isNamed || isHeld || isExchangingKey else {
                return try db.cachedStatement(sql: PatronTable.delete)
                    .execute(arguments: [key.rowNumber, Data(key.bytes)])
            }
            // A clock that was behind must not let the roster's word win.
            try Self.makeUnknown(key, asOf: max(time, mention.asOf), db)
        }
    }

    /// Has a card count as unknown from a time on, whatever was said of it before.
    ///
    /// - Throws: What the disk refuses; then what was known is known as before.
    public func doubt(_ key: CardKey, asOf time: Timestamp) throws(StoreError) {
        try write { db in try Self.makeUnknown(key, asOf: time, db) }
    }

    /// Puts an unknown card in the place of what is held; while the card key is being exchanged, a
    /// card under the previous one stays one of those.
    private static func makeUnknown(
        _ key: CardKey,
        asOf time: Timestamp,
        _ db: Database
    ) throws {
        let unknown = CachedPatron(facts: .ofUnknownCard(asOf: time), verifier: nil)
        try db.cachedStatement(sql: PatronTable.replace)
            .execute(arguments: PatronTable.values(key, unknown))
    }
}
