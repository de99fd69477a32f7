// SPDX-License-Identifier: MPL-2.0

import PortnerCore

extension Observation {
    /// The same with each card's first key in counts and changes, by which checkers know it.
    func named(by first: (CardKey) -> CardKey) -> Observation {
        switch self {
        case .offered(let records, let counts):
            .offered(records, Self.named(counts, by: first))
        case .acknowledged(let records, let counts):
            .acknowledged(records, Self.named(counts, by: first))
        case .stored(let records, let counts):
            .stored(records, Self.named(counts, by: first))
        case .changed(let change, let isWritten):
            .changed(change.named(by: first), isWritten: isWritten)
        case .distrusted(let key, let isLacking): .distrusted(first(key), isLacking)
        default: self
        }
    }

    /// The counts by cards' first keys; one that was cleared because it went on under another key
    /// is left out.
    private static func named(
        _ counts: [ThrottleCount],
        by first: (CardKey) -> CardKey
    ) -> [ThrottleCount] {
        let named = counts.map { count in
            guard let key = count.subject.card else { return count }
            return ThrottleCount(subject: .card(first(key)), failures: count.failures)
        }
        return named.indices.compactMap { index in
            let hasGoneOn = named.indices.contains {
                $0 != index && named[$0].subject == named[index].subject
                    && counts[$0].subject != counts[index].subject && counts[$0].failures > 0
            }
            return hasGoneOn && named[index].failures == 0 ? nil : named[index]
        }
    }
}

extension CacheChange {
    fileprivate func named(by first: (CardKey) -> CardKey) -> CacheChange {
        switch self {
        case .learn(let key, let facts): .learn(first(key), facts)
        case .refresh(let key, let facts): .refresh(first(key), facts)
        case .saw(let keys, let day): .saw(keys.map(first), on: day)
        case .keepVerifier(let key, let verifier): .keepVerifier(first(key), verifier)
        case .dropVerifier(let key): .dropVerifier(first(key))
        case .forget(let key): .forget(first(key))
        case .disown(let key, let asOf): .disown(first(key), asOf: asOf)
        case .doubt(let key, let asOf): .doubt(first(key), asOf: asOf)
        case .rekey(let former, let key): .rekey(from: first(former), to: first(key))
        }
    }
}
