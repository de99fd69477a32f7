// SPDX-License-Identifier: MPL-2.0

import FoundationEssentials
import LocalHTTP
import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Serves the gallery and the demo for the browser tests until it is told to stop.
///
/// `PanelGallery FILE` writes two lines into the file: the gallery's port and the demo's.
@main
struct PanelGallery {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: PanelGallery FILE")
            return
        }
        let ports = Ports(file: CommandLine.arguments[1])
        let logger = Logger(label: "gallery")
        let hub = PanelHub()
        Gallery.publish(to: hub)
        let gallery = PanelServer(
            panels: PanelPort(
                hub: hub,
                now: { Gallery.moment },
                look: Gallery.look,
                companion: Gallery.companion,
                press: { _, _ in }
            ),
            tcpPort: 0,
            logger: logger,
            listening: { ports.note(gallery: $0) }
        )
        let station = DemoStation()
        let demo = PanelServer(
            panels: station.port,
            demo: station.demoPort,
            tcpPort: 0,
            logger: logger,
            listening: { ports.note(demo: $0) }
        )
        let group = ServiceGroup(
            services: [gallery, demo],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        let running = Task { await station.run() }
        try await group.run()
        running.cancel()
    }
}

/// Writes both ports down once both are known.
private final class Ports: Sendable {
    private let file: String
    private let known = Mutex<(gallery: Int?, demo: Int?)>((nil, nil))

    init(file: String) { self.file = file }

    func note(gallery: Int? = nil, demo: Int? = nil) {
        let both = known.withLock { known in
            known = (gallery ?? known.gallery, demo ?? known.demo)
            return known
        }
        guard let gallery = both.gallery, let demo = both.demo else { return }
        try? Data("\(gallery)\n\(demo)\n".utf8).write(to: URL(filePath: file), options: .atomic)
    }
}
