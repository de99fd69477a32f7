// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import LocalHTTP
import PortnerCore
import Testing

@testable import PortnerCommands

@Suite(.timeLimit(.minutes(5))) struct `portner` {
    @Test func `shows the status`() async throws {
        try await withDaemon { path in
            let console = TestConsole()
            #expect(await console.run("status", "--socket", path) == 0)
            #expect(console.output.hasPrefix("Portner 1.2.3, 2026-11-22 20:46:05, running for"))
            #expect(console.output.contains("Everything works."))
            #expect(console.errors.isEmpty)
        }
    }

    @Test func `shows the status as JSON with a schema`() async throws {
        try await withDaemon { path in
            let console = TestConsole()
            #expect(await console.run("status", "--json", "--socket", path) == 0)
            let data = Data(console.output.utf8)
            let status = try JSONDecoder().decode(StatusReport.self, from: data)
            #expect(status == Fixture.goodStatus)
            #expect(console.output.contains(#""schema" : 1"#))
        }
    }

    @Test func `takes common options before and after the command`() async throws {
        try await withDaemon { path in
            for arguments in [
                ["--json", "--socket", path, "ledger", "verify"],
                ["--socket", path, "ledger", "verify", "--json"],
                ["ledger", "--json", "verify", "--socket=\(path)"],
            ] {
                let console = TestConsole()
                #expect(await console.run(arguments) == 0)
                #expect(console.output.contains(#""isIntact" : true"#))
            }
        }
    }

    @Test func `colours only a terminal whose user wants it`() async throws {
        let station = FakeStation()
        station.set(status: Fixture.badStatus)
        try await withDaemon(station) { path in
            let plain = TestConsole()
            let colored = TestConsole(isTerminal: true, variables: ["TERM": "xterm"])
            let refused = TestConsole(isTerminal: true, variables: ["NO_COLOR": "1"])
            for console in [plain, colored, refused] {
                #expect(await console.run("status", "--socket", path) == 0)
            }
            #expect(colored.output.contains("\u{1B}["))
            #expect(!plain.output.contains("\u{1B}") && !refused.output.contains("\u{1B}"))
        }
    }

    @Test func `watches the status through a restart`() async throws {
        try await withTestFolder { folder in
            let console = TestConsole()
            let socket = ControlSocket(path: folder + "/control.sock")
            async let status = console.run("status", "--watch", "--json", "--socket", socket.path)
            #expect(await console.nextWrite() == "portner: portnerd is not running; waiting\n")
            try await withDaemon(FakeStation(), socket: socket) {
                console.pause(goOn: true)
                #expect(await console.nextWrite()?.hasPrefix(#"{"cache":"#) == true)
                console.pause(goOn: false)
            }
            let ended = await status
            #expect(ended == 0)
        }
    }

    @Test func `lists events`() async throws {
        let station = FakeStation()
        station.set(events: [Fixture.granted, Fixture.forced])
        try await withDaemon(station) { path in
            let words = TestConsole()
            #expect(await words.run("events", "--socket", path) == 0)
            #expect(words.output.split(separator: "\n").count == 2)

            let alarms = TestConsole()
            let arguments = ["events", "--alarms", "--last", "5", "--json", "--socket", path]
            #expect(await alarms.run(arguments) == 0)
            let event = try JSONDecoder()
                .decode(EventReport.self, from: Data(alarms.output.utf8))
            #expect(event == Fixture.forced)
            #expect(
                station.queries.last == EventQuery(after: nil, limit: 5, alarmsOnly: true)
            )
        }
    }

    @Test func `says that there are no events`() async throws {
        try await withDaemon { path in
            let console = TestConsole()
            #expect(await console.run("events", "--socket", path) == 0)
            #expect(console.output.isEmpty)
            #expect(console.errors == "No events.\n")
        }
    }

    @Test func `follows events through a restart without losing one`() async throws {
        try await withTestFolder { folder in
            let console = TestConsole()
            let station = FakeStation()
            let socket = ControlSocket(path: folder + "/control.sock")
            station.set(events: [Fixture.granted])
            let run = try await withDaemon(station, socket: socket) {
                let run = Task {
                    await console.run("events", "--follow", "--json", "--socket", socket.path)
                }
                #expect(await console.nextWrite()?.contains(#""sequence":1"#) == true)
                station.append(Fixture.forced)
                #expect(await console.nextWrite()?.contains(#""sequence":2"#) == true)
                return run
            }
            // The daemon is gone; something happens before the client finds it again.
            #expect(await console.nextWrite() == "portner: portnerd has stopped; waiting for it\n")
            station.append(Fixture.event(3, "clock", ["outcome": "trusted"]))
            try await withDaemon(station, socket: socket) {
                console.pause(goOn: true)
                #expect(await console.nextWrite() == "portner: portnerd is back\n")
                #expect(await console.nextWrite()?.contains(#""sequence":3"#) == true)
                console.pause(goOn: false)
            }
            #expect(await run.value == 0, "\(console.errors)")
        }
    }

    @Test func `follows only alarms when asked`() async throws {
        let station = FakeStation()
        let console = TestConsole()
        let run = try await withDaemon(station) { path in
            let run = Task {
                await console.run("events", "--follow", "--alarms", "--json", "--socket", path)
            }
            station.append(Fixture.granted)
            station.append(Fixture.forced)
            #expect(await console.nextWrite()?.contains(#""sequence":2"#) == true)
            return run
        }
        console.pause(goOn: false)
        #expect(await run.value == 0)
    }

    @Test func `begins anew with a new ledger`() async throws {
        try await withTestFolder { folder in
            let console = TestConsole()
            let socket = ControlSocket(path: folder + "/control.sock")
            let old = FakeStation()
            old.set(events: [Fixture.event(90, "clock", ["outcome": "trusted"])])
            let run = try await withDaemon(old, socket: socket) {
                let run = Task {
                    await console.run("events", "--follow", "--json", "--socket", socket.path)
                }
                #expect(await console.nextWrite()?.contains(#""sequence":90"#) == true)
                return run
            }
            #expect(await console.nextWrite() == "portner: portnerd has stopped; waiting for it\n")
            let new = FakeStation()
            new.set(events: [Fixture.granted])
            try await withDaemon(new, socket: socket) {
                console.pause(goOn: true)
                #expect(await console.nextWrite() == "portner: the ledger begins anew\n")
                console.pause(goOn: true)
                #expect(await console.nextWrite() == "portner: portnerd is back\n")
                #expect(await console.nextWrite()?.contains(#""sequence":1"#) == true)
                console.pause(goOn: false)
            }
            #expect(await run.value == 0, "\(console.errors)")
        }
    }

    @Test func `has an order carried out by the user who gave it`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let console = TestConsole(variables: ["SUDO_UID": "4000000001"])
            let status = await console.run(
                "door",
                "unlock",
                "main",
                "--reason",
                "delivery",
                "--yes",
                "--socket",
                path
            )
            #expect(status == 0)
            let by = getuid() == 0 ? "\(NSUserName()) for user 4000000001" : NSUserName()
            #expect(
                station.orders == [
                    FakeStation.Order(order: .unlock, door: "main", reason: "delivery", by: by)
                ]
            )
            #expect(
                console.output
                    == "Door main: the lock is released for one entry. Recorded for \(by).\n"
            )
        }
    }

    @Test(arguments: [("y", 0, 1), ("yes", 0, 1), ("n", 1, 0), ("", 1, 0)])
    func `asks before an order`(answer: String, status: Int32, orders: Int) async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let console = TestConsole(
                input: [answer],
                isTerminal: true,
                variables: ["TERM": "dumb"]
            )
            let ended = await console.run(
                "door",
                "secure",
                "main",
                "--reason",
                "fault",
                "--socket",
                path
            )
            #expect(ended == status)
            #expect(station.orders.count == orders)
            #expect(console.errors.hasPrefix("Door main: secure the lock and let nobody in"))
        }
    }

    @Test func `gives no order unasked`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let console = TestConsole(input: ["y"])
            let status = await console.run(
                "door",
                "test",
                "main",
                "--reason",
                "x",
                "--socket",
                path
            )
            #expect(status == 2)
            #expect(station.orders.isEmpty)
        }
    }

    @Test func `ends with 5 when the policy refuses an order`() async throws {
        let station = FakeStation()
        station.set(refusal: .lockedDown)
        try await withDaemon(station) { path in
            let console = TestConsole()
            let status = await console.run(
                "door",
                "unlock",
                "main",
                "--reason",
                "x",
                "--yes",
                "--json",
                "--socket",
                path
            )
            #expect(status == 5)
            let failure = try JSONDecoder()
                .decode(ControlFailure.self, from: Data(console.output.utf8))
            #expect(failure == ControlFailure(.lockedDown))
        }
    }

    @Test(
        arguments: [
            (.granted, 0), (.denied(.closed), 5), (.needs(.askLibrary), 1),
        ] as [(AccessOpinion.Outcome, Int32)]
    )
    func `says what would be decided`(
        opinion: AccessOpinion.Outcome,
        status: Int32
    ) async throws {
        let station = FakeStation()
        station.set(opinion: opinion)
        try await withDaemon(station) { path in
            let console = TestConsole(input: [FakeStation.card])
            let ended = await console.run(
                "access",
                "check",
                "--door",
                "side",
                "--at",
                "23:15",
                "--explain",
                "--socket",
                path
            )
            #expect(ended == status)
            let question = try #require(station.questions.first)
            #expect(question.door == "side")
            #expect(question.time == PlannedTime("23:15"))
            #expect(question.isRightCard)
            #expect(console.output.contains("self-service hours"))
            #expect(!(console.output + console.errors).contains(FakeStation.card))
        }
    }

    @Test func `asks a person for the card without showing it`() async throws {
        try await withDaemon { path in
            let console = TestConsole(
                input: [FakeStation.card],
                isTerminal: true,
                variables: ["TERM": "dumb"]
            )
            #expect(await console.run("access", "check", "--socket", path) == 0)
            #expect(console.prompts.count == 1)
        }
    }

    @Test(
        arguments: [
            (["x"], "not-a-card"), ([], "not-a-card"), (["   "], "not-a-card"),
        ] as [([String], String)]
    )
    func `refuses what cannot be a card`(input: [String], code: String) async throws {
        try await withDaemon { path in
            let console = TestConsole(input: input)
            #expect(await console.run("access", "check", "--json", "--socket", path) == 2)
            #expect(console.output.contains(code))
        }
    }

    @Test func `verifies the ledger`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let good = TestConsole()
            #expect(await good.run("ledger", "verify", "--socket", path) == 0)
            #expect(
                good.output
                    == "The ledger is intact: 2 entries, 1 of them without their personal part.\n"
            )
            station.set(
                ledger: LedgerReport(
                    isIntact: false,
                    entries: 9,
                    erased: 0,
                    lastSequence: 5,
                    brokenAt: 6,
                    detail: "the hash differs"
                )
            )
            let broken = TestConsole()
            #expect(await broken.run("ledger", "verify", "--socket", path) == 1)
            #expect(broken.output.hasPrefix("The ledger is broken at entry 6: the hash differs.\n"))
            station.set(ledger: LedgerReport(isIntact: true, entries: 2, lastSequence: 2))
            let uncounted = TestConsole()
            #expect(await uncounted.run("ledger", "verify", "--socket", path) == 0)
            #expect(uncounted.output == "The ledger is intact: 2 entries.\n")
        }
    }

    @Test func `shows both versions`() async throws {
        try await withDaemon { path in
            let console = TestConsole()
            #expect(await console.run("version", "--socket", path) == 0)
            #expect(console.output == "portner \(ControlAPI.version)\nportnerd 1.2.3\n")
        }
    }
}

