// SPDX-License-Identifier: MPL-2.0

internal import Crypto
internal import PortnerCore

/// The counts of wrong attempts that a ledger holds, with a sum by which two sets are told apart.
struct CountBook: Sendable {
    private var counts: [ThrottleSubject: Int] = [:]
    /// The sum of the hashes of all counts, whatever the order in which they came.
    private(set) var digest: UInt64 = 0

    init(_ counts: some Sequence<ThrottleCount> = []) {
        for count in counts { save(count) }
    }

    /// Takes over a count as the ledger did.
    mutating func save(_ count: ThrottleCount) {
        let failures = min(max(count.failures, 0), Int(Int32.max))
        if let old = counts[count.subject] { digest &-= Self.hash(count.subject, old) }
        counts[count.subject] = failures > 0 ? failures : nil
        if failures > 0 { digest &+= Self.hash(count.subject, failures) }
    }

    /// The highest counts of any card and of any reader.
    var highest: LedgerMark.Highest {
        var highest = LedgerMark.Highest(card: 0, reader: 0)
        for (subject, failures) in counts {
            switch subject {
            case .card, .everyCard: highest.card = max(highest.card, failures)
            case .reader, .everyReader: highest.reader = max(highest.reader, failures)
            }
        }
        return highest
    }

    private static func hash(_ subject: ThrottleSubject, _ failures: Int) -> UInt64 {
        SHA256.hash(data: Array("\(failures) \(subject.stored)".utf8))
            .prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
