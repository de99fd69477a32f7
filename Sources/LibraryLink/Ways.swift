// SPDX-License-Identifier: MPL-2.0

import LibraryProtocol
import NIOCore
import SIP2

/// The settings of a way with their files read, from which its carrier is made on the loop.
struct Ways: Sendable {
    private let settings: LibraryLinkSettings
    private let trust: Trust?

    init(_ settings: LibraryLinkSettings) throws(LibraryLinkError) {
        self.settings = settings
        switch settings.way {
        case .stream(_, let security):
            trust = if let security { try Trust(security) } else { nil }
        case .envelope(let envelope):
            trust = try Trust(envelope.security)
        }
    }

    func carrier(
        on loop: any EventLoop,
        report: @escaping (CarrierEvent) -> Void
    ) -> any Carrier {
        let connector = Connector(
            host: settings.host,
            port: settings.port,
            trust: trust,
            timeout: settings.connectTimeout
        )
        switch settings.way {
        case .stream(let session, _):
            return StreamCarrier(
                session,
                loginPause: settings.loginPause,
                connector: connector,
                loop: loop,
                report: report
            )
        case .envelope(let envelope):
            return EnvelopeCarrier(
                envelope,
                dialect: settings.translation.form,
                loginPause: settings.loginPause,
                connector: connector,
                loop: loop,
                report: report
            )
        }
    }
}
