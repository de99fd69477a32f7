// SPDX-License-Identifier: MPL-2.0

import LibraryProtocol
import NIOCore
import PortnerCore
import SIP2

/// Who waits for what, used on the link's event loop only.
///
/// The desk hands messages to the carrier one by one as it takes them, so it knows at each moment
/// which request has not left yet and can be given up without a doubt.
final class Desk {
    private let settings: LibraryLinkSettings
    private let port: LibraryLinkPort
    private let loop: any EventLoop
    private let epoch = NIODeadline.now()
    private let makeCarrier: (@escaping (CarrierEvent) -> Void) -> any Carrier
    private var carrier: (any Carrier)?
    private var breaker: CircuitBreaker
    /// Everything that has not been answered.
    private var entries: [UInt64: Entry] = [:]
    /// What has not been sent, the questions of the door first.
    private var queue: [UInt64] = []
    /// Questions that were given up after they had been sent, whose answers still tell something.
    private var late: [UInt64: Job] = [:]
    private var lastNumber: UInt64 = 0
    private var health: LinkHealth?
    private var wakeUp: Scheduled<Void>?
    private var isPumping = false

    private struct Entry {
        var job: Job
        /// The time that it brought along.
        let timeout: Duration
        /// Whether the breaker left it less.
        let hasShortTime: Bool
        let expiry: Scheduled<Void>
        var isSent = false
    }

    private enum Job {
        case question(LibraryQuestion, SIP2.Message)
        case inquiry(PatronInquiry, SIP2.Message)
        case errand(SIP2Errand, SIP2.Message)

        var message: SIP2.Message {
            switch self {
            case .question(_, let message), .inquiry(_, let message), .errand(_, let message):
                message
            }
        }

        var isQuestion: Bool {
            if case .question = self { true } else { false }
        }

        /// Whether the answer has facts about a patron for whoever keeps them.
        var asksAboutPatron: Bool {
            switch self {
            case .question, .inquiry: true
            case .errand: false
            }
        }

        var changesRecords: Bool {
            if case .errand(let errand, _) = self {
                errand.request.task.changesRecords
            } else {
                false
            }
        }
    }

    init(
        _ settings: LibraryLinkSettings,
        port: LibraryLinkPort,
        loop: any EventLoop,
        makeCarrier: @escaping (@escaping (CarrierEvent) -> Void) -> any Carrier
    ) {
        self.settings = settings
        self.port = port
        self.loop = loop
        self.makeCarrier = makeCarrier
        breaker = CircuitBreaker(settings.breaker)
    }

    // MARK: Orders

    func start() {
        guard carrier == nil else { return }
        carrier = makeCarrier { [weak self] in self?.heard($0) }
        carrier?.probe()
        keepProbing()
    }

    func stop() {
        let carrier = carrier
        self.carrier = nil
        late = [:]
        wakeUp?.cancel()
        carrier?.stop()
        for (number, entry) in entries.sorted(by: { $0.key < $1.key }) {
            end(number, .connectionLost, mayBeDone: entry.isSent)
        }
    }

    func ask(_ question: LibraryQuestion) {
        let message = settings.translation.questions.request(for: question, at: port.now().civil)
        take(.question(question, message.message), within: question.timeout)
    }

    /// Asks about a patron who is not here; whoever is here must not wait behind that.
    func ask(_ inquiry: PatronInquiry) {
        let request = settings.translation.questions.request(for: inquiry, at: port.now().civil)
        guard let request, entries.isEmpty, carrier?.readiness == .free else {
            return port.reply(.noAnswer, inquiry.ticket)
        }
        take(.inquiry(inquiry, request.message), within: inquiry.timeout)
    }

    func send(_ request: LibraryRequest) {
        guard number(of: request.id) == nil else { return }
        let errand = SIP2Errand(request, in: settings.translation, at: port.now().civil)
        take(.errand(errand, errand.first), within: request.timeout)
    }

    func cancel(_ id: RequestID) {
        guard let number = number(of: id) else { return }
        giveUp(number, .cancelled)
    }

    private func number(of id: RequestID) -> UInt64? {
        entries.first { _, entry in
            if case .errand(let errand, _) = entry.job { errand.request.id == id } else { false }
        }?.key
    }

    /// Puts a job on the queue, or answers it at once.
    private func take(_ job: Job, within timeout: Duration) {
        var limit = timeout
        switch breaker.permission(changesRecords: job.changesRecords) {
        case .normal: break
        case .within(let most): limit = min(timeout, most)
        case .refused(let why): return answer(job, .unavailable(why))
        }
        guard let carrier, carrier.readiness != .absent else {
            return answer(job, .unavailable(.offline))
        }
        let reserve = job.isQuestion ? 0 : LibraryLinkSettings.queueReserve
        guard queue.count < LibraryLinkSettings.queueMax - reserve else {
            return answer(job, .unavailable(.busy))
        }
        lastNumber += 1
        let number = lastNumber
        let expiry = loop.assumeIsolated().scheduleTask(in: TimeAmount(limit)) {
            [self] in giveUp(number, .timedOut)
        }
        entries[number] = Entry(
            job: job,
            timeout: timeout,
            hasShortTime: limit < timeout,
            expiry: expiry
        )
        if job.isQuestion {
            queue.insert(number, at: placeAfterQuestions)
        } else {
            queue.append(number)
        }
        pump()
    }

    /// Before what others wait for, behind the doors' questions.
    private var placeAfterQuestions: Int {
        queue.firstIndex { entries[$0]?.job.isQuestion == false } ?? queue.endIndex
    }

