// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Hummingbird

extension ControlRoutes {
    /// The request that concerns the whole building.
    func addEvacuation(to router: Router<ControlContext>) {
        serve(.evacuation, .post, ControlAPI.Path.evacuation, on: router) {
            try await evacuate($0, $1)
        }
    }

    private func evacuate(_ request: Request, _ caller: ControlCaller) async throws -> Response {
        let wanted = try await Self.decode(EvacuationOrder.self, from: request)
        try Self.checkLength(ofReason: wanted.reason)
        let by = try await caller.name(sudoUserID: wanted.sudoUserID)
        if let refusal = try await port.evacuate(wanted.isOrdered, wanted.reason, by) {
            throw ControlFailure(refusal)
        }
        return try .json(EvacuationReply(isOrdered: wanted.isOrdered, by: by))
    }
}
