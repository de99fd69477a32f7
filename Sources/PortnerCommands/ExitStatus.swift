// SPDX-License-Identifier: MPL-2.0

import ControlAPI

/// What the program's end tells a script; the numbers are stable.
public enum ExitStatus: Int32, Sendable, CaseIterable {
    /// It was done.
    case success = 0
    /// It was not done.
    case failure = 1
    /// The command was written wrongly.
    case usage = 2
    /// The daemon is not running, the number that the Linux Standard Base gives to that.
    case notRunning = 3
    /// The user may not do it.
    case notPermitted = 4
    /// The policy says no.
    case denied = 5
    /// The configuration is wrong, `EX_CONFIG` of sysexits(3).
    case configuration = 78

    /// The status for a failed request.
    init(_ failure: ControlFailure) {
        self =
            switch failure.known {
            case .notRunning, .stopping: .notRunning
            case .notPermitted, .roleMissing: .notPermitted
            case .lockedDown, .alarmArmed: .denied
            case .whichDoor, .whichBranch, .notACard, .notAPIN, .noPassword, .notATime, .notADate,
                .noReason,
                .notConfirmed:
                .usage
            case .noAnswer, .notUnderstood, .badRequest, .tooLarge, .notFound, .tooManyFollowers,
                .sequenceAhead, .unknownDoor, .unknownReader, .lockLost, .interlocked,
                .nobodyCounts, .notThrottled, .notListed,
                .listFull,
                .notRecorded, .notErased, .ledgerUnreadable, .cacheUnreadable, .noRoster,
                .rosterNotAwaited, .unknownKiosk, .nothingOpen, .noSuchEntry, .nothingToUndo,
                .notReadable, .notHours,
                .internalError, nil:
                .failure
            case .noController: .configuration
            }
    }
}
