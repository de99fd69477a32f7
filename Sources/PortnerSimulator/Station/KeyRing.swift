// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerStore

/// The machine's credentials: the card key, the one before it while that is being exchanged, and
/// the pepper.
///
/// They are the same in every world; what they hash is made up anyway.
struct KeyRing {
    private static let pepper = (0..<32).map { UInt8($0 + 100) }

    private(set) var keys: StationKeys
    private(set) var hasher: CardHasher
    /// The hasher with the key before; nil unless that is being exchanged.
    private(set) var previous: CardHasher?
    /// How many keys there have been before this one.
    private var generation = 0

    init() throws(SimulationError) {
        keys = try Self.keys(0, hasPrevious: false)
        hasher = CardHasher(keys: keys)
    }

    /// Whether the card key is being exchanged.
    var isExchanging: Bool { previous != nil }

    /// The key that is there becomes the previous one, and another takes its place.
    mutating func begin() throws(SimulationError) {
        generation += 1
        try take(Self.keys(generation, hasPrevious: true))
    }

    /// The previous key is dropped.
    mutating func finish() throws(SimulationError) {
        try take(Self.keys(generation, hasPrevious: false))
    }

    /// The keyed hashes of a card: the one that it has and the one that it had.
    func keys(of card: CardNumber) -> [CardKey] {
        [hasher, previous].compactMap { $0?.key(for: card) }
    }

    private mutating func take(_ keys: StationKeys) {
        self.keys = keys
        hasher = CardHasher(keys: keys)
        previous = CardHasher(previousOf: keys)
    }

    private static func keys(
        _ generation: Int,
        hasPrevious: Bool
    ) throws(SimulationError) -> StationKeys {
        do throws(StationKeysError) {
            return try StationKeys(
                card: cardKey(generation),
                pepper: pepper,
                previousCard: hasPrevious ? cardKey(generation - 1) : nil
            )
        } catch {
            throw .store(error.code)
        }
    }

    private static func cardKey(_ generation: Int) -> [UInt8] {
        (0..<32).map { UInt8(truncatingIfNeeded: $0 * 3 + generation * 7) }
    }
}
