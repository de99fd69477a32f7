// SPDX-License-Identifier: MPL-2.0

/// Turns the reports of a scanner in keyboard mode into codes.
///
/// Nearly every scanner is delivered in this mode. The decoder reads key positions and Shift only;
/// the state of CapsLock and NumLock belongs to a host and is ignored. A code during which Ctrl or
/// GUI is held, or Alt with anything but keypad digits, is refused as a whole: bar codes that type
/// commands are a known attack on kiosks.
///
/// Nothing is allocated until a code ends.
public struct KeyboardDecoder: Sendable {
    /// How a scanner in keyboard mode is set up.
    public struct Settings: Sendable, Hashable {
        /// The layout the scanner types for.
        public var layout: KeyboardLayout

        /// The keys that end a code.
        public var suffixes: Suffixes

        /// How long the keys of one code may be apart.
        ///
        /// Half a second serves wired scanners; radio links may need more.
        public var silence: Duration

        /// What a pause longer than ``silence`` means.
        public var silenceMeaning: SilenceMeaning

        /// The most characters of a code, at most ``Scan/lengthLimit``.
        public var lengthLimit: Int

        /// The byte in front of keyboard reports, on devices that send one.
        public var reportID: UInt8?

        /// Creates settings; the defaults are a scanner's factory settings.
        public init(
            layout: KeyboardLayout = .us,
            suffixes: Suffixes = .all,
            silence: Duration = .milliseconds(500),
            silenceMeaning: SilenceMeaning = .dropsScan,
            lengthLimit: Int = Scan.lengthLimit,
            reportID: UInt8? = nil
        ) {
            self.layout = layout
            self.suffixes = suffixes
            self.silence = silence
            self.silenceMeaning = silenceMeaning
            self.lengthLimit = lengthLimit
            self.reportID = reportID
        }
    }

    /// A choice of keys that end a code.
    public struct Suffixes: OptionSet, Sendable, Hashable {
        /// One bit for each key.
        public let rawValue: UInt8

        /// Creates a choice from its bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The Enter key.
        public static let enter = Suffixes(rawValue: 1)
        /// The keypad's Enter key.
        public static let keypadEnter = Suffixes(rawValue: 2)
        /// The Tab key.
        public static let tab = Suffixes(rawValue: 4)
        /// Any of the three.
        public static let all: Suffixes = [.enter, .keypadEnter, .tab]
    }

    private let settings: Settings
    private var frame: FrameAssembler
    private var edges = KeyEdges()
    private var altCode = AltCode()

    /// Creates a decoder for one device.
    public init(_ settings: Settings = Settings()) {
        self.settings = settings
        frame = FrameAssembler(
            lengthLimit: settings.lengthLimit,
            silence: settings.silence,
            silenceMeaning: settings.silenceMeaning
        )
    }

    /// When silence ends the code that has begun, if one has.
    public var nextDeadline: Duration? { frame.nextDeadline }

    /// Takes one input report.
    ///
    /// - Parameters:
    ///   - bytes: the report as the device sent it.
    ///   - now: when it arrived, on any clock that never goes back.
    /// - Returns: the codes that ended, in order; rarely more than one.
    public mutating func receive(_ bytes: Span<UInt8>, at now: Duration) -> [ScanFrame.Outcome] {
        var outcomes = advance(to: now)
        switch KeyboardReport.read(bytes, reportID: settings.reportID) {
        case .ignored:
            break
        case .malformed:
            if let outcome = frame.refuseReport(at: now) { outcomes.append(outcome) }
        case .report(let report):
            if report.modifiers.hasAny(of: .command) { frame.refuse(.modifierKeys, at: now) }
            if !isAltHeld(report.modifiers), let code = altCode.release() {
                type(code, at: now, into: &outcomes)
            }
            let pressed = edges.pressed(in: report)
            for index in 0..<pressed.count {
                press(pressed[index], with: report.modifiers, at: now, into: &outcomes)
            }
        }
        return outcomes
    }

    /// Takes one input report from an array.
    public mutating func receive(_ bytes: [UInt8], at now: Duration) -> [ScanFrame.Outcome] {
        receive(bytes.span, at: now)
    }

    /// Ends a code that has been silent for long enough.
    public mutating func advance(to now: Duration) -> [ScanFrame.Outcome] {
        frame.advance(to: now).map { [$0] } ?? []
    }

    /// Forgets the keys that are down and drops a code that has begun, as when the device is gone.
    public mutating func reset() -> ScanRefusal? {
        edges.reset()
        let isCharacterPending = altCode.release() != nil
        return frame.reset() ?? (isCharacterPending ? .incomplete : nil)
    }

    private mutating func press(
        _ usage: UInt8,
        with modifiers: KeyModifiers,
        at now: Duration,
        into outcomes: inout [ScanFrame.Outcome]
    ) {
        if KeyUsage.isLock(usage) { return }
        if isAltHeld(modifiers) {
            guard let digit = KeyUsage.keypadDigit(usage), altCode.append(digit) else {
                frame.refuse(.modifierKeys, at: now)
                return
            }
        } else if let terminator = terminator(of: usage) {
            if let outcome = frame.finish(terminator) { outcomes.append(outcome) }
        } else if let character = settings.layout.character(of: usage, with: modifiers) {
            frame.append(character, at: now)
        } else {
            frame.refuse(.notPrintable, at: now)
        }
    }

    /// Acts on a character given by number; scanners send even their suffix in that way.
    private mutating func type(
        _ code: Int,
        at now: Duration,
        into outcomes: inout [ScanFrame.Outcome]
    ) {
        switch code {
        case 0x0D where settings.suffixes.contains(.enter):
            if let outcome = frame.finish(.enter) { outcomes.append(outcome) }
        case 0x09 where settings.suffixes.contains(.tab):
            if let outcome = frame.finish(.tab) { outcomes.append(outcome) }
        case 0x20...0x7E:
            frame.append(UInt8(code), at: now)
        default:
            frame.refuse(.notPrintable, at: now)
        }
    }

    private func terminator(of usage: UInt8) -> ScanTerminator? {
        switch usage {
        case KeyUsage.enter where settings.suffixes.contains(.enter): .enter
        case KeyUsage.keypadEnter where settings.suffixes.contains(.keypadEnter): .keypadEnter
        case KeyUsage.tab where settings.suffixes.contains(.tab): .tab
        default: nil
        }
    }

    /// Whether Alt is down and means Alt; on the Danish layout the right one chooses characters.
    private func isAltHeld(_ modifiers: KeyModifiers) -> Bool {
        modifiers.hasAny(of: .leftAlt)
            || modifiers.hasAny(of: .rightAlt) && !settings.layout.hasAlternateLevel
    }
}

/// A character given as Alt and its number on the keypad, as scanners in "ALT mode" do to be
/// independent of the layout.
struct AltCode: Sendable {
    /// The longest number: three digits and a leading zero.
    static let digitLimit = 4

    private var value = 0
    private var digits = 0

    /// Adds a digit, or answers false when the number is too long to be a character.
    mutating func append(_ digit: UInt8) -> Bool {
        guard digits < Self.digitLimit else { return false }
        value = value * 10 + Int(digit)
        digits += 1
        return true
    }

    /// Gives the number when Alt is let go, if one was typed.
    mutating func release() -> Int? {
        defer { self = AltCode() }
        return digits > 0 ? value : nil
    }
}

extension AltCode: CustomStringConvertible, CustomReflectable {
    var description: String { "AltCode(\(digits) digits)" }

    var customMirror: Mirror { Mirror(self, children: []) }
}
