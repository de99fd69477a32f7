// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import Testing

@Suite struct `Keyboard layouts` {
    typealias Stroke = KeyboardScanner.Stroke

    private func seen(_ stroke: Stroke, _ layout: KeyboardLayout) -> [Seen] {
        var decoder = KeyboardDecoder(.init(layout: layout))
        let scanner = KeyboardScanner(layout: layout)
        return decoder.see(scanner.reports(of: [stroke, KeyboardScanner.enter]))
    }

    @Test(arguments: [
        (KeyboardLayout.us, KeyboardScanner.usKeys), (.danish, KeyboardScanner.danishKeys),
    ])
    func `give the character of every key`(
        layout: KeyboardLayout,
        keys: [Character: Stroke]
    ) {
        let wrong = keys.filter {
            seen($0.value, layout) != [.text(String($0.key), .enter)]
        }
        #expect(wrong.isEmpty)
    }

    @Test func `know all of printable ASCII in the United States and all but three in Denmark`() {
        let printable = Set((UInt8(0x20)...0x7E).map { Character(UnicodeScalar($0)) })
        #expect(Set(KeyboardScanner.usKeys.keys) == printable)
        #expect(Set(KeyboardScanner.danishKeys.keys) == printable.subtracting("^`~"))
    }

    @Test func `agree on digits and letters`() {
        let alike = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ".filter {
            KeyboardScanner.usKeys[$0] == KeyboardScanner.danishKeys[$0]
        }
        #expect(alike.count == 63)
    }

    @Test(arguments: [
        (Stroke(usage: 0x2D), "-", "+"), (Stroke(usage: 0x38), "/", "-"),
        (Stroke(usage: 0x24, modifiers: 2), "&", "/"),
        (Stroke(usage: 0x1F, modifiers: 2), "@", "\""),
        (Stroke(usage: 0x27, modifiers: 2), ")", "="), (Stroke(usage: 0x63), ".", ","),
    ])
    func `differ in punctuation`(stroke: Stroke, american: String, danish: String) {
        #expect(seen(stroke, .us) == [.text(american, .enter)])
        #expect(seen(stroke, .danish) == [.text(danish, .enter)])
    }

    @Test(arguments: [
        Stroke(usage: 0x2E), Stroke(usage: 0x2F), Stroke(usage: 0x30), Stroke(usage: 0x33),
        Stroke(usage: 0x34), Stroke(usage: 0x35), Stroke(usage: 0x21, modifiers: 0x02),
        Stroke(usage: 0x20, modifiers: 0x40), Stroke(usage: 0x22, modifiers: 0x40),
        Stroke(usage: 0x04, modifiers: 0x40), Stroke(usage: 0x30, modifiers: 0x40),
    ])
    func `refuse dead keys and letters outside ASCII in Denmark`(stroke: Stroke) {
        #expect(seen(stroke, .danish) == [.refused(.notPrintable)])
    }

    @Test func `break the AIM prefix when scanner and reader disagree`() {
        var decoder = KeyboardDecoder(.init(layout: .danish))
        let reports = KeyboardScanner(layout: .us).reports(typing: "]I03829213522")
        #expect(decoder.see(reports) == [.refused(.notPrintable)])
    }

    @Test(arguments: KeyboardLayout.allCases)
    func `read digits and signs of the keypad`(layout: KeyboardLayout) {
        let usages: [UInt8] = [0x54, 0x55, 0x56, 0x57] + Array(0x59...0x62)
        let text = "/*-+1234567890"
        var decoder = KeyboardDecoder(.init(layout: layout))
        let strokes = usages.map { Stroke(usage: $0) } + [KeyboardScanner.enter]
        #expect(
            decoder.see(KeyboardScanner().reports(of: strokes)) == [.text(text, .enter)]
        )
    }

    @Test func `read keypad digits whatever Shift says`() {
        #expect(seen(Stroke(usage: 0x59, modifiers: 0x02), .us) == [.text("1", .enter)])
    }

    private func isCharacterOrRefusal(_ seen: Seen) -> Bool {
        switch seen {
        case .text(let text, .enter): text.utf8.count == 1
        case .text: false
        case .refused(let refusal): [.notPrintable, .modifierKeys].contains(refusal)
        }
    }

    @Test(arguments: KeyboardLayout.allCases)
    func `give one printable character or a refusal for every key and modifier`(
        layout: KeyboardLayout
    ) {
        var surprises: [Stroke] = []
        let single = (0..<8).map { UInt8(1) << $0 }
        for usage in UInt8(0x04)...0xFF {
            for modifiers in [0, 0x22, 0x42, 0x44, 0xFF] + single {
                let stroke = Stroke(usage: usage, modifiers: modifiers)
                let seen = seen(stroke, layout)
                if seen.count > 1 || !seen.allSatisfy(isCharacterOrRefusal) {
                    surprises.append(stroke)
                }
            }
        }
        #expect(surprises.isEmpty)
    }
}
