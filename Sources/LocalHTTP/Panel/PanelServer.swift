// SPDX-License-Identifier: MPL-2.0

import Hummingbird
public import Logging
import NIOCore
public import ServiceLifecycle

/// Serves the panels' pages, and the demo page where there is one, on the loopback address.
///
/// It binds to 127.0.0.1 and answers nobody else. A graceful shutdown ends open streams at once.
public struct PanelServer: Service {
    private let panels: PanelPort
    private let demo: DemoPort?
    private let tcpPort: Int
    private let token = BootToken()
    private let logger: Logger
    private let listening: @Sendable (Int) async -> Void

    /// A server that is not running yet.
    ///
    /// - Parameters:
    ///   - panels: What the panels need.
    ///   - demo: What the demo page needs; `nil` serves no demo page.
    ///   - tcpPort: The port to listen on; 0 lets the kernel choose one.
    ///   - logger: Where failures are logged.
    ///   - listening: Hears the port once connections are taken.
    public init(
        panels: PanelPort,
        demo: DemoPort? = nil,
        tcpPort: Int,
        logger: Logger,
        listening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.panels = panels
        self.demo = demo
        self.tcpPort = tcpPort
        self.logger = logger
        self.listening = listening
    }

    /// Serves until a graceful shutdown.
    ///
    /// - Throws: When the address cannot be bound.
    public func run() async throws {
        let server = LocalServer(
            address: .hostname("127.0.0.1", port: tcpPort),
            responder: router.buildResponder(),
            logger: logger
        ) { [listening] channel in await listening(channel.localAddress?.port ?? 0) }
        let services: [any Service] = [PanelPulse(hub: panels.hub), server]
        try await ServiceGroup(services: services, logger: logger).run()
    }

    private var router: Router<LocalContext> {
        let router = Router(
            context: LocalContext.self,
            options: .autoGenerateHeadEndpoints
        )
        router.add(middleware: HardeningHeaders(allowsFraming: demo != nil))
        router.add(middleware: PlainErrors<LocalContext>())
        router.add(middleware: LoopbackGuard())
        PanelRoutes(port: panels, token: token).add(to: router)
        if let demo { DemoRoutes(port: demo, panels: panels, token: token).add(to: router) }
        return router
    }
}

/// Tells every page regularly what it shows, so that a silent line is noticed.
///
/// While no page is open it sleeps.
private struct PanelPulse: Service {
    let hub: PanelHub

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            for await _ in hub.arrivals {
                while hub.pages > 0 {
                    try await Task.sleep(for: PanelPage.pulse)
                    hub.repeatNewest()
                }
            }
        }
    }
}
