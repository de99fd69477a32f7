// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Hummingbird
import PortnerCore

extension ControlRoutes {
    /// The requests for the kiosks themselves.
    func addKiosks(to router: Router<ControlContext>) {
        router.get("\(ControlAPI.Path.kiosks)") { _, _ in
            try Response.json(KioskReport(kiosks: await port.kiosks.read()))
        }
        router.post("\(ControlAPI.Path.kiosks)") { try await orderKiosk($0, $1) }
    }

    private func orderKiosk(
        _ request: Request,
        _ context: ControlContext
    ) async throws -> Response {
        let wanted = try await Self.decode(KioskServiceOrder.self, from: request)
        guard let kiosk = KioskName(wanted.kiosk) else { throw ControlFailure(.unknownKiosk) }
        try Self.checkLength(ofReason: wanted.reason)
        let by = try await context.caller(sudoUserID: wanted.sudoUserID)
        let refusal = try await port.kiosks.order(kiosk, wanted.isInService, wanted.reason, by)
        if let refusal { throw ControlFailure(refusal) }
        return try .json(
            KioskServiceReply(kiosk: kiosk.text, isInService: wanted.isInService, by: by)
        )
    }
}
