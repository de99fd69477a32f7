// SPDX-License-Identifier: MPL-2.0

/// Turns the reports of a numeric keypad into the keys of a PIN pad, each at once.
///
/// Digits are read by position, so NumLock is irrelevant: keypads that wrap every digit in NumLock,
/// even in the same report, give plain digits. A "00" key gives two zeros, whether it sends two
/// quick presses or a usage of its own. Backspace, Delete, `-`, `*` and the point clear; Escape
/// cancels. The decoder keeps no PIN, only which keys are down.
public struct KeypadDecoder: Sendable {
    /// A key, or why a key or report is none.
    public typealias Outcome = Result<KeypadKey, ScanRefusal>

    /// How a keypad is set up.
    public struct Settings: Sendable, Hashable {
        /// The byte in front of keyboard reports, on devices that send one.
        public var reportID: UInt8?

        /// Creates settings.
        public init(reportID: UInt8? = nil) {
            self.reportID = reportID
        }
    }

    private let settings: Settings
    private var edges = KeyEdges()

    /// Creates a decoder for one device.
    public init(_ settings: Settings = Settings()) {
        self.settings = settings
    }

    /// Takes one input report and gives the keys that went down, in the report's order.
    public mutating func receive(_ bytes: Span<UInt8>) -> [Outcome] {
        switch KeyboardReport.read(bytes, reportID: settings.reportID) {
        case .ignored:
            return []
        case .malformed:
            return [.failure(.malformedReport)]
        case .report(let report):
            let pressed = edges.pressed(in: report)
            var outcomes: [Outcome] = []
            for index in 0..<pressed.count where !KeyUsage.isLock(pressed[index]) {
                outcomes += Self.outcomes(of: pressed[index], with: report.modifiers)
            }
            return outcomes
        }
    }

    /// Takes one input report from an array.
    public mutating func receive(_ bytes: [UInt8]) -> [Outcome] {
        receive(bytes.span)
    }

    /// Forgets the keys that are down, as when the device is gone.
    public mutating func reset() {
        edges.reset()
    }

    private static func outcomes(of usage: UInt8, with modifiers: KeyModifiers) -> [Outcome] {
        if modifiers.hasAny(of: [.command, .leftAlt, .rightAlt]) {
            return [.failure(.modifierKeys)]
        }
        if let digit = KeyUsage.keypadDigit(usage) { return [.success(.digit(digit))] }
        // With Shift, the row above the letters types signs, and a keypad has no such row.
        if let digit = KeyUsage.rowDigit(usage), !modifiers.hasAny(of: .shift) {
            return [.success(.digit(digit))]
        }
        return switch usage {
        case KeyUsage.keypadDoubleZero: Array(repeating: .success(.digit(0)), count: 2)
        case KeyUsage.keypadTripleZero: Array(repeating: .success(.digit(0)), count: 3)
        case KeyUsage.enter, KeyUsage.keypadEnter: [.success(.enter)]
        case KeyUsage.backspace, KeyUsage.deleteForward, KeyUsage.keypadPoint,
            KeyUsage.keypadMinus, KeyUsage.keypadMultiply:
            [.success(.clear)]
        case KeyUsage.escape: [.success(.cancel)]
        default: [.failure(.unknownKey)]
        }
    }
}
