// SPDX-License-Identifier: MPL-2.0

public import ControlAPI
public import PortnerCore

/// What the control server needs to give the ledger away and to prove what it contains.
public struct ExportPort: Sendable {
    /// Records that entries are taken away by the named user.
    public var begin:
        @Sendable (_ withPersonalParts: Bool, _ reason: String, _ by: String)
            async throws(ControlFailure) -> Void
    /// The next entries; none when there are no more.
    public var entries: @Sendable (ExportQuery) async throws(ControlFailure) -> [LedgerLine]
    /// Whether the ledger still contains what was noted or exported.
    public var prove: @Sendable (ProofQuestion) async throws(ControlFailure) -> ProofReport

    /// A port made from its closures.
    public init(
        begin:
            @escaping @Sendable (_ withPersonalParts: Bool, _ reason: String, _ by: String)
            async throws(ControlFailure) -> Void,
        entries:
            @escaping @Sendable (ExportQuery) async throws(ControlFailure) -> [LedgerLine],
        prove: @escaping @Sendable (ProofQuestion) async throws(ControlFailure) -> ProofReport
    ) {
        self.begin = begin
        self.entries = entries
        self.prove = prove
    }
}

/// Which entries are taken away.
public struct ExportQuery: Sendable, Hashable {
    /// Only entries after this number.
    public var after: Int64
    /// The first local day; `nil` for the beginning.
    public var from: CivilDate?
    /// The last local day; `nil` for the end.
    public var through: CivilDate?
    /// Whether the cards come along.
    public var withPersonalParts: Bool

    /// A query made from its parts.
    public init(
        after: Int64,
        from: CivilDate?,
        through: CivilDate?,
        withPersonalParts: Bool
    ) {
        self.after = after
        self.from = from
        self.through = through
        self.withPersonalParts = withPersonalParts
    }
}