@Suite struct `portner without a daemon` {
    @Test(
        arguments: [
            ["status"], ["events"], ["events", "--follow"], ["ledger", "verify"],
            ["door", "unlock", "main", "--reason", "x", "--yes"],
            ["access", "lift", "--reader", "main-in", "--reason", "x"],
        ]
    )
    func `ends with 3 and names the next command`(arguments: [String]) async throws {
        try await withTestFolder { folder in
            let words = TestConsole()
            let all = arguments + ["--socket", folder + "/control.sock"]
            #expect(await words.run(all) == 3)
            #expect(words.output.isEmpty)
            #expect(
                words.errors
                    == "portner: portnerd is not running\nNext: systemctl status portnerd\n"
            )
            let json = TestConsole()
            #expect(await json.run(all + ["--json"]) == 3)
            #expect(json.errors.isEmpty)
            let failure = try JSONDecoder()
                .decode(ControlFailure.self, from: Data(json.output.utf8))
            #expect(failure == ControlFailure(.notRunning))
        }
    }

    @Test func `still shows its own version`() async throws {
        try await withTestFolder { folder in
            let console = TestConsole()
            #expect(await console.run("version", "--socket", folder + "/no.sock") == 0)
            #expect(console.output == "portner \(ControlAPI.version)\n")
            #expect(console.errors == "portnerd: portnerd is not running\n")
        }
    }

    @Test(
        arguments: [
            ["door", "unlock", "main"], ["door", "unlock", "main", "--reason", " "],
            ["door", "unlock", "--reason", "x"], ["events", "--last", "0"],
            ["events", "--last", "1001"], ["events", "--last", "many"], ["teapot"],
            ["access", "lift", "--reader", "main-in"], ["access", "lift", "--reason", "\t"],
            ["status", "--colour"], ["completion", "ksh"],
            ["door", "unlock", "main", "--reason", String(repeating: "x", count: 201)],
        ]
    )
    func `ends with 2 for wrong usage`(arguments: [String]) async {
        let console = TestConsole()
        #expect(await console.run(arguments) == 2)
        #expect(console.output.isEmpty)
        #expect(!console.errors.isEmpty)
    }

    @Test func `takes no card as an argument`() async {
        let console = TestConsole()
        #expect(await console.run(["access", "check", FakeStation.card]) == 2)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `completes in a shell`(shell: String) async {
        let console = TestConsole()
        #expect(await console.run("completion", shell) == 0)
        #expect(console.output.contains("portner"))
    }

    @Test func `shows help on standard output`() async {
        let console = TestConsole()
        #expect(await console.run("help", "door") == 0)
        #expect(console.output.contains("escape path") || console.output.contains("SUBCOMMANDS"))
        #expect(console.errors.isEmpty)
    }
}

