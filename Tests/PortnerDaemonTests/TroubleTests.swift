// SPDX-License-Identifier: MPL-2.0

import PortnerStore
import Testing

@testable import PortnerDaemon

@Suite struct `A trouble that lasts` {
    @Test func `is told once, and again when it is another or over`() {
        let trouble = Trouble()
        let tries: [StoreError?] = [nil, .full, .full, .io(778), .full, nil, nil, .full]
        #expect(
            tries.map { trouble.isNews($0) }
                == [false, true, false, true, true, true, false, true]
        )
    }
}
