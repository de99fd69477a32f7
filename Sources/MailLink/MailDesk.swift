// SPDX-License-Identifier: MPL-2.0

import MailProtocol
import NIOCore
import PortnerCore

/// The clock on which letters age.
enum MailClock {
    /// This moment.
    static var now: Uptime { Uptime(.nanoseconds(NIODeadline.now().uptimeNanoseconds)) }
}

/// What is delivered when, used on the link's event loop only.
final class MailDesk {
    private let settings: MailLinkSettings
    private let trust: MailTrust
    private let mailbox: Mailbox
    private let loop: any EventLoop
    private let deliver: @Sendable (MailEvent) -> Void
    private var delivery: Delivery?
    private var problem: MailProblem?
    private var wakeUp: Scheduled<Void>?
    private var isRunning = false

    init(
        _ settings: MailLinkSettings,
        trust: MailTrust,
        mailbox: Mailbox,
        loop: any EventLoop,
        deliver: @escaping @Sendable (MailEvent) -> Void
    ) {
        self.settings = settings
        self.trust = trust
        self.mailbox = mailbox
        self.loop = loop
        self.deliver = deliver
    }

    func start() {
        isRunning = true
        pump()
    }

    func stop() {
        isRunning = false
        wakeUp?.cancel()
        delivery?.abandon()
        delivery = nil
    }

    /// Does what is due, and sees to it that the rest is done when it is.
    func pump() {
        guard isRunning else { return }
        let now = MailClock.now
        for number in mailbox.withQueue({ $0.takeExpired(at: now) }) {
            deliver(.dropped(number, .tooOld))
        }
        if delivery == nil, let next = mailbox.withQueue({ $0.next(at: now) }) {
            begin(next.number, next.message)
        }
        wakeUp?.cancel()
        wakeUp = mailbox.withQueue(\.nextDeadline).map { deadline in
            let wait = max(now.duration(to: deadline), .zero)
            return loop.assumeIsolated().scheduleTask(in: TimeAmount(wait)) { [self] in pump() }
        }
    }

    private func begin(_ number: MailNumber, _ message: MailMessage) {
        let delivery = Delivery(message, settings, trust: trust, loop: loop) { [weak self] in
            self?.ended(number, $0)
        }
        self.delivery = delivery
        delivery.start()
    }

    private func ended(_ number: MailNumber, _ outcome: MailOutcome) {
        delivery = nil
        mailbox.withQueue { $0.ended(number, outcome, at: MailClock.now) }
        switch outcome {
        case .delivered:
            recover()
            deliver(.delivered(number))
        case .refused(let refusal):
            // The way is good: the server spoke, and not about this station.
            recover()
            deliver(.dropped(number, refusal))
        case .failed(let problem):
            if self.problem != problem { deliver(.troubled(problem)) }
            self.problem = problem
        }
        pump()
    }

    private func recover() {
        if problem != nil { deliver(.recovered) }
        problem = nil
    }
}
