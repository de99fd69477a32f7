// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Synchronization

/// Questions that somebody inside the daemon waits for, each under its ticket.
///
/// Tickets are numbered from a start that the station never reaches, so an answer to one of these
/// cannot be taken for an answer to a patron's question.
final class Answers<Answer: Sendable>: Sendable {
    /// The number below which tickets are the station's.
    static var firstNumber: UInt64 { 1 << 48 }

    private struct Waiting {
        var next = Answers.firstNumber
        var continuations: [Ticket: CheckedContinuation<Answer?, Never>] = [:]
    }

    private let waiting = Mutex(Waiting())

    /// Asks with a fresh ticket and waits for the answer; `nil` when the daemon ends first.
    func wait(ask: @Sendable (Ticket) -> Void) async -> Answer? {
        await withCheckedContinuation { continuation in
            let ticket = waiting.withLock { waiting in
                waiting.next += 1
                let ticket = Ticket(number: waiting.next)
                waiting.continuations[ticket] = continuation
                return ticket
            }
            ask(ticket)
        }
    }

    /// Gives an answer to whoever waits for it; `false` when nobody does.
    @discardableResult
    func resume(_ ticket: Ticket, with answer: Answer) -> Bool {
        guard let continuation = waiting.withLock({ $0.continuations.removeValue(forKey: ticket) })
        else { return false }
        continuation.resume(returning: answer)
        return true
    }

    /// Ends all waiting without an answer.
    func cancelAll() {
        let all = waiting.withLock { waiting in
            defer { waiting.continuations = [:] }
            return waiting.continuations.values.map(\.self)
        }
        for continuation in all { continuation.resume(returning: nil) }
    }
}
