// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore
@testable import PortnerDaemon

@Suite struct `The queue of PINs to be checked` {
    private func check(_ number: Int) throws -> PINQueue.Job {
        .check(
            PINCheck(
                ticket: Ticket(number: UInt64(number)),
                key: CardKey(1, 2, 3, 4),
                pin: try #require(PIN([0x31, 0x32, 0x33, 0x34])),
                verifier: nil
            )
        )
    }

    private func derivation(_ number: Int) throws -> PINQueue.Job {
        let pin = try #require(PIN([0x31, 0x32, 0x33, 0x34]))
        return .derive(pin, CardKey(1, 2, 3, 4), Ticket(number: UInt64(number)))
    }

    private func number(_ job: PINQueue.Job?) -> Int? {
        switch job {
        case .check(let check): Int(check.ticket.number)
        case .derive(_, _, let ticket): Int(ticket.number)
        case .renew, nil: nil
        }
    }

    /// Each door asks anew as soon as it has its answer.
    @Test func `serves ten doors in turns`() throws {
        var queue = PINQueue()
        for door in 0..<10 { #expect(queue.add(try check(door))) }
        var served: [Int] = []
        for _ in 0..<100 {
            let door = try #require(number(queue.next()))
            served.append(door)
            #expect(queue.add(try check(door)))
        }
        for round in 0..<10 {
            #expect(Set(served[round * 10..<round * 10 + 10]).count == 10)
        }
    }

    @Test func `lets patrons go before the making of verifiers, and neither starve`() throws {
        var queue = PINQueue()
        for number in 100..<103 { #expect(queue.add(try derivation(number))) }
        for number in 0..<20 { #expect(queue.add(try check(number))) }
        var order: [Int] = []
        while let job = queue.next() { order.append(try #require(number(job))) }
        let expected =
            Array(0..<8) + [100] + Array(8..<16) + [101] + Array(16..<20) + [102]
        #expect(order == expected)
        #expect(queue.isEmpty)
    }

    @Test func `takes so many and no more`() throws {
        var queue = PINQueue()
        for number in 0..<PINQueue.checksMax { #expect(queue.add(try check(number))) }
        #expect(try !queue.add(check(1000)))
        for number in 0..<PINQueue.derivationsMax { #expect(queue.add(try derivation(number))) }
        #expect(try !queue.add(derivation(1000)))
        var count = 0
        while queue.next() != nil { count += 1 }
        #expect(count == PINQueue.checksMax + PINQueue.derivationsMax)
        #expect(queue.add(try check(1)))
    }
}
