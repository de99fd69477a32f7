// SPDX-License-Identifier: MPL-2.0

public import MailProtocol
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization

/// The way to a mail server: takes letters at once and delivers them one by one.
///
/// Letters are in memory alone and gone after a restart, since a receipt is personal.
public final class MailLink: Service {
    private let loop: any EventLoop
    private let mailbox: Mailbox
    private let desk: NIOLoopBoundBox<MailDesk>

    /// A link that does nothing before ``run()``.
    ///
    /// - Parameters:
    ///   - settings: The server.
    ///   - deliver: Takes the events, one at a time; it must be quick.
    /// - Throws: ``MailLinkError`` when the settings or a file of theirs cannot be used.
    public init(
        _ settings: MailLinkSettings,
        deliver: @escaping @Sendable (MailEvent) -> Void
    ) throws(MailLinkError) {
        guard (1...65_535).contains(settings.port), !settings.host.isEmpty else {
            throw MailLinkError(.invalidSettings, reason: "no host and port")
        }
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let trust = try MailTrust(settings)
        let mailbox = Mailbox(settings.limits)
        self.loop = loop
        self.mailbox = mailbox
        desk = NIOLoopBoundBox.makeBoxSendingValue(
            MailDesk(settings, trust: trust, mailbox: mailbox, loop: loop, deliver: deliver),
            eventLoop: loop
        )
    }

    /// Takes a letter, which is delivered as soon as possible.
    ///
    /// - Throws: ``MailLinkError`` with the code `queueFull`, or `notRunning` after the link was
    ///   stopped; no event comes then.
    public func send(_ message: MailMessage, as number: MailNumber) throws(MailLinkError) {
        try mailbox.add(message, as: number)
        loop.execute { [desk] in desk.value.pump() }
    }

    /// Keeps the link until the service group shuts down.
    public func run() async throws {
        try await loop.submit { [desk] in desk.value.start() }.get()
        try? await gracefulShutdown()
        mailbox.close()
        try await loop.submit { [desk] in desk.value.stop() }.get()
    }
}

/// The queue, where letters can be put in from any thread.
final class Mailbox: Sendable {
    private struct State {
        var queue: MailQueue
        var isClosed = false
    }

    private let state: Mutex<State>

    init(_ limits: MailQueue.Limits) { state = Mutex(State(queue: MailQueue(limits))) }

    func add(_ message: MailMessage, as number: MailNumber) throws(MailLinkError) {
        let now = MailClock.now
        try state.withLock { state throws(MailLinkError) in
            guard !state.isClosed else { throw MailLinkError(.notRunning) }
            guard state.queue.add(message, as: number, at: now) else {
                throw MailLinkError(.queueFull)
            }
        }
    }

    /// Takes no letter any more and forgets those that are there.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.queue = MailQueue()
        }
    }

    /// Does something with the queue.
    func withQueue<Result: Sendable>(_ act: (inout MailQueue) -> Result) -> Result {
        state.withLock { act(&$0.queue) }
    }
}
