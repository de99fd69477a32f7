// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import Testing

@Suite struct `A scanner in HID POS mode` {
    private func seen(
        _ reports: [[UInt8]],
        layout: HIDPOSLayout? = .common
    ) -> [Seen] {
        var decoder = HIDPOSDecoder(layout: layout)
        return reports.flatMap { decoder.receive($0, at: .zero).map(Seen.init) }
    }

    @Test func `sends a code in one report, with its identifier`() {
        var decoder = HIDPOSDecoder(layout: .common)
        let outcomes = POSScanner.reports("3829213522").flatMap {
            decoder.receive($0, at: .zero)
        }
        let expected = ScanFrame(
            text: "3829213522",
            identifier: AIMIdentifier(0x5D, 0x49, 0x30),
            terminator: .lastReport
        )
        #expect(outcomes == [.success(expected)])
    }

    @Test(arguments: [1, 55, 56, 57, 112, 113, 255, 256])
    func `sends a long code in parts`(length: Int) {
        let text = String((0..<length).map { Character("\($0 % 10)") })
        #expect(seen(POSScanner.reports(text)) == [.text(text, .lastReport)])
    }

    @Test func `keeps the identifier of the first part`() {
        var decoder = HIDPOSDecoder(layout: .common)
        let reports = [
            POSScanner.report(Array("12".utf8), identifier: "]Q1", isContinued: true),
            POSScanner.report(Array("34".utf8), identifier: "\0\0\0"),
            POSScanner.report(Array("56".utf8), identifier: "\0\0\0"),
        ]
        let frames = reports.flatMap { decoder.receive($0, at: .zero) }.compactMap { try? $0.get() }
        #expect(frames.map(\.text) == ["1234", "56"])
        #expect(frames.map(\.identifier?.symbology) == [.qrCode, nil])
    }

    @Test(arguments: ["\r", "\n", "\r\n", "\n\r\r"])
    func `may add line ends, even in a part of their own`(end: String) {
        let text = String(repeating: "7", count: 56)
        #expect(seen(POSScanner.reports("12" + end)) == [.text("12", .lastReport)])
        #expect(seen(POSScanner.reports(text + end)) == [.text(text, .lastReport)])
        #expect(seen(POSScanner.reports(end)).isEmpty)
    }

    @Test(arguments: ["1\r2", "\t12", "12\u{1D}34", "1\0", "\u{7F}", "æ"])
    func `is refused with anything but printable ASCII inside`(text: String) {
        #expect(seen(POSScanner.reports(text)) == [.refused(.notPrintable)])
    }

    @Test func `is refused when the length is more than the field holds`() {
        var report = POSScanner.reports("12")[0]
        report[1] = 57
        #expect(seen([report]) == [.refused(.malformedReport)])
        report[1] = 56
        #expect(seen([report]) == [.refused(.notPrintable)])
    }

    @Test func `is refused when a report is cut`() {
        let report = POSScanner.reports("12")[0]
        let wrong = (0..<report.count).filter {
            seen([Array(report[..<$0])]) != [.refused(.malformedReport)]
        }
        #expect(wrong.isEmpty)
    }

    @Test func `is refused as a whole when a later part is cut`() {
        let first = POSScanner.report(Array("12".utf8), isContinued: true)
        let reports = [first, [2, 0]] + POSScanner.reports("34") + POSScanner.reports("56")
        #expect(seen(reports) == [.refused(.malformedReport), .text("56", .lastReport)])
    }

    @Test func `ignores reports with another id`() {
        let reports = [[4, 1, 0, 0]] + POSScanner.reports("12") + [[0xFE, 1]]
        #expect(seen(reports) == [.text("12", .lastReport)])
    }

    @Test func `is refused when the parts are too many bytes`() {
        let text = String(repeating: "7", count: Scan.lengthLimit + 1)
        let reports = POSScanner.reports(text) + POSScanner.reports("12")
        #expect(seen(reports) == [.refused(.tooLong), .text("12", .lastReport)])
    }

    @Test func `is refused when the parts are too many reports`() {
        let part = POSScanner.report([0x37], isContinued: true)
        let most = [[UInt8]](repeating: part, count: HIDPOSDecoder.partLimit - 1)
        let last = POSScanner.report([0x37])
        let text = String(repeating: "7", count: HIDPOSDecoder.partLimit)
        #expect(seen(most + [last]) == [.text(text, .lastReport)])
        #expect(seen(most + [part, last]) == [.refused(.continuedTooLong)])
    }

    @Test func `sends empty parts without end and fills nothing`() {
        var decoder = HIDPOSDecoder(layout: .common)
        let empty = POSScanner.report([], isContinued: true)
        let outcomes = (0..<1000).flatMap { _ in decoder.receive(empty, at: .zero) }
        #expect(outcomes.isEmpty)
        #expect(decoder.nextDeadline == nil)
    }

    @Test func `is given up when the rest of a code does not come`() {
        var decoder = HIDPOSDecoder(layout: .common)
        let part = POSScanner.report([0x37], isContinued: true)
        _ = decoder.receive(part, at: .seconds(3))
        #expect(decoder.nextDeadline == .seconds(3) + HIDPOSDecoder.continuationTimeout)
        #expect(decoder.advance(to: .milliseconds(3999)).isEmpty)
        #expect(decoder.advance(to: .seconds(4)) == [.failure(.incomplete)])
        #expect(decoder.nextDeadline == nil)
    }

    @Test func `starts anew when it comes back`() {
        var decoder = HIDPOSDecoder(layout: .common)
        _ = decoder.receive(POSScanner.report([0x37], isContinued: true), at: .zero)
        #expect(decoder.reset() == .incomplete)
        #expect(decoder.reset() == nil)
        let outcomes = decoder.receive(POSScanner.reports("12")[0], at: .zero)
        #expect(outcomes.map(Seen.init) == [.text("12", .lastReport)])
    }

    @Test func `without a length field pads with NUL`() {
        let data = Array("]I0".utf8) + Array("12".utf8) + [UInt8](repeating: 0, count: 54)
        #expect(seen([[2] + data + [0]], layout: .unmeasured) == [.text("12", .lastReport)])
        let parts = [[2] + data + [1], [2] + data + [0]]
        #expect(seen(parts, layout: .unmeasured) == [.text("1212", .lastReport)])
    }

    @Test func `may send only a length and data`() {
        let report = [3] + Array("12\r".utf8) + [UInt8](repeating: 0, count: 60)
        #expect(seen([report], layout: .lengthFirst) == [.text("12", .lastReport)])
        let idle = [UInt8](repeating: 0, count: 64)
        #expect(seen([idle], layout: .lengthFirst).isEmpty)
    }

    @Test func `is understood without a descriptor`() {
        let unmeasured = [2] + Array("]I012".utf8) + [UInt8](repeating: 0, count: 55)
        let unnamed = POSScanner.reports("34", identifier: "\0\0\0")
        #expect(
            seen([unmeasured] + unnamed + POSScanner.reports("56"), layout: nil)
                == ["12", "34", "56"].map { .text($0, .lastReport) }
        )
    }

    @Test(arguments: [0, 1, 60, 61, 63, 64])
    func `is refused without a descriptor when the report resembles none`(length: Int) {
        let report = [UInt8](repeating: 0xEE, count: length)
        #expect(seen([report], layout: nil) == [.refused(.malformedReport)])
    }
}
