// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import PortnerDaemon

@Suite struct `What systemd hears` {
    @Test func `is that the daemon is ready, with a line for people`() throws {
        let socket = try DatagramSocket()
        let manager = ServiceManager(environment: ["NOTIFY_SOCKET": socket.path])
        manager.ready("front secured")
        #expect(socket.receive() == "READY=1\nSTATUS=front secured")
    }

    @Test func `is the time of a reload in the same datagram`() throws {
        let socket = try DatagramSocket()
        ServiceManager(environment: ["NOTIFY_SOCKET": socket.path]).reloading()
        let text = socket.receive()
        #expect(text.hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
        #expect(Int(text.split(separator: "=").last ?? "") ?? 0 > 0)
    }

    @Test func `is nothing outside of systemd`() {
        let manager = ServiceManager(environment: [:])
        manager.ready("nobody listens")
        #expect(manager.watchdogInterval == nil)
    }

    @Test func `comes twice in each interval of the watchdog`() {
        let manager = ServiceManager(environment: ["WATCHDOG_USEC": "15000000"])
        #expect(manager.watchdogInterval == .milliseconds(7500))
    }

    @Test func `is nothing from a process that the watchdog does not mean`() {
        let manager = ServiceManager(
            environment: ["WATCHDOG_USEC": "15000000", "WATCHDOG_PID": "1"])
        #expect(manager.watchdogInterval == nil)
    }
}

@Suite struct `Questions inside the daemon` {
    @Test func `get their own answers`() async {
        let answers = Answers<Int>()
        async let first = answers.wait { ticket in
            answers.resume(ticket, with: 1)
        }
        async let second = answers.wait { ticket in
            answers.resume(ticket, with: 2)
        }
        let both = await [first, second]
        #expect(both == [1, 2])
    }

    @Test func `have tickets that the station never gives`() async {
        let answers = Answers<UInt64>()
        let number = await answers.wait { ticket in
            answers.resume(ticket, with: ticket.number)
        }
        #expect(number ?? 0 > Answers<UInt64>.firstNumber)
    }

    @Test func `end without an answer when the daemon ends`() async {
        let answers = Answers<Int>()
        let answer = await answers.wait { _ in answers.cancelAll() }
        #expect(answer == nil)
    }

    @Test func `leave an answer that nobody waits for to others`() {
        #expect(!Answers<Int>().resume(Ticket(number: 7), with: 1))
    }
}

@Suite struct `Those who follow the ledger` {
    @Test func `hear the newest number and miss older ones`() async {
        let news = LedgerNews()
        let stream = news.follow()
        for number in 1...100 { news.tell(UInt64(number)) }
        news.end()
        var heard: [UInt64] = []
        for await number in stream { heard.append(number) }
        #expect(heard == [100])
    }
}
