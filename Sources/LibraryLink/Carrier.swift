// SPDX-License-Identifier: MPL-2.0

import LibraryProtocol
import PortnerCore
import SIP2

/// A way to a library system that speaks SIP2, used on the link's event loop only.
///
/// A carrier moves messages and knows what became of their bytes; what they mean, who waits for
/// them and how long is the desk's.
protocol Carrier: AnyObject {
    /// Whether a message could be carried now.
    var readiness: Readiness { get }

    /// Whether answers are waited for side by side, so that a late one holds up no other.
    var answersApart: Bool { get }

    /// Carries a message and brings its answer; exactly one event ends it.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - number: Comes back with the event.
    ///   - timeout: How long the answer is waited for.
    func carry(_ message: SIP2.Message, as number: UInt64, within timeout: Duration)

    /// Gives up a message that was carried; no event ends it any more, but its answer may still
    /// come as ``CarrierEvent/answeredLate(_:_:)``.
    ///
    /// - Parameters:
    ///   - number: The message.
    ///   - isLate: Whether its answer stayed away too long, which tells something about the line.
    ///   - isWanted: Whether an answer that still comes tells somebody something.
    /// - Returns: Whether the library system may have received it.
    func abandon(_ number: UInt64, isLate: Bool, isWanted: Bool) -> Bool

    /// Finds out whether the library system answers, and makes a connection where one is needed;
    /// what comes of it is reported as ``CarrierEvent/good(_:)`` or ``CarrierEvent/bad(_:)``.
    func probe()

    /// Ends everything; what was under way fails.
    func stop()
}

/// Whether a carrier takes a message.
enum Readiness: Sendable, Hashable {
    /// There is no connection.
    case absent
    /// Another message is under way, or a connection that was good a moment ago is made again.
    case busy
    /// It can go out at once.
    case free
}

/// What a carrier reports.
enum CarrierEvent: Sendable {
    /// The answer to a message came.
    case answered(UInt64, SIP2.Message)
    /// The answer to a message came that was given up.
    case answeredLate(UInt64, SIP2.Message)
    /// A message ended without an answer.
    case failed(UInt64, CarrierFailure)
    /// The library system gave a good answer, to a message or to a probe; words for a technician.
    case good(String)
    /// The library system did not answer, or not usefully; words for a technician.
    case bad(String)
    /// A good connection was lost and is being made again; words for a technician.
    case interrupted(String)
    /// The readiness may have changed.
    case readinessChanged
}

/// How a message ended without an answer.
struct CarrierFailure: Error, Sendable, Hashable {
    /// Why.
    var reason: Unavailability
    /// Whether the library system may have received the message and acted on it.
    var mayBeDone: Bool
}
