// SPDX-License-Identifier: MPL-2.0

/// The times that one thing took, many times over.
public struct Samples: Sendable {
    private var nanoseconds: [Int64] = []

    /// Nothing measured yet.
    public init() {}

    /// How often it was measured.
    public var count: Int { nanoseconds.count }

    /// Adds a time.
    public mutating func add(_ time: Duration) {
        let (seconds, attoseconds) = time.components
        nanoseconds.append(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    /// Does something and adds the time it took.
    public mutating func measure<Value>(_ body: () throws -> Value) rethrows -> Value {
        let clock = ContinuousClock()
        let start = clock.now
        let value = try body()
        add(start.duration(to: clock.now))
        return value
    }

    /// The time that this share of all measurements did not exceed, in nanoseconds.
    public func percentile(_ share: Double) -> Double {
        let sorted = nanoseconds.sorted()
        guard let last = sorted.last else { return 0 }
        let index = Int(Double(sorted.count) * share)
        return Double(index < sorted.count ? sorted[index] : last)
    }

    /// The greatest difference between the shares of two measurements up to any one time, from 0 to
    /// 1 (Kolmogorov and Smirnov's distance of two samples).
    public func distance(to other: Samples) -> Double {
        let (mine, theirs) = (nanoseconds.sorted(), other.nanoseconds.sorted())
        guard !mine.isEmpty, !theirs.isEmpty else { return 1 }
        var (passed, passedOther, greatest) = (0, 0, 0.0)
        while passed < mine.count, passedOther < theirs.count {
            let time = min(mine[passed], theirs[passedOther])
            while passed < mine.count, mine[passed] == time { passed += 1 }
            while passedOther < theirs.count, theirs[passedOther] == time { passedOther += 1 }
            let share = Double(passed) / Double(mine.count)
            let otherShare = Double(passedOther) / Double(theirs.count)
            greatest = max(greatest, abs(share - otherShare))
        }
        return greatest
    }
}

/// Numbers that are the same in every run.
public struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    /// Begins a series.
    public init(seed: UInt64) { state = seed }

    /// The next number of the series (SplitMix64).
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
