// SPDX-License-Identifier: MPL-2.0

/// A value whose descriptions and reflection show only what may stand in a log.
public protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The value with patron data and secrets masked.
    var redacted: String { get }
}

extension Redacted {
    /// The same as ``redacted``.
    public var description: String { redacted }

    /// The same as ``redacted``.
    public var debugDescription: String { redacted }

    /// A mirror without children, so that a dump cannot show a value.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
