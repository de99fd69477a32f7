// SPDX-License-Identifier: MPL-2.0

/// What a Hold (15) is to do with the hold.
public enum HoldMode: Character, Sendable, Hashable, CaseIterable {
    /// `+`: places a hold.
    case add = "+"
    /// `-`: takes a hold back.
    case delete = "-"
    /// `*`: changes a hold.
    case change = "*"
}
