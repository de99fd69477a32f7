// SPDX-License-Identifier: MPL-2.0

import LibraryProtocol
import PortnerCore
import SIP2

/// What kiosks request, one message after the other and behind the doors' questions.
extension Link {
    /// A request on its way.
    struct Errand {
        var steps: SIP2Errand
        /// The message that is sent next, or was sent last.
        var message: SIP2.Message
        var isSent = false
    }

    /// Requests something; the end of it comes in any case, and once.
    func request(_ request: LibraryRequest) {
        let steps = SIP2Errand(request, in: translation, at: port.moment().civil)
        let number = nextNumber()
        errands[number] = Errand(steps: steps, message: steps.first)
        guard client.phase != .disconnected else {
            return end(number, .unavailable(.offline))
        }
        errandsWaiting.append(number)
        port.at(port.now() + request.timeout) { [self] in giveUp(number) }
        sendWaiting()
    }

    /// Sends what waits while nothing else is under way.
    func sendWaiting() {
        while client.phase == .ready, let number = errandsWaiting.first {
            errandsWaiting.removeFirst()
            guard let errand = errands[number] else { continue }
            errands[number]?.isSent = true
            write(errand.message, as: number, within: errand.steps.request.timeout)
        }
    }

    /// Nothing waits for a connection that is gone.
    func endWaiting() {
        let waiting = errandsWaiting
        errandsWaiting = []
        for number in waiting { end(number, .unavailable(.connectionLost)) }
    }

    /// The answer to a request has come.
    func received(_ message: SIP2.Message, for number: UInt64) {
        let moment = port.moment()
        guard var errand = errands[number] else { return }
        let step = errand.steps.received(
            message,
            asOf: moment.timestamp,
            today: moment.civil.date
        )
        switch step {
        case .send(let next):
            errand.message = next
            errand.isSent = false
            errands[number] = errand
            errandsWaiting.append(number)
        case .end(let outcome):
            end(number, outcome)
        }
    }

    /// A message was not answered.
    func failed(_ number: UInt64, mayBeDone: Bool) {
        guard let errand = errands[number] else { return }
        let isInDoubt = mayBeDone && errand.steps.request.task.changesRecords
        end(number, isInDoubt ? .unknown : .unavailable(.connectionLost))
    }

    /// The time of a request is over.
    private func giveUp(_ number: UInt64) {
        guard let errand = errands[number] else { return }
        errandsWaiting.removeAll { $0 == number }
        let isInDoubt = errand.isSent && errand.steps.request.task.changesRecords
        end(number, isInDoubt ? .unknown : .unavailable(.timedOut))
    }

    private func end(_ number: UInt64, _ outcome: LibraryOutcome) {
        guard let errand = errands.removeValue(forKey: number), !isClosed else { return }
        let request = errand.steps.request
        let answer = LibraryAnswer(
            request: request.id,
            outcome: outcome,
            source: .sip2,
            asOf: port.moment().timestamp
        )
        port.answer(answer, request.task, port.now())
    }
}
