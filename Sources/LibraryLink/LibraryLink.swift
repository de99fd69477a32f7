// SPDX-License-Identifier: MPL-2.0

import NIOCore
import NIOPosix
public import PortnerCore
public import ServiceLifecycle

/// The link to a library system, whichever way leads there.
///
/// Every question and every request is answered exactly once and within its own time; one that
/// cannot be asked now is answered at once, and nothing queues up behind a dead line: only while a
/// connection that was good a moment ago is made again do requests wait. What changes
/// records and got no answer is reported as `LibraryOutcome.unknown` and never sent
/// again from here.
public final class LibraryLink: Service {
    private let loop: any EventLoop
    private let desk: NIOLoopBoundBox<Desk>

    /// A link that does nothing before ``run()``.
    ///
    /// - Throws: ``LibraryLinkError`` when a file of the settings cannot be used.
    public init(
        _ settings: LibraryLinkSettings,
        port: LibraryLinkPort
    ) throws(LibraryLinkError) {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        self.loop = loop
        let ways = try Ways(settings)
        desk = NIOLoopBoundBox.makeBoxSendingValue(
            Desk(settings, port: port, loop: loop) { ways.carrier(on: loop, report: $0) },
            eventLoop: loop
        )
    }

    /// Asks about a card at a door; the reply comes through the port.
    ///
    /// It is let before the requests that wait: somebody stands in the rain.
    public func ask(_ question: LibraryQuestion) {
        loop.execute { [desk] in desk.value.ask(question) }
    }

    /// Asks about a patron who is not here; the reply comes through the port.
    ///
    /// While anything else is under way or waits there is no reply, at once.
    public func ask(_ inquiry: PatronInquiry) {
        loop.execute { [desk] in desk.value.ask(inquiry) }
    }

    /// Requests something; the answer comes through the port.
    ///
    /// A request with the name of one that is under way is the same request: it is not sent again,
    /// and one answer comes for both.
    public func send(_ request: LibraryRequest) {
        loop.execute { [desk] in desk.value.send(request) }
    }

    /// Gives up a request: its answer comes at once.
    ///
    /// One that still waits for its turn is not sent any more. One that was sent is only no longer
    /// waited for, so what changes records ends as unknown.
    public func cancel(_ id: RequestID) {
        loop.execute { [desk] in desk.value.cancel(id) }
    }

    /// Keeps the link until the service group shuts down.
    public func run() async throws {
        try await loop.submit { [desk] in desk.value.start() }.get()
        try? await gracefulShutdown()
        try await loop.submit { [desk] in desk.value.stop() }.get()
    }
}
