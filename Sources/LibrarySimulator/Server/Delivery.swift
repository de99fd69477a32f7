// SPDX-License-Identifier: MPL-2.0

import SIP2

/// What becomes of an answer on its way out.
enum Delivery: Sendable, Hashable {
    case write([UInt8])
    /// Kept until another answer has gone out.
    case postpone([UInt8])
    case close

    /// What becomes of an answer that a fault strikes.
    ///
    /// - Parameters:
    ///   - answer: The bytes of the answer, for SIP2 over TCP with its terminator.
    ///   - fault: What strikes it; `nil` for nothing.
    ///   - previous: The bytes of the answer before it.
    /// - Returns: What to do, in order.
    static func of(
        _ answer: [UInt8],
        struckBy fault: AnswerFault?,
        after previous: [UInt8]? = nil
    ) -> [Delivery] {
        switch fault {
        case nil, .exception, .status: [.write(answer)]
        case .dropped: []
        case .closedUnexecuted, .closedBefore: [.close]
        case .closedAfter: [.write(answer), .close]
        case .garbage(let count): [.write(garbage(count)), .write(answer)]
        case .wrongChecksum: [.write(damaged(answer))]
        case .wrongSequence: [.write(renumbered(answer))]
        case .half: [.write(Array(answer.prefix(answer.count / 2)))]
        case .duplicated: [.write(answer), .write(answer)]
        case .old: previous.map { [.write($0)] } ?? []
        case .swapped: [.postpone(answer)]
        }
    }

    /// Lines of signs that no message begins with.
    private static func garbage(_ count: Int) -> [UInt8] {
        (0..<count).map { $0 % 64 == 63 ? FrameReader.terminator : 0x7E }
            + [FrameReader.terminator]
    }

    /// The answer with the last digit of its checksum changed; without one, with a changed letter.
    private static func damaged(_ answer: [UInt8]) -> [UInt8] {
        guard answer.count > 2 else { return answer }
        var answer = answer
        answer[answer.count - 2] ^= 1
        return answer
    }

    /// The answer with the next but three sequence number, where it has one.
    private static func renumbered(_ answer: [UInt8]) -> [UInt8] {
        // …AYnAZhhhh and the terminator: the digit is the eighth byte from the end.
        let place = answer.count - 8
        guard place > 2, answer[place - 2] == 0x41, answer[place - 1] == 0x59,
            0x30...0x39 ~= answer[place]
        else { return answer }
        var answer = answer
        answer[place] = 0x30 + (answer[place] - 0x30 + 3) % 10
        let covered = answer.prefix(answer.count - 5)
        let checksum = Checksum(of: Array(covered).span).description.utf8
        return covered + checksum + [FrameReader.terminator]
    }
}
