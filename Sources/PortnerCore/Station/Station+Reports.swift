// SPDX-License-Identifier: MPL-2.0

/// What drivers and the runtime report: changes at doors, of devices, and of the library system.
extension Station {
    /// What drivers and the runtime report.
    mutating func reported(_ event: Event, at now: Moment) -> [Action] {
        switch event {
        case .contactChanged, .exitChanged, .fireChanged, .boltChanged, .relayChanged,
            .tamperChanged, .alarmChanged, .lockReleased, .lockChanged:
            return reportedByDoor(event, at: now)
        case .deviceChanged(let isPresent, let detail, let device):
            return deviceChanged(device, isPresent: isPresent, detail: detail, at: now)
        case .deviceNoted(let code, let detail, let name, let isAlarm):
            return note(.device, code, detail, about: name, isAlarm: isAlarm, at: now)
        case .printerChanged(let condition, let detail, let kiosk):
            return printerChanged(condition, detail: detail, kiosk: kiosk, at: now)
        case .libraryChanged(let isReachable, let detail):
            return libraryChanged(isReachable: isReachable, detail: detail, at: now)
        case .stationChanged(let code, let detail):
            return note(.station, code, detail, isAlarm: false, at: now)
        case .stationFailed(let code, let detail):
            return note(.station, code, detail, isAlarm: true, at: now)
        case .recordingFailed(let orders, let requests, let entries, let queued):
            return recordingFailed(orders, at: now)
                + kiosksUnrecorded(orders, requests, entries, queued, at: now)
        case .recordingRecovered:
            isRecording = true
            return []
        default:
            return []
        }
    }

    /// What the lines of a door report.
    private mutating func reportedByDoor(_ event: Event, at now: Moment) -> [Action] {
        switch event {
        case .contactChanged(let isOpen, let door):
            return contactChanged(isOpen: isOpen, at: door, now)
        case .exitChanged(let isPressed, let door):
            return atDoor(door, now) { $0.exitChanged(isPressed: isPressed, at: now.uptime) }
        case .fireChanged(let isActive, let door):
            return atDoor(door, now) { $0.fireChanged(isActive: isActive, at: now.uptime) }
                + leave(at: now)
        case .boltChanged(let isThrown, let door):
            return atDoor(door, now) { $0.boltChanged(isThrown: isThrown, at: now.uptime) }
        case .relayChanged(let isReleased, let door):
            return atDoor(door, now) { $0.relayChanged(isReleased: isReleased, at: now.uptime) }
        case .tamperChanged(let isActive, let door):
            return atDoor(door, now) { $0.tamperChanged(isActive: isActive) }
        case .alarmChanged(let isArmed, let door):
            return alarmChanged(isArmed: isArmed, at: door, now)
        case .lockReleased(let door, let time):
            doors[door]?.lockReleased(at: time)
            return []
        case .lockChanged(let isPresent, let detail, let door):
            return atDoor(door, now, detail: detail) {
                $0.lockChanged(isPresent: isPresent, at: now.uptime)
            }
        default:
            return []
        }
    }

    /// Records something that changes nothing else.
    func note(
        _ kind: RecordKind,
        _ code: String,
        _ detail: String,
        about device: String? = nil,
        isAlarm: Bool,
        at now: Moment
    ) -> [Action] {
        let values: [(RecordField, String?)] = [
            (.device, device), (.outcome, code), (.detail, detail),
        ]
        return [.record(Record(kind, at: now, isAlarm: isAlarm, values))]
    }

    private mutating func libraryChanged(
        isReachable: Bool,
        detail: String,
        at now: Moment
    ) -> [Action] {
        guard isLibraryReachable != isReachable else { return [] }
        isLibraryReachable = isReachable
        return [
            .record(
                Record(
                    .library,
                    at: now,
                    isAlarm: !isReachable,
                    [(.outcome, isReachable ? "reachable" : "unreachable"), (.detail, detail)]
                )
            )
        ]
    }

    /// Staff hear of a printer that wants a hand before it has printed its last receipt.
    private mutating func printerChanged(
        _ condition: PrinterCondition,
        detail: String,
        kiosk: KioskName,
        at now: Moment
    ) -> [Action] {
        guard let machine = kiosks[kiosk] else { return ignore("unknown-kiosk") }
        kiosks[kiosk]?.printer = condition
        guard (machine.printer ?? .ready) != condition else { return [] }
        return [
            .record(
                Record(
                    .device,
                    at: now,
                    isAlarm: condition != .ready,
                    [
                        (.device, "printer"), (.kiosk, kiosk.text),
                        (.outcome, condition.rawValue), (.detail, detail),
                    ]
                )
            )
        ]
    }

    private mutating func deviceChanged(
        _ device: DeviceName,
        isPresent: Bool,
        detail: String,
        at now: Moment
    ) -> [Action] {
        let wasLost = lostDevices[device] != nil
        lostDevices[device] = isPresent ? nil : detail
        guard wasLost == isPresent else { return [] }
        return [
            .record(
                Record(
                    .device,
                    at: now,
                    isAlarm: !isPresent,
                    [
                        (.device, device.text), (.outcome, isPresent ? "returned" : "lost"),
                        (.detail, detail),
                    ]
                )
            )
        ]
    }
}
