// SPDX-License-Identifier: MPL-2.0

/// What a station has counted since it started.
public struct StationCounters: Sendable, Hashable {
    /// Patrons let in.
    public var granted = 0
    /// Patrons refused, by the code of the denial.
    public var denied: [Denial: Int] = [:]
    /// Scans refused before they became a card, by the scanner's code.
    public var scansRefused: [String: Int] = [:]
    /// Inputs that did not fit the state, by reason.
    public var ignored: [String: Int] = [:]
    /// Answers that came when the patron had been answered without them.
    public var answersLate = 0
    /// Batches that could not be written to the ledger.
    public var recordsLost = 0
}
