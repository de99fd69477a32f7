// SPDX-License-Identifier: MPL-2.0

/// A question about a patron who is not here, by the library system's own number.
///
/// It has no PIN and no card: neither is kept.
public struct PatronInquiry: Sendable {
    /// Comes back with the answer.
    public let ticket: Ticket
    /// The patron; the answer must be about this one.
    public let patron: PatronNumber
    /// The ages that any door asks for; the answer keeps no more of a birth date.
    public let ageLimits: Set<Int>
    /// How long an answer is waited for.
    public let timeout: Duration

    /// Puts a question together.
    public init(ticket: Ticket, patron: PatronNumber, ageLimits: Set<Int>, timeout: Duration) {
        self.ticket = ticket
        self.patron = patron
        self.ageLimits = ageLimits
        self.timeout = timeout
    }
}
