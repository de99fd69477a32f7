// SPDX-License-Identifier: MPL-2.0

import NIOCore
import NIOPosix
public import PortnerCore
public import ServiceLifecycle

/// The line to a library system that speaks SIP2 over TCP.
///
/// It keeps one connection, logs in, keeps it alive, and makes it anew with growing waits when it
/// is lost. Every question is answered exactly once and within its own time-out; one that cannot be
/// asked now is answered at once with `LibraryReply.noAnswer`, and nothing queues up behind a
/// dead line.
public final class LibraryLink: Service {
    private let loop: any EventLoop
    private let line: NIOLoopBoundBox<Line>

    /// A link that does nothing before ``run()``.
    public init(_ settings: LibraryLinkSettings, port: LibraryLinkPort) {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        self.loop = loop
        line = NIOLoopBoundBox.makeBoxSendingValue(
            Line(settings, port: port, loop: loop),
            eventLoop: loop
        )
    }

    /// Asks about a card; the answer comes through the port.
    public func ask(_ question: LibraryQuestion) {
        loop.execute { [line] in line.value.ask(question) }
    }

    /// Keeps the connection until the service group shuts down.
    public func run() async throws {
        try await loop.submit { [line] in line.value.start() }.get()
        try? await gracefulShutdown()
        try await loop.submit { [line] in line.value.stop() }.get()
    }
}
