// SPDX-License-Identifier: MPL-2.0

import KioskEmulators
import PortnerCore
import Receipts
import Testing

@testable import ReceiptPrinter

/// The machine with an emulated printer at its line and a clock that is set by hand.
private struct Bench {
    var machine: PrinterMachine
    var printer: PrinterEmulator
    var seconds = 0.0
    var events: [PrinterEvent] = []
    /// Whether the printer's answers get lost.
    var isMute = false
    /// Whether the printer answers only about its state.
    var keepsEnds = false
    /// Whether the line takes nothing.
    var isBlocked = false
    /// What the line has taken and the printer has not got, while there is nobody at the other end.
    var underway: [UInt8] = []
    /// Whether what the line takes gets no further.
    var isCut = false
    /// How often another line was asked for.
    var renewals = 0
    private var reopens: Double?

    init(
        _ printer: PrinterEmulator = PrinterEmulator(),
        profile: PrinterProfile = .epsonTMm30,
        _ change: (inout PrinterSettings) -> Void = { _ in }
    ) {
        var settings = PrinterSettings(.device(path: "/dev/usb/lp0"), profile: profile)
        change(&settings)
        machine = PrinterMachine(settings)
        self.printer = printer
    }

    var now: Uptime { Sample.time(seconds) }

    mutating func open() {
        machine.opened(at: now)
        pump()
    }

    mutating func print(_ number: UInt64, _ title: String) throws {
        let bytes = try Sample.bytes(title)
        let deadline = Sample.time(seconds + 30)
        machine.take(
            QueuedJob(number: PrintNumber(number), bytes: bytes, deadline: deadline),
            at: now
        )
        pump()
    }

    /// Lets time pass in steps of half a second.
    mutating func pass(_ length: Double) {
        for _ in 0..<Int(length * 2) {
            seconds += 0.5
            machine.advance(to: now)
            pump()
            if let moment = reopens, moment <= seconds {
                reopens = nil
                open()
            }
        }
    }

    mutating func withdraw(_ number: UInt64) {
        machine.withdraw(PrintNumber(number))
        pump()
    }

    /// The other end is there again, and gets what the line has kept.
    mutating func mend() {
        isCut = false
        _ = printer.receive(underway)
        underway = []
    }

    /// Moves bytes until nothing moves any more.
    mutating func pump() {
        var moved = true
        while moved {
            moved = false
            if let pause = machine.takeLineRest() {
                renewals += 1
                underway = []
                reopens = seconds + Double(pause.components.seconds)
            }
            if !machine.output.isEmpty, isCut {
                underway += machine.output
                machine.wrote(machine.output.count, at: now)
                moved = true
            } else if !machine.output.isEmpty, !isBlocked {
                let count = printer.receive(machine.output.prefix(100))
                if count > 0 {
                    machine.wrote(count, at: now)
                    moved = true
                }
            }
            var replies = printer.takeReplies()
            if keepsEnds { replies.removeAll { $0 & 0x90 == 0 } }
            if !isMute, !replies.isEmpty {
                machine.received(replies, at: now)
                moved = true
            }
        }
        events += machine.takeEvents()
    }

    func titles() -> [String] {
        printer.receipts.map { receipt in
            receipt.lines.map(\.text).first { $0.hasPrefix("Titel") } ?? ""
        }
    }
}

extension PrinterEvent {
    /// Whether it is what became of a job.
    fileprivate var isEnd: Bool {
        switch self {
        case .printed, .dropped: true
        case .available, .unavailable, .state: false
        }
    }
}

@Suite struct `A printer's job` {
    private func number(_ number: UInt64) -> PrintNumber { PrintNumber(number) }

