// SPDX-License-Identifier: MPL-2.0

import SIP2

/// One direction of a connection: bytes go in whole and come out late, damaged, in pieces, or not
/// at all, but in order.
struct Pipe {
    /// What goes wrong on the way.
    struct Weather {
        var latency: ClosedRange<Duration> = .milliseconds(2) ... .milliseconds(60)
        /// Messages vanish once in so many; never for `nil`.
        var loss: Int?
        /// Messages are damaged once in so many; never for `nil`.
        var damage: Int?
        /// Answers carry a wrong number or come twice once in so many; never for `nil`.
        var confusion: Int?
        /// The library system hangs up instead of answering once in so many, having done what was
        /// asked or not; never for `nil`.
        var hangUp: Int?
    }

    private var chance: Chance
    private var lastArrival = Duration.zero

    init(_ chance: Chance) { self.chance = chance }

    /// What arrives of a message, and when.
    mutating func send(
        _ bytes: [UInt8],
        _ weather: Weather,
        at now: Duration
    ) -> [(at: Duration, bytes: [UInt8])] {
        if occurs(weather.loss) { return [] }
        var parts = [bytes]
        if occurs(weather.damage) { parts = damaged(bytes) }
        if occurs(weather.confusion) { parts = confused(bytes) }
        return parts.map { part in
            lastArrival = max(lastArrival, now + chance.duration(in: weather.latency))
            return (lastArrival, part)
        }
    }

    private mutating func occurs(_ odds: Int?) -> Bool { odds.map { chance.oneIn($0) } ?? false }

    private mutating func damaged(_ bytes: [UInt8]) -> [[UInt8]] {
        let place = chance.number(in: 0...max(0, bytes.count - 2))
        switch chance.number(in: 1...4) {
        case 1:
            var flipped = bytes
            flipped[place] ^= 1 << UInt8(chance.number(in: 0...6))
            return [flipped]
        case 2:
            let garbage = (0..<chance.number(in: 1...40)).map { _ in
                UInt8(truncatingIfNeeded: chance.next()) | 0x40
            }
            return [garbage + [FrameReader.terminator], bytes]
        case 3:
            return [Array(bytes[..<place])]
        default:
            return [Array(bytes[..<place]), Array(bytes[place...])]
        }
    }

    /// A sequence number that is another one under a checksum that fits, or the message twice.
    private mutating func confused(_ bytes: [UInt8]) -> [[UInt8]] {
        let end = bytes.count - 1
        // The end of a message is `AY`, a digit, `AZ`, four digits, and the terminator.
        guard chance.oneIn(2), end > 9, bytes[end - 9] == 0x41, bytes[end - 8] == 0x59 else {
            return [bytes, bytes]
        }
        var other = Array(bytes[..<(end - 4)])
        other[other.count - 3] = 0x30 + (other[other.count - 3] - 0x30 + 3) % 10
        other += Checksum(of: other.span).description.utf8
        return [other + [FrameReader.terminator]]
    }
}
