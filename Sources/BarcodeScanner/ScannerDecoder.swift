// SPDX-License-Identifier: MPL-2.0

/// Something a device's reports amounted to.
public enum ScannerOutput: Sendable, Hashable {
    /// A code passed the reader's filter.
    case scan(Scan)
    /// A key of a PIN pad was pressed.
    case key(KeypadKey)
    /// A code, key or report was refused.
    case refused(ScanRefusal)
}

/// Everything between the bytes of one device and its scans or keys.
///
/// A driver keeps one decoder for each device and hands it every report in the order of arrival;
/// two devices can then never mix into one code. Time is a duration since any fixed point, from a
/// clock that never goes back. The driver calls ``advance(to:)`` at ``nextDeadline``.
///
/// A report that completes nothing allocates nothing.
public struct ScannerDecoder: Sendable {
    /// What kind of device sends the reports.
    public enum Mode: Sendable, Hashable {
        /// A scanner that types.
        case keyboard(KeyboardDecoder.Settings = .init(), ScanFilter.Settings)
        /// A scanner in HID POS mode; without a layout it is guessed from the reports.
        case pos(HIDPOSLayout?, ScanFilter.Settings)
        /// A scanner on a serial line.
        case serial(SerialDecoder.Settings = .init(), ScanFilter.Settings)
        /// A numeric keypad for PINs.
        case keypad(KeypadDecoder.Settings = .init())
    }

    /// What the device has sent so far; a reset does not clear it.
    public private(set) var counters = ScannerCounters()

    /// The decoder of a scanner; a keypad has the other one.
    private var scanner: (any FrameDecoder)?
    private var keypad: KeypadDecoder?
    private var filter: ScanFilter

    /// Creates a decoder for one device.
    public init(_ mode: Mode) {
        switch mode {
        case .keyboard(let settings, let accepted):
            scanner = KeyboardDecoder(settings)
            filter = ScanFilter(accepted)
        case .pos(let layout, let accepted):
            scanner = HIDPOSDecoder(layout: layout)
            filter = ScanFilter(accepted)
        case .serial(let settings, let accepted):
            scanner = SerialDecoder(settings)
            filter = ScanFilter(accepted)
        case .keypad(let settings):
            keypad = KeypadDecoder(settings)
            filter = ScanFilter(ScanFilter.Settings(patterns: []))
        }
    }

    /// When the driver must call ``advance(to:)`` at the latest, if at all.
    public var nextDeadline: Duration? {
        guard let scan = scanner?.nextDeadline else { return filter.nextDeadline }
        return filter.nextDeadline.map { min($0, scan) } ?? scan
    }

    /// Takes one input report, or what one read of a serial line gave.
    ///
    /// - Parameters:
    ///   - report: the bytes as they came, with the report id if the device has ids.
    ///   - now: when they came.
    /// - Returns: what they completed, in order; empty for most reports.
    public mutating func receive(_ report: Span<UInt8>, at now: Duration) -> [ScannerOutput] {
        counters.reports += 1
        if let outcomes = scanner?.receive(report, at: now) {
            return outcomes.map { output(of: $0, at: now) }
        }
        return (keypad?.receive(report) ?? []).map { output(of: $0) }
    }

    /// Takes one input report from an array.
    public mutating func receive(_ report: [UInt8], at now: Duration) -> [ScannerOutput] {
        receive(report.span, at: now)
    }

    /// Lets time pass: ends codes that have been silent, forgets what is no longer compared.
    public mutating func advance(to now: Duration) -> [ScannerOutput] {
        filter.advance(to: now)
        return (scanner?.advance(to: now) ?? []).map { output(of: $0, at: now) }
    }

    /// Drops a code that has begun, because the device is gone.
    ///
    /// Counters and the last accepted code stay: a device that drops off the bus and comes back
    /// must not get its card accepted twice.
    ///
    /// - Returns: the refusal of the dropped code, which is counted, or nil if none had begun.
    @discardableResult
    public mutating func reset() -> ScanRefusal? {
        keypad?.reset()
        guard let refusal = scanner?.reset() else { return nil }
        counters.count(.refused(refusal))
        return refusal
    }

    private mutating func output(of outcome: ScanFrame.Outcome, at now: Duration) -> ScannerOutput {
        let output: ScannerOutput
        do throws(ScanRefusal) {
            output = .scan(try filter.admit(try outcome.get(), at: now))
        } catch {
            output = .refused(error)
        }
        counters.count(output)
        return output
    }

    private mutating func output(of outcome: KeypadDecoder.Outcome) -> ScannerOutput {
        let output: ScannerOutput =
            switch outcome {
            case .success(let key): .key(key)
            case .failure(let refusal): .refused(refusal)
            }
        counters.count(output)
        return output
    }
}
