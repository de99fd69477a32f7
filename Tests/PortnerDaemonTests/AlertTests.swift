// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import PortnerStore
import Testing

@testable import PortnerDaemon

/// A folder of its own with a program in it, gone afterwards.
private final class Workshop {
    let folder: URL
    var told: String { folder.appendingPathComponent("told").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("portner-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// A program that writes its arguments down and ends with a status.
    func program(status: Int = 0, _ body: String = "") throws -> String {
        let file = folder.appendingPathComponent("program")
        let script = "#!/bin/sh\nprintf '%s|' \"$@\" >> '\(told)'\n\(body)\nexit \(status)\n"
        try script.write(to: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file.path)
        return file.path
    }

    func ledger() throws -> Ledger {
        try Ledger.open(in: folder.path, at: Timestamp(milliseconds: 1_795_348_800_000)).ledger
    }

    var words: String { (try? String(contentsOfFile: told, encoding: .utf8)) ?? "" }
}

@Suite struct `A program of the library's own` {
    @Test func `is run with its arguments`() throws {
        let workshop = try Workshop()
        try Hook(path: try workshop.program()).run(["one", "two words"])
        #expect(workshop.words == "one|two words|")
    }

    @Test func `that fails, is not there or never ends is told apart`() throws {
        let workshop = try Workshop()
        #expect(throws: Hook.Failure.status(3)) {
            try Hook(path: try workshop.program(status: 3)).run([])
        }
        #expect(throws: Hook.Failure.self) { try Hook(path: "/nowhere/program").run([]) }
        let endless = Hook(
            path: try workshop.program("exec sleep 600"),
            timeLimit: .milliseconds(200)
        )
        #expect(throws: Hook.Failure.timedOut) { try endless.run([]) }
    }

    @Test func `sees nothing of the daemon's surroundings`() throws {
        let workshop = try Workshop()
        let path = try workshop.program("env > '\(workshop.told)'")
        try Hook(path: path).run([])
        #expect(workshop.words.contains("PATH=/usr/local/bin:/usr/bin:/bin"))
        #expect(!workshop.words.contains("HOME="))
    }
}

@Suite struct `The alarms that staff are told` {
    private func record(_ outcome: String, isAlarm: Bool) -> Record {
        let timestamp = Timestamp(milliseconds: 1_795_348_800_000)
        let moment = Moment(
            uptime: Uptime(.seconds(1)),
            timestamp: timestamp,
            civil: CivilTime(timestamp, secondsAheadOfUTC: 3600),
            clock: .trusted
        )
        return Record(.door, at: moment, isAlarm: isAlarm, [(.door, "front"), (.outcome, outcome)])
    }

    private func desk(
        _ workshop: Workshop,
        _ ledger: Ledger,
        status: Int = 0
    ) throws -> AlertDesk {
        AlertDesk(
            ledger: ledger,
            cursor: AlertCursor(directory: workshop.folder.path),
            branch: "Bakkelund",
            hook: Hook(path: try workshop.program(status: status)),
            log: EventLog()
        )
    }

    @Test func `are those since the first start, each once, together in a message`() throws {
        let workshop = try Workshop()
        let ledger = try workshop.ledger()
        _ = try ledger.append(records: [record("forced-open", isAlarm: true)])
        let desk = try desk(workshop, ledger)
        #expect(desk.deliver())
        #expect(workshop.words.isEmpty)
        _ = try ledger.append(records: [
            record("held-open", isAlarm: true), record("closed", isAlarm: false),
            record("exit-failed", isAlarm: true),
        ])
        #expect(desk.deliver())
        #expect(desk.deliver())
        #expect(workshop.words.hasPrefix("Bakkelund: 2|"))
        #expect(workshop.words.contains("door front held-open\n"))
        #expect(workshop.words.contains("exit-failed|"))
        #expect(!workshop.words.contains("forced-open"))
        #expect(!workshop.words.contains("closed"))
    }

    @Test func `are kept until the program has told them, also over a restart`() throws {
        let workshop = try Workshop()
        let ledger = try workshop.ledger()
        _ = try ledger.append(records: [record("started", isAlarm: false)])
        #expect(try desk(workshop, ledger).deliver())
        _ = try ledger.append(records: [record("fire-active", isAlarm: true)])
        #expect(try !desk(workshop, ledger, status: 1).deliver())
        #expect(try desk(workshop, ledger).deliver())
        #expect(workshop.words.components(separatedBy: "fire-active").count == 3)
    }

    @Test func `are spelled out up to a limit`() throws {
        let workshop = try Workshop()
        let ledger = try workshop.ledger()
        let desk = try desk(workshop, ledger)
        #expect(desk.deliver())
        _ = try ledger.append(records: (0..<50).map { _ in record("forced-open", isAlarm: true) })
        #expect(desk.deliver())
        #expect(workshop.words.components(separatedBy: "forced-open").count == 21)
        #expect(workshop.words.contains("and 30 more"))
    }
}
