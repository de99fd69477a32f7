// SPDX-License-Identifier: MPL-2.0

import KioskEmulators
import PortnerCore
import RFIDTags
import Synchronization
import Testing

/// A patron's loan of one item, from the emulated reader to the outcome, on a clock of its own.
private struct Line {
    let emulator = TagReaderEmulator()
    var pad = TagPad()
    var machine: TagSecurity
    var time = 0
    var askedBack: [TagID] = []
    private let reader: TagReader
    private let inbox = Inbox()

    final class Inbox: Sendable {
        private let events = Mutex<[TagReader.Event]>([])

        func add(_ event: TagReader.Event) { events.withLock { $0.append(event) } }

        func take() -> [TagReader.Event] {
            events.withLock { events in
                defer { events = [] }
                return events
            }
        }
    }

    init(to wanted: GateSecurity, _ tags: [TagID: TagReaderEmulator.Tag]) {
        machine = TagSecurity(to: wanted, of: Set(tags.keys))
        reader = emulator.reader
        for (id, tag) in tags { emulator.put(id, tag) }
        let inbox = inbox
        reader.start { inbox.add($0) }
        for _ in 0..<3 { round() }
    }

    /// A tenth of a second.
    mutating func round() {
        time += 100
        emulator.lookRound()
        carryOut(machine.advance(to: Sample.time(time)))
        settle()
    }

    mutating func answer(_ answer: TagSecurity.Answer) {
        carryOut(machine.answered(answer, at: Sample.time(time)))
        settle()
    }

    private mutating func settle() {
        let now = Sample.time(time)
        while case let events = inbox.take(), !events.isEmpty {
            for event in events {
                switch event {
                case .saw(let tags):
                    for change in pad.see(tags, at: now) {
                        switch change {
                        case .arrived(let tag): carryOut(machine.arrived(tag, at: now))
                        case .left(let tag): carryOut(machine.left(tag, at: now))
                        }
                    }
                case .security(let tag, let afi): carryOut(machine.read(tag, afi: afi, at: now))
                case .wrote(let tag, let done):
                    carryOut(machine.wrote(tag, succeeded: done, at: now))
                case .memory, .available, .unavailable: break
                }
            }
        }
    }

    private mutating func carryOut(_ actions: [TagSecurity.Action]) {
        for action in actions {
            switch action {
            case .read(let tag): reader.carryOut(.readSecurity(tag))
            case .write(let tag, let security): reader.carryOut(.writeSecurity(tag, security))
            case .askBack(let tag): askedBack.append(tag)
            case .finish: break
            }
        }
    }
}

@Suite struct `A loan with tags` {
    private func line(
        _ wanted: GateSecurity = .released,
        parts: Int = 1
    ) throws -> (Line, [TagID]) {
        var tags: [TagID: TagReaderEmulator.Tag] = [:]
        for part in 1...parts {
            tags[try Sample.id(UInt8(part))] = .init(
                try Sample.content(part: part, of: parts),
                wanted == .released ? .armed : .released
            )
        }
        return (Line(to: wanted, tags), tags.keys.sorted())
    }

    @Test func `releases every part of a set`() throws {
        var (line, tags) = try line(parts: 3)
        #expect(line.pad.present == Set(tags))
        #expect(tags.allSatisfy { line.emulator.tag($0)?.afi == 0x07 })

        line.answer(.yes)

        #expect(line.machine.outcome == .verified(.released))
        #expect(tags.allSatisfy { line.emulator.tag($0)?.afi == 0xC2 })
    }

    @Test(arguments: [
        TagReaderEmulator.Fault.writesFail(3), .writesAreLost(3), .readsFail(3),
    ])
    func `is repaired while the item lies there`(_ fault: TagReaderEmulator.Fault) throws {
        var (line, tags) = try line()
        line.emulator.setFault(fault, of: tags[0])
        line.answer(.yes)
        for _ in 0..<30 { line.round() }

        #expect(line.machine.outcome == .verified(.released))
        #expect(line.emulator.tag(tags[0])?.afi == 0xC2)
    }

    @Test(arguments: [
        TagReaderEmulator.Fault.writesFail(99), .writesAreLost(99), .readsFail(99), .silent,
    ])
    func `is an alarm where it cannot be repaired`(_ fault: TagReaderEmulator.Fault) throws {
        var (line, tags) = try line(.armed)
        line.emulator.setFault(fault, of: tags[0])
        line.answer(.yes)
        for _ in 0..<100 { line.round() }

        guard case .alarm(let alarm) = line.machine.outcome else {
            Issue.record("no alarm")
            return
        }
        #expect(alarm.failed == tags)
    }

    @Test(arguments: [true, false])
    func `goes on when an item that was lifted early is put back`(_ isWritten: Bool) throws {
        var (line, tags) = try line(parts: 2)
        line.emulator.setFault(.liftedAtWrite(isWritten: isWritten), of: tags[1])
        line.answer(.yes)
        for _ in 0..<20 { line.round() }
        #expect(line.askedBack == [tags[1]])
        #expect(line.machine.outcome == nil)
        line.emulator.put(tags[1])
        for _ in 0..<20 { line.round() }

        #expect(line.machine.outcome == .verified(.released))
        #expect(tags.allSatisfy { line.emulator.tag($0)?.afi == 0xC2 })
    }

    @Test func `is an alarm where the item does not come back`() throws {
        var (line, tags) = try line(.armed)
        line.emulator.setFault(.liftedAtWrite(isWritten: false), of: tags[0])
        line.answer(.yes)
        for _ in 0..<300 { line.round() }

        guard case .alarm(let alarm) = line.machine.outcome else {
            Issue.record("no alarm")
            return
        }
        #expect(alarm.lifted == tags)
        #expect(alarm.isUnguarded)
    }

    @Test func `leaves an item that was not lent as it was`() throws {
        var (line, tags) = try line()
        line.answer(.no)

        #expect(line.machine.outcome == .verified(.armed))
        #expect(line.emulator.tag(tags[0])?.afi == 0x07)
    }

    @Test func `is not carried over to the next patron`() throws {
        var (line, tags) = try line()
        line.emulator.setFault(.writesFail(2), of: tags[0])
        line.answer(.yes)
        _ = line.machine.sessionEnded(at: Sample.time(line.time))
        line.pad.endSession()
        for _ in 0..<30 { line.round() }

        #expect(line.pad.present.isEmpty)
        #expect(line.pad.leftBehind == Set(tags))
        #expect(line.emulator.tag(tags[0])?.afi == 0x07)
    }

    @Test func `reads foreign and blank tags for what they are`() throws {
        let emulator = TagReaderEmulator()
        let inbox = Line.Inbox()
        let reader = emulator.reader
        reader.start { inbox.add($0) }
        let (book, card, blank, absent) = (
            try Sample.id(1), try Sample.id(2), try Sample.id(3), try Sample.id(4)
        )
        emulator.put(book, .init(try Sample.content()))
        emulator.put(card, .init(memory: Array(repeating: 0x5A, count: 64), afi: 0))
        emulator.put(blank, .init(memory: Array(repeating: 0, count: 112), afi: 0))
        for tag in [book, card, blank, absent] { reader.carryOut(.readMemory(tag, length: 34)) }
        let readings = inbox.take().compactMap { event -> TagReading? in
            guard case .memory(_, let memory?) = event else { return nil }
            return TagMemory.read(memory)
        }

        #expect(readings == [.item(try Sample.content()), .foreign(.otherLayout), .blank])
        reader.stop()
        emulator.lookRound()
        #expect(inbox.take().isEmpty)
    }
}
