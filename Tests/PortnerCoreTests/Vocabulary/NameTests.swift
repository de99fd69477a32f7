// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@Suite struct `A name` {
    @Test(arguments: ["a", "main-door", "door-2", "x9-"])
    func `is short and plain`(_ text: String) {
        #expect(DoorName(text)?.text == text)
    }

    @Test(arguments: ["", "-a", "2nd", "Main", "main door", "main_door", "dør", "a/b", "a\n", "é"])
    func `is refused when it breaks the rules`(_ text: String) {
        #expect(DoorName(text) == nil)
        #expect(ReaderName(text) == nil)
    }

    @Test func `keeps to its limit`() {
        let longest = String(repeating: "a", count: DoorName.lengthMax)
        #expect(DoorName(longest) != nil)
        #expect(DoorName(longest + "a") == nil)
    }

    @Test func `is ordered and printed as written`() {
        let names: [DoorName] = ["side", "main"]
        #expect(names.sorted().map(\.description) == ["main", "side"])
    }

    @Test func `in the source text that breaks the rules stops the program`() async {
        await #expect(processExitsWith: .failure) {
            _ = DoorName(stringLiteral: "Main Door")
        }
    }
}
