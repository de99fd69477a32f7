// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import Testing

@Suite struct `A scanner in keyboard mode` {
    typealias Stroke = KeyboardScanner.Stroke

    let scanner = KeyboardScanner()

    @Test(arguments: KeyboardScanner.Style.allCases)
    func `gives doubled digits once each`(style: KeyboardScanner.Style) {
        var decoder = KeyboardDecoder()
        let reports = KeyboardScanner(style: style).reports(typing: "44592201")
        #expect(decoder.see(reports) == [.text("44592201", .enter)])
    }

    @Test func `counts a key once however long it is held`() {
        var decoder = KeyboardDecoder()
        let held = [[UInt8]](repeating: KeyboardScanner.report([0x1E]), count: 50)
        let reports = held + [KeyboardScanner.release] + scanner.reports(typing: "2")
        #expect(decoder.see(reports) == [.text("12", .enter)])
    }

    @Test func `gives keys of one report in the report's order`() {
        var decoder = KeyboardDecoder()
        let reports = [KeyboardScanner.report([0x27, 0x1E, 0x26, 0x1F, 0x25, 0x28])]
        #expect(decoder.see(reports) == [.text("01928", .enter)])
    }

    @Test func `gives a key that only moved within the report no second time`() {
        var decoder = KeyboardDecoder()
        let reports = [
            KeyboardScanner.report([0x1E, 0x1F]), KeyboardScanner.report([0x1F, 0x20]),
            KeyboardScanner.report([0x20, 0x28]),
        ]
        #expect(decoder.see(reports) == [.text("123", .enter)])
    }

    @Test func `lists a key twice in one report and gives it once`() {
        var decoder = KeyboardDecoder()
        let reports = [KeyboardScanner.report([0x1E, 0x1E, 0x28])]
        #expect(decoder.see(reports) == [.text("1", .enter)])
    }

    @Test func `gives two codes of one report`() {
        var decoder = KeyboardDecoder()
        let reports = [KeyboardScanner.report([0x1E, 0x28, 0x1F, 0x58])]
        #expect(decoder.see(reports) == [.text("1", .enter), .text("2", .keypadEnter)])
    }

    @Test func `says nothing of keys that are too many to tell apart`() {
        var decoder = KeyboardDecoder()
        let overrun = KeyboardScanner.report([1, 1, 1, 1, 1, 1])
        let reports = [
            KeyboardScanner.report([0x1E]), overrun, KeyboardScanner.report([0x1E]),
            KeyboardScanner.report([0x1F]), KeyboardScanner.report([0x28]),
        ]
        #expect(decoder.see(reports) == [.text("12", .enter)])
    }

    @Test func `ignores CapsLock, NumLock and ScrollLock`() {
        var decoder = KeyboardDecoder()
        let locks: [Stroke] = [0x39, 0x53, 0x47].map { Stroke(usage: $0) }
        let strokes = locks + scanner.strokes(typing: "aB") + locks + [KeyboardScanner.enter]
        #expect(decoder.see(scanner.reports(of: strokes)) == [.text("aB", .enter)])
    }

    @Test(arguments: [
        (Stroke(usage: 0x28), ScanTerminator.enter), (Stroke(usage: 0x58), .keypadEnter),
        (Stroke(usage: 0x2B), .tab),
    ])
    func `ends a code with any of its suffixes`(suffix: Stroke, terminator: ScanTerminator) {
        var decoder = KeyboardDecoder()
        let reports = scanner.reports(typing: "12", suffix: [suffix])
        #expect(decoder.see(reports) == [.text("12", terminator)])
    }

    @Test func `refuses a code with a suffix that is not configured inside`() {
        var decoder = KeyboardDecoder(.init(suffixes: .enter))
        let tab = [Stroke(usage: 0x2B)]
        let strokes = scanner.strokes(typing: "1") + tab + scanner.strokes(typing: "2")
        let reports = scanner.reports(of: strokes + [KeyboardScanner.enter])
        #expect(decoder.see(reports) == [.refused(.notPrintable)])
    }

