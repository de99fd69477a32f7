// SPDX-License-Identifier: MPL-2.0

/// Puts characters into the order in which they stand from left to right.
///
/// These are the rules of Unicode's bidirectional algorithm (UAX 9) that titles, names and amounts
/// need: strong letters, numbers with what stands within them, and what stands between. There are
/// no embeddings, since the marks that begin them are taken out of every text.
enum WritingOrder {
    /// A character and the marks over and under it.
    struct Cluster: Sendable, Hashable {
        var base: Unicode.Scalar
        var marks: [Unicode.Scalar] = []
    }

    private enum Kind {
        case left, right, number, neutral
    }

    /// Orders the characters of a text.
    ///
    /// - Parameters:
    ///   - text: The characters in the order in which they are read, already joined.
    ///   - otherwise: Whether a text without a letter that says it runs from right to left.
    /// - Returns: The characters from left to right.
    static func visual(_ text: [Unicode.Scalar], otherwise: Bool) -> [Cluster] {
        let clusters = clusters(of: text)
        var kinds = clusters.map { kind(of: $0.base) }
        let isRight = kinds.first { $0 == .left || $0 == .right }.map { $0 == .right } ?? otherwise
        joinNumbers(&kinds, clusters)
        let levels = levels(of: kinds, isRight: isRight)
        var order = Array(clusters.indices)
        for level in stride(from: levels.max() ?? 0, to: 0, by: -1) {
            reverse(&order) { levels[$0] >= level }
        }
        return order.map { index in
            var cluster = clusters[index]
            if !levels[index].isMultiple(of: 2), let mirrored = mirrors[cluster.base] {
                cluster.base = mirrored
            }
            return cluster
        }
    }

    private static func clusters(of text: [Unicode.Scalar]) -> [Cluster] {
        var clusters: [Cluster] = []
        for scalar in text {
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark:
                if clusters.isEmpty { clusters.append(Cluster(base: " ")) }
                clusters[clusters.count - 1].marks.append(scalar)
            // Joiners have done their work.
            case .format: continue
            default: clusters.append(Cluster(base: scalar))
            }
        }
        return clusters
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        switch (scalar.value, scalar.properties.generalCategory) {
        case (_, .decimalNumber): .number
        case (0x590...0x8FF, _), (0xFB1D...0xFDFF, _), (0xFE70...0xFEFF, _),
            (0x10800...0x10FFF, _), (0x1E800...0x1EFFF, _):
            scalar.properties.isAlphabetic ? .right : .neutral
        case (_, _) where scalar.properties.isAlphabetic: .left
        default: .neutral
        }
    }

    /// A sign between two digits belongs to their number: 12.12.2026, 12,50, 14:05.
    private static func joinNumbers(_ kinds: inout [Kind], _ clusters: [Cluster]) {
        guard kinds.count > 2 else { return }
        for index in 1..<(kinds.count - 1)
        where kinds[index - 1] == .number && kinds[index + 1] == .number {
            if ".,:/-".unicodeScalars.contains(clusters[index].base) { kinds[index] = .number }
        }
    }

    private static func levels(of kinds: [Kind], isRight: Bool) -> [Int] {
        let base = isRight ? 1 : 0
        var levels = [Int](repeating: base, count: kinds.count)
        // What a number belongs to: the last letter before it, or else the whole text.
        var last = isRight ? Kind.right : .left
        // What stands between takes the way of both sides, a number after right being right.
        var sides = kinds
        for index in kinds.indices {
            switch kinds[index] {
            case .left: (levels[index], last) = (isRight ? 2 : 0, .left)
            case .right: (levels[index], last) = (1, .right)
            case .number:
                sides[index] = last
                levels[index] = last == .left ? (isRight ? 2 : 0) : 2
            case .neutral: break
            }
        }
        var start = 0
        while let first = sides[start...].firstIndex(of: .neutral) {
            let end = sides[first...].firstIndex { $0 != .neutral } ?? sides.endIndex
            let before = first > 0 ? sides[first - 1] : isRight ? .right : .left
            let after = end < sides.endIndex ? sides[end] : isRight ? .right : .left
            let level = before == after ? (before == .right ? 1 : isRight ? 2 : 0) : base
            for index in first..<end { levels[index] = level }
            start = end
        }
        return levels
    }

    /// Turns around each stretch of those that a condition holds for.
    private static func reverse(_ order: inout [Int], where holds: (Int) -> Bool) {
        var start = 0
        while start < order.count {
            guard holds(order[start]) else {
                start += 1
                continue
            }
            let end = order[start...].firstIndex { !holds($0) } ?? order.count
            order[start..<end].reverse()
            start = end
        }
    }

    private static let mirrors: [Unicode.Scalar: Unicode.Scalar] = [
        "(": ")", ")": "(", "[": "]", "]": "[", "{": "}", "}": "{", "<": ">", ">": "<", "«": "»",
        "»": "«", "‹": "›", "›": "‹",
    ]
}
