// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import SIP2
import Testing

@testable import PortnerSimulator

@Suite struct `The parts of a world` {
    @Test(
        arguments: [
            ("2027-03-28T01:59:59+01:00", 1_806_195_599),
            ("2027-03-28T03:00:00+02:00", 1_806_195_600),
            ("2027-10-31T02:59:59+02:00", 1_824_944_399),
            ("2027-10-31T02:00:00+01:00", 1_824_944_400),
            ("2027-01-01T00:00:00+01:00", 1_798_758_000),
        ] as [(String, Int64)]
    )
    func `tell Danish local time through both changes`(text: String, seconds: Int64) {
        let time = CopenhagenTime.civil(at: Timestamp(milliseconds: seconds * 1000))
        #expect(time.description == text)
    }

    @Test func `happen in order, and in the order of planning at one time`() {
        var agenda = Agenda()
        var happened: [String] = []
        let plan: [(Int, String)] = [(3, "d"), (1, "a"), (2, "b"), (2, "c"), (9, "e")]
        for (seconds, name) in plan {
            agenda.add(at: .seconds(seconds)) { happened.append(name) }
        }
        #expect(agenda.next == .seconds(1))
        while let act = agenda.take() { act() }
        #expect(happened == ["a", "b", "c", "d", "e"])
    }

    @Test func `keep the last lines of a trace and hash all of them`() {
        var trace = Trace(tell: nil)
        var other = Trace(tell: nil)
        for number in 1...100 {
            trace.add("line \(number)", at: .seconds(number))
            other.add("line \(number == 5 ? 6 : number)", at: .seconds(number))
        }
        #expect(trace.last.count == Trace.keptMax)
        #expect(trace.last.first?.hasSuffix("line 71") == true)
        #expect(trace.last.last == "0d 00:01:40.000 line 100")
        #expect(trace.last == other.last)
        #expect(trace.hash != other.hash)
    }

    @Test func `secure a lock that nobody secured`() {
        var line = LockLine()
        var follows = line.release(for: .seconds(5), at: .seconds(10))
        #expect(follows)
        #expect(line.deadline == .milliseconds(15_250))
        line.lose()
        #expect(!line.isReleased)
        follows = line.release(for: .seconds(5), at: .seconds(11))
        #expect(!follows)
        line.regain()
        follows = line.release(for: .seconds(9999), at: .seconds(12))
        #expect(follows)
        #expect(line.deadline == .milliseconds(3_672_250))
        line.processEnded(keepsLevel: true)
        #expect(line.isReleased)
        line.processEnded(keepsLevel: false)
        #expect(!line.isReleased)
    }

    @Test func `give an answer another number under a checksum that fits`() throws {
        let dialect = Dialect(encoding: .utf8)
        let message = LoginResponse(isAccepted: true).message
        let bytes = try message.encoded(in: dialect, sequence: .zero) + [FrameReader.terminator]
        var pipe = Pipe(Chance(seed: 1))
        var weather = Pipe.Weather()
        weather.confusion = 1
        var numbers: Set<UInt8> = []
        var counts: Set<Int> = []
        for _ in 1...20 {
            let arrived = pipe.send(bytes, weather, at: .zero).map(\.bytes)
            counts.insert(arrived.count)
            for part in arrived {
                let read = try SIP2.Message(decoding: Array(part.dropLast()), in: dialect)
                numbers.insert(try #require(read.sequence).value)
            }
        }
        #expect(counts == [1, 2])
        #expect(numbers == [0, 3])
    }

    @Test func `know a newer word about a card from an older one`() throws {
        let key = CardKey(1, 2, 3, 4)
        let facts = { (time: Int64) in
            PatronFacts(
                patron: nil,
                blocks: [],
                validity: .valid,
                age: nil,
                asOf: Timestamp(milliseconds: time)
            )
        }
        var book = FactsBook()
        let say = { (reply: LibraryReply, seconds: Int) in
            Observation.heard(key, reply, saidAt: .seconds(seconds))
        }
        book.see(say(.known(facts(2000), pinAccepted: nil), 2), at: .seconds(3))
        book.see(say(.unknownCard, 1), at: .seconds(4))
        guard case .facts(let held) = book[key] else {
            Issue.record("an older word took the place of a newer one")
            return
        }
        #expect(held == facts(2000))
        book.see(.changed(.learn(key, facts(2000)), isWritten: false), at: .seconds(4))
        book.see(.ended(.crashed), at: .seconds(5))
        guard case .doubtful = book[key] else {
            Issue.record("what was never written is believed after a crash")
            return
        }
    }
}
