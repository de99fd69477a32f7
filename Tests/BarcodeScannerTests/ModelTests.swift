// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import Testing

/// Every sequence of the given elements up to a length.
private func sequences<Element>(of elements: [Element], lengthMax: Int) -> [[Element]] {
    var sequences: [[Element]] = [[]]
    var longest = sequences
    for _ in 0..<lengthMax {
        longest = longest.flatMap { sequence in elements.map { sequence + [$0] } }
        sequences += longest
    }
    return sequences
}

/// A code as the plainest description of a decoder would collect it.
private struct PlainCode {
    var text = ""
    var refusal: ScanRefusal?

    mutating func end(_ terminator: ScanTerminator) -> Seen? {
        defer { self = PlainCode() }
        if let refusal { return .refused(refusal) }
        return text.isEmpty ? nil : .text(text, terminator)
    }

    mutating func interrupt() -> Seen? {
        defer { self = PlainCode() }
        if let refusal { return .refused(refusal) }
        return text.isEmpty ? nil : .refused(.incomplete)
    }
}

@Suite struct `A decoder and the plainest description of it` {
    @Test func `agree on every short sequence of keyboard reports`() {
        let overrun = KeyboardScanner.report([1, 1, 1, 1, 1, 1])
        let reports = [
            KeyboardScanner.release, overrun, KeyboardScanner.report([0x1E]),
            KeyboardScanner.report([0x1E, 0x1F]), KeyboardScanner.report([0x1F, 0x1E]),
            KeyboardScanner.report([0x28]), KeyboardScanner.report([0x1E, 0x28, 0x1F]),
            KeyboardScanner.report([0x1E], modifiers: 0x01), KeyboardScanner.report([0x3A]),
        ]
        let wrong = sequences(of: reports, lengthMax: 4).filter { sequence in
            var decoder = KeyboardDecoder()
            return decoder.see(sequence) != Self.keyboard(sequence)
        }
        #expect(wrong == [])
    }

    private static func keyboard(_ reports: [[UInt8]]) -> [Seen] {
        var code = PlainCode()
        var held: Set<UInt8> = []
        var seen: [Seen?] = []
        for report in reports where report[2] != 1 {
            if report[0] != 0 { code.refusal = code.refusal ?? .modifierKeys }
            for usage in report[2...] where usage != 0 && !held.contains(usage) {
                switch usage {
                case 0x1E: code.text += "1"
                case 0x1F: code.text += "2"
                case 0x28: seen.append(code.end(.enter))
                default: code.refusal = code.refusal ?? .notPrintable
                }
            }
            held = Set(report[2...])
        }
        return seen.compactMap(\.self)
    }

    @Test func `agree on every short sequence of serial bytes`() {
        let bytes: [UInt8] = [0x31, 0x32, 0x02, 0x03, 0x09, 0x0A, 0x0D]
        let wrong = sequences(of: bytes, lengthMax: 5).filter { sequence in
            var decoder = SerialDecoder()
            return decoder.receive(sequence, at: .zero).map(Seen.init) != Self.serial(sequence)
        }
        #expect(wrong == [])
    }

    private static func serial(_ bytes: [UInt8]) -> [Seen] {
        var code = PlainCode()
        var seen: [Seen?] = []
        for byte in bytes {
            switch byte {
            case 0x02: seen.append(code.interrupt())
            case 0x03: seen.append(code.end(.endOfText))
            case 0x0A: seen.append(code.end(.lineFeed))
            case 0x0D: seen.append(code.end(.carriageReturn))
            case 0x31: code.text += "1"
            case 0x32: code.text += "2"
            default: code.refusal = code.refusal ?? .notPrintable
            }
        }
        return seen.compactMap(\.self)
    }

    @Test func `agree on every short sequence of HID POS reports`() {
        let reports = [
            POSScanner.report([0x31]), POSScanner.report([0x32], isContinued: true),
            POSScanner.report([], isContinued: true), POSScanner.report([0x0D]),
            POSScanner.report([0x07], isContinued: true), [4, 0],
        ]
        let wrong = sequences(of: reports, lengthMax: 5).filter { sequence in
            var decoder = HIDPOSDecoder(layout: .common)
            let seen = sequence.flatMap { decoder.receive($0, at: .zero).map(Seen.init) }
            return seen != Self.pos(sequence)
        }
        #expect(wrong == [])
    }

    private static func pos(_ reports: [[UInt8]]) -> [Seen] {
        var code = PlainCode()
        var seen: [Seen?] = []
        for report in reports where report[0] == 2 {
            for byte in report[5..<5 + Int(report[1])] {
                switch byte {
                case 0x31: code.text += "1"
                case 0x32: code.text += "2"
                case 0x0D: break
                default: code.refusal = .notPrintable
                }
            }
            if report[63] == 0 { seen.append(code.end(.lastReport)) }
        }
        return seen.compactMap(\.self)
    }
}
