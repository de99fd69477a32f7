// SPDX-License-Identifier: MPL-2.0

/// Whether a patron lives in the municipality that the library serves, as the library tells.
///
/// The raw values are the form of databases and rosters, and never change.
public enum Residence: String, Sendable, Hashable, CaseIterable {
    /// The patron lives there.
    case resident = "yes"
    /// The patron lives elsewhere.
    case elsewhere = "no"
}
