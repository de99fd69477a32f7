// SPDX-License-Identifier: MPL-2.0

import SIP2

extension FuzzTarget {
    /// A byte stream, cut into messages.
    static let sip2Frames = FuzzTarget(
        name: "sip2-frames",
        seeds: [
            [0, 20] + Array("98YYY\r\n97AZFEF5\r".utf8),
            [200, 7] + Array(Samples.messages.joined(separator: "\r").utf8),
            [3, 3] + Array("9712345678901234\r97\r\r\n xx\r98".utf8),
        ],
        check: FrameStory.run
    )
}

private enum FrameStory {
    /// The limit, the size of the pieces, and the stream.
    static func run(_ input: [UInt8]) {
        var choices = Choices(input)
        let limit = max(2, Int(choices.byte()))
        let pieceLength = max(1, Int(choices.byte()))
        let stream = choices.remaining()
        var whole = FrameReader(lengthMax: limit)
        var cut = FrameReader(lengthMax: limit)
        let expected = whole.receive(stream)
        var seen: [FrameReader.Output] = []
        for start in stride(from: 0, to: stream.count, by: pieceLength) {
            seen += cut.receive(Array(stream[start..<min(start + pieceLength, stream.count)]))
        }
        require(seen == expected, "the cuts between reads do not matter")
        for output in expected { isSound(output, limit) }
        isSoundWhenFlushed(&cut, limit)
        recovers(&whole, limit)
    }

    private static func isSound(_ output: FrameReader.Output, _ limit: Int) {
        switch output {
        case .frame(let bytes):
            require(bytes.count <= limit, "a frame is limited")
            require(!bytes.contains(FrameReader.terminator), "a frame has no terminator in it")
            require(
                bytes.count >= 2 && bytes.prefix(2).allSatisfy { (0x30...0x39).contains($0) },
                "a frame begins with two digits"
            )
        case .refused(.tooLong(let stated)):
            require(stated == limit, "a refusal states the limit")
        case .refused(.notAMessage):
            break
        }
    }

    private static func isSoundWhenFlushed(_ reader: inout FrameReader, _ limit: Int) {
        let isWhole = reader.holdsCompleteMessage
        let flushed = reader.flush()
        require((flushed != nil) == isWhole, "a whole message can be flushed, nothing else can")
        guard let flushed else { return }
        isSound(.frame(flushed), limit)
        require(reader.flush() == nil, "a message is flushed once")
    }

    /// After any garbage a terminator and a message give that message.
    private static func recovers(_ reader: inout FrameReader, _ limit: Int) {
        let message = Array("97".utf8)
        let outputs = reader.receive([FrameReader.terminator] + message + [FrameReader.terminator])
        require(outputs.last == .frame(message), "a message after garbage is read")
    }
}
