// SPDX-License-Identifier: MPL-2.0

public import PortnerCore
public import SIP2

/// One request as the messages that carry it out, without clock and without I/O.
///
/// The caller sends ``first`` and hands each answer to ``received(_:asOf:today:)``, which says
/// what to send next or how the request ended. Only questions take more than one message.
public struct SIP2Errand: Sendable {
    /// What to do after an answer.
    public enum Step: Sendable {
        /// Send this as well.
        case send(SIP2.Message)
        /// The request has ended.
        case end(LibraryOutcome)
    }

    /// The request.
    public let request: LibraryRequest
    /// The message to send first.
    public let first: SIP2.Message

    private let translation: SIP2Translation
    private var rest: ArraySlice<SIP2.Message>
    private var holds: [Hold] = []

    /// Writes the messages of a request at a local time.
    public init(_ request: LibraryRequest, in translation: SIP2Translation, at time: CivilTime) {
        let messages = translation.messages(for: request, at: time)
        self.request = request
        self.translation = translation
        first = messages[0]
        rest = messages.dropFirst()
    }

    /// An answer has come.
    ///
    /// An answer that cannot be read, or that names another item than the one asked about, leaves
    /// in doubt what was done.
    public mutating func received(
        _ answer: SIP2.Message,
        asOf: PortnerCore.Timestamp,
        today: CivilDate
    ) -> Step {
        let reading = SIP2Reading(translation, asOf: asOf, today: today)
        guard let outcome = reading.outcome(of: answer, to: request.task) else {
            return .end(unreadable)
        }
        guard case .done(.holds(let list)) = outcome else { return .end(outcome) }
        holds += list
        return rest.popFirst().map { .send($0) } ?? .end(.done(.holds(holds)))
    }

    /// How the request ends when what came back is no answer to it.
    public var unreadable: LibraryOutcome {
        request.task.changesRecords ? .unknown : .unavailable(.unreadable)
    }
}

extension SIP2Errand: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What kind of request it is.
    public var description: String { request.task.description }
    /// What kind of request it is.
    public var debugDescription: String { description }
    /// Nothing, so that a dump shows neither patron nor item.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
