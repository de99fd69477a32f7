// SPDX-License-Identifier: MPL-2.0

/// What staff have ordered until they lift it: neither a restart nor a power cut ends it.
public struct StandingOrders: Sendable, Hashable {
    /// The doors that are locked down, those among them that the settings do not name now.
    public var lockedDown: Set<DoorName>
    /// The kiosks that are out of service, those among them that the settings do not name now.
    public var outOfOrder: Set<KioskName>
    /// Whether everybody is to leave the building.
    public var isEvacuation: Bool

    /// Orders made from their parts.
    public init(
        lockedDown: Set<DoorName> = [],
        outOfOrder: Set<KioskName> = [],
        isEvacuation: Bool = false
    ) {
        self.lockedDown = lockedDown
        self.outOfOrder = outOfOrder
        self.isEvacuation = isEvacuation
    }
}

extension StandingOrders: CustomStringConvertible {
    /// The orders in words, the same for equal orders; nothing when there are none.
    public var description: String {
        let doors = lockedDown.sorted().map(\.text).joined(separator: " ")
        let kiosks = outOfOrder.sorted().map(\.text).joined(separator: " ")
        let parts = [
            doors.isEmpty ? nil : "locked down: \(doors)",
            kiosks.isEmpty ? nil : "out of order: \(kiosks)",
            isEvacuation ? "everybody out" : nil,
        ]
        return parts.compactMap(\.self).joined(separator: "; ")
    }
}

extension StaffOrder {
    /// Whether what is ordered lasts until another order.
    var isStanding: Bool {
        switch self {
        case .secure, .resume: true
        case .unlock, .test: false
        }
    }
}

/// Doors and kiosks as the standing orders have them, and the order that everybody leave.
extension Station {
    /// A door that begins: secured, and as staff left it.
    func newDoor(_ door: DoorSettings) -> DoorMachine {
        DoorMachine(
            door,
            isLockedDown: standing.lockedDown.contains(door.door),
            isEvacuated: standing.isEvacuation
        )
    }

    /// A kiosk that begins, as staff left it.
    func newKiosk(_ kiosk: KioskSettings, after earlier: UInt64 = 0) -> KioskMachine {
        KioskMachine(kiosk, after: earlier, isOutOfOrder: isClosed(kiosk.kiosk))
    }

    /// Whether a kiosk serves nobody now.
    func isClosed(_ kiosk: KioskName) -> Bool {
        standing.outOfOrder.contains(kiosk) || standing.isEvacuation || building.isLeaving
    }

    mutating func setStanding(of kiosk: KioskName, isOutOfOrder: Bool) {
        if isOutOfOrder {
            standing.outOfOrder.insert(kiosk)
        } else {
            standing.outOfOrder.remove(kiosk)
        }
    }

    /// Releases every door until staff say that it is over, or ends that.
    ///
    /// The record comes first, as for every order; where it cannot be written, the doors are
    /// released all the same (see ``recordingFailed(_:at:)``). An end that cannot be written is
    /// none.
    mutating func evacuate(
        _ isOrdered: Bool,
        reason: String,
        by: String,
        _ ticket: Ticket,
        at now: Moment
    ) -> [Action] {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            return [.answer(ticket, .noReason)]
        }
        if !isOrdered, standing.isEvacuation { lifted = (ticket, .evacuation) }
        standing.isEvacuation = isOrdered
        let record = Record(
            .staff,
            at: now,
            isAlarm: isOrdered,
            [
                (.outcome, isOrdered ? "everybody-out" : "all-clear"), (.reason, reason),
                (.by, by),
            ]
        )
        var moves: [Action] = []
        for name in doors.keys.sorted() {
            let orders = doors[name]?.evacuate(isOrdered, at: now.uptime) ?? []
            moves += translate(orders, door: name, by: by, at: now)
        }
        // One transaction, and then all the doors.
        let records = [.record(record)] + moves.filter(\.isDurable)
        return records + moves.filter { !$0.isDurable } + leave(at: now)
            + [.keepOrders(standing), .answer(ticket, nil)]
    }

    /// Sends people away from the kiosks when everybody is to leave, and serves them when that is
    /// over.
    mutating func leave(at now: Moment) -> [Action] {
        let isLeaving = standing.isEvacuation || doors.values.contains(where: \.isFire)
        guard isLeaving != building.isLeaving else { return [] }
        building.isLeaving = isLeaving
        var actions: [Action] = []
        for name in kiosks.keys.sorted() {
            let isClosed = isClosed(name)
            let orders = kiosks[name]?.setOutOfOrder(isClosed, at: now.uptime) ?? []
            for case .ended(let visitor) in orders { actions += ended(visitor, at: name) }
        }
        return actions
    }
}
