// SPDX-License-Identifier: MPL-2.0

internal import Crypto
public import PortnerCore

/// Turns card numbers into the keyed hashes that stand for them everywhere else.
///
/// The hash is HMAC-SHA256 of the number's ASCII characters under the station's card key. All
/// stations that shall share a cache or compare records need the same key.
public struct CardHasher: Sendable {
    /// The code with the key in it and nothing else; each card begins with a copy.
    private let keyed: HMAC<SHA256>

    /// What no card number begins with, so that the check value is no card's hash.
    private static let checkLabel = Array("\u{0}portner card key".utf8)
    private static let checkCount = 16

    /// A hasher with a station's card key.
    public init(keys: StationKeys) { keyed = HMAC(key: keys.card) }

    /// A hasher with the card key before it; `nil` unless that is being exchanged.
    public init?(previousOf keys: StationKeys) {
        guard let previous = keys.previousCard else { return nil }
        keyed = HMAC(key: previous)
    }

    /// A value by which a file is known to be made with this key, and which does not tell it.
    var checkValue: [UInt8] {
        var code = keyed
        code.update(data: Self.checkLabel)
        return Array(code.finalize().prefix(Self.checkCount))
    }

    /// The keyed hash of a card number.
    public func key(for card: CardNumber) -> CardKey {
        var code = keyed
        code.update(data: Array(card.secret.utf8))
        guard let key = CardKey(bytes: code.finalize()) else {
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
