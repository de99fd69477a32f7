// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import PortnerStore

@Suite struct `The canonical text of an entry` {
    private func text(_ fields: [LedgerField]) -> String {
        var text: [UInt8] = []
        for field in fields { FieldText.append(name: field.name, value: field.value, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    @Test func `is one line for each value`() {
        let fields = [
            LedgerField(name: "door", value: "main"), LedgerField(name: "detail", value: "a=b"),
        ]
        #expect(text(fields) == "door=main\ndetail=a=b\n")
    }

    @Test func `reads back as what was written, whatever that was`() {
        let pieces = ["\\", "\n", "=", "n", "e", "a", "ø", "\r\n", "\u{0}", "🚪", ""]
        var source = SplitMix64(seed: 1)
        for _ in 0..<3000 {
            let fields = (0..<source.number(0...4)).map { _ in
                let parts = (0..<2).map { _ in
                    (0..<source.number(0...6)).map { _ in pieces[source.number(0...10)] }.joined()
                }
                return LedgerField(name: parts[0], value: parts[1])
            }
            #expect(FieldText.fields(text(fields)) == fields)
        }
    }

    @Test(arguments: [
        "door", "door=main", "\n", "do\\or=main\n", "door=ma\\in\n", "door=m\\e\n",
        "door=main\\\n",
    ])
    func `has no second reading`(malformed: String) {
        #expect(FieldText.fields(malformed) == nil)
    }

    @Test func `has no form but one`() {
        // Whatever can be read is written again as the same bytes.
        let pieces = ["\\\\", "\\n", "\\e", "=", "\n", "a", "b"]
        var source = SplitMix64(seed: 2)
        var readable = 0
        for _ in 0..<20_000 {
            let candidate = (0..<source.number(0...8)).map { _ in pieces[source.number(0...6)] }
                .joined()
            guard let fields = FieldText.fields(candidate) else { continue }
            readable += 1
            #expect(text(fields) == candidate)
        }
        #expect(readable > 1000)
    }
}
