// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

/// Each message with nothing but its fixed part: read all the same, and written with what is due.
@Suite struct `A message without its fields` {
    struct Row: Sendable, CustomTestStringConvertible {
        let command: String
        let width: Int
        /// The required fields, in the order of the protocol.
        let required: String

        var testDescription: String { command }
    }

    /// Widths and required fields as the protocol's document states them.
    static let rows = [
        Row(command: "01", width: 19, required: "AO AL AA AC"),
        Row(command: "09", width: 37, required: "AP AO AB AC"),
        Row(command: "10", width: 22, required: "AO AB AQ"),
        Row(command: "11", width: 38, required: "AO AA AB AC"),
        Row(command: "12", width: 22, required: "AO AA AB AJ AH"),
        Row(command: "15", width: 19, required: "AO AA"),
        Row(command: "16", width: 20, required: "AO AA"),
        Row(command: "17", width: 18, required: "AO AB"),
        Row(command: "18", width: 24, required: "AB AJ"),
        Row(command: "19", width: 18, required: "AO AB CH"),
        Row(command: "20", width: 19, required: "AB"),
        Row(command: "23", width: 21, required: "AO AA AC AD"),
        Row(command: "24", width: 35, required: "AO AA AE"),
        Row(command: "25", width: 18, required: "AO AA"),
        Row(command: "26", width: 35, required: "AO AA AE"),
        Row(command: "29", width: 38, required: "AO AA"),
        Row(command: "30", width: 22, required: "AO AA AB AJ AH"),
        Row(command: "35", width: 18, required: "AO AA"),
        Row(command: "36", width: 19, required: "AO AA"),
        Row(command: "37", width: 25, required: "BV AO AA"),
        Row(command: "38", width: 19, required: "AO AA"),
        Row(command: "63", width: 31, required: "AO AA"),
        Row(command: "64", width: 59, required: "AO AA AE"),
        Row(command: "65", width: 18, required: "AO AA"),
        Row(command: "66", width: 27, required: "AO"),
        Row(command: "93", width: 2, required: "CN CO"),
        Row(command: "94", width: 1, required: ""),
        Row(command: "96", width: 0, required: ""),
        Row(command: "97", width: 0, required: ""),
        Row(command: "98", width: 34, required: "AO BX"),
        Row(command: "99", width: 8, required: ""),
    ]

    @Test func `stands for each message of the protocol`() {
        #expect(Self.rows.map(\.command) == MessageLayout.all.map { "\($0.command)" })
    }

    @Test(arguments: rows)
    func `tells what it lacks`(row: Row) throws {
        let message = try decoded(row.command + String(repeating: "0", count: row.width))
        let ids = row.required.split(separator: " ").map(String.init)
        #expect(message.missingFields.map(\.description) == ids)
        #expect(
            message.notes == message.missingFields.map(Message.Note.missingField),
            "nothing else is noted"
        )
    }

    @Test(arguments: rows)
    func `is written with its required fields empty`(row: Row) throws {
        let bare = row.command + String(repeating: "0", count: row.width)
        let fields = row.required.split(separator: " ").map { $0 + "|" }.joined()
        #expect(try encoded(decoded(bare)) == bare + fields)
    }

    // The summary of 63 is the one column that real clients cut short.
    @Test(arguments: rows.filter { $0.width > 0 && $0.command != "63" })
    func `is refused when its fixed part comes short`(row: Row) throws {
        let command = try #require(UInt8(row.command).flatMap(Command.init))
        for width in [0, row.width / 2, row.width - 1] {
            let text = row.command + String(repeating: "0", count: width)
            for tail in ["", "|", "|AOi|AA1|"] {
                #expect(throws: Message.DecodingError.fixedPartTooShort(command)) {
                    try decoded(text + tail)
                }
            }
        }
    }

    @Test(arguments: rows)
    func `is read into its type with nothing in it`(row: Row) throws {
        let message = try decoded(row.command + String(repeating: "0", count: row.width))
        let value = try #require(Typed.read(message))
        #expect(value.extensions.isEmpty)
        #expect(value.message.missingFields.count <= message.missingFields.count)
    }
}