    @Test func `ignores empty lines, since some send Enter before the data`() {
        var decoder = KeyboardDecoder()
        let strokes = [KeyboardScanner.enter, KeyboardScanner.enter]
        let reports = scanner.reports(of: strokes) + scanner.reports(typing: "12")
        #expect(decoder.see(reports) == [.text("12", .enter)])
    }

    @Test(arguments: [0x01, 0x08, 0x10, 0x80] as [UInt8])
    func `is refused when Ctrl or GUI is held anywhere in the code`(modifier: UInt8) {
        var decoder = KeyboardDecoder()
        let command = [Stroke(usage: 0x15, modifiers: modifier)]
        for place in 0...3 {
            var strokes = scanner.strokes(typing: "123")
            strokes.insert(contentsOf: command, at: place)
            let reports = scanner.reports(of: strokes + [KeyboardScanner.enter])
            #expect(decoder.see(reports) == [.refused(.modifierKeys)])
        }
    }

    @Test func `is refused when a modifier comes as a key`() {
        var decoder = KeyboardDecoder()
        let reports = [KeyboardScanner.report([0xE3, 0x15])] + scanner.reports(typing: "1")
        #expect(decoder.see(reports) == [.refused(.modifierKeys)])
    }

    @Test(arguments: [0x29, 0x2A, 0x3A, 0x45, 0x49, 0x4F, 0x65, 0xE8] as [UInt8])
    func `is refused when a key types no character`(usage: UInt8) {
        var decoder = KeyboardDecoder()
        let strokes = scanner.strokes(typing: "12") + [Stroke(usage: usage)]
        let reports = scanner.reports(of: strokes + [KeyboardScanner.enter])
        #expect(decoder.see(reports) == [.refused(.notPrintable)])
    }

    @Test func `reads the next code after a refused one`() {
        var decoder = KeyboardDecoder()
        let refused = scanner.reports(of: [Stroke(usage: 0x45), KeyboardScanner.enter])
        let seen = decoder.see(refused + scanner.reports(typing: "12"))
        #expect(seen == [.refused(.notPrintable), .text("12", .enter)])
    }

    @Test func `is refused once when it is too long, up to its end`() {
        var decoder = KeyboardDecoder(.init(lengthLimit: 4))
        let reports = ["1234", "12345", "1234123412", "4321"].flatMap {
            scanner.reports(typing: $0)
        }
        #expect(
            decoder.see(reports) == [
                .text("1234", .enter), .refused(.tooLong), .refused(.tooLong),
                .text("4321", .enter),
            ]
        )
    }

    @Test(arguments: [-1, 0, 1, 256, 257, Int.max])
    func `has a length limit from one to the buffer's size`(limit: Int) {
        var decoder = KeyboardDecoder(.init(lengthLimit: limit))
        let accepted = min(max(limit, 1), Scan.lengthLimit)
        let longest = String(repeating: "7", count: accepted)
        let reports =
            scanner.reports(typing: longest) + scanner.reports(typing: longest + "7")
        #expect(decoder.see(reports) == [.text(longest, .enter), .refused(.tooLong)])
    }
}

@Suite struct `A scanner in keyboard mode and time` {
    let scanner = KeyboardScanner()
    let reports = KeyboardScanner().reports(typing: "12", suffix: [])

    @Test func `has no deadline between codes`() {
        var decoder = KeyboardDecoder()
        #expect(decoder.nextDeadline == nil)
        _ = decoder.see(scanner.reports(typing: "12"))
        #expect(decoder.nextDeadline == nil)
    }

    @Test func `has a deadline one silence after the last key, not after its release`() {
        var decoder = KeyboardDecoder(.init(silence: .milliseconds(100)))
        _ = decoder.receive(KeyboardScanner.report([0x1E]), at: .milliseconds(10))
        _ = decoder.receive(KeyboardScanner.release, at: .milliseconds(90))
        #expect(decoder.nextDeadline == .milliseconds(110))
    }

