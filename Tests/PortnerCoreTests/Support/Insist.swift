// SPDX-License-Identifier: MPL-2.0

import Testing

/// `#require` for loops that run ten thousands of times: it costs nothing while all is well.
func insist(
    _ isTrue: Bool,
    _ comment: @autoclosure () -> Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    guard !isTrue else { return }
    try #require(isTrue, comment(), sourceLocation: sourceLocation)
}
