// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Hummingbird
import PortnerCore

extension ControlRoutes {
    /// The requests for the kiosks' transactions.
    func addOutbox(to router: Router<ControlContext>) {
        router.get("\(ControlAPI.Path.outbox)") { _, _ in
            try Response.json(OutboxReport(await port.outbox.read()))
        }
        router.post("\(ControlAPI.Path.outbox)") { try await changeOutbox($0, $1) }
    }

    private func changeOutbox(
        _ request: Request,
        _ context: ControlContext
    ) async throws -> Response {
        let wanted = try await Self.decode(OutboxWish.self, from: request)
        guard let order = OutboxOrder(rawValue: wanted.act) else {
            throw ControlFailure(.badRequest, detail: "no such order")
        }
        guard let id = RequestID(wanted.request) else { throw ControlFailure(.nothingOpen) }
        try Self.checkLength(ofReason: wanted.reason)
        let by = try await context.caller(sudoUserID: wanted.sudoUserID)
        let (refusal, revealed) = try await port.outbox.carryOut(order, id, wanted.reason, by)
        if let refusal { throw ControlFailure(refusal) }
        return try .json(
            OutboxReply(
                request: id.text,
                by: by,
                card: revealed?.card.map { SecretText($0.secret) },
                item: revealed?.item.map { SecretText($0.secret) }
            )
        )
    }
}
