// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import Testing

@Suite struct `Text typed and decoded again` {
    @Test(arguments: KeyboardScanner.Style.allCases, KeyboardLayout.allCases)
    func `is the same`(style: KeyboardScanner.Style, layout: KeyboardLayout) {
        var generator = SeededGenerator(seed: 20)
        let keys = layout == .us ? KeyboardScanner.usKeys : KeyboardScanner.danishKeys
        // The report of two keys that need different modifiers cannot tell which has which.
        let typable = style == .rollover ? keys.filter { $0.value.modifiers == 0 } : keys
        let alphabet = typable.keys.sorted()
        let scanner = KeyboardScanner(style: style, layout: layout)
        var decoder = KeyboardDecoder(.init(layout: layout))
        var now = Duration.zero
        let wrong = (0..<300).filter { _ in
            let text = generator.text(of: alphabet, length: 1...40)
            now += .seconds(1)
            return decoder.see(scanner.reports(typing: text), from: now) != [.text(text, .enter)]
        }
        #expect(wrong == [])
    }

    @Test(arguments: KeyboardScanner.Style.allCases)
    func `is the same for every short text`(style: KeyboardScanner.Style) {
        var texts = [""]
        var longest = texts
        for _ in 0..<5 {
            longest = longest.flatMap { text in "12a".map { text + String($0) } }
            texts += longest
        }
        let scanner = KeyboardScanner(style: style)
        var decoder = KeyboardDecoder()
        let wrong = texts.filter { text in
            let expected: [Seen] = text.isEmpty ? [] : [.text(text, .enter)]
            return decoder.see(scanner.reports(typing: text)) != expected
        }
        #expect(texts.count == 364)
        #expect(wrong == [])
    }

    @Test func `is the same over HID POS at every length`() {
        var decoder = HIDPOSDecoder(layout: .common)
        var generator = SeededGenerator(seed: 21)
        let alphabet = (UInt8(0x20)...0x7E).map { Character(UnicodeScalar($0)) }
        let wrong = (1...Scan.lengthLimit).filter { length in
            let text = generator.text(of: alphabet, length: length...length)
            let outcomes = POSScanner.reports(text).flatMap { decoder.receive($0, at: .zero) }
            return outcomes.map(Seen.init) != [.text(text, .lastReport)]
        }
        #expect(wrong == [])
    }
}

@Suite struct `Two readers at once` {
    @Test func `never mix their codes, however their reports interleave`() {
        var generator = SeededGenerator(seed: 22)
        let left = KeyboardScanner(style: .packed)
        let right = KeyboardScanner(style: .pressAndRelease, layout: .danish)
        let wrong = (0..<300).filter { _ in
            let leftText = generator.text(of: Array("0123456789"), length: 10...10)
            let rightText = generator.text(of: Array("LP-0123456789"), length: 4...20)
            var leftReports = left.reports(typing: leftText)[...]
            var rightReports = right.reports(typing: rightText)[...]
            var leftDecoder = ScannerDecoder(.keyboard(.init(), .anything))
            var rightDecoder = ScannerDecoder(.keyboard(.init(layout: .danish), .anything))
            var leftSeen: [Seen] = []
            var rightSeen: [Seen] = []
            while !leftReports.isEmpty || !rightReports.isEmpty {
                if Bool.random(using: &generator), let report = leftReports.popFirst() {
                    leftSeen += leftDecoder.receive(report, at: .zero).compactMap(Seen.init)
                } else if let report = rightReports.popFirst() {
                    rightSeen += rightDecoder.receive(report, at: .zero).compactMap(Seen.init)
                }
            }
            return leftSeen != [.text(leftText, .enter)]
                || rightSeen != [.text(rightText, .enter)]
        }
        #expect(wrong == [])
    }
}

@Suite struct `Garbage` {
    static let modes: [ScannerDecoder.Mode] = [
        .keyboard(.init(), .anything),
        .keyboard(.init(layout: .danish, silenceMeaning: .endsScan, reportID: 2), .anything),
        .pos(nil, .anything), .pos(.common, .anything), .pos(.unmeasured, .anything),
        .pos(.lengthFirst, .anything), .serial(.init(), .anything), .keypad(),
    ]

    /// Random bytes, half of them bent towards what the device would send.
    private func report(using generator: inout SeededGenerator) -> [UInt8] {
        let length = [0, 1, 7, 8, 9, 61, 64].randomElement(using: &generator) ?? 8
        var report = generator.bytes(length)
        if Bool.random(using: &generator) {
            report = report.map { $0 % 0x66 }
            for index in report.indices.prefix(2) where Bool.random(using: &generator) {
                report[index] = index == 0 ? 2 : 56
            }
        }
        return report
    }

    private func isSound(_ output: ScannerOutput) -> Bool {
        switch output {
        case .scan(let scan):
            scan.text.utf8.count <= Scan.lengthLimit && !scan.text.isEmpty
                && scan.text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        case .key(.digit(let digit)): digit <= 9
        case .key, .refused: true
        }
    }

    @Test(arguments: modes)
    func `never breaks a decoder or its limits`(mode: ScannerDecoder.Mode) {
        var generator = SeededGenerator(seed: 23)
        var decoder = ScannerDecoder(mode)
        var now = Duration.zero
        var unsound = 0
        var count: UInt64 = 0
        for _ in 0..<100_000 {
            now += .milliseconds(Int.random(in: 0...40, using: &generator))
            let outputs = decoder.receive(report(using: &generator), at: now)
            unsound += outputs.filter { !isSound($0) }.count
            count += UInt64(outputs.count)
            if let deadline = decoder.nextDeadline, deadline <= now {
                count += UInt64(decoder.advance(to: now).count)
                if decoder.nextDeadline.map({ $0 <= now }) ?? false { unsound += 1 }
            }
        }
        let counters = decoder.counters
        #expect(unsound == 0)
        #expect(counters.reports == 100_000)
        #expect(count == counters.scans + counters.keys + counters.refusals.values.reduce(0, +))
        #expect(count > 0)
    }

    @Test func `never breaks the reader of report descriptors`() {
        var generator = SeededGenerator(seed: 24)
        var unsound = 0
        for round in 0..<20_000 {
            var bytes = generator.bytes(Int.random(in: 0...120, using: &generator))
            if round.isMultiple(of: 2) {
                bytes = Descriptors.common
                for _ in 0..<Int.random(in: 1...6, using: &generator) {
                    let index = bytes.indices.randomElement(using: &generator) ?? 0
                    bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
                }
            }
            guard let descriptor = try? HIDReportDescriptor(parsing: bytes) else { continue }
            if descriptor.fields.count > HIDReportDescriptor.fieldLimit { unsound += 1 }
            guard let layout = try? HIDPOSLayout(descriptor) else { continue }
            var decoder = HIDPOSDecoder(layout: layout)
            _ = decoder.receive(generator.bytes(layout.reportLength), at: .zero)
        }
        #expect(unsound == 0)
    }
}
