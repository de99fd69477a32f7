// SPDX-License-Identifier: MPL-2.0

import Glibc

/// A call into the operating system that failed.
public struct SystemCallError: Error, Sendable, Hashable {
    /// The name of the call.
    public let call: String
    /// The reason, as `errno` gives it.
    public let code: Int32

    /// A failure with a known reason.
    public init(_ call: String, code: Int32) {
        self.call = call
        self.code = code
    }

    /// The failure of the call that this thread has just made.
    public static func last(_ call: String) -> SystemCallError {
        SystemCallError(call, code: errno)
    }

    /// The operating system's sentence for an `errno` value.
    public static func text(for code: Int32) -> String {
        // Unsafe: C string. It is static or belongs to this thread, and is copied here.
        unsafe String(cString: strerror(code))
    }
}

extension SystemCallError: CustomStringConvertible {
    /// The call and the reason in words.
    public var description: String { "\(call): \(Self.text(for: code))" }
}
