// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerStore

/// The made-up patrons of the benchmark.
enum Population {
    /// The time at which the library system is taken to have told everything.
    static let asOf = Timestamp(milliseconds: 1_795_000_000_000)

    static func keys() throws -> StationKeys {
        try StationKeys(card: Array(0..<32), pepper: Array(100..<132))
    }

    /// The text on a patron's card: ten digits of which the first two are no day of a birth date.
    static func cardText(_ number: Int) -> String {
        let digits = String(number)
        return "99" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }

    /// The cache with all patrons; it is filled when it is not there yet.
    static func cache(in folder: String, patrons: Int) throws -> PatronCache {
        let (cache, _) = try PatronCache.open(in: folder, at: asOf)
        if try cache.statistics().patrons == patrons { return cache }
        let hasher = CardHasher(keys: try keys())
        let everybody = try (0..<patrons).map { number in
            guard let card = CardNumber(cardText(number)) else { throw Unusable() }
            return (hasher.key(for: card), facts(number))
        }
        try cache.learn(everybody)
        try cache.checkpoint()
        return cache
    }

    /// One in twenty has debts, which close no door by default.
    private static func facts(_ number: Int) -> PatronFacts {
        PatronFacts(
            patron: PatronNumber("U\(number)"),
            blocks: number.isMultiple(of: 20) ? [.debt, .holdDenied] : [],
            validity: .valid,
            age: AgeFact(reached: 18, next: nil),
            asOf: asOf
        )
    }

    struct Unusable: Error {}
}
