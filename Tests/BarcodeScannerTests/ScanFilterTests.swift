// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import Testing

@Suite struct `A scan filter` {
    /// Admits codes at the given milliseconds and tells what became of them.
    private func seen(
        _ settings: ScanFilter.Settings,
        _ codes: [(Int, String)]
    ) -> [Seen] {
        var filter = ScanFilter(settings)
        return codes.map { time, text in
            let frame = ScanFrame(text: text, terminator: .enter)
            do throws(ScanRefusal) {
                let scan = try filter.admit(frame, at: .milliseconds(time))
                return .text(scan.text, scan.terminator)
            } catch {
                return .refused(error)
            }
        }
    }

    @Test func `for cards admits ten digits, replacement numbers too`() {
        let codes = [(0, "6101909999"), (500, "9999999999"), (1000, "0000000000")]
        #expect(seen(.card, codes) == codes.map { .text($0.1, .enter) })
    }

    @Test(arguments: [
        ("382921352", ScanRefusal.patternMismatch), ("38292135220", .patternMismatch),
        ("D829213522", .patternMismatch), ("38292-3522", .patternMismatch),
        ("123", .tooShort), ("", .tooShort), (String(repeating: "1", count: 33), .tooLong),
        ("38292135\r2", .notPrintable), ("382921352\u{661}", .notPrintable),
    ])
    func `for cards refuses everything else`(text: String, refusal: ScanRefusal) {
        #expect(seen(.card, [(0, text)]) == [.refused(refusal)])
    }

    @Test func `for items makes letters capitals and keeps the signs`() {
        let codes = [(0, "lp-1000124"), (500, "3829213522"), (1000, "AB.1/2")]
        #expect(
            seen(.item, codes)
                == ["LP-1000124", "3829213522", "AB.1/2"].map { .text($0, .enter) }
        )
    }

    @Test func `takes any of several shapes`() throws {
        let settings = ScanFilter.Settings(patterns: [.tenDigits, try ScanPattern("(D)9{9}")])
        let codes = [(0, "3829213522"), (500, "D829213522"), (1000, "E829213522")]
        #expect(
            seen(settings, codes) == [
                .text("3829213522", .enter), .text("D829213522", .enter),
                .refused(.patternMismatch),
            ]
        )
    }

    @Test func `without a shape admits nothing`() {
        #expect(seen(.init(patterns: []), [(0, "3829213522")]) == [.refused(.patternMismatch)])
    }

    @Test func `never admits more than the limit, whatever is configured`() throws {
        let pattern = try ScanPattern("9{200}9{1,200}")
        let settings = ScanFilter.Settings(patterns: [pattern], lengthMax: .max)
        let text = String(repeating: "1", count: Scan.lengthLimit + 1)
        #expect(seen(settings, [(0, text)]) == [.refused(.tooLong)])
    }

    @Test func `drops the same code within the window and no longer`() {
        let codes = [(0, "1111111111"), (1499, "1111111111"), (1500, "1111111111")]
        #expect(
            seen(.card, codes) == [
                .text("1111111111", .enter), .refused(.duplicate), .text("1111111111", .enter),
            ]
        )
    }

    @Test func `refuses another code within the interval and no longer`() {
        let codes = [(0, "1111111111"), (299, "2222222222"), (300, "2222222222")]
        #expect(
            seen(.card, codes) == [
                .text("1111111111", .enter), .refused(.tooSoon), .text("2222222222", .enter),
            ]
        )
    }

    @Test func `measures both from the last admitted code, not from refused ones`() {
        let codes = [
            (0, "1111111111"), (200, "2222222222"), (310, "3"), (320, "3333333333"),
            (700, "1111111111"),
        ]
        #expect(
            seen(.card, codes) == [
                .text("1111111111", .enter), .refused(.tooSoon), .refused(.tooShort),
                .text("3333333333", .enter), .text("1111111111", .enter),
            ]
        )
    }

    @Test func `compares codes as admitted`() {
        let codes = [(0, "lp-1000124"), (500, "LP-1000124")]
        #expect(seen(.item, codes) == [.text("LP-1000124", .enter), .refused(.duplicate)])
    }

    @Test func `forgets the last code when it is no longer compared`() throws {
        var filter = ScanFilter(.card)
        #expect(filter.nextDeadline == nil)
        let frame = ScanFrame(text: "1111111111", terminator: .enter)
        _ = try filter.admit(frame, at: .seconds(1))
        #expect(filter.nextDeadline == .milliseconds(2500))
        filter.advance(to: .milliseconds(2499))
        #expect(filter.nextDeadline == .milliseconds(2500))
        filter.advance(to: .milliseconds(2500))
        #expect(filter.nextDeadline == nil)
    }

    @Test func `strips an AIM prefix only when told to`() throws {
        var settings = ScanFilter.Settings.card
        #expect(seen(settings, [(0, "]I03829213522")]) == [.refused(.patternMismatch)])
        settings.stripsIdentifier = true
        var filter = ScanFilter(settings)
        let prefixed = ScanFrame(text: "]I13829213522", terminator: .enter)
        let scan = try filter.admit(prefixed, at: .zero)
        #expect(scan.text == "3829213522")
        #expect(scan.symbology == .interleaved2Of5)
        #expect(seen(settings, [(0, "3829213522")]) == [.text("3829213522", .enter)])
        #expect(seen(settings, [(0, "]I1")]) == [.refused(.tooShort)])
    }

    @Test func `keeps the identifier a device sent apart`() throws {
        var filter = ScanFilter(.card)
        let identifier = AIMIdentifier(0x5D, 0x43, 0x30)
        let frame = ScanFrame(
            text: "3829213522",
            identifier: identifier,
            terminator: .lastReport
        )
        #expect(try filter.admit(frame, at: .zero).symbology == .code128)
    }
}
