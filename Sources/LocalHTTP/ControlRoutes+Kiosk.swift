// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Hummingbird
import PortnerCore

extension ControlRoutes {
    /// The requests for the kiosks themselves.
    func addKiosks(to router: Router<ControlContext>) {
        serve(.kiosks, .get, ControlAPI.Path.kiosks, on: router) { _, _ in
            try Response.json(KioskReport(kiosks: await port.kiosks.read()))
        }
        serve(.kioskService, .post, ControlAPI.Path.kiosks, on: router) {
            try await orderKiosk($0, $1)
        }
    }

    private func orderKiosk(
        _ request: Request,
        _ caller: ControlCaller
    ) async throws -> Response {
        let wanted = try await Self.decode(KioskServiceOrder.self, from: request)
        guard let kiosk = KioskName(wanted.kiosk) else { throw ControlFailure(.unknownKiosk) }
        try Self.checkLength(ofReason: wanted.reason)
        let by = try await caller.name(sudoUserID: wanted.sudoUserID)
        let refusal = try await port.kiosks.order(kiosk, wanted.isInService, wanted.reason, by)
        if let refusal { throw ControlFailure(refusal) }
        return try .json(
            KioskServiceReply(kiosk: kiosk.text, isInService: wanted.isInService, by: by)
        )
    }
}
