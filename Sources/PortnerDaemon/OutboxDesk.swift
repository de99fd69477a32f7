// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import LocalHTTP
import PortnerCore

/// Answers what technicians ask about the kiosks' transactions.
struct OutboxDesk: Sendable {
    let inbox: Inbox
    let orders: Answers<StaffRefusal?>

    /// The desk as the control server wants it.
    var port: OutboxPort {
        OutboxPort(
            read: { () async throws(ControlFailure) in await inbox.look { $0.outbox.entries } },
            carryOut: { order, id, reason, by async throws(ControlFailure) in
                let entry = await inbox.look { station in
                    station.outbox.entries.first { $0.id == id }
                }
                let answer = await orders.wait { ticket in
                    inbox.put(.outboxOrdered(order, id, reason: reason, by: by, ticket))
                }
                guard let answer else { throw ControlFailure(.stopping) }
                return (answer, order == .reveal ? entry : nil)
            }
        )
    }
}
