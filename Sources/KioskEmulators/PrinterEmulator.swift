// SPDX-License-Identifier: MPL-2.0

/// A receipt printer that prints into memory: bytes in, receipts as text and pictures out.
///
/// It reads ESC/POS by a parser of its own, which shares nothing with what writes the jobs, and
/// behaves as the paper machines do: what was set by one job is still set for the next, the code
/// page after power-on is 437, long lines go on on the next, and without paper it stops with what
/// it has in its memory. A command that it does not know it refuses, where real ones print rubbish.
public struct PrinterEmulator: Sendable {
    /// The most bytes that it takes while it cannot print.
    public static let bufferMax = 4096
    /// The most receipts that it keeps; the oldest go first.
    public static let receiptsMax = 100
    /// The most lines of one receipt; what comes after them is lost.
    public static let linesMax = 4000
    /// The most bytes of one command with its data.
    public static let commandMax = 1 << 20

    /// What is wrong with the bytes that came.
    public enum Refusal: Sendable, Hashable {
        /// No command begins like this.
        case unknownCommand([UInt8])
        /// The command is known and its numbers are not.
        case badParameter([UInt8])
        /// A control character that does nothing here.
        case control(UInt8)
        /// A command with more data than ``PrinterEmulator/commandMax``.
        case tooLong([UInt8])
    }

    /// The model.
    public let model: PrinterModel
    /// How many lines of paper are left; nil for a roll without an end.
    public private(set) var linesLeft: Int?
    /// Whether the cover stands open.
    public private(set) var isCoverOpen = false
    /// Whether the knife is stuck.
    public private(set) var isJammed = false
    /// The receipts that were cut off, the newest last.
    public private(set) var receipts: [PrintedReceipt] = []
    /// What has been printed since the last cut.
    public private(set) var unfinished = PrintedReceipt()
    /// What was refused.
    public private(set) var refusals: [Refusal] = []
    /// The bytes that wait for paper.
    public var heldCount: Int { held.count }

    private var head: PrintHead
    private var command: [UInt8] = []
    private var needed = 1
    private var held: [UInt8] = []
    private var realTime: [UInt8] = []
    private var replies: [UInt8] = []
    private var reportsChanges = false
    private var code: [UInt8] = []

    /// Fewer lines than these are the end of the roll coming near.
    private static let nearEnd = 40

    /// A printer that was just switched on.
    public init(_ model: PrinterModel = .epson, linesLeft: Int? = nil) {
        self.model = model
        self.linesLeft = linesLeft
        head = PrintHead(model)
    }

    // MARK: The outside

    /// Whether it prints what it gets.
    public var canPrint: Bool { linesLeft != 0 && !isCoverOpen && !isJammed }

    /// Takes bytes and gives how many it took: all of them, unless it cannot print and is full.
    public mutating func receive(_ bytes: some Collection<UInt8>) -> Int {
        var taken = 0
        for byte in bytes {
            guard canPrint || held.count < Self.bufferMax else { return taken }
            watch(byte)
            held.append(byte)
            taken += 1
            if canPrint { printHeld() }
        }
        return taken
    }

    /// What it has said since it was last asked.
    public mutating func takeReplies() -> [UInt8] {
        defer { replies = [] }
        return replies
    }

    /// Puts a roll in.
    public mutating func load(lines: Int? = nil) { change { $0.linesLeft = lines } }

    /// Takes the roll out.
    public mutating func unload() { change { $0.linesLeft = 0 } }

    /// Opens or closes the cover.
    public mutating func setCover(open: Bool) { change { $0.isCoverOpen = open } }

    /// Jams or frees the knife.
    public mutating func setJammed(_ isJammed: Bool) { change { $0.isJammed = isJammed } }

    /// Switches it off and on: what it had in its memory and what was set is gone.
    public mutating func restart() {
        head = PrintHead(model)
        (command, held, realTime, replies, code) = ([], [], [], [], [])
        needed = 1
        reportsChanges = false
    }

    private mutating func change(_ act: (inout Self) -> Void) {
        let before = report
        act(&self)
        if reportsChanges, report != before { replies += report }
        if canPrint { printHeld() }
    }

