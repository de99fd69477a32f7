// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import PortnerCore

/// A status as metrics, in which nobody's coming and going can be followed.
///
/// What people cause is told in steps of ``VisitCounts/shownMin``: a collector that looks every
/// minute would otherwise tell when each of them came. For the same reason it is not told at all
/// how fresh the newest fact is, whether a door stands open, whether a lock is released for
/// somebody, who has to wait after wrong attempts, and how many are inside.
enum StatusMetrics {
    /// The steps in which the ledger's entries are told: a visit leaves several.
    static let entriesStep: Int64 = 100

    /// The figures of a station that answers.
    static func text(_ status: StatusReport) -> String {
        MetricFamily.text(
            [up.with(true)] + station(status) + doors(status) + surroundings(status)
                + stores(status) + people(status.counters)
        )
    }

    /// The one figure of a station that does not.
    static let silence = MetricFamily.text([up.with(false)])

    private static let up = MetricFamily("portner_up", .gauge, "Whether portnerd answers.")

    // MARK: Parts

    private static func station(_ status: StatusReport) -> [MetricFamily] {
        var still = status
        // A door that stands open is a problem while somebody goes through it.
        for index in still.doors.indices { still.doors[index].contact = nil }
        let problems = StatusProblem.list(still)
        func count(_ severity: StatusProblem.Severity) -> Int64 {
            Int64(problems.count { $0.severity == severity })
        }
        return [
            MetricFamily("portner_build_info", .gauge, "The version of portnerd; always 1.")
                .with(1, ["version": status.version]),
            MetricFamily(
                "portner_start_time_seconds",
                .gauge,
                in: .seconds,
                "When portnerd started."
            )
            .with(status.startedAt.secondsSince1970),
            MetricFamily("portner_clock_trusted", .gauge, "Whether the clock is believed.")
                .with(status.clock == "trusted"),
            MetricFamily("portner_problems", .gauge, "What portner status says is wrong.")
                .with(count(.failure), ["severity": "failure"])
                .with(count(.warning), ["severity": "warning"]),
            MetricFamily("portner_alarms", .counter, "Alarms in the ledger since the start.")
                .with(status.counters.alarms.map(Int64.init)),
            MetricFamily(
                "portner_configuration_loaded_timestamp_seconds",
                .gauge,
                in: .seconds,
                "When the configuration in force was read."
            ).with(status.configuration.loadedAt.secondsSince1970),
            MetricFamily(
                "portner_configuration_refused",
                .gauge,
                "Whether a newer configuration was refused."
            ).with(status.configuration.lastError != nil),
        ]
    }

    /// What a door can be; one that waits for another of its group is in service.
    private static let doorStates = [
        "in-service", "out-of-service", "locked-down", "alarm-armed",
    ]

    private static func doors(_ status: StatusReport) -> [MetricFamily] {
        var state = MetricFamily("portner_door_state", .gauge, "1 for the state that a door is in.")
        var fire = MetricFamily("portner_door_fire", .gauge, "Whether the fire input is active.")
        var held = MetricFamily(
            "portner_door_held_open",
            .gauge,
            "Whether the hours hold the lock released."
        )
        for door in status.doors {
            let current = door.availability == "interlocked" ? "in-service" : door.availability
            for known in doorStates + [current].filter({ !doorStates.contains($0) }) {
                state = state.with(known == current, ["door": door.name, "state": known])
            }
            fire = fire.with(door.reasons.contains("fire"), ["door": door.name])
            held = held.with(door.reasons.contains("schedule"), ["door": door.name])
        }
        return [state, fire, held]
    }

    private static func surroundings(_ status: StatusReport) -> [MetricFamily] {
        var devices = MetricFamily("portner_device_up", .gauge, "Whether a device can be used.")
        for device in status.devices {
            let labels: KeyValuePairs = ["device": device.name, "role": device.role]
            devices = devices.with(device.state == .ready, labels)
        }
        return [
            devices,
            MetricFamily("portner_library_up", .gauge, "Whether the library system answers.")
                .with(status.library.isReachable),
            MetricFamily(
                "portner_library_answers_late",
                .counter,
                "Answers that came when the patron had been answered without them."
            ).with(status.counters.answersLate.map(Int64.init)),
            MetricFamily(
                "portner_outbox_waiting",
                .gauge,
                "Transactions of kiosks that the library system hears of later."
            ).with(status.outbox.map { Int64($0.waiting) }),
            MetricFamily(
                "portner_outbox_for_staff",
                .gauge,
                "Transactions of kiosks that wait for a person."
            ).with(status.outbox.map { Int64($0.forStaff) }),
        ]
    }

    private static func stores(_ status: StatusReport) -> [MetricFamily] {
        [
            MetricFamily(
                "portner_cache_trusted",
                .gauge,
                "Whether decisions may rest on the cache."
            )
            .with(status.cache.isTrusted),
            MetricFamily("portner_cache_patrons", .gauge, "Cards that are known, in steps of 5.")
                .with(told(status.cache.patrons)),
            MetricFamily(
                "portner_cache_oldest_fact_timestamp_seconds",
                .gauge,
                in: .seconds,
                "When the oldest fact about a patron was true."
            ).with(status.cache.oldest?.secondsSince1970),
            MetricFamily("portner_ledger_writing", .gauge, "Whether the ledger takes entries.")
                .with(status.ledger.state == .writing),
            MetricFamily("portner_ledger_entries", .gauge, "Entries, in steps of 100.")
                .with(told(status.ledger.entries, step: entriesStep)),
            MetricFamily(
                "portner_ledger_size_bytes",
                .gauge,
                in: .bytes,
                "The size of the ledger's file."
            )
            .with(status.ledger.bytes),
            MetricFamily(
                "portner_ledger_write_failures",
                .counter,
                "Batches that could not be written to the ledger."
            ).with(Int64(status.counters.recordsLost)),
            MetricFamily(
                "portner_retention_done_timestamp_seconds",
                .gauge,
                in: .seconds,
                "When old data was last deleted in time."
            ).with(status.retention?.lastDone?.secondsSince1970),
            MetricFamily("portner_retention_failing", .gauge, "Whether that deletion fails.")
                .with(status.retention.map { $0.failure != nil }),
        ]
    }

    private static func people(_ counters: StatusReport.Counters) -> [MetricFamily] {
        var decisions = MetricFamily(
            "portner_decisions",
            .counter,
            "Decisions at doors since the start, in steps of 5 for each outcome."
        ).with(told(counters.granted), ["outcome": "granted"])
        let codes = Set(Denial.allCases.map(\.rawValue)).union(counters.denied.keys)
        for code in codes.sorted() {
            decisions = decisions.with(told(counters.denied[code] ?? 0), ["outcome": code])
        }
        var scans = MetricFamily(
            "portner_scans_refused",
            .counter,
            "Scans since the start that could not become a card, in steps of 5 for each reason."
        )
        for (reason, count) in counters.scansRefused.sorted(by: { $0.key < $1.key }) {
            scans = scans.with(told(count), ["reason": reason])
        }
        return [
            decisions, scans,
            MetricFamily(
                "portner_events_dropped",
                .counter,
                "Scans and keys that were refused because too many waited."
            ).with(Int64(counters.eventsDropped)),
        ]
    }

    /// A count in steps, rounded down so that it never runs ahead of what happened.
    private static func told(_ count: Int, step: Int64 = Int64(VisitCounts.shownMin)) -> Int64 {
        Int64(count) / step * step
    }
}
