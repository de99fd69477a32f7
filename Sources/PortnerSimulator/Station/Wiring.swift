// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The seams between the station and its world.
///
/// In a simulation nothing is in them. The simulator's own tests put a defect into one and expect
/// the checkers to find it: a checker that cannot fail proves nothing.
struct Wiring {
    /// Between the loop and the ports of the world.
    var ports: (StationPorts) -> StationPorts = { $0 }
    /// Between the station and the cache.
    var patron: (CardKey, CacheAnswer) -> CacheAnswer = { $1 }
    /// Between a card and the key that it had before, while the card key is exchanged.
    var former: (CardKey?) -> CardKey? = { $0 }
    /// Whether the machine keeps the card key that is being exchanged.
    var keepsFormerKey = true
    /// Whether what was lost with a ledger is made good before a station begins with an older one.
    var settlesLedger = true
    /// Between the ledger and a station that begins.
    var restored: ([ThrottleCount]) -> [ThrottleCount] = { $0 }
    /// Between the kiosks' transactions in the ledger's file and a station that begins.
    var entries: ([OutboxEntry]) -> [OutboxEntry] = { $0 }
    /// Between what the last process could not write to the cache and a station that begins.
    var unwritten: ([CacheChange]) -> [CacheChange] = { $0 }
    /// Between what happens and what the station hears of it.
    var heard: (Event) -> [Event] = { [$0] }

    /// Nothing in any seam.
    static var straight: Wiring { Wiring() }
}

/// The cache as the station reads it, through the seam.
struct WiredReading: PatronReading {
    let reading: any PatronReading
    let wiring: Wiring

    func key(for card: CardNumber) -> CardKey { reading.key(for: card) }

    func formerKey(for card: CardNumber) -> CardKey? { wiring.former(reading.formerKey(for: card)) }

    func patron(for key: CardKey) -> CacheAnswer { wiring.patron(key, reading.patron(for: key)) }

    func patron(for key: CardKey, formerly former: CardKey?) -> CacheAnswer {
        wiring.patron(key, reading.patron(for: key, formerly: former))
    }
}
