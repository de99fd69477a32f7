// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Testing

@testable import PortnerCommands

@Suite struct `A status in words` {
    private let plain = TextStyle(isColored: false)

    @Test func `says that everything works`() {
        #expect(
            StatusText(Fixture.goodStatus, style: plain).text == """
                Portner 1.2.3, 2026-11-22 20:46:05, running for 14 h 46 min

                  Everything works.

                Doors
                  main  secured              closed      self-service until 22:00        \
                main-in ready, main-pad ready
                  yard  released (schedule)  no contact  staffed until 2026-11-23 08:00

                Devices
                  main-scanner  scanner  ready  usb 1-2

                Station
                  library   answers since 06:00: Demo library
                  patrons   12034 cards, facts from 1 min to 7 d old
                  ledger    211 entries, the newest is 311
                  let in    120 since the start
                  refused   7: closed 3, wrong-pin 3, blocked 1
                  settings  /etc/portner/portner.yaml, read 06:00

                """
        )
    }

    @Test func `begins with what is wrong and ends with the next command`() {
        #expect(
            StatusText(Fixture.badStatus, style: plain).text == """
                Portner 1.2.3, 2026-11-22 20:46:05, running for 14 h 46 min

                  FAIL  door yard     is out of service: nobody is let in here
                  FAIL  main-scanner  scanner is lost: unplugged
                  WARN  door main     stands open although its lock is secured
                  WARN  library       does not answer since 20:31 (15 min): connection refused

                Doors
                  main  secured  open        self-service until 22:00        main-in ready, \
                main-pad ready
                  yard  secured  no contact  staffed until 2026-11-23 08:00

                Devices
                  main-scanner  scanner  lost  unplugged

                Station
                  library    does not answer since 20:31: connection refused
                  patrons    12034 cards, facts from 1 min to 7 d old
                  ledger     211 entries, the newest is 311
                  let in     120 since the start
                  refused    7: closed 3, wrong-pin 3, blocked 1
                  bad scans  2: too-long 2
                  throttle   2 cards or readers have wrong attempts held
                  settings   /etc/portner/portner.yaml, read 06:00

                Next: portner events --alarms

                """
        )
    }

    @Test func `paints what is wrong and keeps the columns`() {
        let text = StatusText(Fixture.badStatus, style: TextStyle(isColored: true)).text
        #expect(text.contains("  \u{1B}[1;31mFAIL\u{1B}[0m  door yard     is out"))
        #expect(text.contains("scanner  \u{1B}[1;31mlost\u{1B}[0m  \u{1B}[2munplugged\u{1B}[0m\n"))
    }

    @Test func `lets nothing steer the terminal`() {
        var status = Fixture.goodStatus
        status.devices[0].detail = "\u{1B}[2Jusb\u{202E}\n1"
        let text = StatusText(status, style: plain).text
        #expect(text.contains("ready  ?[2Jusb??1\n"))
        #expect(!text.contains("\u{1B}"))
    }
}

@Suite struct `The problems of a status` {
    private func problems(
        _ change: (inout StatusReport) -> Void
    ) -> [StatusProblem] {
        var status = Fixture.goodStatus
        change(&status)
        return StatusProblem.list(status)
    }

    @Test func `are none when everything works`() {
        #expect(problems { _ in }.isEmpty)
    }

    @Test func `include a ledger that takes no entries`() throws {
        let problem = try #require(problems { $0.ledger.state = .failing }.first)
        #expect(problem.severity == .failure)
        #expect(problem.subject == "ledger")
    }

    @Test(arguments: [("unset", "is not set"), ("jumped", "has jumped")])
    func `include a clock that is not believed`(clock: String, words: String) throws {
        let problem = try #require(problems { $0.clock = clock }.first)
        #expect(problem.text.hasPrefix(words))
        #expect(problem.next == "timedatectl status")
    }

    @Test func `include a cache that cannot be used`() {
        #expect(problems { $0.cache.isTrusted = false }.map(\.subject) == ["cache"])
    }

    @Test func `include a door in lock-down, with the way out of it`() throws {
        let problem = try #require(problems { $0.doors[0].availability = "locked-down" }.first)
        #expect(problem.severity == .warning)
        #expect(problem.next == #"portner door resume main --reason "...""#)
    }

    @Test func `include old data that was not deleted`() throws {
        let failed = StatusReport.Retention(lastDone: Fixture.now, failure: "disk")
        let problem = try #require(problems { $0.retention = failed }.first)
        #expect(problem.subject == "privacy")
        #expect(problem.text == "old data was not deleted in time: disk")
        let late = StatusReport.Retention(
            lastDone: Fixture.time("2026-11-19T20:46:05+01:00"),
            failure: nil
        )
        #expect(problems { $0.retention = late }.map(\.subject) == ["privacy"])
        let done = StatusReport.Retention(lastDone: Fixture.now, failure: nil)
        #expect(problems { $0.retention = done }.isEmpty)
        // Not yet done since a start of today.
        let fresh = StatusReport.Retention(lastDone: nil, failure: nil)
        #expect(problems { $0.retention = fresh }.isEmpty)
    }

    @Test func `include fire`() {
        let found = problems { status in
            status.doors[0].reasons = ["fire"]
            status.doors[0].lock = .released
        }
        #expect(found.map(\.text) == ["the fire input is active; the lock is released"])
    }

    @Test func `include settings that were refused`() throws {
        let problem = try #require(problems { $0.configuration.lastError = "line 3" }.first)
        #expect(problem.next == "portner config check /etc/portner/portner.yaml")
    }

    @Test func `include what kiosks leave to a person, and not what goes by itself`() throws {
        let found = problems { $0.outbox = StatusReport.Outbox(waiting: 2, forStaff: 0) }
        #expect(found.isEmpty)
        let problem = try #require(
            problems { $0.outbox = StatusReport.Outbox(waiting: 2, forStaff: 3) }.first
        )
        #expect(problem.severity == .warning)
        #expect(problem.next == "portner outbox list --staff")
    }

    @Test func `include losses since the start`() {
        let found = problems { status in
            status.counters.recordsLost = 2
            status.counters.eventsDropped = 5
        }
        #expect(found.map(\.subject) == ["ledger", "load"])
    }

    @Test func `put failures before warnings`() {
        let found = problems { status in
            status.library.isReachable = false
            status.devices[0].state = .lost
            status.ledger.state = .failing
        }
        #expect(found.map(\.subject) == ["ledger", "main-scanner", "library"])
    }
}
