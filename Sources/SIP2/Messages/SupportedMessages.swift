// SPDX-License-Identifier: MPL-2.0

/// The requests that a library system says it answers (`BX`), sixteen positions.
///
/// It is advice: systems carry out requests they do not announce, and the reverse.
public struct SupportedMessages: Sendable, Hashable {
    /// The requests by position.
    private static let positions: [Command] = [
        .patronStatus, .checkout, .checkin, .blockPatron, .scStatus, .requestACSResend, .login,
        .patronInformation, .endPatronSession, .feePaid, .itemInformation, .itemStatusUpdate,
        .patronEnable, .hold, .renew, .renewAll,
    ]

    /// The requests that are answered.
    public var commands: Set<Command>

    /// Makes a set; commands without a position cannot be announced and are dropped.
    public init(_ commands: Set<Command>) {
        self.commands = commands.intersection(Self.positions)
    }

    /// Every request of the protocol.
    public static let all = SupportedMessages(Set(positions))

    /// Reads the field; positions that are missing are no, and those beyond sixteen are ignored.
    public init(_ text: String) {
        commands = Set(zip(Self.positions, text.utf8).filter { $0.1 == 0x59 }.map(\.0))
    }

    /// Whether a request is answered.
    public func contains(_ command: Command) -> Bool {
        commands.contains(command)
    }

    /// The sixteen characters of the field.
    var wireText: String {
        Self.positions.map { FixedPart.yes(commands.contains($0)) }.joined()
    }
}
