// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import Testing

@Suite struct `The decoder of a device` {
    let scanner = KeyboardScanner()

    private func outputs(
        of decoder: inout ScannerDecoder,
        _ reports: [[UInt8]],
        at now: Duration = .zero
    ) -> [ScannerOutput] {
        reports.flatMap { decoder.receive($0, at: now) }
    }

    private func seen(_ mode: ScannerDecoder.Mode, _ reports: [[UInt8]]) -> [Seen] {
        var decoder = ScannerDecoder(mode)
        return outputs(of: &decoder, reports).compactMap(Seen.init)
    }

    @Test func `turns each kind of device's bytes into scans`() {
        let text = "3829213522"
        #expect(
            seen(.keyboard(.init(), .card), scanner.reports(typing: text))
                == [.text(text, .enter)]
        )
        #expect(
            seen(.pos(.common, .card), POSScanner.reports(text)) == [.text(text, .lastReport)]
        )
        #expect(
            seen(.serial(.init(), .card), [Array("\(text)\r".utf8)])
                == [.text(text, .carriageReturn)]
        )
    }

    @Test func `turns a keypad's bytes into keys`() {
        var decoder = ScannerDecoder(.keypad(.init()))
        let reports = KeyboardScanner(style: .keypad).reports(typing: "12")
        #expect(
            outputs(of: &decoder, reports)
                == [.key(.digit(1)), .key(.digit(2)), .key(.enter)]
        )
        #expect(decoder.nextDeadline == nil)
        #expect(decoder.advance(to: .seconds(9)).isEmpty)
        #expect(decoder.reset() == nil)
    }

    @Test func `lets only codes of the reader's shape through`() {
        #expect(
            seen(.keyboard(.init(), .card), scanner.reports(typing: "LP-1000124"))
                == [.refused(.patternMismatch)]
        )
    }

    @Test func `counts reports, scans, keys and refusals by reason`() {
        var decoder = ScannerDecoder(.keyboard(.init(), .card))
        let good = scanner.reports(typing: "3829213522")
        let bad = scanner.reports(typing: "12345")
        _ = outputs(of: &decoder, good + good + bad + bad)
        #expect(decoder.counters.reports == UInt64(2 * good.count + 2 * bad.count))
        #expect(decoder.counters.scans == 1)
        #expect(decoder.counters.refusals == [.duplicate: 1, .patternMismatch: 2])
        var keypad = ScannerDecoder(.keypad())
        _ = outputs(of: &keypad, scanner.reports(typing: "12a"))
        #expect(keypad.counters.keys == 3)
        #expect(keypad.counters.refusals == [.unknownKey: 1])
    }

    @Test func `counts a half code dropped with the device, and no second time`() {
        var decoder = ScannerDecoder(.keyboard(.init(), .card))
        _ = outputs(of: &decoder, scanner.reports(typing: "38292", suffix: []))
        #expect(decoder.reset() == .incomplete)
        #expect(decoder.reset() == nil)
        #expect(decoder.counters.refusals == [.incomplete: 1])
        let rest = outputs(of: &decoder, scanner.reports(typing: "13522"))
        #expect(rest == [.refused(.patternMismatch)])
    }

    @Test func `does not admit a card twice because the device came back`() {
        var decoder = ScannerDecoder(.keyboard(.init(), .card))
        let reports = scanner.reports(typing: "3829213522")
        #expect(outputs(of: &decoder, reports).count == 1)
        decoder.reset()
        #expect(outputs(of: &decoder, reports) == [.refused(.duplicate)])
    }

    @Test func `names the nearest of its deadlines`() {
        let settings = KeyboardDecoder.Settings(silence: .milliseconds(500))
        var decoder = ScannerDecoder(.keyboard(settings, .card))
        #expect(decoder.nextDeadline == nil)
        _ = outputs(of: &decoder, scanner.reports(typing: "3829213522"))
        #expect(decoder.nextDeadline == .milliseconds(1500))
        let half = scanner.reports(typing: "1", suffix: [])
        _ = outputs(of: &decoder, half, at: .milliseconds(600))
        #expect(decoder.nextDeadline == .milliseconds(1100))
        #expect(decoder.advance(to: .milliseconds(1100)) == [.refused(.incomplete)])
        #expect(decoder.nextDeadline == .milliseconds(1500))
        #expect(decoder.advance(to: .milliseconds(1500)).isEmpty)
        #expect(decoder.nextDeadline == nil)
    }

    @Test func `ends codes by silence in every mode that can`() {
        let typed = KeyboardDecoder.Settings(suffixes: [], silenceMeaning: .endsScan)
        var keyboard = ScannerDecoder(.keyboard(typed, .card))
        var serial = ScannerDecoder(.serial(.init(), .card))
        _ = outputs(of: &keyboard, scanner.reports(typing: "3829213522", suffix: []))
        _ = outputs(of: &serial, [Array("3829213522".utf8)])
        #expect(
            keyboard.advance(to: .seconds(1)).compactMap(Seen.init)
                == [.text("3829213522", .silence)]
        )
        #expect(
            serial.advance(to: .seconds(1)).compactMap(Seen.init)
                == [.text("3829213522", .silence)]
        )
    }

    @Test func `gives nothing for reports that complete nothing`() {
        var decoder = ScannerDecoder(.keyboard(.init(), .card))
        let reports = [[UInt8]](repeating: KeyboardScanner.release, count: 100)
        #expect(outputs(of: &decoder, reports).isEmpty)
        #expect(decoder.counters.reports == 100)
    }
}

