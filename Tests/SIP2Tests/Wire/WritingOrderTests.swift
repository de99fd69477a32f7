// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

/// A message in order is written in one piece and others field by field; both must agree.
@Suite struct `The order of fields` {
    /// The fields of every message, some repeated, and an extension.
    private func message(
        _ layout: MessageLayout,
        using generator: inout SeededGenerator
    ) -> (inOrder: Message, shuffled: Message) {
        let fixed = String(repeating: "0", count: layout.fixedWidth)
        var inOrder = Message(layout.command, fixed: fixed)
        var fields: [Field] = []
        for (number, id) in layout.fields.enumerated() {
            let copies = id.repeats ? Int.random(in: 0...2, using: &generator) : 1
            for copy in 0..<copies
            where layout.required.contains(id) || Bool.random(using: &generator) {
                fields.append(Field(id, "v\(number).\(copy)å"))
            }
        }
        fields.append(Field(.internalID, "x"))
        for field in fields { inOrder.append(field.id, field.value) }

        // Fields of one kind keep their order among themselves.
        var shuffled = Message(layout.command, fixed: fixed)
        let kinds = Set(fields.map(\.id)).sorted { "\($0)" < "\($1)" }.shuffled(using: &generator)
        for kind in kinds {
            for field in fields where field.id == kind { shuffled.append(kind, field.value) }
        }
        return (inOrder, shuffled)
    }

    @Test(arguments: TextEncoding.allCases)
    func `makes no difference to what is written`(encoding: TextEncoding) throws {
        var generator = SeededGenerator(seed: 12)
        let dialect = Dialect(encoding: encoding)
        for layout in MessageLayout.all {
            for _ in 0..<20 {
                let (inOrder, shuffled) = message(layout, using: &generator)
                let bytes = try inOrder.encoded(in: dialect, sequence: .zero)
                #expect(try shuffled.encoded(in: dialect, sequence: .zero) == bytes)
                let read = try Message(decoding: bytes, in: dialect)
                #expect(read == inOrder)
                #expect(try read.encoded(in: dialect, sequence: .zero) == bytes)
            }
        }
    }

    @Test(arguments: [UInt8(0x7C), 0x5E, 0x7E])
    func `makes no difference to another delimiter`(delimiter: UInt8) throws {
        var generator = SeededGenerator(seed: 13)
        let dialect = Dialect(encoding: .utf8, delimiter: delimiter, detectsErrors: false)
        for layout in MessageLayout.all {
            let (inOrder, shuffled) = message(layout, using: &generator)
            let bytes = try inOrder.encoded(in: dialect)
            #expect(try shuffled.encoded(in: dialect) == bytes)
            #expect(bytes.count { $0 == delimiter } == inOrder.fields.count)
        }
    }

    @Test func `is the same for what is written from another delimiter`() throws {
        let caret = Dialect(encoding: .utf8, delimiter: 0x5E, detectsErrors: false)
        let fixed = String(repeating: "0", count: 18)
        let read = try Message(decoding: Array("35\(fixed)AOi^AAa^".utf8), in: caret)
        #expect(try encoded(read) == "35\(fixed)AOi|AAa|")
        let barred = try Message(decoding: Array("35\(fixed)AOi|j^AAa^".utf8), in: caret)
        #expect(throws: Message.EncodingError.forbiddenByte(.institutionID, 0x7C)) {
            try encoded(barred)
        }
    }

    @Test func `keeps required fields in their places`() throws {
        var message = Message(.checkout, fixed: String(repeating: "0", count: 38))
        message.append(.itemIdentifier, "b")
        message.append(.cancel, "N")
        let fixed = String(repeating: "0", count: 38)
        #expect(try encoded(message) == "11\(fixed)AO|AA|ABb|AC|BIN|")
    }

    @Test func `keeps the first of a field that came twice`() throws {
        let fixed = String(repeating: "0", count: 18)
        let read = try decoded("35\(fixed)AOi|AAa|AAb|AFx|")
        #expect(try encoded(read) == "35\(fixed)AOi|AAa|AFx|")
        let apart = try decoded("35\(fixed)AAa|AOi|AAb|")
        #expect(try encoded(apart) == "35\(fixed)AOi|AAa|")
    }

    @Test func `keeps extensions that came twice`() throws {
        let fixed = String(repeating: "0", count: 18)
        let text = "35\(fixed)AOi|AAa|ZZ1|YY2|ZZ3|"
        #expect(try encoded(decoded(text)) == text)
    }

    @Test func `leaves out what was no field`() throws {
        let fixed = String(repeating: "0", count: 18)
        #expect(try encoded(decoded("35\(fixed)AOi||x|AAa|")) == "35\(fixed)AOi|AAa|")
        #expect(try encoded(decoded("35\(fixed)|AOi|AAa")) == "35\(fixed)AOi|AAa|")
    }

    @Test(arguments: [0x00, 0x0A, 0x0D, 0x1F, 0x7C, 0x7F] as [UInt8])
    func `refuses a forbidden byte wherever the field stands`(byte: UInt8) {
        for place in 0..<4 {
            var message = Message(.endPatronSession, fixed: String(repeating: "0", count: 18))
            let ids: [FieldID] = [
                .institutionID, .patronIdentifier, .terminalPassword, .internalID,
            ]
            for (index, id) in ids.enumerated() {
                let scalar = String(Unicode.Scalar(byte))
                message.append(id, index == place ? "a\(scalar)b" : "ab")
            }
            #expect(throws: Message.EncodingError.forbiddenByte(ids[place], byte)) {
                try message.encoded(in: plainUTF8)
            }
        }
    }
}
