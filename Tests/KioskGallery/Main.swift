// SPDX-License-Identifier: MPL-2.0

import FoundationEssentials
import LocalHTTP
import Logging
import PortnerCore
import ServiceLifecycle
import UnixSignals

/// Serves every view of a kiosk, and one kiosk that answers, for the browser tests.
///
/// `KioskGallery FILE` writes the port into the file and serves until it is told to stop.
@main
struct KioskGallery {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: KioskGallery FILE")
            return
        }
        let file = CommandLine.arguments[1]
        let logger = Logger(label: "gallery")
        let hub = KioskHub()
        Gallery.publish(to: hub)
        let machine = Machine(hub: hub)
        let server = PanelServer(
            panels: PanelPort(
                hub: PanelHub(),
                now: { Gallery.moment },
                look: { _ in nil },
                press: { _, _ in }
            ),
            kiosks: KioskPort(
                hub: hub,
                now: { Gallery.moment },
                look: Gallery.look,
                hours: { _ in Gallery.hours },
                press: { press, kiosk in
                    if kiosk == Machine.kiosk { machine.press(press) }
                }
            ),
            demo: Gallery.demo(Machine.kiosk),
            tcpPort: 0,
            logger: logger,
            listening: { port in
                try? Data("\(port)\n".utf8).write(to: URL(filePath: file), options: .atomic)
            }
        )
        Task.detached {
            while let line = readLine() { machine.hear(line) }
        }
        let group = ServiceGroup(
            services: [server],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        try await group.run()
    }
}
