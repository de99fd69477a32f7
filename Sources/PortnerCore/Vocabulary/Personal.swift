// SPDX-License-Identifier: MPL-2.0

/// Data about a person, or about what a person reads: no description, dump or log shows it.
public protocol Personal: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What stands for the value wherever it would be shown.
    static var standIn: String { get }
}

extension Personal {
    /// The stand-in.
    public var description: String { Self.standIn }
    /// The stand-in.
    public var debugDescription: String { Self.standIn }
    /// Nothing, so that a dump shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