@Suite struct `Scanned text and PIN digits` {
    let secret = "3829213522"

    /// Every way in which a value becomes text without being asked for its text.
    private func shown(_ value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value) \(String(reflecting: value)) \(dumped)"
    }

    @Test func `appear in no description of a scan or frame`() throws {
        let frame = ScanFrame(text: secret, terminator: .enter)
        var filter = ScanFilter(.card)
        let scan = try filter.admit(frame, at: .zero)
        let values: [Any] = [
            frame, scan, ScannerOutput.scan(scan), ScanFrame.Outcome.success(frame), filter,
            [scan], Optional(scan) as Any,
        ]
        #expect(values.filter { shown($0).contains(secret) }.isEmpty)
        #expect(shown(scan).contains("10 characters"))
    }

    @Test func `appear in no description of a decoder at work`() {
        var decoder = ScannerDecoder(.keyboard(.init(), .card))
        var serial = ScannerDecoder(.serial(.init(), .card))
        for report in KeyboardScanner().reports(typing: secret, suffix: []) {
            _ = decoder.receive(report, at: .zero)
        }
        _ = serial.receive(Array(secret.utf8), at: .zero)
        let bytes = secret.utf8.map { "\($0)" }.joined(separator: ", ")
        for text in [shown(decoder), shown(serial)] {
            #expect(text.contains("ScanBuffer(10 bytes)"))
            #expect(!text.contains(secret))
            #expect(!text.contains(bytes))
            #expect(!text.contains("- 56\n"))
        }
    }

    @Test func `look alike in a PIN pad's keys`() {
        let shownKeys = (UInt8(0)...9).map { shown(ScannerOutput.key(.digit($0))) }
        #expect(Set(shownKeys).count == 1)
        let keys: [KeypadKey] = [.digit(7), .enter, .clear, .cancel]
        #expect(keys.map(\.description) == ["digit", "enter", "clear", "cancel"])
    }

    @Test func `leave no trace of the keys held`() {
        var one = KeypadDecoder()
        var two = KeypadDecoder()
        _ = one.receive(KeyboardScanner.report([0x59]))
        _ = two.receive(KeyboardScanner.report([0x5A]))
        #expect(shown(one) == shown(two))
    }

    @Test func `are not part of any refusal`() {
        #expect(ScanRefusal.allCases.filter { $0.description.contains { $0.isNumber } } == [])
        #expect(Set(ScanRefusal.allCases.map(\.description)).count == ScanRefusal.allCases.count)
    }
}

@Suite struct `Stable codes` {
    @Test func `of refusals stay as they are`() {
        #expect(
            ScanRefusal.allCases.map(\.rawValue) == [
                "too-long", "too-short", "not-printable", "modifier-keys", "pattern-mismatch",
                "duplicate", "too-soon", "incomplete", "continued-too-long", "malformed-report",
                "unknown-key",
            ]
        )
    }

    @Test func `of terminators stay as they are`() {
        #expect(
            ScanTerminator.allCases.map(\.rawValue) == [
                "enter", "keypad-enter", "tab", "cr", "lf", "etx", "silence", "last-report",
            ]
        )
    }

    @Test func `of symbologies stay as they are`() {
        #expect(
            Symbology.allCases.map(\.rawValue) == [
                "code-39", "code-128", "gs1-128", "data-matrix", "ean", "codabar", "code-93",
                "interleaved-2-of-5", "pdf417", "qr-code", "aztec", "other",
            ]
        )
    }
}
