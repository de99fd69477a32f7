// SPDX-License-Identifier: MPL-2.0

import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import PortnerCore
import ServiceLifecycle

/// One address on this machine and what answers there, held to ``ServerLimits``.
///
/// It stands in for Hummingbird's `Application`, which keeps the date for its headers up to date
/// and so wakes the machine every second of every night.
struct LocalServer<Responder: HTTPResponder>: Service
where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
    let address: BindAddress
    let responder: Responder
    let logger: Logger
    /// Called once when connections are taken.
    let onListening: @Sendable (any Channel) async -> Void

    /// Serves until a graceful shutdown, which ends the streams and lets requests finish.
    ///
    /// - Throws: When the address cannot be bound.
    func run() async throws {
        let server = try ServerLimits.http.buildServer(
            configuration: ServerLimits.configuration(address, logger: logger),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger,
            responder: { [responder, logger] request, writer, channel in
                let source = ApplicationRequestContextSource(channel: channel, logger: logger)
                var response = try await responder.respond(
                    to: request,
                    context: Responder.Context(source: source)
                )
                let seconds = Date.now.timeIntervalSince1970
                response.headers[.date] = HTTPDate.text(
                    Timestamp(milliseconds: Int64(seconds * 1000))
                )
                try await writer.write(response: response.head, body: response.body)
            },
            onServerRunning: onListening
        )
        try await server.run()
    }
}
