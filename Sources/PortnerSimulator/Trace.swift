// SPDX-License-Identifier: MPL-2.0

/// What happened, as lines without secrets: a hash over all of them and the last few in full.
///
/// Two runs of one seed must give the same hash. People appear by number, cards and PINs never.
struct Trace {
    /// The number of lines that a report keeps.
    static let keptMax = 30

    /// The hash over all lines: FNV-1a with 64 bits.
    private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    /// The number of lines.
    private(set) var count = 0

    private var kept: [String] = []
    private let tell: ((String) -> Void)?

    init(tell: ((String) -> Void)?) { self.tell = tell }

    /// The last lines, the oldest first.
    var last: [String] {
        let start = count < Self.keptMax ? 0 : count % Self.keptMax
        return Array(kept[start...] + kept[..<start])
    }

    mutating func add(_ line: String, at time: Duration) {
        let line = "\(Self.clock(time)) \(line)"
        for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        if kept.count < Self.keptMax {
            kept.append(line)
        } else {
            kept[count % Self.keptMax] = line
        }
        count += 1
        tell?(line)
    }

    /// The time since the world began, `2d 03:12:44.120`.
    private static func clock(_ time: Duration) -> String {
        let all = time.milliseconds
        let seconds = all / 1000
        let parts = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map { two($0) }
        let rest = String(all % 1000)
        let zeros = String(repeating: "0", count: 3 - rest.utf8.count)
        return "\(seconds / 86_400)d \(parts.joined(separator: ":")).\(zeros)\(rest)"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