    // MARK: Real-time commands

    /// Looks for what is done at once, also without paper and in the midst of other data.
    private mutating func watch(_ byte: UInt8) {
        realTime = realTime.suffix(9) + [byte]
        if realTime.suffix(3).starts(with: [0x10, 0x04]), realTime.count >= 3 {
            guard let answer = answer(to: byte) else { return }
            replies.append(answer)
        } else if realTime == [0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8] {
            // Nothing that is held is printed any more; the command's last byte is still to come.
            held = Array(realTime.dropLast())
            (command, needed) = ([], 1)
            head.clear()
            realTime = []
        }
    }

    private func answer(to question: UInt8) -> UInt8? {
        switch question {
        case 1: 0x12 | (canPrint ? 0 : 0x08)
        case 2:
            0x12 | (isCoverOpen ? 0x04 : 0) | (linesLeft == 0 ? 0x20 : 0) | (isJammed ? 0x40 : 0)
        case 3: 0x12 | (isJammed ? 0x08 : 0)
        case 4: 0x12 | (isNearEnd ? 0x0C : 0) | (linesLeft == 0 ? 0x60 : 0)
        default: nil
        }
    }

    private var isNearEnd: Bool { linesLeft.map { $0 < Self.nearEnd } ?? false }

    /// The four bytes of an automatic status report.
    private var report: [UInt8] {
        [
            0x10 | (canPrint ? 0 : 0x08) | (isCoverOpen ? 0x20 : 0), isJammed ? 0x08 : 0,
            (isNearEnd ? 0x03 : 0) | (linesLeft == 0 ? 0x0C : 0), 0x0F,
        ]
    }

    // MARK: Printing

    private mutating func printHeld() {
        var index = 0
        while index < held.count, canPrint {
            take(held[index])
            index += 1
        }
        held.removeFirst(index)
    }

    private mutating func take(_ byte: UInt8) {
        if command.isEmpty, byte >= 0x20 {
            return paper(head.letter(byte))
        }
        command.append(byte)
        guard command.count >= needed else { return }
        switch CommandReader.length(of: command) {
        case .whole:
            let whole = command
            (command, needed) = ([], 1)
            if !carryOut(whole) { refusals.append(.badParameter(Array(whole.prefix(16)))) }
        case .needs(let count) where count > Self.commandMax:
            refusals.append(.tooLong(command))
            (command, needed) = ([], 1)
        case .needs(let count): needed = count
        case .unknown:
            refusals.append(
                command.count == 1 ? .control(command[0]) : .unknownCommand(command)
            )
            (command, needed) = ([], 1)
        }
    }

    /// Puts lines onto the paper, as long as there is some.
    private mutating func paper(_ lines: [PrintedLine]) {
        for line in lines {
            if unfinished.lines.count < Self.linesMax { unfinished.lines.append(line) }
            let before = report
            linesLeft = linesLeft.map { max(0, $0 - line.height) }
            if reportsChanges, report != before { replies += report }
        }
    }

    private mutating func cut() {
        guard !unfinished.lines.isEmpty else { return }
        if receipts.count == Self.receiptsMax { receipts.removeFirst() }
        receipts.append(unfinished)
        unfinished = PrintedReceipt()
    }

    private mutating func carryOut(_ whole: [UInt8]) -> Bool {
        let value = whole.last ?? 0
        switch (whole[0], whole.count > 1 ? whole[1] : 0) {
        case (0x0A, _): paper(head.feed())
        case (0x00, _), (0x0D, _), (0x10, _): break
        case (0x1D, UInt8(ascii: "r")):
            guard [1, 49].contains(value) else { return false }
            replies.append(isNearEnd ? 0x03 : 0)
        case (0x1B, UInt8(ascii: "d")): paper(head.feed(lines: Int(value)))
        case (0x1B, UInt8(ascii: "J")): paper(head.feed(dots: Int(value)))
        case (0x1D, UInt8(ascii: "v")): return draw(whole)
        case (0x1D, UInt8(ascii: "V")): return cut(whole)
        case (0x1D, UInt8(ascii: "(")): return drawCode(Array(whole.dropFirst(5)))
        case (0x1D, UInt8(ascii: "a")):
            reportsChanges = value != 0
            if reportsChanges { replies += report }
        default: return head.set(whole)
        }
        return true
    }