@Suite struct `portner config check` {
    private let problems = [
        ConfigurationReport.Problem(
            file: "/etc/a.yaml",
            line: 12,
            key: "doors[0].pulse",
            message: "is longer than 30 s"
        ),
        ConfigurationReport.Problem(file: "/etc/a.yaml", line: 0, key: "", message: "is empty"),
    ]

    @Test func `is content with a good file`() async {
        let console = TestConsole()
        #expect(await console.run("config", "check", "/etc/a.yaml") == 0)
        #expect(console.output == "/etc/a.yaml is good.\n")
    }

    @Test func `names file, line and key of every problem`() async {
        let console = TestConsole(problems: problems)
        #expect(await console.run("config", "check", "/etc/a.yaml") == 78)
        #expect(
            console.output == """
                /etc/a.yaml:12: doors[0].pulse: is longer than 30 s
                /etc/a.yaml: is empty

                """
        )
    }

    @Test func `writes JSON with a schema`() async throws {
        let console = TestConsole(problems: problems)
        #expect(await console.run("config", "check", "--json", "/etc/a.yaml") == 78)
        let report = try JSONDecoder()
            .decode(ConfigurationReport.self, from: Data(console.output.utf8))
        #expect(report == ConfigurationReport(path: "/etc/a.yaml", problems: problems))
        #expect(report.schema == 1 && !report.isValid)
    }
}
