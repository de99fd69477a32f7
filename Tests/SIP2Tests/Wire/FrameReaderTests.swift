// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A frame reader` {
    private func outputs(of chunks: [String], lengthMax: Int = 64) -> [String] {
        var reader = FrameReader(lengthMax: lengthMax)
        return chunks.flatMap { reader.receive(Array($0.utf8)) }.map(outline)
    }

    private func outline(_ output: FrameReader.Output) -> String {
        switch output {
        case .frame(let bytes): String(decoding: bytes, as: UTF8.self)
        case .refused(.tooLong(let limit)): "longer than \(limit)"
        case .refused(.notAMessage): "no message"
        }
    }

    @Test(arguments: [
        (["941\r"], ["941"]),
        (["94", "1", "\r"], ["941"]),
        (["941\r96\r97\r"], ["941", "96", "97"]),
        (["941\r\n96\r\n"], ["941", "96"]),
        (["\n \n941\r"], ["941"]),
        (["\r\r941\r"], ["941"]),
        (["941"], []),
        (["hello\r941\r"], ["no message", "941"]),
        (["9\r941\r"], ["no message", "941"]),
    ])
    func `cuts the stream at carriage returns`(chunks: [String], expected: [String]) {
        #expect(outputs(of: chunks) == expected)
    }

    @Test func `gives the same messages however the bytes are cut`() {
        let stream = "  941\r\n96AZFEF6\rnoise\r" + String(repeating: "x", count: 70) + "\r\n24ok\r"
        let whole = outputs(of: [stream])
        #expect(whole == ["941", "96AZFEF6", "no message", "longer than 64", "24ok"])
        for size in 1..<stream.utf8.count {
            let characters = Array(stream)
            let chunks = stride(from: 0, to: characters.count, by: size).map {
                String(characters[$0..<min($0 + size, characters.count)])
            }
            #expect(outputs(of: chunks) == whole)
        }
    }

    @Test func `holds a message of exactly the limit and refuses one byte more`() {
        let longest = "24" + String(repeating: "x", count: 62)
        #expect(outputs(of: [longest + "\r"]) == [longest])
        #expect(outputs(of: [longest + "x\r941\r"]) == ["longer than 64", "941"])
    }

    @Test func `holds no more than its limit of ten megabytes without an end`() {
        var reader = FrameReader()
        let chunk = Array(("24" + String(repeating: "x", count: 10_238)).utf8)
        var outputs: [String] = []
        var heldMost = 0
        for _ in 0..<1024 {
            outputs += reader.receive(chunk).map(outline)
            let held = reader.redacted.prefix { $0.isNumber }
            heldMost = max(heldMost, Int(held) ?? .max)
        }
        outputs += reader.receive(Array("\r941\r".utf8)).map(outline)
        #expect(outputs == ["longer than \(Message.lengthMax)", "941"])
        #expect(heldMost <= Message.lengthMax)
    }

    @Test func `after an overlong message waits for two digits behind a carriage return`() {
        let long = String(repeating: "9", count: 65)
        #expect(
            outputs(of: [long, "more\rtext\r9x\r\n 941\r96\r"])
                == ["longer than 64", "941", "96"]
        )
    }

    @Test(arguments: ["96AZFEF6", "96AY0AZFE2C", "941AY0AZFDFD"])
    func `gives out a message without its terminator when the checksum proves it whole`(
        text: String
    ) {
        var reader = FrameReader()
        _ = reader.receive(Array(text.utf8.dropLast()))
        #expect(!reader.holdsCompleteMessage)
        #expect(reader.flush() == nil)
        _ = reader.receive(Array(text.utf8.suffix(1)))
        #expect(reader.holdsCompleteMessage)
        #expect(reader.flush() == Array(text.utf8))
        #expect(reader.receive([0x0D]) == [])
    }

    @Test func `keeps a message without terminator whose checksum is wrong`() {
        var reader = FrameReader()
        _ = reader.receive(Array("96AZFEF7".utf8))
        #expect(reader.flush() == nil)
    }

    @Test func `shows no bytes in its description`() {
        var reader = FrameReader()
        let outputs = reader.receive(Array("9300CNuser|COhemmelig|\r23".utf8))
        #expect(!String(reflecting: outputs).contains("hemmelig"))
        #expect(String(reflecting: outputs) == "[frame of 22 bytes]")
        #expect("\(reader)" == "2 bytes held")
    }
}
