// SPDX-License-Identifier: MPL-2.0

/// Turns the reports of a scanner in HID POS mode into codes.
///
/// This is the mode to recommend: codes arrive whole, independent of keyboard layouts, with their
/// symbology, and never type into anything. A long code comes in several reports, each but the
/// last with the flag "Decode Data Continued".
public struct HIDPOSDecoder: Sendable {
    /// The most reports of one code.
    public static let partLimit = 16

    /// How long the reports of one code may be apart.
    ///
    /// Some devices set the flag on a full last report and send nothing more.
    public static let continuationTimeout = Duration.seconds(1)

    private let layout: HIDPOSLayout?
    private var frame: FrameAssembler
    private var identifier: AIMIdentifier?
    private var parts = 0

    /// Creates a decoder for one device.
    ///
    /// - Parameter layout: where the parts of a code are; nil to guess it from each report.
    public init(layout: HIDPOSLayout? = nil) {
        self.layout = layout
        frame = FrameAssembler(
            lengthLimit: Scan.lengthLimit,
            silence: Self.continuationTimeout,
            silenceMeaning: .dropsScan
        )
    }

    /// When the rest of a continued code is given up, if one has begun.
    public var nextDeadline: Duration? { frame.nextDeadline }

    /// Takes one input report.
    ///
    /// - Parameters:
    ///   - bytes: the report as the device sent it, with its id.
    ///   - now: when it arrived, on any clock that never goes back.
    /// - Returns: the codes that ended, in order; rarely more than one.
    public mutating func receive(_ bytes: Span<UInt8>, at now: Duration) -> [ScanFrame.Outcome] {
        var outcomes = advance(to: now)
        if let reportID = layout?.reportID, !bytes.isEmpty, bytes[0] != reportID {
            // Another report of the same interface, such as a status.
            return outcomes
        }
        guard let layout = layout ?? .guessed(from: bytes), bytes.count >= layout.reportLength,
            let length = Self.dataLength(in: bytes, layout: layout)
        else {
            if let outcome = frame.refuseReport(at: now) { outcomes.append(outcome) }
            return outcomes
        }
        if !frame.isPending {
            parts = 0
            identifier = Self.identifier(in: bytes, layout: layout)
        }
        parts += 1
        if parts > Self.partLimit { frame.refuse(.continuedTooLong, at: now) }
        for index in 0..<length {
            frame.append(bytes[layout.data.lowerBound + index], at: now)
        }
        if !Self.isContinued(bytes, layout: layout) {
            frame.trimLineEnd()
            if let outcome = frame.finish(.lastReport, identifier: identifier) {
                outcomes.append(outcome)
            }
        }
        return outcomes
    }

    /// Takes one input report from an array.
    public mutating func receive(_ bytes: [UInt8], at now: Duration) -> [ScanFrame.Outcome] {
        receive(bytes.span, at: now)
    }

    /// Gives up a code whose rest did not come in time.
    public mutating func advance(to now: Duration) -> [ScanFrame.Outcome] {
        frame.advance(to: now).map { [$0] } ?? []
    }

    /// Drops a code that has begun, as when the device is gone.
    public mutating func reset() -> ScanRefusal? {
        frame.reset()
    }

    private static func identifier(
        in bytes: Span<UInt8>,
        layout: HIDPOSLayout
    ) -> AIMIdentifier? {
        guard let offset = layout.identifierOffset else { return nil }
        return AIMIdentifier(bytes[offset], bytes[offset + 1], bytes[offset + 2])
    }

    private static func isContinued(_ bytes: Span<UInt8>, layout: HIDPOSLayout) -> Bool {
        guard let offset = layout.continuedOffset else { return false }
        return bytes[offset] & layout.continuedMask != 0
    }

    /// The number of data bytes a report uses, or nothing if it claims more than it has.
    private static func dataLength(in bytes: Span<UInt8>, layout: HIDPOSLayout) -> Int? {
        if let offset = layout.lengthOffset {
            let length = Int(bytes[offset])
            return length <= layout.data.count ? length : nil
        }
        var length = layout.data.count
        while length > 0, bytes[layout.data.lowerBound + length - 1] == 0 {
            length -= 1
        }
        return length
    }
}
