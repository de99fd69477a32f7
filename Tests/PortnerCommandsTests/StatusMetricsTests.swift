// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import PortnerCore
import Testing

@testable import PortnerCommands

@Suite(.timeLimit(.minutes(5))) struct `The metrics of a status` {
    private func read(_ status: StatusReport) throws -> OpenMetricsText {
        try OpenMetricsText(StatusMetrics.text(status))
    }

    @Test(arguments: [Fixture.goodStatus, Fixture.badStatus, Fixture.wholeStatus])
    func `are text that a strict reader takes`(status: StatusReport) throws {
        let metrics = try read(status)
        #expect(metrics.value("portner_up") == 1)
        #expect(metrics.families.allSatisfy { $0.name.hasPrefix("portner_") && $0.help != nil })
    }

    @Test func `come back as what the status says`() throws {
        let (status, metrics) = (Fixture.wholeStatus, try read(Fixture.wholeStatus))
        let plain: [(String, Int64?)] = [
            ("portner_start_time_seconds", status.startedAt.secondsSince1970),
            ("portner_clock_trusted", 1), ("portner_alarms", 4),
            ("portner_configuration_refused", 0), ("portner_library_up", 1),
            ("portner_library_answers_late", 2), ("portner_outbox_waiting", 3),
            ("portner_outbox_for_staff", 1), ("portner_cache_trusted", 1),
            (
                "portner_cache_oldest_fact_timestamp_seconds",
                status.cache.oldest?.secondsSince1970
            ),
            ("portner_ledger_writing", 1), ("portner_ledger_size_bytes", 73_728),
            ("portner_ledger_write_failures", 0), ("portner_retention_failing", 0),
            (
                "portner_retention_done_timestamp_seconds",
                status.retention?.lastDone?.secondsSince1970
            ),
            (
                "portner_configuration_loaded_timestamp_seconds",
                status.configuration.loadedAt.secondsSince1970
            ), ("portner_events_dropped", 0),
        ]
        for (name, value) in plain { #expect(metrics.value(name) == value, "\(name)") }
        #expect(metrics.value("portner_build_info", ["version": "1.2.3"]) == 1)
        #expect(metrics.value("portner_problems", ["severity": "warning"]) == 1)
        #expect(metrics.value("portner_problems", ["severity": "failure"]) == 0)
        #expect(metrics.value("portner_door_held_open", ["door": "yard"]) == 1)
        #expect(metrics.value("portner_door_held_open", ["door": "main"]) == 0)
        let device = ["device": "main-scanner", "role": "scanner"]
        #expect(metrics.value("portner_device_up", device) == 1)
    }

    @Test func `say what is wrong`() throws {
        var status = Fixture.badStatus
        status.doors[0].reasons = ["fire"]
        status.clock = "jumped"
        status.cache.isTrusted = false
        status.ledger.state = .failing
        status.configuration.lastError = "line 3"
        let metrics = try read(status)
        for name in ["clock_trusted", "cache_trusted", "ledger_writing", "library_up"] {
            #expect(metrics.value("portner_\(name)") == 0, "\(name)")
        }
        #expect(metrics.value("portner_configuration_refused") == 1)
        #expect(metrics.value("portner_door_fire", ["door": "main"]) == 1)
        let device = ["device": "main-scanner", "role": "scanner"]
        #expect(metrics.value("portner_device_up", device) == 0)
    }

    @Test(
        arguments: [
            ("in-service", "in-service"), ("interlocked", "in-service"),
            ("out-of-service", "out-of-service"), ("locked-down", "locked-down"),
            ("alarm-armed", "alarm-armed"), ("of-a-newer-daemon", "of-a-newer-daemon"),
        ]
    )
    func `show a door in exactly one state`(availability: String, state: String) throws {
        var status = Fixture.goodStatus
        status.doors[0].availability = availability
        let family = try read(status).families.first { $0.name == "portner_door_state" }
        let held = family?.samples.filter { $0.labels["door"] == "main" && $0.value == 1 }
        #expect(held?.map { $0.labels["state"] } == [state])
    }

    @Test func `are the same before a visit and after it`() throws {
        var before = Fixture.wholeStatus
        before.cache.patrons = 12_030
        before.occupancy = StatusReport.Occupancy(
            inside: 0,
            entered: 0,
            left: 0,
            since: before.startedAt,
            lastEntry: nil,
            lastExit: nil,
            isBlurred: false
        )
        var after = before
        after.occupancy?.inside = 1
        after.occupancy?.entered = 1
        after.occupancy?.lastEntry = after.now
        after.doors[0].lock = .released
        after.doors[0].reasons = ["grant"]
        after.doors[0].contact = .open
        after.doors[0].readers[0].sign = "granted"
        after.doors[1].availability = "interlocked"
        after.cache.newest = after.now
        after.cache.patrons += 1
        after.ledger.entries += 6
        after.ledger.lastSequence += 6
        after.throttledSubjects += 1
        after.counters.granted += 1
        after.counters.denied["wrong-pin", default: 0] += 1
        after.counters.scansRefused["too-long", default: 0] += 1
        after.counters.ignored["late"] = 1
        #expect(StatusMetrics.text(before) == StatusMetrics.text(after))
        // Nor does a door that is left open for a moment count as something wrong.
        after.doors[0].lock = .secured
        after.doors[0].reasons = []
        #expect(StatusMetrics.text(before) == StatusMetrics.text(after))
    }

    @Test(arguments: [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10)])
    func `tell in steps of five what people cause`(count: Int, told: Int64) throws {
        var status = Fixture.goodStatus
        status.counters.granted = count
        status.counters.denied = ["blocked": count, "of-a-newer-daemon": count]
        status.counters.scansRefused = ["too-long": count]
        status.cache.patrons = count
        let metrics = try read(status)
        for outcome in ["granted", "blocked", "of-a-newer-daemon"] {
            #expect(metrics.value("portner_decisions", ["outcome": outcome]) == told)
        }
        #expect(metrics.value("portner_decisions", ["outcome": "wrong-pin"]) == 0)
        #expect(metrics.value("portner_scans_refused", ["reason": "too-long"]) == told)
        #expect(metrics.value("portner_cache_patrons") == told)
    }

    @Test func `count every denial from the first day on`() throws {
        let family = try read(Fixture.goodStatus).families.first { $0.name == "portner_decisions" }
        let outcomes = Set((family?.samples ?? []).compactMap { $0.labels["outcome"] })
        #expect(outcomes == Set(Denial.allCases.map(\.rawValue)).union(["granted"]))
    }

    @Test func `escape what stands in a label`() throws {
        let name = "a\\b\"c\nd"
        var status = Fixture.goodStatus
        status.version = name
        #expect(StatusMetrics.text(status).contains(#"{version="a\\b\"c\nd"} 1"#))
        #expect(try read(status).value("portner_build_info", ["version": name]) == 1)
    }

    @Test func `are all in the documentation, with type and labels, and nothing else is`() throws {
        let checkout = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = "Sources/PortnerCommands/PortnerCommands.docc/Metrics.md"
        let text = try String(contentsOf: checkout.appending(path: page), encoding: .utf8)
        let documented = text.split(separator: "\n").filter { $0.hasPrefix("| `portner_") }.map {
            $0.split(separator: "|", omittingEmptySubsequences: false).dropFirst().prefix(3)
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let written = try read(Fixture.wholeStatus).families.map { family in
            let name = family.type == "counter" ? "\(family.name)_total" : family.name
            let labels = family.samples.first?.labels.keys.sorted() ?? []
            return [
                "`\(name)`", family.type ?? "", labels.map { "`\($0)`" }.joined(separator: ", "),
            ]
        }
        #expect(documented == written)
    }

    @Test func `are what portner status --metrics writes`() async throws {
        try await withDaemon { path in
            let console = TestConsole()
            #expect(await console.run("status", "--metrics", "--socket", path) == 0)
            #expect(console.output == StatusMetrics.text(Fixture.goodStatus))
            #expect(console.errors.isEmpty)
        }
    }

    @Test func `say that nobody answers, and so does the exit status`() async throws {
        try await withTestFolder { folder in
            let console = TestConsole()
            let status = await console.run("status", "--metrics", "--socket", "\(folder)/none")
            #expect(status == 3)
            let metrics = try OpenMetricsText(console.output)
            #expect(metrics.families.count == 1 && metrics.value("portner_up") == 0)
        }
    }

    @Test(arguments: ["--watch", "--json"])
    func `are of no other form`(option: String) async {
        #expect(await TestConsole().run("status", "--metrics", option) == 2)
    }
}

@Suite struct `A strict reader of metrics` {
    @Test func `reads figures with labels`() throws {
        let text = """
            # TYPE a_seconds gauge
            # UNIT a_seconds seconds
            # HELP a_seconds Since \\"when\\".
            a_seconds{b="c\\\\",d="\\n"} -1
            a_seconds{b="c",d=""} 2
            # TYPE e counter
            e_total 3
            # EOF

            """
        let metrics = try OpenMetricsText(text)
        #expect(metrics.value("a_seconds", ["b": "c\\", "d": "\n"]) == -1)
        #expect(metrics.value("a_seconds", ["b": "c", "d": ""]) == 2)
        #expect(metrics.value("e") == 3)
        #expect(metrics.families[0].help == "Since \"when\".")
    }

    @Test(
        arguments: [
            "", "# EOF", "# EOF\n# EOF\n", "a 1\n# EOF\n", "# TYPE a gauge\n# EOF\n",
            "# TYPE a gauge\n\na 1\n# EOF\n", "# TYPE a gauge\na 1.5x\n# EOF\n",
            "# TYPE a gauge\na 1 \n# EOF\n", "# TYPE a gauge\na +1\n# EOF\n",
            "# TYPE a gauge\nab 1\n# EOF\n", "# TYPE a gauge\na 1\na 1\n# EOF\n",
            "# TYPE a counter\na 1\n# EOF\n", "# TYPE a counter\na_total -1\n# EOF\n",
            "# TYPE a info\na_info 1\n# EOF\n", "# TYPE a gauge\n# TYPE a gauge\na 1\n# EOF\n",
            "# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n",
            "# TYPE a gauge\na 1\n# HELP a b\n# EOF\n",
            "# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# TYPE a gauge\na 1\n# EOF\n",
            "# TYPE 1a gauge\n1a 1\n# EOF\n", "# HELP a b\"c\n# TYPE a gauge\na 1\n# EOF\n",
            "# TYPE a gauge\na{} 1\n# EOF\n", "# TYPE a gauge\na{b=c} 1\n# EOF\n",
            "# TYPE a gauge\na{b=\"c} 1\n# EOF\n", "# TYPE a gauge\na{b=\"\\c\"} 1\n# EOF\n",
            "# TYPE a gauge\na{b=\"c\",b=\"d\"} 1\n# EOF\n",
            "# TYPE a gauge\na{__b=\"c\"} 1\n# EOF\n",
            "# TYPE a gauge\na{b=\"c\"} 1\na{d=\"c\"} 1\n# EOF\n",
        ]
    )
    func `refuses everything else`(text: String) {
        #expect(throws: OpenMetricsText.Flaw.self) { try OpenMetricsText(text) }
    }
}
