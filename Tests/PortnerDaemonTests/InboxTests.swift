// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import PortnerDaemon

@Suite struct `The inbox` {
    private let inbox = Inbox()

    private func events() -> [Event] {
        inbox.take(waitingAtMost: .zero).compactMap { item in
            guard case .event(let event) = item else { return nil }
            return event
        }
    }

    @Test func `gives everything in the order in which it came`() {
        inbox.put(.contactChanged(isOpen: true, door: "front"))
        inbox.put(.keyPressed(.digit(1), reader: "outside"))
        inbox.put(.contactChanged(isOpen: false, door: "front"))
        let order = events().map { event in
            switch event {
            case .contactChanged(let isOpen, _): isOpen ? "open" : "closed"
            case .keyPressed: "key"
            default: "other"
            }
        }
        #expect(order == ["open", "key", "closed"])
    }

    @Test func `refuses scans and keys when too many wait, and counts them`() {
        for _ in 0..<Inbox.inputsMax { inbox.put(.keyPressed(.clear, reader: "outside")) }
        let isTaken = inbox.put(.keyPressed(.clear, reader: "outside"))
        #expect(!isTaken)
        #expect(inbox.refusedCount == 1)
        #expect(events().count == Inbox.inputsMax)
    }

    @Test func `takes inputs again when it has been emptied`() {
        for _ in 0...Inbox.inputsMax { inbox.put(.keyPressed(.clear, reader: "outside")) }
        _ = inbox.take(waitingAtMost: .zero)
        #expect(inbox.put(.keyPressed(.enter, reader: "outside")))
    }

    @Test func `never drops an answer that somebody waits for`() {
        let count = Inbox.inputsMax * 2
        for number in 0..<count {
            inbox.put(.libraryReplied(.noAnswer, Ticket(number: UInt64(number))))
        }
        #expect(events().count == count)
    }

    @Test func `keeps the newest state of a contact that bounces for ever`() {
        for number in 0..<1001 {
            inbox.put(.contactChanged(isOpen: number % 2 == 0, door: "front"))
        }
        let waiting = events()
        #expect(waiting.count <= Inbox.changesMax)
        guard case .contactChanged(let isOpen, _)? = waiting.last else {
            Issue.record("the contact's state is gone")
            return
        }
        #expect(isOpen)
    }

    @Test func `keeps the inputs of two doors apart`() {
        for _ in 0..<100 { inbox.put(.exitChanged(isPressed: true, door: "front")) }
        inbox.put(.exitChanged(isPressed: true, door: "back"))
        let doors = events().compactMap { event -> DoorName? in
            if case .exitChanged(_, let door) = event { return door }
            return nil
        }
        #expect(doors.contains("front"))
        #expect(doors.contains("back"))
    }

    @Test func `wakes who waits for it`() async {
        let inbox = inbox
        let count = await withCheckedContinuation { continuation in
            let thread = WaitingThread(inbox) { continuation.resume(returning: $0) }
            thread.start()
            inbox.put(.contactChanged(isOpen: true, door: "front"))
        }
        #expect(count == 1)
    }
}