    private mutating func cut(_ whole: [UInt8]) -> Bool {
        switch whole[2] {
        case 0, 1, 48, 49: paper(head.flush())
        case 65, 66: paper(head.feed(dots: Int(whole[3])))
        default: return false
        }
        cut()
        return true
    }

    private mutating func draw(_ whole: [UInt8]) -> Bool {
        guard whole[2] == UInt8(ascii: "0"), [0, 48].contains(whole[3]) else { return false }
        let rowLength = Int(whole[4]) | Int(whole[5]) << 8
        guard rowLength > 0, whole.count > 8 else { return false }
        paper(head.flush())
        paper([head.line(.picture(rowLength: rowLength, Array(whole.dropFirst(8))))])
        return true
    }

    private mutating func drawCode(_ data: [UInt8]) -> Bool {
        guard data.count >= 3, data[0] == 49 else { return false }
        switch data[1] {
        case 65: return [49, 50].contains(data[2])
        case 67: return (1...16).contains(data[2])
        case 69: return (48...51).contains(data[2])
        case 80:
            guard data[2] == 48, data.count > 3 else { return false }
            code = Array(data.dropFirst(3))
        case 81:
            guard data[2] == 48, !code.isEmpty else { return false }
            paper(head.flush())
            paper([head.line(.code(String(decoding: code, as: UTF8.self)))])
        default: return false
        }
        return true
    }
}

/// How long a command is, by its first bytes.
enum CommandReader {
    enum Length {
        case whole
        case needs(Int)
        case unknown
    }

    static func length(of command: [UInt8]) -> Length {
        guard let length = wanted(command) else { return .unknown }
        return command.count >= length ? .whole : .needs(length)
    }

    private static func wanted(_ command: [UInt8]) -> Int? {
        switch command[0] {
        case 0x00, 0x0A, 0x0D: 1
        case 0x10: real(command)
        case 0x1B: command.count < 2 ? 2 : escape(command[1])
        case 0x1C: command.count < 2 ? 2 : [0x2E, 0x26].contains(command[1]) ? 2 : nil
        case 0x1D: command.count < 2 ? 2 : group(command)
        default: nil
        }
    }

    private static func real(_ command: [UInt8]) -> Int? {
        guard command.count >= 2 else { return 2 }
        switch command[1] {
        case 0x04: return 3
        case 0x14: return 10
        default: return nil
        }
    }

    private static func escape(_ letter: UInt8) -> Int? {
        switch letter {
        case UInt8(ascii: "@"), UInt8(ascii: "2"): 2
        case UInt8(ascii: "t"), UInt8(ascii: "R"), UInt8(ascii: "!"), UInt8(ascii: "a"),
            UInt8(ascii: "E"), UInt8(ascii: "-"), UInt8(ascii: "d"), UInt8(ascii: "J"),
            UInt8(ascii: "M"), UInt8(ascii: "3"):
            3
        default: nil
        }
    }

    private static func group(_ command: [UInt8]) -> Int? {
        switch command[1] {
        case UInt8(ascii: "!"), UInt8(ascii: "a"), UInt8(ascii: "B"), UInt8(ascii: "r"): return 3
        case UInt8(ascii: "V"):
            guard command.count >= 3 else { return 3 }
            return [65, 66].contains(command[2]) ? 4 : 3
        case UInt8(ascii: "v"):
            guard command.count >= 8 else { return 8 }
            let row = Int(command[4]) | Int(command[5]) << 8
            return 8 + row * (Int(command[6]) | Int(command[7]) << 8)
        case UInt8(ascii: "("):
            guard command.count >= 3 else { return 3 }
            guard command[2] == UInt8(ascii: "k") else { return nil }
            guard command.count >= 5 else { return 5 }
            return 5 + (Int(command[3]) | Int(command[4]) << 8)
        default: return nil
        }
    }
}
