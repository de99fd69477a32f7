// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import LockGPIO

@Suite struct `A debounced input` {
    private func at(_ milliseconds: Int) -> Uptime { Uptime(.milliseconds(milliseconds)) }

    private func started(period: Int = 30) -> Debouncer {
        var debouncer = Debouncer(period: .milliseconds(period))
        debouncer.start(at: false)
        return debouncer
    }

    @Test func `reports a level that has held for the period`() {
        var debouncer = started()

        #expect(debouncer.note(true, at: at(100)) == nil)
        #expect(debouncer.deadline == at(130))
        #expect(debouncer.advance(to: at(129)) == nil)
        #expect(debouncer.advance(to: at(130)) == true)
        #expect(debouncer.level == true)
    }

    @Test func `reports a level once`() {
        var debouncer = started()
        _ = debouncer.note(true, at: at(100))
        _ = debouncer.advance(to: at(130))

        #expect(debouncer.advance(to: at(500)) == nil)
        #expect(debouncer.deadline == nil)
    }

    @Test func `counts from the last bounce`() {
        var debouncer = started()
        for (time, level) in [(100, true), (104, false), (107, true), (111, false), (115, true)] {
            #expect(debouncer.note(level, at: at(time)) == nil)
        }

        #expect(debouncer.advance(to: at(144)) == nil)
        #expect(debouncer.advance(to: at(145)) == true)
    }

    @Test func `forgets a spike`() {
        var debouncer = started()
        _ = debouncer.note(true, at: at(100))

        #expect(debouncer.note(false, at: at(105)) == nil)
        #expect(debouncer.deadline == nil)
        #expect(debouncer.level == false)
    }

    @Test func `sees a short press even when its edges are read late`() {
        var debouncer = started()
        _ = debouncer.note(true, at: at(100))

        #expect(debouncer.note(false, at: at(180)) == true)
        #expect(debouncer.advance(to: at(210)) == false)
    }

    @Test func `reports every edge when it has no period`() {
        var debouncer = started(period: 0)

        #expect(debouncer.note(true, at: at(100)) == true)
        #expect(debouncer.note(false, at: at(100)) == false)
        #expect(debouncer.note(false, at: at(101)) == nil)
    }

    @Test func `takes a negative period as none`() {
        var debouncer = started(period: -5)

        #expect(debouncer.note(true, at: at(100)) == true)
    }

    @Test func `starts anew at the level that is read when a line returns`() {
        var debouncer = started()
        _ = debouncer.note(true, at: at(100))

        debouncer.start(at: true)

        #expect(debouncer.deadline == nil)
        #expect(debouncer.note(true, at: at(101)) == nil)
    }
}
