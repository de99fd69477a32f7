// SPDX-License-Identifier: MPL-2.0

/// Turns the bytes of a scanner on a serial line, mostly a virtual one over USB, into codes.
///
/// A code ends at CR, LF or ETX, whichever the scanner sends, or after silence. STX may stand in
/// front of it. Any other control code refuses the code.
public struct SerialDecoder: Sendable {
    /// How a scanner on a serial line is set up.
    public struct Settings: Sendable, Hashable {
        /// The control codes that end a code.
        public var terminators: Terminators

        /// How long the bytes of one code may be apart.
        public var silence: Duration

        /// What a pause longer than ``silence`` means.
        public var silenceMeaning: SilenceMeaning

        /// The most bytes of a code, at most ``Scan/lengthLimit``.
        public var lengthLimit: Int

        /// Creates settings; the defaults suit scanners with and without a terminator.
        ///
        /// Silence ends a code here, unlike in keyboard mode: a serial line loses no bytes.
        public init(
            terminators: Terminators = .all,
            silence: Duration = .milliseconds(300),
            silenceMeaning: SilenceMeaning = .endsScan,
            lengthLimit: Int = Scan.lengthLimit
        ) {
            self.terminators = terminators
            self.silence = silence
            self.silenceMeaning = silenceMeaning
            self.lengthLimit = lengthLimit
        }
    }

    /// A choice of control codes that end a code.
    public struct Terminators: OptionSet, Sendable, Hashable {
        /// One bit for each control code.
        public let rawValue: UInt8

        /// Creates a choice from its bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// CR, alone or with LF after it.
        public static let carriageReturn = Terminators(rawValue: 1)
        /// LF.
        public static let lineFeed = Terminators(rawValue: 2)
        /// ETX.
        public static let endOfText = Terminators(rawValue: 4)
        /// Any of the three.
        public static let all: Terminators = [.carriageReturn, .lineFeed, .endOfText]
    }

    private enum Control {
        static let startOfText: UInt8 = 0x02
        static let endOfText: UInt8 = 0x03
        static let lineFeed: UInt8 = 0x0A
        static let carriageReturn: UInt8 = 0x0D
    }

    private let settings: Settings
    private var frame: FrameAssembler
    private var isAfterCarriageReturn = false

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

    /// Takes bytes from the line, in pieces of any size.
    ///
    /// - Parameters:
    ///   - bytes: what was read.
    ///   - now: when it was read, on any clock that never goes back.
    /// - Returns: the codes that ended, in order.
    public mutating func receive(_ bytes: Span<UInt8>, at now: Duration) -> [ScanFrame.Outcome] {
        var outcomes = advance(to: now)
        for index in 0..<bytes.count {
            if let outcome = take(bytes[index], at: now) { outcomes.append(outcome) }
        }
        return outcomes
    }

    /// Takes bytes from an array.
    public mutating func receive(_ bytes: [UInt8], at now: Duration) -> [ScanFrame.Outcome] {
        receive(bytes.span, at: now)
    }

    /// Ends a code that has been silent for long enough.
    public mutating func advance(to now: Duration) -> [ScanFrame.Outcome] {
        frame.advance(to: now).map { [$0] } ?? []
    }

    /// Drops a code that has begun, as when the device is gone.
    public mutating func reset() -> ScanRefusal? {
        isAfterCarriageReturn = false
        return frame.reset()
    }

    private mutating func take(_ byte: UInt8, at now: Duration) -> ScanFrame.Outcome? {
        defer { isAfterCarriageReturn = byte == Control.carriageReturn }
        switch byte {
        case Control.carriageReturn where settings.terminators.contains(.carriageReturn):
            return frame.finish(.carriageReturn)
        case Control.lineFeed where settings.terminators.contains(.lineFeed):
            return frame.finish(.lineFeed)
        case Control.lineFeed where isAfterCarriageReturn:
            return nil
        case Control.endOfText where settings.terminators.contains(.endOfText):
            return frame.finish(.endOfText)
        case Control.startOfText:
            // The end of the code before was lost: it must not become the head of this one.
            return frame.reset().map { .failure($0) }
        case 0x20...0x7E:
            frame.append(byte, at: now)
            return nil
        default:
            frame.refuse(.notPrintable, at: now)
            return nil
        }
    }
}
