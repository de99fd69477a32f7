// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Hummingbird
import PortnerCore

extension ControlRoutes {
    /// The requests for the station's own list of cards.
    func addList(to router: Router<ControlContext>) {
        serve(.list, .get, ControlAPI.Path.list, on: router) { _, _ in
            try Response.json(await port.list.read())
        }
        serve(.listChange, .post, ControlAPI.Path.list, on: router) {
            try await changeList($0, $1)
        }
    }

    private func changeList(
        _ request: Request,
        _ caller: ControlCaller
    ) async throws -> Response {
        let wanted = try await Self.decode(ListOrder.self, from: request)
        guard let kind = Listing.Kind(rawValue: wanted.kind) else {
            throw ControlFailure(.badRequest, detail: "no such kind of listing")
        }
        guard let card = CardNumber(wanted.card.secret) else { throw ControlFailure(.notACard) }
        let doors = try wanted.doors?.map { text in
            guard let name = DoorName(text) else { throw ControlFailure(.unknownDoor) }
            return name
        }
        let lastDay = try wanted.through.map { text in
            guard let date = CivilDate(iso8601: text) else { throw ControlFailure(.notADate) }
            return date
        }
        try Self.checkLength(ofReason: wanted.reason)
        let wish = ListWish(
            act: wanted.act,
            kind: kind,
            card: card,
            doors: doors.map { Set($0) },
            lastDay: lastDay,
            whenClosed: wanted.whenClosed
        )
        let by = try await caller.name(sudoUserID: wanted.sudoUserID)
        let outcome = try await port.list.change(wish, wanted.reason, by)
        if let refusal = outcome.refusal { throw ControlFailure(refusal) }
        return try .json(ListOrderReply(kind: kind.rawValue, card: outcome.card, by: by))
    }
}
