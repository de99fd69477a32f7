// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore

extension PatronRoster {
    /// The cards that the roster names for whoever holds one card, without the card itself.
    ///
    /// Reads the whole table when the card is known.
    public func otherCards(ofHolder key: CardKey) throws(StoreError) -> [CardKey] {
        try StoreError.sorting {
            try pool.read { db in
                let keys = try Data.fetchAll(
                    db,
                    sql: """
                        SELECT key FROM patron WHERE patron =
                            (SELECT patron FROM patron WHERE card = ? AND key = ?)
                        ORDER BY card LIMIT ?
                        """,
                    arguments: [key.rowNumber, Data(key.bytes), PrivacyAct.cardsMax]
                )
                let cards = try keys.map { bytes in
                    guard let key = CardKey(bytes: bytes) else { throw StoreError.damaged }
                    return key
                }
                return cards.filter { !$0.matches(key) }
            }
        }
    }

    /// Deletes the damaged rosters that were set aside before a time.
    ///
    /// - Returns: How many were deleted.
    @discardableResult
    public static func deleteSetAside(
        in folder: String,
        before time: Timestamp
    ) throws(StoreError) -> Int {
        try StoreFile.deleteSetAside(fileName, in: folder, before: time)
    }

    /// What the roster says about a card, read beside the door's own reader.
    public func patron(for key: CardKey) throws(StoreError) -> CachedPatron? {
        try StoreError.sorting {
            try pool.read { db in
                try PatronTable.find(key, with: db.makeStatement(sql: RosterTable.select))
            }
        }
    }
}
