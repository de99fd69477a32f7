// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

extension PatronCache {
    /// Carries out a change that the station orders.
    ///
    /// - Parameters:
    ///   - change: The change.
    ///   - roster: The roster beside the cache, which a card that is disowned is looked up in.
    ///   - isExchangingKey: Whether cards may still be held under the previous card key.
    /// - Throws: What the disk refuses; then the change is to be carried out once more.
    public func carryOut(
        _ change: CacheChange,
        besides roster: PatronRoster,
        isExchangingKey: Bool
    ) throws(StoreError) {
        switch change {
        case .learn(let key, let facts): try learn(key, facts)
        case .refresh(let key, let facts): try refresh(key, facts)
        case .saw(let keys, let day): try saw(keys, on: day)
        case .keepVerifier(let key, let verifier): try keepVerifier(verifier, for: key)
        case .dropVerifier(let key): try dropVerifier(of: key)
        case .forget(let key): try forget(key)
        case .rekey(let former, let key): try rekey(former, to: key)
        case .doubt(let key, let asOf): try doubt(key, asOf: asOf)
        case .disown(let key, let asOf):
            try disown(key, asOf: asOf, roster: roster, isExchangingKey: isExchangingKey)
        }
    }
}
