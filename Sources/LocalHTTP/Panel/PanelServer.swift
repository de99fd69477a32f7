// SPDX-License-Identifier: MPL-2.0

import Hummingbird
public import Logging
import NIOCore
public import ServiceLifecycle

/// Serves the pages of panels and kiosks, and the demo page where there is one, on the loopback
/// address.
///
/// It binds to 127.0.0.1 and answers nobody else. A graceful shutdown ends open streams at once.
public struct PanelServer: Service {
    private let panels: PanelPort
    private let kiosks: KioskPort?
    private let demo: DemoPort?
    private let tcpPort: Int
    private let token = BootToken()
    private let logger: Logger
    private let listening: @Sendable (Int) async -> Void

    /// A server that is not running yet.
    ///
    /// - Parameters:
    ///   - panels: What the panels need.
    ///   - kiosks: What the kiosks need; `nil` serves no kiosk.
    ///   - demo: What the demo page needs; `nil` serves no demo page.
    ///   - tcpPort: The port to listen on; 0 lets the kernel choose one.
    ///   - logger: Where failures are logged.
    ///   - listening: Hears the port once connections are taken.
    public init(
        panels: PanelPort,
        kiosks: KioskPort? = nil,
        demo: DemoPort? = nil,
        tcpPort: Int,
        logger: Logger,
        listening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.panels = panels
        self.kiosks = kiosks
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
        var services: [any Service] = [ViewPulse(hub: panels.hub.views)]
        if let kiosks { services.append(ViewPulse(hub: kiosks.hub.views)) }
        services.append(server)
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
        if let kiosks { KioskRoutes(port: kiosks, token: token).add(to: router) }
        if let demo { DemoRoutes(port: demo, panels: panels, token: token).add(to: router) }
        return router
    }
}