    @Test func `is printed and told when it is on paper`() throws {
        var bench = Bench()
        bench.open()
        try bench.print(1, "Titel A")
        try bench.print(2, "Titel B")

        #expect(
            bench.events == [.available, .state(.ok), .printed(number(1)), .printed(number(2))]
        )
        #expect(bench.titles() == ["Titel A", "Titel B"])
        #expect(bench.printer.refusals.isEmpty)
        #expect(bench.machine.wantsJob)
    }

    @Test func `is dropped at once where there is no paper`() throws {
        var bench = Bench(PrinterEmulator(linesLeft: 0))
        bench.open()
        try bench.print(1, "Titel A")

        #expect(
            bench.events == [
                .available, .state(.out), .dropped(number(1), PrinterError(.noPaper)),
            ]
        )
        bench.printer.load()
        bench.pass(60)
        #expect(bench.titles().isEmpty)
        #expect(bench.events.last == .state(.ok))
        try bench.print(2, "Titel B")
        #expect(bench.titles() == ["Titel B"])
    }

    @Test func `that runs out of paper never comes out for the next patron`() throws {
        var bench = Bench(PrinterEmulator(linesLeft: 5))
        bench.open()
        try bench.print(1, "Titel A")
        bench.pass(2)
        #expect(bench.events.contains(.dropped(number(1), PrinterError(.noPaper))))

        bench.printer.load()
        bench.pass(30)
        #expect(!bench.printer.unfinished.text.contains("Titel A"))
        try bench.print(2, "Titel B")

        // What had come out of the first job is cut off before the second.
        #expect(bench.titles() == ["", "Titel B"])
        #expect(bench.printer.refusals.isEmpty)
    }

    @Test func `is taken back in the middle, and nothing more of it comes out`() throws {
        var bench = Bench(PrinterEmulator(linesLeft: 5))
        bench.keepsEnds = true
        bench.open()
        bench.isBlocked = true
        try bench.print(1, "Titel A")
        bench.isBlocked = false
        bench.machine.received([0x12, 0x12, 0x12, 0x12], at: bench.now)
        bench.withdraw(2)
        #expect(!bench.machine.wantsJob)
        bench.withdraw(1)
        bench.pass(1)

        #expect(bench.machine.wantsJob)
        #expect(bench.events.last { $0.isEnd } == .dropped(number(1), PrinterError(.withdrawn)))
        bench.printer.load()
        bench.keepsEnds = false
        try bench.print(2, "Titel B")
        bench.pass(2)
        #expect(bench.titles().last == "Titel B")
        #expect(!bench.titles().contains("Titel A"))
    }

    @Test func `that waits for an answer is taken back before it is begun`() throws {
        var bench = Bench()
        bench.isMute = true
        bench.open()
        try bench.print(1, "Titel A")
        bench.withdraw(1)
        bench.pass(5)

        #expect(bench.events == [.available, .dropped(number(1), PrinterError(.withdrawn))])
        #expect(bench.printer.receipts.isEmpty)
        #expect(bench.renewals == 0)
    }

    @Test func `for a printer that has fallen silent never reaches whoever mends it`() throws {
        var bench = Bench()
        bench.open()
        // The network is gone, which the line does not notice: it takes everything.
        bench.isCut = true
        try bench.print(1, "Titel A")
        bench.pass(4)
        #expect(
            bench.events == [
                .available, .state(.ok), .unavailable(PrinterError(.timedOut)),
                .dropped(number(1), PrinterError(.timedOut)),
            ]
        )
        bench.mend()
        #expect(bench.printer.receipts.isEmpty)
        bench.pass(30)
        #expect(bench.events.suffix(2) == [.available, .state(.ok)])
        try bench.print(2, "Titel B")
        #expect(bench.titles() == ["Titel B"])
    }

    @Test func `that a silent printer was given is not called printed, and not kept`() throws {
        var bench = Bench()
        bench.keepsEnds = true
        bench.open()
        try bench.print(1, "Titel A")
        // From here on nothing is heard of the printer any more.
        bench.isMute = true
        bench.isCut = true
        bench.pass(31)
        #expect(bench.events.last { $0.isEnd } == .dropped(number(1), PrinterError(.timedOut)))
        #expect(bench.renewals >= 1)
    }

    @Test func `is given up in time by a printer that takes nothing`() throws {
        var bench = Bench()
        bench.open()
        bench.isBlocked = true
        try bench.print(1, "Titel A")
        bench.pass(31)
        #expect(bench.events.last == .dropped(number(1), PrinterError(.timedOut)))
        bench.isBlocked = false
        bench.pass(30)
        try bench.print(2, "Titel B")

        #expect(bench.titles().last == "Titel B")
        #expect(!bench.titles().contains("Titel A"))
    }

    @Test func `is printed blindly by a printer that says nothing`() throws {
        var bench = Bench(PrinterEmulator(.kr306), profile: .kr306)
        bench.isMute = true
        bench.open()
        try bench.print(1, "Titel A")
        #expect(bench.titles().isEmpty)
        bench.pass(2)

        #expect(bench.events == [.available, .printed(number(1))])
        #expect(bench.printer.receipts.count == 1)
    }

    @Test func `is printed although the printer does not tell when`() throws {
        var bench = Bench()
        bench.keepsEnds = true
        bench.open()
        try bench.print(1, "Titel A")
        #expect(!bench.events.contains(.printed(number(1))))
        bench.pass(11)

        #expect(bench.events.contains(.printed(number(1))))
    }

    @Test func `waits for the line and no longer than it may`() throws {
        var bench = Bench()
        try bench.print(1, "Titel A")
        bench.machine.lost(PrinterError(.notFound), at: bench.now)
        bench.pass(5)
        bench.open()
        #expect(bench.titles() == ["Titel A"])

        bench.machine.lost(PrinterError(.disconnected), at: bench.now)
        try bench.print(2, "Titel B")
        bench.pass(31)
        bench.open()
        bench.pass(5)
        #expect(bench.titles() == ["Titel A"])
        #expect(bench.events.contains(.dropped(number(2), PrinterError(.disconnected))))
    }

    @Test func `that was begun when the line was lost is not begun again`() throws {
        var bench = Bench()
        bench.open()
        bench.isBlocked = true
        try bench.print(1, "Titel A")
        bench.isBlocked = false
        let count = bench.printer.receive(bench.machine.output.prefix(60))
        bench.machine.wrote(count, at: bench.now)
        _ = bench.printer.takeReplies()
        bench.isBlocked = true
        bench.machine.received([0x12, 0x12, 0x12, 0x12], at: bench.now)
        bench.machine.wrote(
            bench.printer.receive(bench.machine.output.prefix(60)),
            at: bench.now
        )
        bench.machine.lost(PrinterError(.disconnected), at: bench.now)
        bench.isBlocked = false
        bench.open()
        bench.pass(40)

        #expect(bench.events.contains(.dropped(number(1), PrinterError(.disconnected))))
        try bench.print(2, "Titel B")
        #expect(bench.titles().last == "Titel B")
        #expect(!bench.titles().contains("Titel A"))
    }

    @Test func `tells news about the printer once`() throws {
        var bench = Bench()
        for _ in 0..<3 { bench.machine.lost(PrinterError(.notFound), at: bench.now) }
        bench.open()
        bench.pass(100)
        bench.printer.setCover(open: true)
        bench.pass(100)
        bench.printer.setCover(open: false)
        bench.pass(100)

        #expect(
            bench.events == [
                .unavailable(PrinterError(.notFound)), .available, .state(.ok), .state(.coverOpen),
                .state(.ok),
            ]
        )
    }

    @Test func `to a printer that is not asked is handed over without a question`() throws {
        var bench = Bench { $0.asksState = false }
        bench.machine.portState(.out)
        bench.open()
        try bench.print(1, "Titel A")
        bench.pass(100)

        #expect(bench.events == [.state(.out), .available, .printed(number(1))])
        #expect(bench.printer.takeReplies().isEmpty)
        #expect(bench.machine.nextDeadline == nil)
    }

    @Test func `never fills the line with questions`() {
        var bench = Bench()
        bench.isBlocked = true
        bench.open()
        bench.pass(1000)

        #expect(bench.machine.output.count <= 12)
    }
}
