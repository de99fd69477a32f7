// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

private func value(_ text: String) -> String {
    Record(.device, at: moment(), [(.detail, text)])[.detail] ?? ""
}

@Suite struct `A record` {
    @Test func `keeps its values in order, leaves out what is not there, and adds the local time`()
    {
        let record = Record(
            .door,
            at: moment(),
            isAlarm: true,
            [(.door, "main"), (.reason, nil), (.outcome, "forced-open")]
        )
        #expect(record.fields.map(\.name) == [.door, .outcome, .local])
        #expect(record[.outcome] == "forced-open")
        #expect(record[.reason] == nil)
        #expect(record[.local] == "2026-11-23T10:00:00+01:00")
        #expect(record.at == mondayMorning)
        #expect(record.isAlarm)
    }

    @Test(arguments: [
        ("one\ntwo", "one two"), ("a\r\nb", "a b"), ("tab\there", "tab here"), ("\u{0}x", " x"),
        ("del\u{7F}", "del "), ("next\u{85}line", "next line"), ("\u{2028}", " "),
        ("\u{2029}", " "), ("\u{1B}[31m", " [31m"), ("Ærø – 日本", "Ærø – 日本"),
    ])
    func `is one line whatever came in`(_ text: String, _ kept: String) {
        #expect(value(text) == kept)
    }

    @Test func `cuts a value at its limit and between characters`() {
        let limit = Record.valueLengthMax
        #expect(value(String(repeating: "a", count: limit)).utf8.count == limit)
        #expect(value(String(repeating: "a", count: limit + 1)).utf8.count == limit)
        let family = "👩‍👩‍👧"
        let long = String(repeating: "a", count: limit - 1) + family
        #expect(value(long) == String(repeating: "a", count: limit - 1))
        let danish = String(repeating: "å", count: limit)
        #expect(value(danish) == String(repeating: "å", count: limit / 2))
        #expect(value("e" + String(repeating: "\u{301}", count: limit)).isEmpty)
    }

    @Test func `never grows longer than its limit from any text`() {
        var random = SplitMix64(seed: 5)
        let parts = [
            "a", "\n", "é", "\u{301}", "👩‍👩‍👧", "\r\n", "\u{2028}", "日", "\u{1F1E9}", "\u{200D}",
        ]
        for _ in 0..<3000 {
            let text = (0..<random.number(0...120)).map { _ in random.pick(parts) }.joined()
            let kept = value(text)
            #expect(kept.utf8.count <= Record.valueLengthMax)
            #expect(!kept.contains { $0.isNewline })
        }
    }
}
