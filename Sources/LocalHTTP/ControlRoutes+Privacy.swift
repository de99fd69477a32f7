// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Hummingbird
import PortnerCore

extension ControlRoutes {
    /// Adds the requests about people.
    func addPrivacy(to router: Router<ControlContext>) {
        serve(.privacyFacts, .get, ControlAPI.Path.privacy, on: router) { _, _ in
            try Response.json(await port.privacy.facts())
        }
        serve(.personReport, .post, ControlAPI.Path.personReports, on: router) {
            try await report($0, $1)
        }
        serve(.erasure, .post, ControlAPI.Path.erasures, on: router) { try await erase($0, $1) }
        serve(.visitCounts, .get, ControlAPI.Path.visitCounts, on: router) { request, _ in
            try await counts(request)
        }
    }

    private func report(_ request: Request, _ caller: ControlCaller) async throws -> Response {
        let (card, reason, by) = try await person(request, caller)
        return try .json(await port.privacy.report(card, reason, by))
    }

    private func erase(_ request: Request, _ caller: ControlCaller) async throws -> Response {
        let (card, reason, by) = try await person(request, caller)
        return try .json(await port.privacy.erase(card, reason, by))
    }

    private func person(
        _ request: Request,
        _ caller: ControlCaller
    ) async throws -> (card: CardNumber, reason: String, by: String) {
        let order = try await Self.decode(PersonOrder.self, from: request)
        guard let card = CardNumber(order.card.secret) else { throw ControlFailure(.notACard) }
        try Self.checkLength(ofReason: order.reason)
        return (card, order.reason, try await caller.name(sudoUserID: order.sudoUserID))
    }

    private func counts(_ request: Request) async throws -> Response {
        let text = request.uri.queryParameters[Substring(ControlAPI.Query.days)] ?? ""
        guard let days = Int(text), (1...ControlAPI.Limit.daysMax).contains(days) else {
            throw ControlFailure(.badRequest, detail: "a number of days is needed")
        }
        return try .json(await port.privacy.counts(days))
    }
}
