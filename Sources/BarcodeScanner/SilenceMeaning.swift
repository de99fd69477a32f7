// SPDX-License-Identifier: MPL-2.0

/// What silence in the middle of a code means.
public enum SilenceMeaning: Sendable, Hashable {
    /// The code is complete: for scanners that send no terminator.
    case endsScan
    /// The rest of the code was lost: for scanners that send a terminator.
    case dropsScan
}
