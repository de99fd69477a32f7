// SPDX-License-Identifier: MPL-2.0

/// What a device has sent since its decoder was made, for metrics and for a technician's eye.
public struct ScannerCounters: Sendable, Hashable {
    /// Reports, or reads of a serial line.
    public internal(set) var reports: UInt64 = 0

    /// Codes that became scans.
    public internal(set) var scans: UInt64 = 0

    /// Keys of a PIN pad.
    public internal(set) var keys: UInt64 = 0

    /// Refusals by reason; a reason that has not occurred is absent.
    public internal(set) var refusals: [ScanRefusal: UInt64] = [:]

    /// Creates counters that stand at zero.
    public init() {}

    mutating func count(_ output: ScannerOutput) {
        switch output {
        case .scan: scans += 1
        case .key: keys += 1
        case .refused(let refusal): refusals[refusal, default: 0] += 1
        }
    }
}
