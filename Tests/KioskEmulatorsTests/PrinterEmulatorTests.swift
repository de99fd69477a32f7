// SPDX-License-Identifier: MPL-2.0

import KioskEmulators
import Testing

@Suite struct `An emulated printer` {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func `has code page 437 until it is told otherwise`() throws {
        var printer = PrinterEmulator()
        _ = printer.receive([0x9B, 0x9D, 0x91, 0x0A, 0x1B, 0x74, 5, 0x9B, 0x9D, 0x91, 0x0A])

        #expect(printer.unfinished.lines.map(\.text) == ["¢¥æ", "øØæ"])
    }

    @Test func `puts Danish letters in the places of brackets where it is set to`() {
        var printer = PrinterEmulator()
        _ = printer.receive(bytes("[\\]{|}@\n") + [0x1B, 0x52, 4] + bytes("[\\]{|}@\n"))
        _ = printer.receive([0x1B, 0x52, 10] + bytes("@\n"))

        #expect(printer.unfinished.lines.map(\.text) == ["[\\]{|}@", "ÆØÅæøå@", "É"])
    }

    @Test func `takes two bytes for one letter in its Chinese mode`() {
        var printer = PrinterEmulator(.kr306)
        _ = printer.receive([0x9B, 0x9D, 0x0A, 0x1C, 0x2E, 0x9B, 0x9D, 0x0A])

        #expect(printer.unfinished.lines.map(\.text) == ["□", "¢¥"])
    }

    @Test func `goes on on the next line where one is full`() {
        var printer = PrinterEmulator()
        _ = printer.receive(bytes(String(repeating: "a", count: 50) + "\n"))
        _ = printer.receive([0x1D, 0x21, 0x10] + bytes(String(repeating: "b", count: 25) + "\n"))

        #expect(printer.unfinished.lines.map(\.text.count) == [48, 2, 24, 1])
        #expect(printer.unfinished.lines.map(\.isWrapped) == [true, false, true, false])
    }

    @Test(arguments: [
        ([UInt8](arrayLiteral: 0x1B, 0x7A), PrinterEmulator.Refusal.unknownCommand([0x1B, 0x7A])),
        ([0x1D, 0x7A], .unknownCommand([0x1D, 0x7A])),
        ([0x1D, 0x28, 0x4C], .unknownCommand([0x1D, 0x28, 0x4C])),
        ([0x1C, 0x70], .unknownCommand([0x1C, 0x70])), ([0x07], .control(7)),
        ([0x1B, 0x74, 77], .badParameter([0x1B, 0x74, 77])),
        ([0x1D, 0x56, 9], .badParameter([0x1D, 0x56, 9])),
        (
            [0x1D, 0x76, 0x30, 0, 255, 255, 255, 255],
            .tooLong([0x1D, 0x76, 0x30, 0, 255, 255, 255, 255])
        ),
    ])
    func `refuses what it does not know`(_ command: [UInt8], _ refusal: PrinterEmulator.Refusal) {
        var printer = PrinterEmulator()
        _ = printer.receive(command)

        #expect(printer.refusals == [refusal])
    }

    @Test func `stops without paper, keeps what it has, and prints it when there is some`() throws {
        var printer = PrinterEmulator(linesLeft: 2)
        #expect(printer.receive(bytes("a\nb\nc\nd\n")) == 8)
        #expect(printer.unfinished.text == "a\nb")
        #expect(printer.heldCount == 4)
        #expect(
            printer.receive([UInt8](repeating: 0x41, count: 5000)) == PrinterEmulator.bufferMax - 4
        )

        printer.load()
        #expect(printer.unfinished.text.hasPrefix("a\nb\nc\nd\nAAA"))
        #expect(printer.heldCount == 0)
    }

    @Test func `forgets what waits where it is told to`() {
        var printer = PrinterEmulator(linesLeft: 1)
        _ = printer.receive(bytes("a\nsecret\n") + [0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8])
        printer.load()
        _ = printer.receive(bytes("b\n"))

        #expect(printer.unfinished.text == "a\nb")
        #expect(printer.refusals.isEmpty)
    }

    @Test func `answers at once, also without paper`() {
        var printer = PrinterEmulator(linesLeft: 0)
        _ = printer.receive(bytes("text") + [0x10, 0x04, 1, 0x10, 0x04, 4])

        #expect(printer.takeReplies() == [0x1A, 0x7E])
        #expect(printer.takeReplies().isEmpty)
    }

    @Test func `forgets everything when it is switched off`() {
        var printer = PrinterEmulator(linesLeft: 0)
        _ = printer.receive([0x1B, 0x74, 5, 0x1D, 0x21])
        printer.restart()
        printer.load()
        _ = printer.receive([0x9B, 0x0A])

        #expect(printer.unfinished.text == "¢")
    }

    @Test func `cuts receipts and keeps the newest`() {
        var printer = PrinterEmulator()
        for number in 0..<(PrinterEmulator.receiptsMax + 5) {
            _ = printer.receive(bytes("\(number)\n") + [0x1D, 0x56, 66, 0])
        }
        #expect(printer.receipts.count == PrinterEmulator.receiptsMax)
        #expect(printer.receipts.last?.text == "\(PrinterEmulator.receiptsMax + 4)")
    }

    @Test func `draws what it printed`() throws {
        var printer = PrinterEmulator()
        _ = printer.receive([0x1B, 0x61, 1, 0x1B, 0x45, 1, 0x1D, 0x21, 0x11] + bytes("<&>\n"))
        _ = printer.receive([0x1B, 0x2D, 1, 0x1D, 0x42, 1] + bytes("x") + [0x0A, 0x0A])
        _ = printer.receive([0x1D, 0x76, 0x30, 0, 1, 0, 2, 0, 0b0110_0001, 0])
        _ = printer.receive([0x1D, 0x28, 0x6B, 4, 0, 49, 80, 48, 0x51])
        _ = printer.receive([0x1D, 0x28, 0x6B, 3, 0, 49, 81, 48, 0x1D, 0x56, 0])
        #expect(printer.refusals.isEmpty)

        let picture = try #require(printer.receipts.first).picture(of: .epson)

        #expect(picture.contains("&lt;&amp;&gt;</text>"))
        #expect(picture.contains("scale(2 2)"))
        #expect(picture.contains("font-weight=\"bold\""))
        #expect(picture.contains("text-decoration=\"underline\""))
        #expect(picture.contains("h2v1h-2z"))
        #expect(picture.contains("h1v1h-1z"))
        #expect(picture.contains(">QR</text>"))
    }

    @Test func `prints the same however the bytes are cut`() {
        var random: UInt64 = 5
        var stream: [UInt8] = []
        let starts: [[UInt8]] = [
            [0x1B], [0x1D], [0x1B, 0x74], [0x1D, 0x56], [0x1D, 0x28, 0x6B, 4, 0], [0x10, 0x04],
            [0x1D, 0x76, 0x30, 0, 2, 0, 3, 0], [0x1B, 0x40], [0x0A],
        ]
        for _ in 0..<4000 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            stream += starts[Int(random >> 33) % starts.count]
            stream.append(UInt8(truncatingIfNeeded: random >> 40))
        }
        var whole = PrinterEmulator()
        var pieces = PrinterEmulator()
        _ = whole.receive(stream)
        for byte in stream { _ = pieces.receive([byte]) }

        #expect(whole.receipts == pieces.receipts)
        #expect(whole.refusals == pieces.refusals)
        #expect(whole.takeReplies() == pieces.takeReplies())
        #expect(!whole.receipts.isEmpty)
    }
}
