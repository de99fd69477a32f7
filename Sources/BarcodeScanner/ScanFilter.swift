// SPDX-License-Identifier: MPL-2.0

/// Decides which of the codes a reader sees become scans.
///
/// A bar code can hold any character and be printed by anyone, so a reader says what its codes look
/// like and nothing else passes. The filter also swallows what presentation scanners repeat and
/// keeps a flood of codes away from the door.
public struct ScanFilter: Sendable {
    /// What a reader accepts.
    public struct Settings: Sendable, Hashable {
        /// The shapes of accepted codes, any of which will do; with none, nothing is accepted.
        public var patterns: [ScanPattern]

        /// The fewest characters of an accepted code.
        public var lengthMin: Int

        /// The most characters of an accepted code, at most ``Scan/lengthLimit``.
        public var lengthMax: Int

        /// Whether an AIM identifier in front of the text is taken off and kept.
        public var stripsIdentifier: Bool

        /// Whether letters are made capitals, for scanners that turn CapsLock on and off.
        public var capitalizes: Bool

        /// How long after an accepted code the same code is dropped.
        public var duplicateWindow: Duration

        /// How long after an accepted code any other is refused.
        public var intervalMin: Duration

        /// Creates settings; the waits are those that scanners themselves have by default.
        public init(
            patterns: [ScanPattern],
            lengthMin: Int = 1,
            lengthMax: Int = Scan.lengthLimit,
            stripsIdentifier: Bool = false,
            capitalizes: Bool = false,
            duplicateWindow: Duration = .milliseconds(1500),
            intervalMin: Duration = .milliseconds(300)
        ) {
            self.patterns = patterns
            self.lengthMin = lengthMin
            self.lengthMax = lengthMax
            self.stripsIdentifier = stripsIdentifier
            self.capitalizes = capitalizes
            self.duplicateWindow = duplicateWindow
            self.intervalMin = intervalMin
        }

        /// A reader of health cards and library cards: ten digits.
        public static let card = Settings(patterns: [.tenDigits], lengthMin: 4, lengthMax: 32)

        /// A reader of item numbers: capital letters, digits and the signs between them.
        public static let item = Settings(
            patterns: [.itemNumber],
            lengthMin: 4,
            lengthMax: 32,
            capitalizes: true
        )
    }

    private struct Accepted: Sendable {
        var scan: Scan
        var time: Duration
    }

    private let settings: Settings
    private var last: Accepted?

    /// Creates a filter for one reader.
    public init(_ settings: Settings) {
        self.settings = settings
    }

    /// When the last accepted code is forgotten.
    ///
    /// The text of a code is kept no longer than it is compared with.
    public var nextDeadline: Duration? { last.map(deadline) }

    /// Lets a code pass as a scan.
    ///
    /// - Parameters:
    ///   - frame: the code.
    ///   - now: when it ended, on the clock of the decoder.
    /// - Returns: the scan, remembered until ``nextDeadline`` to tell repetitions.
    /// - Throws: ``ScanRefusal`` with the first rule the code breaks: printable characters, length,
    ///   pattern, duplicate, interval.
    public mutating func admit(
        _ frame: ScanFrame,
        at now: Duration
    ) throws(ScanRefusal) -> Scan {
        advance(to: now)
        guard frame.text.utf8.allSatisfy(ASCIISet.printable.contains) else { throw .notPrintable }
        var text = frame.text[...]
        var identifier = frame.identifier
        if settings.stripsIdentifier {
            identifier = AIMIdentifier(removingFrom: &text) ?? identifier
        }
        let scan = Scan(
            text: settings.capitalizes ? text.uppercased() : String(text),
            identifier: identifier,
            terminator: frame.terminator
        )
        let length = scan.text.utf8.count
        if length < settings.lengthMin { throw .tooShort }
        if length > min(settings.lengthMax, Scan.lengthLimit) { throw .tooLong }
        guard settings.patterns.contains(where: { $0.matches(scan.text) }) else {
            throw .patternMismatch
        }
        if let last {
            let age = now - last.time
            if last.scan.text == scan.text, age < settings.duplicateWindow { throw .duplicate }
            if age < settings.intervalMin { throw .tooSoon }
        }
        last = Accepted(scan: scan, time: now)
        return scan
    }

    /// Forgets the last accepted code once it no longer matters.
    public mutating func advance(to now: Duration) {
        if let last, now >= deadline(last) { self.last = nil }
    }

    private func deadline(_ accepted: Accepted) -> Duration {
        accepted.time + max(settings.duplicateWindow, settings.intervalMin)
    }
}
