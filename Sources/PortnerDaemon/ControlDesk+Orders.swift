// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import LocalHTTP
import PortnerCore
import PortnerSettings
import PortnerStore

/// What technicians order through the control socket.
extension ControlDesk {
    func carryOut(
        _ order: StaffOrder,
        _ door: DoorName,
        reason: String,
        by: String
    ) async throws(ControlFailure) -> StaffRefusal? {
        let answer = await outlets.orders.wait { ticket in
            inbox.put(.staffOrdered(order, door: door, reason: reason, by: by, ticket))
        }
        guard let answer else { throw ControlFailure(.stopping) }
        return answer
    }

    func evacuate(
        _ isOrdered: Bool,
        reason: String,
        by: String
    ) async throws(ControlFailure) -> StaffRefusal? {
        let answer = await outlets.orders.wait { ticket in
            inbox.put(.evacuationOrdered(isOrdered, reason: reason, by: by, ticket))
        }
        guard let answer else { throw ControlFailure(.stopping) }
        return answer
    }

    func liftWait(
        of subject: WaitSubject,
        reason: String,
        by: String
    ) async throws(ControlFailure) -> StaffRefusal? {
        let counted: ThrottleSubject
        var former: CardKey?
        switch subject {
        case .card(let card):
            (counted, former) = (.card(stores.key(of: card)), stores.formerKey(of: card))
        case .reader(let reader):
            // A kiosk counts wrong attempts as a reader of its name.
            let station = configuration.current.station
            guard
                station.readers.contains(where: { $0.reader == reader })
                    || station.kiosks.contains(where: { $0.reader == reader })
            else { throw ControlFailure(.unknownReader) }
            counted = .reader(reader)
        }
        let answer = await outlets.orders.wait { [former] ticket in
            inbox.put(
                .waitLiftOrdered(counted, formerly: former, reason: reason, by: by, ticket)
            )
        }
        guard let answer else { throw ControlFailure(.stopping) }
        return answer
    }
}
