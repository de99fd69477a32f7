// SPDX-License-Identifier: MPL-2.0

import KioskEmulators
import Receipts
import Testing

@Suite struct `The state of the paper` {
    /// Asks an emulated printer everything and gives what is understood of its answers.
    private func state(_ change: (inout PrinterEmulator) -> Void) -> PaperState? {
        var printer = PrinterEmulator(.epson)
        change(&printer)
        var reader = PaperStateReader()
        for question in PaperStateReader.Question.allCases {
            reader.ask(question)
            _ = printer.receive(question.command)
        }
        reader.receive(printer.takeReplies())
        #expect(reader.discarded == 0)
        return reader.state
    }

    @Test func `is read from a printer's answers`() {
        #expect(state { _ in } == .ok)
        #expect(state { $0.load(lines: 10) } == .nearEnd)
        #expect(state { $0.unload() } == .out)
        #expect(state { $0.setCover(open: true) } == .coverOpen)
        #expect(state { $0.setJammed(true) } == .error)
        #expect(
            state {
                $0.unload()
                $0.setCover(open: true)
            } == .coverOpen
        )
    }

    @Test func `is read from reports that come by themselves`() {
        var printer = PrinterEmulator(.epson)
        var reader = PaperStateReader()
        var states: [PaperState?] = []
        _ = printer.receive([0x1D, 0x61, 0xFF])
        for change: (inout PrinterEmulator) -> Void in [
            { _ in }, { $0.unload() }, { $0.load(lines: 5) }, { $0.load() },
            { $0.setCover(open: true) }, { $0.setCover(open: false) }, { $0.setJammed(true) },
        ] {
            change(&printer)
            for byte in printer.takeReplies() { reader.receive([byte]) }
            states.append(reader.state)
        }
        #expect(states == [.ok, .out, .nearEnd, .ok, .coverOpen, .ok, .error])
        #expect(reader.discarded == 0)
    }

    @Test func `is not mistaken for flow control or an answer to nothing`() {
        var reader = PaperStateReader()
        reader.receive([0x11, 0x13, 0x12, 0xFF, 0x00])

        #expect(reader.state == nil)
        #expect(reader.discarded == 5)
    }

    @Test func `is read although an answer and flow control come in the middle of a report`() {
        var reader = PaperStateReader()
        reader.ask(.paper)
        reader.receive([0x18, 0x13, 0x00, 0x7E, 0x0C, 0x11, 0x0F])

        #expect(reader.state == .out)
        #expect(reader.discarded == 2)
    }

    @Test func `of a report that broke off is that of the next one`() {
        var reader = PaperStateReader()
        reader.receive([0x10, 0x00, 0x18, 0x00, 0x0C, 0x0F])

        #expect(reader.state == .out)
        #expect(reader.discarded == 2)
    }

    @Test func `is limited in what it waits for`() {
        var reader = PaperStateReader()
        for _ in 0..<1000 { reader.ask(.paper) }
        reader.receive(Array(repeating: 0x12, count: 1000))

        #expect(reader.discarded == 1000 - PaperStateReader.openMax)
        reader.reset()
        #expect(reader == PaperStateReader())
    }

    @Test(arguments: [
        (UInt8(0x18), PaperState.ok), (0x38, .out), (0x30, .out), (0x08, .offline),
        (0x10, .offline),
        (0x00, .offline),
    ])
    func `is read from a parallel port's lines`(_ status: UInt8, _ state: PaperState) {
        #expect(PaperState(port: status) == state)
    }

    @Test func `allows printing only where a printer can`() {
        #expect(PaperState.allCases.filter(\.canPrint) == [.ok, .nearEnd])
    }
}
