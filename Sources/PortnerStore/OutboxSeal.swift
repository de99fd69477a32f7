// SPDX-License-Identifier: MPL-2.0

internal import Crypto
internal import Foundation
internal import PortnerCore

/// Hides whose transaction it is and which item it concerns, while its end is not known.
///
/// A loan that was made without a line can only be told to the library system by the card's
/// number, so the number has to be kept until then, and no number stands readable in a database
/// (invariant I8). It is sealed with AES-GCM under a key that is made from the station's pepper,
/// which is not in any database, and bound to the transaction's name. When the end is known, the
/// row is deleted and overwritten.
public struct OutboxSeal: Sendable {
    /// What stands between the card's and the item's number; neither may hold it.
    private static let separator = UInt8(ascii: "|")

    private let key: SymmetricKey

    /// A seal with a station's pepper.
    public init(keys: StationKeys) {
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: keys.pepper,
            info: Data("portner outbox".utf8),
            outputByteCount: 32
        )
    }

    /// The sealed numbers of an entry.
    func close(_ entry: OutboxEntry) throws -> Data {
        var content = Data((entry.card?.secret ?? "").utf8)
        content.append(Self.separator)
        content.append(contentsOf: (entry.item?.secret ?? "").utf8)
        let box = try AES.GCM.seal(
            content,
            using: key,
            authenticating: Data(entry.id.text.utf8)
        )
        guard let sealed = box.combined else { throw StoreError.damaged }
        return sealed
    }

    /// The numbers that ``close(_:)`` hid, for the transaction of this name.
    func open(_ sealed: Data, of id: RequestID) throws -> (card: CardNumber?, item: ItemNumber?) {
        let content = try AES.GCM.open(
            AES.GCM.SealedBox(combined: sealed),
            using: key,
            authenticating: Data(id.text.utf8)
        )
        let parts = content.split(
            separator: Self.separator,
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard parts.count == 2 else { throw StoreError.damaged }
        return (
            CardNumber(String(decoding: parts[0], as: UTF8.self)),
            ItemNumber(String(decoding: parts[1], as: UTF8.self))
        )
    }
}

extension OutboxSeal: CustomStringConvertible, CustomReflectable {
    /// A stand-in that does not show the key.
    public var description: String { "outbox seal" }
    /// Nothing, so that a dump does not show the key.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
