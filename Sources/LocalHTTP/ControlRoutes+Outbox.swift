// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Hummingbird
import PortnerCore

extension ControlRoutes {
    /// The requests for the kiosks' transactions.
    func addOutbox(to router: Router<ControlContext>) {
        serve(.outbox, .get, ControlAPI.Path.outbox, on: router) { _, _ in
            try Response.json(OutboxReport(await port.outbox.read()))
        }
        serve(OutboxWish.self, ControlAPI.Path.outbox, on: router) { wanted in
            ControlRequest(try Self.order(in: wanted))
        } handler: {
            try await changeOutbox($0, $1)
        }
    }

    private static func order(in wanted: OutboxWish) throws(ControlFailure) -> OutboxOrder {
        guard let order = OutboxOrder(rawValue: wanted.act) else {
            throw ControlFailure(.badRequest, detail: "no such order")
        }
        return order
    }

    private func changeOutbox(
        _ wanted: OutboxWish,
        _ caller: ControlCaller
    ) async throws -> Response {
        let order = try Self.order(in: wanted)
        guard let id = RequestID(wanted.request) else { throw ControlFailure(.nothingOpen) }
        try Self.checkLength(ofReason: wanted.reason)
        let by = try await caller.name(sudoUserID: wanted.sudoUserID)
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

extension ControlRequest {
    /// What an order about a transaction is.
    fileprivate init(_ order: OutboxOrder) {
        self =
            switch order {
            case .retry, .resolve: .outboxChange
            case .reveal: .outboxReveal
            }
    }
}
