// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// While the card key is exchanged nobody is lost, nothing new is held under the key that is given
/// up, and afterwards nothing at all.
///
/// Unlike the others this checker sees the keys as they are, not the first one of each card.
struct KeyChecker: Checker {
    let invariant = Invariant.cardKey

    private let register: Register

    init(_ register: Register) { self.register = register }

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .exchangeBegun(let lost):
            return lost.map { register.label($0) }.min().map { "\($0) is lost with the former key" }
        case .exchangeFinished(let left):
            guard let key = left.first else { break }
            return "\(register.label(key)) is still held under a key that was given up"
        case .offered(let records, _):
            let decisions = records.filter { $0.kind == .decision }
            return complaint(about: decisions.compactMap(\.subject), "recorded")
        case .changed(.learn(let key, _), _): return complaint(about: [key], "learned about")
        case .changed(.keepVerifier(let key, _), _): return complaint(about: [key], "verified")
        default: break
        }
        return nil
    }

    private func complaint(about keys: [CardKey], _ what: String) -> String? {
        keys.first(where: register.isFormer).map {
            "\(register.label($0)) is \(what) under a former key"
        }
    }
}
