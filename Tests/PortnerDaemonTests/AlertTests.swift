// SPDX-License-Identifier: MPL-2.0

import Foundation
import Glibc
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
        let (draft, file) = (
            folder.appendingPathComponent("draft"), folder.appendingPathComponent("program")
        )
        let script = "#!/bin/sh\nprintf '%s|' \"$@\" >> '\(told)'\n\(body)\nexit \(status)\n"
        try script.write(to: draft, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: draft.path)
        // Another process writes it: one that another test starts meanwhile could have this one's
        // open file, and what is open for writing is not run.
        let copy = try Process.run(
            URL(fileURLWithPath: "/bin/cp"),
            arguments: ["-p", draft.path, file.path]
        )
        copy.waitUntilExit()
        try #require(copy.terminationStatus == 0)
        return file.path
    }

    func ledger() throws -> Ledger {
        try Ledger.open(in: folder.path, at: Timestamp(milliseconds: 1_795_348_800_000)).ledger
    }

    /// A way for a program to tell that it lives.
    ///
    /// It ends when the last one that writes there does, unless it is held open from here.
    func lifeline(isHeldOpen: Bool = false) throws -> FileHandle {
        let path = folder.appendingPathComponent("life").path
        try #require(unsafe mkfifo(path, 0o600) == 0)
        let file = unsafe open(path, (isHeldOpen ? O_RDWR : O_RDONLY) | O_NONBLOCK)
        _ = fcntl(file, F_SETFL, 0)
        return FileHandle(fileDescriptor: file, closeOnDealloc: true)
    }

    var cursor: AlertCursor { AlertCursor(directory: folder.path) }

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

    @Test func `has ended when it has, whatever it left in the background`() throws {
        let workshop = try Workshop()
        let hook = Hook(path: try workshop.program("sleep 30 &"), timeLimit: .seconds(20))
        try hook.run(["one"])
        #expect(workshop.words == "one|")
    }

    @Test func `takes with it what it has started when its time is over`() throws {
        let workshop = try Workshop()
        let life = try workshop.lifeline()
        let hook = Hook(
            path: try workshop.program("sleep 600 > '\(workshop.folder.path)/life' &\nwait"),
            timeLimit: .milliseconds(500)
        )
        #expect(throws: Hook.Failure.timedOut) { try hook.run([]) }
        // Nobody lives who could write any more.
        #expect(try life.readToEnd()?.isEmpty ?? true)
    }

    @Test func `is ended when the daemon stops, and not begun again`() async throws {
        let workshop = try Workshop()
        let life = try workshop.lifeline(isHeldOpen: true)
        let body = "exec > '\(workshop.folder.path)/life'\necho begun\nsleep 600"
        let hook = Hook(path: try workshop.program(body), timeLimit: .seconds(60))
        let (outcomes, outcome) = AsyncStream<Result<Void, Hook.Failure>>.makeStream()
        let thread = Thread {
            outcome.yield(Result { () throws(Hook.Failure) in try hook.run([]) })
            // Also when nothing has begun there is something to read.
            life.write(Data("over".utf8))
        }
        thread.start()
        #expect(!life.availableData.isEmpty)
        hook.stop()
        let ended = try #require(await outcomes.first { _ in true })
        #expect(throws: Hook.Failure.stopped) { try ended.get() }
        #expect(throws: Hook.Failure.stopped) { try hook.run([]) }
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
        let hook = Hook(path: try workshop.program(status: status))
        return AlertDesk(
            ledger: ledger,
            cursor: workshop.cursor,
            branch: "Bakkelund",
            log: EventLog(),
            tell: { try hook.run($0) }
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

    @Test func `are read to the newest, however many there are, and told at once`() throws {
        let workshop = try Workshop()
        let ledger = try workshop.ledger()
        let desk = try desk(workshop, ledger)
        #expect(desk.deliver())
        for _ in 0..<3 {
            _ = try ledger.append(
                records: (0..<AlertService.entriesMax).map { record("\($0)", isAlarm: $0 == 7) }
            )
        }
        #expect(desk.deliver())
        #expect(workshop.words.hasPrefix("Bakkelund: 3|"))
    }

    @Test func `are told from the first when the ledger is another one`() throws {
        let workshop = try Workshop()
        try workshop.cursor.keep(1000)
        let ledger = try workshop.ledger()
        _ = try ledger.append(records: [record("fire-active", isAlarm: true)])
        let desk = try desk(workshop, ledger)
        #expect(desk.deliver())
        #expect(workshop.words.contains("fire-active"))
        #expect(workshop.cursor.place == .after(1))
    }

    @Test func `are told from the first when nobody knows how far they were`() throws {
        let workshop = try Workshop()
        try Data("?".utf8).write(to: URL(fileURLWithPath: workshop.cursor.path))
        let ledger = try workshop.ledger()
        _ = try ledger.append(records: [record("fire-active", isAlarm: true)])
        let desk = try desk(workshop, ledger)
        #expect(desk.deliver())
        #expect(workshop.words.contains("fire-active"))
    }

    @Test func `are told once although nobody can keep that they were`() throws {
        let workshop = try Workshop()
        try workshop.cursor.keep(0)
        let ledger = try workshop.ledger()
        _ = try ledger.append(records: [record("fire-active", isAlarm: true)])
        let hook = Hook(path: try workshop.program())
        let missing = AlertDesk(
            ledger: ledger,
            cursor: AlertCursor(directory: workshop.folder.path + "/missing"),
            branch: "Bakkelund",
            log: EventLog(),
            tell: { try hook.run($0) }
        )
        #expect(!missing.deliver())
        _ = try ledger.append(records: [record("held-open", isAlarm: true)])
        for _ in 0..<2 { #expect(!missing.deliver()) }
        #expect(workshop.words.components(separatedBy: "held-open").count == 2)
    }

    @Test func `are told from behind an entry that cannot be read`() throws {
        let workshop = try Workshop()
        try workshop.cursor.keep(0)
        let before = try workshop.ledger()
        _ = try before.append(records: [
            record("exit-failed", isAlarm: true), record("damaged", isAlarm: true),
            record("fire-active", isAlarm: true), record("closed", isAlarm: false),
        ])
        try before.close()
        let file = workshop.folder.appendingPathComponent(Ledger.fileName)
        var bytes = try Data(contentsOf: file)
        let place = try #require(bytes.range(of: Data("outcome=damaged".utf8)))
        bytes[place.lowerBound + 7] = UInt8(ascii: "~")
        try bytes.write(to: file)
        let ledger = try workshop.ledger()
        #expect(throws: StoreError.damaged) { try ledger.entries(after: 0, limit: 10) }
        #expect(try desk(workshop, ledger).deliver())
        #expect(workshop.words.hasPrefix("Bakkelund: 2|"))
        #expect(workshop.words.contains("fire-active"))
        #expect(workshop.cursor.place == .after(4))
    }
}

@Suite struct `Somebody who waits for letters` {
    @Test func `hears how many were delivered when all have come to their end`() {
        let waits = LetterWaits()
        let wait = waits.begin([1, 2, 3])
        #expect(waits.ended(2, isDelivered: false))
        #expect(waits.ended(1, isDelivered: true))
        #expect(waits.ended(3, isDelivered: true))
        #expect(wait.delivered() == 2)
    }

    @Test func `takes no word about a letter of somebody else`() {
        let waits = LetterWaits()
        let wait = waits.begin([1])
        #expect(!waits.ended(7, isDelivered: true))
        #expect(waits.ended(1, isDelivered: false))
        #expect(!waits.ended(1, isDelivered: true))
        #expect(wait.delivered() == 0)
    }

    @Test func `goes when the daemon stops, and does not begin again`() {
        let waits = LetterWaits()
        let wait = waits.begin([1])
        waits.stop()
        #expect(wait.delivered() == 0)
        #expect(waits.begin([2]).delivered() == 0)
        #expect(waits.begin([]).delivered() == 0)
    }
}
