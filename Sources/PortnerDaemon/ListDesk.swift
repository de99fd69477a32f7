// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import LocalHTTP
import PortnerCore
import PortnerSettings
import PortnerStore

/// Answers what technicians ask about the station's own list of cards.
struct ListDesk: Sendable {
    let inbox: Inbox
    let clock: SystemClock
    let keys: StationKeys
    let orders: Answers<StaffRefusal?>
    let configuration: ConfigurationState

    /// The desk as the control server wants it.
    var port: ListPort {
        ListPort(
            read: { () async throws(ControlFailure) in
                let list = await inbox.look { $0.list }
                return ListReport(list, on: clock.now().civil.date)
            },
            change: { wish, reason, by async throws(ControlFailure) in
                try await change(wish, reason: reason, by: by)
            }
        )
    }

    private func change(
        _ wish: ListWish,
        reason: String,
        by: String
    ) async throws(ControlFailure) -> ListOutcome {
        let known = Set(configuration.current.station.doors.map(\.door))
        guard (wish.doors ?? []).isSubset(of: known) else { throw ControlFailure(.unknownDoor) }
        let key = CardHasher(keys: keys).key(for: wish.card)
        let former = CardHasher(previousOf: keys)?.key(for: wish.card)
        let change = wish.change(of: key)
        let answer = await orders.wait { ticket in
            inbox.put(
                .listChangeOrdered(change, formerly: former, reason: reason, by: by, ticket)
            )
        }
        guard let answer else { throw ControlFailure(.stopping) }
        return ListOutcome(card: key.label, refusal: answer)
    }
}
