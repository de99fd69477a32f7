// SPDX-License-Identifier: MPL-2.0

/// What the decoders of all kinds of scanners have in common.
protocol FrameDecoder: Sendable {
    /// When ``advance(to:)`` has something to do, if at all.
    var nextDeadline: Duration? { get }

    /// Takes one input report, or what one read of a serial line gave.
    mutating func receive(_ bytes: Span<UInt8>, at now: Duration) -> [ScanFrame.Outcome]

    /// Lets time pass.
    mutating func advance(to now: Duration) -> [ScanFrame.Outcome]

    /// Drops a code that has begun, and says why it is none.
    mutating func reset() -> ScanRefusal?
}

extension KeyboardDecoder: FrameDecoder {}
extension HIDPOSDecoder: FrameDecoder {}
extension SerialDecoder: FrameDecoder {}
