// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import Glibc
public import PortnerCore

/// Why a line could not be used.
///
/// Two errors are equal when door, line and code are.
public struct LockError: Error, Sendable {
    /// What went wrong; the raw values are stable.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The settings name no such door.
        case unknownDoor = "unknown-door"
        /// The settings name a door or a line twice, or too many doors.
        case invalidSettings = "invalid-settings"
        /// No GPIO chip carries the label, or the chip is gone.
        case chipMissing = "chip-missing"
        /// The chip has no line of that name.
        case lineMissing = "line-missing"
        /// Another program or a kernel driver holds the line.
        case lineBusy = "line-busy"
        /// The service may not open the chip; its udev rule is missing or has not run yet.
        case accessDenied = "access-denied"
        /// The driver has been stopped or was never started.
        case notRunning = "not-running"
        /// The operating system refused for another reason.
        case failed
    }

    /// What went wrong.
    public let code: Code
    /// The door it went wrong at, if it was at one.
    public let door: DoorName?
    /// Which line of the door.
    public let line: LineRole?
    /// The operating system's reason, zero when there is none.
    public let systemCode: Int32

    init(_ code: Code, door: DoorName? = nil, line: LineRole? = nil, systemCode: Int32 = 0) {
        self.code = code
        self.door = door
        self.line = line
        self.systemCode = systemCode
    }

    /// The meaning of an `errno` value that a line's function gave.
    init(systemCode: Int32, door: DoorName?, line: LineRole) {
        let code: Code =
            switch systemCode {
            case ENODEV, ENXIO: .chipMissing
            case ENOENT: .lineMissing
            case EBUSY: .lineBusy
            case EACCES, EPERM: .accessDenied
            default: .failed
            }
        self.init(code, door: door, line: line, systemCode: systemCode)
    }
}

extension LockError: Hashable {
    /// Whether two errors say the same about the same line.
    public static func == (left: Self, right: Self) -> Bool {
        left.code == right.code && left.door == right.door && left.line == right.line
    }

    /// Hashes what equality compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(door)
        hasher.combine(line)
    }
}

extension LockError: CustomStringConvertible {
    /// Where and why, for a technician.
    public var description: String {
        let place = [door?.text, line?.rawValue].compactMap(\.self).joined(separator: " ")
        let reason = systemCode == 0 ? nil : SystemCallError.text(for: systemCode)
        return [place.isEmpty ? nil : place, code.rawValue, reason].compactMap(\.self)
            .joined(separator: ": ")
    }
}
