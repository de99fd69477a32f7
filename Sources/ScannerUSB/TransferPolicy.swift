// SPDX-License-Identifier: MPL-2.0

/// How a transfer ended, other than with a report.
enum TransferFault: Sendable, Hashable, CaseIterable {
    /// The device is gone.
    case disconnected
    /// The device halted the endpoint.
    case stalled
    /// The device sent more than the endpoint allows.
    case overflowed
    /// Anything else that went wrong on the wire or in the controller.
    case failed
}

/// What to do about faults: little at first, more if that does not help, in the end nothing.
struct TransferPolicy: Sendable {
    /// How many faults in a row are answered by asking again.
    static let repeatsMax = 2
    /// How long to wait before acting: when a plug is pulled, some transfers fail before the
    /// system says that the device is gone.
    static let pause = Duration.milliseconds(100)

    /// What to do once no transfer is under way any more.
    enum Remedy: Sendable, Hashable {
        /// Submit the transfers again.
        case resubmit
        /// Clear the endpoint's halt and submit the transfers again.
        case clearHalt
        /// Close the device and open it anew.
        case reopen
        /// Reset the device and open it anew.
        case reset
        /// Close the device and leave it alone for a while.
        case giveUp(ScannerError)

        /// What to do when the transfers of before do not end and cannot be submitted again.
        var withoutTransfers: Remedy {
            switch self {
            case .resubmit, .clearHalt: .reopen
            case .reopen, .reset, .giveUp: self
            }
        }
    }

    private var faults = 0
    private var hasClearedHalt = false

    /// A report came: the device works.
    mutating func succeeded() { self = TransferPolicy() }

    /// A transfer failed.
    mutating func remedy(for fault: TransferFault) -> Remedy {
        if fault == .disconnected { return .giveUp(ScannerError(.disconnected)) }
        faults += 1
        if fault == .stalled, !hasClearedHalt {
            hasClearedHalt = true
            return .clearHalt
        }
        // What asking again cannot cure is answered with the next step at once.
        if fault != .failed { faults = max(faults, Self.repeatsMax + 1) }
        switch faults {
        case ...Self.repeatsMax: return .resubmit
        case Self.repeatsMax + 1: return .reopen
        case Self.repeatsMax + 2: return .reset
        default: return .giveUp(ScannerError(.transferFailed))
        }
    }
}
