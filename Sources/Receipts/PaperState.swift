// SPDX-License-Identifier: MPL-2.0

/// How a printer is, as far as it says.
public enum PaperState: String, Sendable, Hashable, CaseIterable, Comparable {
    /// It can print.
    case ok
    /// It can print, but the roll is nearly used up.
    case nearEnd = "near-end"
    /// It is switched off line, or feeds paper by its button.
    case offline
    /// There is no paper.
    case out
    /// Its cover is open.
    case coverOpen = "cover-open"
    /// The knife is stuck, or another fault needs somebody's hand.
    case error

    /// Whether a receipt can be printed.
    public var canPrint: Bool { self <= .nearEnd }

    /// Orders states by what must be done first.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// What Linux' `usblp` says of a printer (`LPGETSTATUS`, the bits of IEEE 1284).
    ///
    /// It tells no more than three things, and clones tell them wrongly more often than not:
    /// `error` without a paper end is taken for off line.
    public init(port status: UInt8) {
        let (paperEmpty, selected, noFault): (UInt8, UInt8, UInt8) = (0x20, 0x10, 0x08)
        if status & paperEmpty != 0 {
            self = .out
        } else if status & selected == 0 || status & noFault == 0 {
            self = .offline
        } else {
            self = .ok
        }
    }
}

/// Reads what a printer answers to questions about its state, and what it reports by itself.
///
/// An answer (`DLE EOT n`) is one byte that does not say to which question it belongs, so questions
/// must be announced in the order in which they are sent. A report (`GS a`) is four bytes. Flow
/// control and everything else is passed over and counted.
public struct PaperStateReader: Sendable, Hashable {
    /// A question and the last byte of its command, `DLE EOT n`.
    public enum Question: UInt8, Sendable, Hashable, CaseIterable {
        /// Whether the printer is on line.
        case printer = 1
        /// Why it is off line.
        case offlineCause = 2
        /// Which fault there is.
        case fault = 3
        /// How much paper there is.
        case paper = 4

        /// The command that asks.
        public var command: [UInt8] { [0x10, 0x04, rawValue] }
    }

    /// The greatest number of questions that may be open.
    public static let openMax = 16

    /// The command that is answered when everything before it has been printed (`GS r 1`).
    public static let endCommand: [UInt8] = [0x1D, 0x72, 1]

    /// How the printer is, by all that it has said; nil before it said anything.
    public private(set) var state: PaperState?
    /// The bytes that were neither an answer nor a report.
    public private(set) var discarded = 0

    /// How often it has said that everything before ``endCommand`` was printed.
    public private(set) var ends = 0
    /// Whether a question waits for its answer.
    public var isWaiting: Bool { !open.isEmpty }

    private var open: [Question] = []
    private var openEnds = 0
    private var report: [UInt8] = []
    private var found: [Question: PaperState] = [:]

    /// A reader that has heard nothing yet.
    public init() {}

    /// Notes that a question is being sent; past ``openMax`` the oldest counts as unanswered.
    public mutating func ask(_ question: Question) {
        if open.count == Self.openMax { open.removeFirst() }
        open.append(question)
    }

    /// Notes that ``endCommand`` is being sent; past ``openMax`` it is not waited for.
    public mutating func askForEnd() { openEnds = min(openEnds + 1, Self.openMax) }

    /// Notes that what was asked is not waited for any more.
    public mutating func giveUp() {
        open = []
        openEnds = 0
    }

    /// Takes what the printer sent, in pieces of any length.
    public mutating func receive(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { receive(byte) }
    }

    /// Forgets what was asked and half heard, after the line was lost.
    public mutating func reset() { self = PaperStateReader() }

    private mutating func receive(_ byte: UInt8) {
        switch (byte & 0x93, report.count) {
        case (0x11, _), (0x13, _):
            // Flow control comes in between anything.
            discarded += 1
        case (0x10, _):
            // The first byte of a report; one that breaks off the report before it is the later.
            discarded += report.count
            report = [byte]
        case (0x12, _) where !open.isEmpty:
            // An answer may come in the middle of a report.
            answer(byte, to: open.removeFirst())
        case (_, 1...) where byte & 0x90 == 0:
            report.append(byte)
            if report.count == 4 { finishReport() }
        case _ where byte & 0x90 == 0 && openEnds > 0:
            openEnds -= 1
            ends += 1
            found[.paper] = byte & 0x0C != 0 ? .out : byte & 0x03 != 0 ? .nearEnd : .ok
            conclude()
        default:
            discarded += report.count + 1
            report = []
        }
    }

    private mutating func answer(_ byte: UInt8, to question: Question) {
        func has(_ bits: UInt8) -> Bool { byte & bits != 0 }
        found[question] =
            switch question {
            case .printer: has(0x08) ? .offline : .ok
            case .offlineCause:
                has(0x40) ? .error : has(0x04) ? .coverOpen : has(0x20) ? .out : .ok
            case .fault: has(0x6C) ? .error : .ok
            case .paper: has(0x60) ? .out : has(0x0C) ? .nearEnd : .ok
            }
        conclude()
    }

    private mutating func finishReport() {
        let bytes = report
        report = []
        found[.printer] = bytes[0] & 0x08 != 0 ? .offline : .ok
        found[.offlineCause] = bytes[0] & 0x20 != 0 ? .coverOpen : .ok
        found[.fault] = bytes[1] & 0x68 != 0 ? .error : .ok
        found[.paper] =
            bytes[2] & 0x0C != 0 ? .out : bytes[2] & 0x03 != 0 ? .nearEnd : .ok
        conclude()
    }

    private mutating func conclude() { state = found.values.max() }
}
