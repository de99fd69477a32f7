// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Stands in for the slow PIN functions: the same answers after the same kind of time, one at a
/// time, without the work.
struct PINWorker {
    /// How long one check takes.
    let duration: ClosedRange<Duration>
    /// Whether some verifiers cannot be made, for want of memory.
    let fails: Bool

    private var chance: Chance
    private var busyUntil = Duration.zero

    init(isSlow: Bool, _ chance: Chance) {
        duration =
            isSlow
            ? .milliseconds(100) ... .seconds(6)
            : .milliseconds(40)
                ... .milliseconds(250)
        fails = isSlow
        self.chance = chance
    }

    /// When the worker is done with something that it is given now.
    mutating func finish(at now: Duration) -> Duration {
        busyUntil = max(busyUntil, now) + chance.duration(in: duration)
        return busyUntil
    }

    /// The process is gone and the work with it.
    mutating func restart() { busyUntil = .zero }

    /// Whether a PIN is the one that a verifier was made from; never without a verifier.
    ///
    /// - Parameters:
    ///   - check: The PIN and the verifier.
    ///   - key: The first key of the card, for which the verifier was made.
    /// - Returns: Whether they belong together.
    func check(_ check: PINCheck, of key: CardKey) -> Bool {
        check.verifier.map { $0 == Self.verifier(of: check.pin, key) } ?? false
    }

    /// Makes a verifier; `nil` when there was no memory for it.
    mutating func derive(_ pin: PIN, for key: CardKey) -> PINVerifier? {
        if fails, chance.oneIn(4) { return nil }
        return Self.verifier(of: pin, key)
    }

    /// Bytes that depend on card and PIN and show neither.
    private static func verifier(of pin: PIN, _ key: CardKey) -> PINVerifier {
        var seed = key.first ^ key.fourth
        for digit in pin.secret { seed = Chance.mixed(seed ^ UInt64(digit)) }
        var source = Chance(seed: seed)
        let bytes = (0..<4).flatMap { _ in
            let word = source.next()
            return (0..<8).map { UInt8(truncatingIfNeeded: word >> (UInt64($0) * 8)) }
        }
        return PINVerifier(bytes: bytes)
    }
}
