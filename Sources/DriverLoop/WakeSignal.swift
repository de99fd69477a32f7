// SPDX-License-Identifier: MPL-2.0

import Glibc

/// A bell that any thread can ring to end another thread's wait.
public final class WakeSignal: Sendable {
    private let listening: OwnedDescriptor
    private let ringing: OwnedDescriptor

    /// The descriptor that is readable after the bell has rung.
    public var descriptor: Int32 { listening.number }

    /// Makes a silent bell.
    ///
    /// - Throws: The reason when the process has no descriptors left.
    public init() throws(SystemCallError) {
        var ends: [Int32] = [-1, -1]
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        // Unsafe: pointer argument. It is to a local array with room for both ends.
        let result = unsafe socketpair(AF_UNIX, Int32(kind), 0, &ends)
        listening = try OwnedDescriptor("socketpair", returned: result < 0 ? result : ends[0])
        ringing = try OwnedDescriptor("socketpair", returned: ends[1])
    }

    /// Rings; several rings before the waiting thread looks are one.
    public func ring() {
        var byte: UInt8 = 1
        // Unsafe: pointer argument. It is to a local value that lives through the call. The call
        // can fail only because the buffer is full, and then the bell is ringing already.
        _ = unsafe send(ringing.number, &byte, 1, Int32(MSG_NOSIGNAL))
    }

    /// Makes the bell silent again.
    public func hush() {
        var bytes = [UInt8](repeating: 0, count: 64)
        // Unsafe: pointer and length of a local array that lives through the call.
        while unsafe read(descriptor, &bytes, bytes.count) == bytes.count {}
    }
}
