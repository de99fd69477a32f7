// SPDX-License-Identifier: MPL-2.0

public import ControlAPI
public import PortnerCore

/// What the control server needs to tell and erase what is known about people.
public struct PrivacyPort: Sendable {
    /// Who answers for the data, and how long it is kept.
    public var facts: @Sendable () async throws(ControlFailure) -> PrivacyFacts
    /// Everything that is known about the holder of a card, for the named user.
    public var report:
        @Sendable (CardNumber, _ reason: String, _ by: String)
            async throws(ControlFailure) -> PersonReport
    /// Erases the holder of a card for the named user, and searches for what is left.
    public var erase:
        @Sendable (CardNumber, _ reason: String, _ by: String)
            async throws(ControlFailure) -> ErasureReport
    /// How often each door let in and refused on the last days, today among them.
    public var counts: @Sendable (_ days: Int) async throws(ControlFailure) -> VisitCounts

    /// A port made from its closures.
    public init(
        facts: @escaping @Sendable () async throws(ControlFailure) -> PrivacyFacts,
        report:
            @escaping @Sendable (CardNumber, _ reason: String, _ by: String)
            async throws(ControlFailure) -> PersonReport,
        erase:
            @escaping @Sendable (CardNumber, _ reason: String, _ by: String)
            async throws(ControlFailure) -> ErasureReport,
        counts: @escaping @Sendable (_ days: Int) async throws(ControlFailure) -> VisitCounts
    ) {
        self.facts = facts
        self.report = report
        self.erase = erase
        self.counts = counts
    }
}