    /// Hands out what waits while the carrier takes it.
    private func pump() {
        guard !isPumping else { return }
        isPumping = true
        defer { isPumping = false }
        while let carrier, carrier.readiness == .free, !queue.isEmpty {
            let number = queue.removeFirst()
            guard let entry = entries[number] else { continue }
            entries[number]?.isSent = true
            // The time it brought along and not what the breaker left of it: a stream waits on for
            // an answer that nobody waits for here, and goes on with its connection when that comes
            // late. Only when all the time is over the connection ends: of ten sequence numbers an
            // answer even later could have the one of another request.
            // Where answers are waited for side by side, a late one may come even later than that.
            let isPatient = carrier.answersApart && entry.job.asksAboutPatron
            let patience = isPatient ? LibraryLinkSettings.lateFor : .zero
            carrier.carry(entry.job.message, as: number, within: entry.timeout + patience)
        }
    }

    // MARK: Answers

    private func heard(_ event: CarrierEvent) {
        switch event {
        case .answered(let number, let message):
            answered(number, message)
        case .answeredLate(let number, let message):
            guard let job = late.removeValue(forKey: number) else { break }
            reply(to: job, message)
        case .failed(let number, let failure):
            late[number] = nil
            end(number, failure.reason, mayBeDone: failure.mayBeDone)
        case .good, .bad, .interrupted:
            hear(event)
        case .readinessChanged:
            break
        }
        pump()
        keepProbing()
    }

    /// What the carrier tells of the line; what it tells while it is stopped is not news.
    private func hear(_ event: CarrierEvent) {
        guard let carrier else { return }
        switch event {
        case .good(let words):
            breaker.succeeded(at: now)
            tell(words)
        case .bad(let words):
            breaker.failed(at: now, share: .random(in: 0.5...1))
            tell(words)
            if carrier.readiness == .absent || breaker.state == .offline { endAllWaiting() }
        case .interrupted(let words):
            tell(words)
        case .answered, .answeredLate, .failed, .readinessChanged:
            break
        }
    }

    private func answered(_ number: UInt64, _ message: SIP2.Message) {
        guard let entry = entries[number] else { return }
        breaker.answered()
        switch entry.job {
        case .question, .inquiry:
            remove(number)
            reply(to: entry.job, message)
        case .errand(var errand, _):
            let (timestamp, civil) = port.now()
            switch errand.received(message, asOf: timestamp, today: civil.date) {
            case .end(let outcome):
                remove(number)
                answer(entry.job, outcome)
            case .send(let next):
                entries[number]?.job = .errand(errand, next)
                entries[number]?.isSent = false
                queue.insert(number, at: placeAfterQuestions)
            }
        }
    }

    /// Tells whoever asked about a card or a patron what the answer says.
    private func reply(to job: Job, _ message: SIP2.Message) {
        let (asOf, civil) = port.now()
        let today = civil.date
        let questions = settings.translation.questions
        switch job {
        case .question(let question, _):
            let reply = questions.reply(from: message, to: question, asOf: asOf, today: today)
            port.reply(reply, question.ticket)
        case .inquiry(let inquiry, _):
            let reply = questions.reply(from: message, to: inquiry, asOf: asOf, today: today)
            port.reply(reply, inquiry.ticket)
        case .errand:
            break
        }
    }

    /// Stops waiting for a job.
    private func giveUp(_ number: UInt64, _ why: Unavailability) {
        guard let entry = entries[number] else { return }
        let isWanted = entry.isSent && why == .timedOut && entry.job.asksAboutPatron
        if isWanted {
            if late.count == LibraryLinkSettings.lateMax, let oldest = late.keys.min() {
                late[oldest] = nil
            }
            late[number] = entry.job
        }
        var mayBeDone = entry.isSent
        if entry.isSent, let carrier {
            mayBeDone = carrier.abandon(
                number,
                isLate: why == .timedOut && !entry.hasShortTime,
                isWanted: isWanted
            )
        }
        end(number, why, mayBeDone: mayBeDone)
        pump()
    }

    /// Ends a job without an answer; what changes records may have been carried out.
    private func end(_ number: UInt64, _ why: Unavailability, mayBeDone: Bool) {
        guard let entry = entries[number] else { return }
        remove(number)
        let isInDoubt = mayBeDone && entry.job.changesRecords
        answer(entry.job, isInDoubt ? .unknown : .unavailable(why))
    }

    /// Nothing waits for a line that is gone.
    private func endAllWaiting() {
        for number in queue { end(number, .connectionLost, mayBeDone: false) }
    }

    private func remove(_ number: UInt64) {
        entries.removeValue(forKey: number)?.expiry.cancel()
        queue.removeAll { $0 == number }
    }

    private func answer(_ job: Job, _ outcome: LibraryOutcome) {
        switch job {
        case .question(let question, _):
            port.reply(.noAnswer, question.ticket)
        case .inquiry(let inquiry, _):
            port.reply(.noAnswer, inquiry.ticket)
        case .errand(let errand, _):
            port.answer(
                LibraryAnswer(
                    request: errand.request.id,
                    outcome: outcome,
                    source: settings.source,
                    asOf: port.now().timestamp
                )
            )
        }
    }

    // MARK: Health

    private var now: Duration { .nanoseconds((NIODeadline.now() - epoch).nanoseconds) }

    private func tell(_ words: String) {
        let health = LinkHealth(breaker.state, detail: words)
        guard health != self.health else { return }
        self.health = health
        port.health(health)
    }

    /// Wakes up when the line is to be probed.
    private func keepProbing() {
        wakeUp?.cancel()
        guard carrier != nil, let probe = breaker.nextProbe else { return }
        wakeUp = loop.assumeIsolated().scheduleTask(deadline: epoch + TimeAmount(probe)) {
            [weak self] in self?.probe()
        }
    }

    private func probe() {
        breaker.probed(at: now)
        carrier?.probe()
        keepProbing()
    }
}
