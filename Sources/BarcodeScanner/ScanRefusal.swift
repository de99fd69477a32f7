// SPDX-License-Identifier: MPL-2.0

/// Why something a device sent did not become a scan or a key.
///
/// The raw values are stable: they appear in logs, metrics and the technician's reference. No case
/// carries what was scanned.
public enum ScanRefusal: String, Error, Sendable, Hashable, CaseIterable {
    /// The code was longer than the reader or the decoder accepts.
    case tooLong = "too-long"
    /// The code was shorter than the reader accepts.
    case tooShort = "too-short"
    /// The code held a key or byte that is not printable ASCII.
    case notPrintable = "not-printable"
    /// Ctrl, Alt or GUI was held: such a code types commands, not data.
    case modifierKeys = "modifier-keys"
    /// The code has none of the shapes the reader accepts.
    case patternMismatch = "pattern-mismatch"
    /// The code is the one accepted a moment ago.
    case duplicate
    /// The code came sooner after an accepted one than the reader accepts.
    case tooSoon = "too-soon"
    /// The code stopped half-way: silence, a new start, or the loss of the device.
    case incomplete
    /// A code in several reports went past the limit of reports.
    case continuedTooLong = "continued-too-long"
    /// A report was too short or contradicted its own layout.
    case malformedReport = "malformed-report"
    /// A PIN pad's key that means nothing there.
    case unknownKey = "unknown-key"
}

extension ScanRefusal: CustomStringConvertible {
    /// One sentence for a log or a technician, always free of scanned text.
    public var description: String {
        switch self {
        case .tooLong: "The code is longer than this reader accepts."
        case .tooShort: "The code is shorter than this reader accepts."
        case .notPrintable: "The code contains something else than printable ASCII."
        case .modifierKeys: "The code was sent together with Ctrl, Alt or GUI."
        case .patternMismatch: "The code has none of the shapes this reader accepts."
        case .duplicate: "The same code was accepted a moment ago."
        case .tooSoon: "The code came too soon after the one before."
        case .incomplete: "The code stopped half-way."
        case .continuedTooLong: "The code came in more parts than this reader accepts."
        case .malformedReport: "The device sent a report that does not fit its layout."
        case .unknownKey: "The key has no meaning on a PIN pad."
        }
    }
}
