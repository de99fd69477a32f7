// SPDX-License-Identifier: MPL-2.0

import LibraryProtocol
import PortnerCore
import Testing

@Suite struct `A circuit breaker` {
    private static var limits: CircuitBreaker.Limits {
        var limits = CircuitBreaker.Limits()
        limits.waitMin = .seconds(1)
        limits.waitMax = .seconds(4)
        return limits
    }

    /// A breaker after a failure that is an outage.
    private func tripped() -> CircuitBreaker {
        var breaker = CircuitBreaker(Self.limits)
        breaker.failed(at: .zero, share: 1)
        return breaker
    }

    /// A breaker on a line that was good.
    private func proven() -> CircuitBreaker {
        var breaker = CircuitBreaker(Self.limits)
        breaker.succeeded(at: .zero)
        return breaker
    }

    @Test func `takes the first failure of a line that was never good for an outage`() {
        var breaker = CircuitBreaker(Self.limits)
        breaker.failed(at: .seconds(3), share: 1)
        #expect(breaker.state == .offline)
        #expect(breaker.nextProbe == .seconds(4))
    }

    @Test func `lets everything through on a line of which nothing is known`() {
        let breaker = CircuitBreaker(Self.limits)
        #expect(breaker.state == .online)
        #expect(breaker.permission(changesRecords: true) == .normal)
        #expect(breaker.nextProbe == nil)
    }

    @Test func `forgives one failure when a request is answered after it`() {
        var breaker = proven()
        breaker.failed(at: .seconds(3), share: 1)
        #expect(breaker.state == .online)
        #expect(breaker.nextProbe == .seconds(4))
        breaker.succeeded(at: .seconds(4))
        breaker.answered()
        #expect(breaker.nextProbe == nil)
        breaker.failed(at: .seconds(5), share: 1)
        #expect(breaker.state == .online)
    }

    @Test func `takes no probe's answer for a sign that patrons are answered`() {
        var breaker = proven()
        breaker.failed(at: .seconds(3), share: 1)
        for second in 4...9 { breaker.succeeded(at: .seconds(second)) }
        #expect(breaker.state == .online)
        breaker.failed(at: .seconds(10), share: 1)
        #expect(breaker.state == .offline)
    }

    @Test func `forgives one failure again after an outage`() {
        var breaker = tripped()
        for _ in 1...5 { breaker.succeeded(at: .zero) }
        breaker.failed(at: .zero, share: 1)
        #expect(breaker.state == .online)
    }

    @Test func `ends no outage for one request that is answered late in it`() {
        var breaker = tripped()
        breaker.answered()
        #expect(breaker.state == .offline)
    }

    @Test func `probes a line on which nobody asks, where it does not keep itself alive`() {
        var limits = Self.limits
        limits.idleInterval = .seconds(30)
        var breaker = CircuitBreaker(limits)
        breaker.succeeded(at: .seconds(10))
        #expect(breaker.nextProbe == .seconds(40))
        breaker.succeeded(at: .seconds(20))
        #expect(breaker.nextProbe == .seconds(50))
    }

    @Test func `lets nothing through in an outage`() {
        let breaker = tripped()
        #expect(breaker.state == .offline)
        #expect(breaker.permission(changesRecords: false) == .refused(.offline))
        #expect(breaker.permission(changesRecords: true) == .refused(.offline))
        #expect(breaker.nextProbe == .seconds(1))
    }

    @Test func `waits twice as long for each probe that fails, up to its limit`() {
        var breaker = tripped()
        var waits: [Duration?] = []
        for _ in 1...3 {
            breaker.failed(at: .seconds(100), share: 1)
            waits.append(breaker.nextProbe.map { $0 - .seconds(100) })
        }
        #expect(waits == [.seconds(2), .seconds(4), .seconds(4)])
    }

    @Test(arguments: [(0.0, 500), (0.75, 750), (7.0, 1000)])
    func `keeps at least half of a wait, whatever chance says`(share: Double, wait: Int) {
        var breaker = CircuitBreaker(Self.limits)
        breaker.failed(at: .zero, share: share)
        #expect(breaker.nextProbe == .milliseconds(wait))
    }

    @Test func `trusts the line again after five good answers in a row`() {
        var breaker = tripped()
        for good in 1...4 {
            breaker.succeeded(at: .seconds(good))
            #expect(breaker.state == .recovering(goodAnswers: good))
            #expect(breaker.nextProbe == .seconds(good + 1))
        }
        breaker.succeeded(at: .seconds(5))
        #expect(breaker.state == .online)
        #expect(breaker.nextProbe == nil)
        #expect(breaker.permission(changesRecords: true) == .normal)
    }

    @Test(arguments: 1...4) func `begins to count anew after a failure`(good: Int) {
        var breaker = tripped()
        for _ in 1...good { breaker.succeeded(at: .zero) }
        breaker.failed(at: .zero, share: 1)
        #expect(breaker.state == .offline)
        for _ in 1...4 { breaker.succeeded(at: .zero) }
        #expect(breaker.state == .recovering(goodAnswers: 4))
    }

    @Test func `asks only questions, and shortly, while it counts`() {
        var breaker = tripped()
        breaker.succeeded(at: .zero)
        #expect(breaker.permission(changesRecords: false) == .within(.seconds(1)))
        #expect(breaker.permission(changesRecords: true) == .refused(.recovering))
    }

    @Test func `takes a time that it cut short itself for no failure`() {
        var breaker = tripped()
        for good in 1...5 {
            breaker.expired(hadShortTime: true, at: .seconds(good), share: 1)
            breaker.succeeded(at: .seconds(good))
        }
        #expect(breaker.state == .online)
        breaker.failed(at: .seconds(6), share: 1)
        breaker.expired(hadShortTime: true, at: .seconds(6), share: 1)
        #expect(breaker.state == .online)
        breaker.expired(hadShortTime: false, at: .seconds(6), share: 1)
        #expect(breaker.state == .offline)
    }

    @Test func `waits as shortly as ever after an outage that has ended`() {
        var breaker = tripped()
        for _ in 1...3 { breaker.failed(at: .zero, share: 1) }
        for _ in 1...5 { breaker.succeeded(at: .zero) }
        for _ in 1...2 { breaker.failed(at: .zero, share: 1) }
        #expect(breaker.nextProbe == .seconds(1))
    }

    @Test func `probes again when a probe has no consequence`() {
        var breaker = tripped()
        breaker.probed(at: .seconds(10))
        #expect(breaker.nextProbe == .seconds(14))
    }
}