    @Test func `drops a half code when a terminator was to be expected`() {
        var decoder = KeyboardDecoder(.init(silence: .milliseconds(100)))
        _ = decoder.see(reports)
        #expect(decoder.advance(to: .milliseconds(105)).isEmpty)
        #expect(decoder.advance(to: .milliseconds(106)) == [.failure(.incomplete)])
        #expect(decoder.nextDeadline == nil)
    }

    @Test func `ends a code by silence when no terminator is sent`() {
        var decoder = KeyboardDecoder(
            .init(suffixes: [], silence: .milliseconds(100), silenceMeaning: .endsScan)
        )
        _ = decoder.see(reports)
        #expect(decoder.advance(to: .milliseconds(106)).map(Seen.init) == [.text("12", .silence)])
    }

    @Test func `ends a code before the next one even if the driver was late`() {
        var decoder = KeyboardDecoder(
            .init(suffixes: [], silence: .milliseconds(100), silenceMeaning: .endsScan)
        )
        _ = decoder.see(reports)
        #expect(decoder.see(reports, from: .seconds(5)) == [.text("12", .silence)])
        #expect(decoder.advance(to: .seconds(9)).map(Seen.init) == [.text("12", .silence)])
    }

    @Test func `keeps the reason of a refused code that ends by silence`() {
        var decoder = KeyboardDecoder()
        _ = decoder.receive(KeyboardScanner.report([0x15], modifiers: 1), at: .zero)
        #expect(decoder.advance(to: .seconds(1)) == [.failure(.modifierKeys)])
    }

    @Test func `drops a half code and the keys held when the device is gone`() {
        var decoder = KeyboardDecoder()
        _ = decoder.see([KeyboardScanner.report([0x1E])])
        #expect(decoder.reset() == .incomplete)
        #expect(decoder.reset() == nil)
        #expect(decoder.see(scanner.reports(typing: "1")) == [.text("1", .enter)])
    }

    @Test func `drops half a character by number when the device is gone`() {
        var decoder = KeyboardDecoder()
        _ = decoder.see([KeyboardScanner.report([0x59], modifiers: KeyboardScanner.leftAlt)])
        #expect(decoder.reset() == .incomplete)
    }
}

@Suite struct `Reports of a scanner in keyboard mode` {
    let scanner = KeyboardScanner()

    @Test(arguments: 0..<8)
    func `are refused when they are too short`(length: Int) {
        var decoder = KeyboardDecoder()
        let short = [UInt8](repeating: 0, count: length)
        #expect(decoder.see([short]) == [.refused(.malformedReport)])
        let middle = [KeyboardScanner.report([0x1E]), short]
        #expect(
            decoder.see(middle + scanner.reports(typing: "2")) == [.refused(.malformedReport)]
        )
        #expect(decoder.see(scanner.reports(typing: "2")) == [.text("2", .enter)])
    }

    @Test func `may be longer than eight bytes`() {
        var decoder = KeyboardDecoder()
        let reports = scanner.reports(typing: "12").map { $0 + [UInt8](repeating: 7, count: 56) }
        #expect(decoder.see(reports) == [.text("12", .enter)])
    }

    @Test func `may begin with a report id`() {
        var decoder = KeyboardDecoder(.init(reportID: 2))
        let reports = scanner.reports(typing: "12").map { [2] + $0 }
        #expect(decoder.see(reports) == [.text("12", .enter)])
    }

    @Test func `with another report id are ignored, as volume keys are`() {
        var decoder = KeyboardDecoder(.init(reportID: 2))
        let reports: [[UInt8]] = scanner.reports(typing: "12").flatMap {
            [[2] + $0, [3, 0xE9, 0]]
        }
        #expect(decoder.see(reports) == [.text("12", .enter)])
    }

    @Test func `with a report id are refused when they are too short`() {
        var decoder = KeyboardDecoder(.init(reportID: 2))
        let short: [[UInt8]] = [[], [2] + [UInt8](repeating: 0, count: 7)]
        #expect(decoder.see(short) == [.refused(.malformedReport), .refused(.malformedReport)])
    }
}

