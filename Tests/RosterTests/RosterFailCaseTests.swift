// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Roster
import Testing

/// Inputs that once broke a reader, or that are most likely to break the next one.
@Suite struct `Fail cases of rosters` {
    private static let first =
        #"{"roster":1,"kind":"full","time":"2026-11-22T03:00:00Z","cursor":"c"}"#

    @Test(
        arguments: [
            "\u{FEFF}", "\u{FEFF}\u{FEFF}", "\r", "\n", "\r\n\r\n", "\"", "{", "[", "{\"",
            "{\"roster",
            "{\"roster\"", "{\"roster\":", "{\"roster\":1", "{\"roster\":1,", "{\"roster\":\"\\",
            "{\"roster\":\"\\u", "{\"roster\":\"\\u00", "{\"roster\":999999999999999999999}",
            "{\"roster\":t}", "{\"roster\":tru", "{\"roster\":nul", "{\"roster\":[[[[[[[[[[",
            "{\"roster\":{\"roster\":{\"roster\":1}}}", "{{{{{{{{", "\0", "\u{7F}", "æ",
            "roster", "roster,", "roster;", "roster,\"", "roster,1,full,,c", "roster,,,,,",
            "roster;1;full;0000-00-00T00:00:00Z;c", "roster;1;full;9999-12-31T23:59:59-14:59;c",
        ],
        RosterForm.allCases
    )
    func `end in a refusal`(_ text: String, _ form: RosterForm) throws {
        #expect(try failure(text, form) != nil)
        #expect(try failure(text + "\n", form) != nil)
    }

    @Test(
        arguments: [
            "{\"cards\":[\"1234\",]}", "{\"cards\":[\"1234\"", "{\"cards\":[\"1234\"]",
            "{\"cards\":}",
            "{\"cards\" \"1234\"}", "{cards:[\"1234\"]}", "{\"cards\":['1234']}",
            "{\"cards\":[null]}",
            "{\"cards\":[\"\\ud83d\\ude00\"]}", "{\"cards\":[\"12\\\"]}", "{\"rows\":-0}",
            "{\"rows\":1e0}", "{\"rows\":null}", "{\"rows\":true}", "{\"rows\":00}",
        ]
    )
    func `end in a refusal after a good first line`(_ line: String) throws {
        #expect(try failure("\(Self.first)\n\(line)\n", .ndjson)?.line == 2)
    }

    @Test func `name the line that is missing, whether or not the one before it ends`() throws {
        for text in [Self.first, Self.first + "\n"] {
            #expect(try failure(text, .ndjson) == RosterError(line: 2, .truncated))
        }
    }

    @Test func `accept the last moment and the first that can be written`() throws {
        for time in ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:59"] {
            let text = """
                {"roster":1,"kind":"full","time":"\(time)","cursor":"c"}
                {"rows":0}
                """
            #expect(try failure(text, .ndjson) == nil)
        }
    }
}
