// SPDX-License-Identifier: MPL-2.0

import CFloors
import Measuring

/// The two things that no door can do without: one look into the file, one write that reaches the
/// disk.
@safe final class StoreFloor {
    private let store: OpaquePointer
    private(set) var reads = Samples()
    private(set) var writes = Samples()
    private(set) var both = Samples()

    /// Opens a patron cache and a file beside the ledger.
    init(cache: String, file: String) throws {
        guard let store = unsafe floor_open(cache, file) else { throw Population.Unusable() }
        unsafe self.store = store
    }

    deinit { unsafe floor_close(store) }

    func measure(row: Int64) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let found = unsafe floor_read(store, row)
        let middle = clock.now
        let failed = unsafe floor_write(store)
        let end = clock.now
        guard found >= 0, failed == 0 else { throw Population.Unusable() }
        reads.add(start.duration(to: middle))
        writes.add(middle.duration(to: end))
        both.add(start.duration(to: end))
    }

    func forget() {
        reads = Samples()
        writes = Samples()
        both = Samples()
    }
}
