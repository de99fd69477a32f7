// SPDX-License-Identifier: MPL-2.0

internal import Crypto
public import PortnerCore

/// Turns card numbers into the keyed hashes that stand for them everywhere else.
///
/// The hash is HMAC-SHA256 of the number's ASCII characters under the station's card key. All
/// stations that shall share a cache or compare records need the same key.
public struct CardHasher: Sendable {
    private let key: SymmetricKey

    /// A hasher with a station's card key.
    public init(keys: StationKeys) { key = keys.card }

    /// The keyed hash of a card number.
    public func key(for card: CardNumber) -> CardKey {
        let code = HMAC<SHA256>.authenticationCode(for: Array(card.secret.utf8), using: key)
        guard let key = CardKey(bytes: code) else {
            preconditionFailure("SHA-256 did not give 32 bytes")
        }
        return key
    }
}

extension CardHasher: CustomStringConvertible, CustomReflectable {
    /// A stand-in that does not show the key.
    public var description: String { "card hasher" }
    /// Nothing, so that a dump does not show the key.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
