// SPDX-License-Identifier: MPL-2.0

import Synchronization

/// A flag that one thread sets and another looks at.
final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}
