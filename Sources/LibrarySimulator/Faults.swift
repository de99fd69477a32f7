// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// What goes wrong between a library system and its clients.
public struct Faults: Sendable, Hashable {
    /// How long each answer takes, drawn anew for each.
    public var latency: ClosedRange<Duration> = .zero ... .zero
    /// Whether answers wait until this is set back; then all of them go out.
    public var holdsAnswers = false
    /// What is wrong with the answers; `nil` for nothing.
    public var answers: AnswerFault?
    /// How many answers are still to be struck by ``answers``; `nil` for all.
    public var strikes: Int?
    /// The answers that ``answers`` does not strike.
    public var spared: Set<Command> = [.loginResponse, .acsStatus]
    /// Whether logins are refused.
    public var refusesLogin = false
    /// Whether the library system cannot be reached: connections end, new ones end at once.
    public var isOffline = false

    /// Nothing goes wrong.
    public init() {}

    /// One kind of fault for the answers to questions about patrons.
    public init(_ answers: AnswerFault, strikes: Int? = nil) {
        self.answers = answers
        self.strikes = strikes
    }

    /// Nothing goes wrong.
    public static let none = Faults()
}

/// What can be wrong with an answer.
public enum AnswerFault: Sendable, Hashable {
    /// It does not come.
    case dropped
    /// The connection ends instead.
    case closedBefore
    /// The connection ends after it.
    case closedAfter
    /// This many bytes come before it that are no message.
    case garbage(Int)
    /// Its checksum is wrong.
    case wrongChecksum
    /// Its sequence number is another one, with a checksum that fits.
    case wrongSequence
    /// Only its first half comes.
    case half
    /// It comes twice.
    case duplicated
}

extension Faults {
    /// What becomes of an answer on its way out.
    enum Delivery: Sendable, Hashable {
        case write([UInt8])
        case close
    }

    /// What becomes of the bytes of an answer, and the strikes that are left.
    mutating func deliveries(of answer: [UInt8]) -> [Delivery] {
        guard let fault = answers, strikes != 0, !isSpared(answer) else { return [.write(answer)] }
        strikes = strikes.map { $0 - 1 }
        switch fault {
        case .dropped: return []
        case .closedBefore: return [.close]
        case .closedAfter: return [.write(answer), .close]
        case .garbage(let count): return [.write(Self.garbage(count)), .write(answer)]
        case .wrongChecksum: return [.write(Self.damaged(answer))]
        case .wrongSequence: return [.write(Self.renumbered(answer))]
        case .half: return [.write(Array(answer.prefix(answer.count / 2)))]
        case .duplicated: return [.write(answer), .write(answer)]
        }
    }

    private func isSpared(_ answer: [UInt8]) -> Bool {
        let digits = answer.prefix(2).map { $0 &- 0x30 }
        guard digits.count == 2, digits.allSatisfy({ $0 <= 9 }),
            let command = Command(rawValue: digits[0] * 10 + digits[1])
        else { return false }
        return spared.contains(command)
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