@Suite struct `Characters by number` {
    static let keypad: [Character: UInt8] = Dictionary(
        uniqueKeysWithValues: zip("1234567890", 0x59...0x62)
    )

    /// Alt goes down, digits are pressed on the keypad, Alt goes up.
    static func reports(_ number: String, modifiers: UInt8 = 0x04) -> [[UInt8]] {
        let digits = number.compactMap { keypad[$0] }.flatMap {
            [
                KeyboardScanner.report([$0], modifiers: modifiers),
                KeyboardScanner.report([], modifiers: modifiers),
            ]
        }
        return [KeyboardScanner.report([], modifiers: modifiers)] + digits
            + [KeyboardScanner.release]
    }

    let enter = KeyboardScanner().reports(of: [KeyboardScanner.enter])

    @Test func `are every printable ASCII character, with and without a leading zero`() {
        var wrong: [UInt8] = []
        for code in UInt8(0x20)...0x7E {
            for number in ["\(code)", "0\(code)"] {
                var decoder = KeyboardDecoder(.init(layout: .danish))
                let text = String(UnicodeScalar(code))
                if decoder.see(Self.reports(number) + enter) != [.text(text, .enter)] {
                    wrong.append(code)
                }
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test func `mix with keys`() {
        var decoder = KeyboardDecoder(.init(layout: .danish))
        let reports =
            KeyboardScanner().reports(typing: "LP", suffix: []) + Self.reports("45")
            + KeyboardScanner(style: .keypad).reports(typing: "10", suffix: []) + enter
        #expect(decoder.see(reports) == [.text("LP-10", .enter)])
    }

    @Test func `end with Alt even when the next key goes down in the same report`() {
        var decoder = KeyboardDecoder()
        let reports = Self.reports("065").dropLast() + [KeyboardScanner.report([0x1E])] + enter
        #expect(decoder.see(Array(reports)) == [.text("A1", .enter)])
    }

    @Test func `may be the suffix`() {
        var decoder = KeyboardDecoder()
        let reports = ["49", "013", "50", "009"].flatMap { Self.reports($0) }
        #expect(decoder.see(reports) == [.text("1", .enter), .text("2", .tab)])
    }

    @Test(arguments: ["0", "7", "31", "127", "0165", "0248", "9999"])
    func `are refused outside printable ASCII`(number: String) {
        var decoder = KeyboardDecoder()
        #expect(decoder.see(Self.reports(number) + enter) == [.refused(.notPrintable)])
    }

    @Test func `are refused with more than four digits`() {
        var decoder = KeyboardDecoder()
        #expect(decoder.see(Self.reports("00065") + enter) == [.refused(.modifierKeys)])
    }

    @Test(arguments: [0x3D, 0x2B, 0x28, 0x1E, 0x04] as [UInt8])
    func `are not what other keys give with Alt`(usage: UInt8) {
        var decoder = KeyboardDecoder()
        let command = [KeyboardScanner.Stroke(usage: usage, modifiers: KeyboardScanner.leftAlt)]
        let reports = KeyboardScanner().reports(of: command) + enter
        #expect(decoder.see(reports) == [.refused(.modifierKeys)])
    }

    @Test func `come with right Alt only where it is no key for characters`() {
        var american = KeyboardDecoder(.init(layout: .us))
        var danish = KeyboardDecoder(.init(layout: .danish))
        let reports = Self.reports("65", modifiers: KeyboardScanner.rightAlt) + enter
        #expect(american.see(reports) == [.text("A", .enter)])
        #expect(danish.see(reports) == [.text("65", .enter)])
    }
}
