// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import PortnerCore
import Synchronization
import Testing

@Suite struct `A wait` {
    @Test func `ends when its deadline has passed`() {
        var set = PollSet()
        let deadline = MonotonicClock.now + .milliseconds(2)

        set.wait(until: deadline)

        #expect(MonotonicClock.now >= deadline)
    }

    @Test func `ends at once when the bell has rung before`() throws {
        let bell = try WakeSignal()
        var set = PollSet()
        let position = set.add(bell.descriptor)
        bell.ring()

        set.wait(until: nil)

        #expect(set.readiness(at: position) == .ready)
    }

    @Test func `finds a hushed bell silent, however often it rang`() throws {
        let bell = try WakeSignal()
        var set = PollSet()
        let position = set.add(bell.descriptor)
        for _ in 0..<1000 { bell.ring() }

        bell.hush()
        set.wait(until: MonotonicClock.now)

        #expect(set.readiness(at: position) == .idle)
    }

    @Test func `passes over a descriptor that is not there`() {
        var set = PollSet()
        let position = set.add(-1)

        set.wait(until: MonotonicClock.now)

        #expect(set.readiness(at: position) == .idle)
    }

    @Test func `finds a closed descriptor broken`() throws {
        var set = PollSet()
        let position = set.add(Int32.max)

        set.wait(until: nil)

        #expect(set.readiness(at: position) == .broken)
    }
}

@Suite struct `A driver's thread` {
    @Test func `runs its body before join returns`() throws {
        let note = Note()

        try DriverThread(name: "a name that is far too long") { note.write() }.join()

        #expect(note.isWritten)
    }

    @Test func `is ended by its loop's control while it waits without a deadline`() throws {
        let control = try LoopControl()

        let thread = try DriverThread(name: "loop") {
            var set = PollSet()
            set.add(control.descriptor)
            while !control.shouldStop { set.wait(until: nil) }
        }
        control.stop()
        thread.join()

        #expect(control.shouldStop)
    }
}

/// Something that one thread writes and another reads.
private final class Note: Sendable {
    private let state = Atomic(false)

    var isWritten: Bool { state.load(ordering: .acquiring) }

    func write() { state.store(true, ordering: .releasing) }
}

@Suite struct `A system call's error` {
    @Test func `names the call and the reason`() {
        let error = #expect(throws: SystemCallError.self) {
            try DeviceFolderWatch(folder: "/nonexistent", prefix: "")
        }

        #expect(error?.description == "inotify_add_watch: No such file or directory")
    }
}
