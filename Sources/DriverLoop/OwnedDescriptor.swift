// SPDX-License-Identifier: MPL-2.0

import Glibc

/// A file descriptor with one owner, closed when the owner lets it go.
public struct OwnedDescriptor: ~Copyable, Sendable {
    /// The descriptor's number, valid while the owner lives.
    public let number: Int32

    /// Takes over what a system call returned.
    ///
    /// - Throws: The reason in `errno` when the call returned a negative number.
    public init(_ call: String, returned number: Int32) throws(SystemCallError) {
        guard number >= 0 else { throw .last(call) }
        self.number = number
    }

    deinit { close(number) }
}
