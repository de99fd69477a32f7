// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import LocalHTTP

@Suite struct `A time in a header` {
    @Test(arguments: [
        (784_111_777_000, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (1_709_251_199_999, "Thu, 29 Feb 2024 23:59:59 GMT"),
        (2_145_916_800_000, "Fri, 01 Jan 2038 00:00:00 GMT"),
    ])
    func `is written as the standard says`(milliseconds: Int64, text: String) {
        #expect(HTTPDate.text(Timestamp(milliseconds: milliseconds)) == text)
    }
}
