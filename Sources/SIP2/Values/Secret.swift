// SPDX-License-Identifier: MPL-2.0

/// A PIN or password, shown by no description, dump or log.
public struct Secret: Sendable, Hashable {
    /// The secret itself, for the message it goes into.
    public let revealed: String

    /// Wraps a secret.
    public init(_ text: String) {
        revealed = text
    }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { revealed.isEmpty }
}

extension Secret: Redacted {
    /// A mask of constant length.
    public var redacted: String { Redaction.mask }
}
