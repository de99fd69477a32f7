// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import Testing

@Suite struct `A PIN pad` {
    private func keys(_ reports: [[UInt8]]) -> [KeypadDecoder.Outcome] {
        var decoder = KeypadDecoder()
        return reports.flatMap { decoder.receive($0) }
    }

    private func press(_ usages: UInt8..., modifiers: UInt8 = 0) -> [[UInt8]] {
        usages.flatMap {
            [KeyboardScanner.report([$0], modifiers: modifiers), KeyboardScanner.release]
        }
    }

    private func digits(_ digits: UInt8...) -> [KeypadDecoder.Outcome] {
        digits.map { .success(.digit($0)) }
    }

    @Test func `gives the digits of both rows`() {
        let expected = digits(1, 2, 3, 4, 5, 6, 7, 8, 9, 0)
        #expect(keys((0x1E...0x27).flatMap { press($0) }) == expected)
        #expect(keys((0x59...0x62).flatMap { press($0) }) == expected)
    }

    @Test func `gives each key at once, when it goes down`() {
        var decoder = KeypadDecoder()
        #expect(decoder.receive(KeyboardScanner.report([0x5D])) == digits(5))
        #expect(decoder.receive(KeyboardScanner.report([0x5D])).isEmpty)
        #expect(decoder.receive(KeyboardScanner.release).isEmpty)
        #expect(decoder.receive(KeyboardScanner.report([0x5D])) == digits(5))
    }

    @Test func `gives digits that NumLock is wrapped around, even in the same report`() {
        let reports = KeyboardScanner(style: .keypad).reports(typing: "1123")
        #expect(keys(reports) == digits(1, 1, 2, 3) + [.success(.enter)])
    }

    @Test func `gives the digit before or after NumLock in one report`() {
        #expect(keys([KeyboardScanner.report([0x53, 0x5A])]) == digits(2))
        #expect(keys([KeyboardScanner.report([0x5A, 0x53])]) == digits(2))
    }

    @Test func `gives two zeros for a double zero of two presses`() {
        #expect(keys(press(0x62, 0x62)) == digits(0, 0))
    }

    @Test func `gives two or three zeros for keys of their own`() {
        #expect(keys(press(0xB0)) == digits(0, 0))
        #expect(keys(press(0xB1)) == digits(0, 0, 0))
    }

    @Test(arguments: [0x28, 0x58] as [UInt8])
    func `enters with either Enter`(usage: UInt8) {
        #expect(keys(press(usage)) == [.success(.enter)])
    }

    @Test(arguments: [0x2A, 0x4C, 0x55, 0x56, 0x63] as [UInt8])
    func `clears`(usage: UInt8) {
        #expect(keys(press(usage)) == [.success(.clear)])
    }

    @Test func `cancels with Escape`() {
        #expect(keys(press(0x29)) == [.success(.cancel)])
    }

    @Test(arguments: [0x04, 0x2B, 0x3A, 0x54, 0x57, 0x64, 0xFF] as [UInt8])
    func `refuses other keys`(usage: UInt8) {
        #expect(keys(press(usage)) == [.failure(.unknownKey)])
    }

    @Test(arguments: [0x01, 0x04, 0x08, 0x10, 0x40, 0x80] as [UInt8])
    func `refuses keys with modifiers`(modifier: UInt8) {
        #expect(
            keys(press(0x59, 0x28, modifiers: modifier)).allSatisfy {
                $0 == .failure(.modifierKeys)
            }
        )
        #expect(keys(press(0x59, 0x28, modifiers: modifier)).count == 2)
    }

    @Test func `reads keypad digits with Shift but no signs`() {
        #expect(keys(press(0x59, modifiers: 0x02)) == digits(1))
        #expect(keys(press(0x1E, modifiers: 0x02)) == [.failure(.unknownKey)])
    }

    @Test func `refuses short reports and ignores those that report an overrun`() {
        #expect(keys([[0, 0, 0x59]]) == [.failure(.malformedReport)])
        #expect(keys([KeyboardScanner.report([1, 1, 1, 1, 1, 1])]).isEmpty)
    }

    @Test func `may have a report id`() {
        var decoder = KeypadDecoder(.init(reportID: 1))
        #expect(decoder.receive([1] + KeyboardScanner.report([0x59])) == digits(1))
        #expect(decoder.receive([2, 0, 0]).isEmpty)
    }

    @Test func `forgets the keys held when the device is gone`() {
        var decoder = KeypadDecoder()
        _ = decoder.receive(KeyboardScanner.report([0x59]))
        decoder.reset()
        #expect(decoder.receive(KeyboardScanner.report([0x59])) == digits(1))
    }
}
