// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

private let one = ThrottleSubject.card(CardKey(1, 0, 0, 0))
private let two = ThrottleSubject.card(CardKey(2, 0, 0, 0))
private let reader = ThrottleSubject.reader(mainReader)

extension Throttle {
    /// Lets a subject fail many times at one moment; gives the last count to save.
    @discardableResult
    fileprivate mutating func fail(_ subject: ThrottleSubject, _ times: Int, at now: Uptime) -> Int
    {
        var last = 0
        for _ in 0..<times { last = failed(subject, at: now).failures }
        return last
    }
}

@Suite struct `A throttle` {
    @Test(arguments: [
        (0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (11, 1920), (12, 3600), (13, 3600),
        (1000, 3600), (Int.max, 3600),
    ])
    func `makes a card wait longer with each failure`(_ failures: Int, _ seconds: Int) {
        #expect(ThrottleRule.card.wait(after: failures) == .seconds(seconds))
    }

    @Test(arguments: [(19, 0), (20, 15), (21, 30), (24, 240), (25, 300), (Int.max, 300)])
    func `makes a reader wait later and less`(_ failures: Int, _ seconds: Int) {
        #expect(ThrottleRule.reader.wait(after: failures) == .seconds(seconds))
    }

    @Test func `lets a card try again when its wait is served, and not before`() {
        var throttle = Throttle(at: uptime())
        #expect(throttle.fail(one, 5, at: uptime()) == 5)
        #expect(throttle.wait(for: one, at: uptime()) == .seconds(30))
        #expect(throttle.wait(for: one, at: uptime(.seconds(29))) == .seconds(1))
        #expect(throttle.wait(for: one, at: uptime(.seconds(30))) == .zero)
        #expect(throttle.wait(for: two, at: uptime()) == .zero)
        #expect(throttle.fail(one, 1, at: uptime(.seconds(30))) == 6)
        #expect(throttle.wait(for: one, at: uptime(.seconds(30))) == .seconds(60))
    }

    @Test func `counts on after a restart, and every wait begins anew`() {
        var saved: [ThrottleSubject: ThrottleCount] = [:]
        var throttle = Throttle(at: uptime())
        for _ in 0..<8 { saved[one] = throttle.failed(one, at: uptime()) }
        // The monotonic clock has no meaning beyond a restart: here it even begins lower.
        let booted = Uptime(.seconds(1))
        var restarted = Throttle(restoring: saved.values, at: booted)
        #expect(restarted.wait(for: one, at: booted) == ThrottleRule.card.wait(after: 8))
        let count = restarted.failed(one, at: booted)
        #expect(count == ThrottleCount(subject: one, failures: 9))
    }

    @Test func `takes nothing over that is not held against anybody`() {
        let saved = [ThrottleCount(subject: one, failures: 0), .init(subject: two, failures: -4)]
        #expect(Throttle(restoring: saved, at: uptime()).subjectCount == 0)
    }

    @Test func `clears a card's count on success and keeps a reader's`() {
        var throttle = Throttle(at: uptime())
        throttle.fail(one, 6, at: uptime())
        throttle.fail(reader, 21, at: uptime())
        #expect(throttle.succeeded(one) == ThrottleCount(subject: one, failures: 0))
        #expect(throttle.succeeded(one) == nil)
        #expect(throttle.succeeded(reader) == nil)
        #expect(throttle.wait(for: one, at: uptime()) == .zero)
        #expect(throttle.wait(for: reader, at: uptime()) == .seconds(30))
    }

    @Test func `clears any count by a staff act`() {
        var throttle = Throttle(at: uptime())
        throttle.fail(reader, 25, at: uptime())
        #expect(throttle.lift(reader) == ThrottleCount(subject: reader, failures: 0))
        #expect(throttle.lift(reader) == nil)
        #expect(throttle.wait(for: reader, at: uptime()) == .zero)
    }

    @Test func `makes the longer of two waits count`() throws {
        var throttle = Throttle(at: uptime())
        throttle.fail(one, 5, at: uptime())
        throttle.fail(reader, 25, at: uptime())
        let key = CardKey(1, 0, 0, 0)
        #expect(throttle.wait(card: key, reader: mainReader, at: uptime()) == .seconds(300))
        #expect(throttle.wait(card: key, reader: sideReader, at: uptime()) == .seconds(30))
    }

    @Test func `forgives after quiet time only, in a fixed order, and says so once`() {
        var throttle = Throttle(at: uptime())
        throttle.fail(reader, 3, at: uptime())
        throttle.fail(two, 1, at: uptime())
        throttle.fail(one, 1, at: uptime(.seconds(1)))
        #expect(throttle.forgive(at: uptime(.seconds(899))).isEmpty)
        #expect(throttle.forgive(at: uptime(.seconds(900))).map(\.subject) == [reader])
        #expect(throttle.nextDeadline == uptime(.days(1)))
        #expect(throttle.forgive(at: uptime(.days(2))).map(\.subject) == [one, two])
        #expect(throttle.forgive(at: uptime(.days(3))).isEmpty)
        #expect(throttle.subjectCount == 0)
        #expect(throttle.nextDeadline == nil)
    }

    @Test func `puts forgiveness off with each further failure`() {
        var throttle = Throttle(at: uptime())
        throttle.fail(reader, 1, at: uptime())
        throttle.fail(reader, 1, at: uptime(.seconds(600)))
        #expect(throttle.forgive(at: uptime(.seconds(900))).isEmpty)
        #expect(throttle.nextDeadline == uptime(.seconds(1500)))
        #expect(throttle.forgive(at: uptime(.seconds(1500))).count == 1)
    }

    @Test func `never has a deadline that has passed once it has been looked at`() {
        var random = SplitMix64(seed: 3)
        var throttle = Throttle(at: uptime())
        var now = Duration.zero
        for _ in 0..<3000 {
            now += .seconds(random.number(0...4000))
            let subject = random.pick([one, two, reader])
            switch random.number(0...3) {
            case 0: _ = throttle.succeeded(subject)
            case 1: _ = throttle.lift(subject)
            default: _ = throttle.failed(subject, at: uptime(now))
            }
            _ = throttle.forgive(at: uptime(now))
            #expect(throttle.nextDeadline.map { $0 > uptime(now) } ?? true)
        }
    }

    @Test func `has room for a bounded number of subjects and for each that it counts`() {
        let many = (0..<UInt64(Throttle.subjectsMax + 50)).map {
            ThrottleCount(subject: .card(CardKey($0, 0, 0, 0)), failures: 1)
        }
        let throttle = Throttle(restoring: many, at: uptime())
        #expect(throttle.subjectCount == Throttle.subjectsMax)
        #expect(throttle.hasRoom(for: one))
        #expect(!throttle.hasRoom(for: .card(CardKey(.max, 0, 0, 0))))
        #expect(Throttle(restoring: many.dropLast(51), at: uptime()).hasRoom(for: reader))
    }
}
