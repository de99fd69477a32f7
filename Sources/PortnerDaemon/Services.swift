// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import Logging
import PortnerCore
import PortnerSettings
import PortnerStore
import ScannerUSB
import ServiceLifecycle
import UnixSignals

/// The station with its locks and scanners.
///
/// It is the last service to start and the first to stop: when a signal comes, every lock that no
/// fire input holds released is secured before anything else happens.
struct StationService: Service {
    let parts: Parts

    func run() async throws {
        let (inbox, outlets, clock) = (parts.inbox, parts.outlets, parts.clock)
        let (settings, counts) = (parts.settings.station, parts.throttleCounts)
        let (entries, list) = (parts.outboxEntries, parts.list)
        let standing = parts.standing
        let thread = StationThread(inbox: inbox, manager: parts.manager)
        inbox.put(.stationChanged(code: "started", detail: startDetail))
        // Before the station's first order: a lock that it cannot drive is one that is lost.
        startLocks()
        thread.start(clock: clock) { now in
            StationLoop(
                Station(
                    settings,
                    restoring: counts,
                    entries: entries,
                    list: list,
                    standing: standing,
                    seed: .random(in: .min ... .max),
                    at: now
                ),
                reading: CacheReading(outlets.stores),
                ports: outlets.ports(),
                unwritten: outlets.stores.changesLeft(at: now.timestamp),
                hasLostChanges: outlets.stores.unwritten.hasOverflowed
            )
        } status: {
            Parts.statusLine($0)
        }
        for alarm in outlets.stores.alarms {
            inbox.put(.stationFailed(code: alarm.code, detail: alarm.detail))
        }
        if outlets.stores.unwritten.hasOverflowed {
            let detail = "too much was not written: delete cache, roster and cache.unwritten"
            inbox.put(.stationFailed(code: "cache-unwritten", detail: detail))
        }
        startDevices()
        try? await gracefulShutdown()

        parts.manager.stopping()
        parts.roster?.end()
        for failure in outlets.locks.secureAll() {
            parts.log.write(.error, "lock could not be secured", [("detail", failure.detail)])
        }
        parts.scanners.stop()
        parts.paper.stop()
        outlets.announcer?.stop()
        inbox.put(.stationChanged(code: "stopped", detail: "in good order"))
        inbox.stop()
        await thread.waitUntilEnded()
        outlets.locks.stop()
        outlets.news.end()
        outlets.orders.cancelAll()
        parts.desk.questions.cancelAll()
        try? outlets.stores.cache.close()
        try? outlets.stores.roster.close()
        try? outlets.stores.ledger.close()
    }

    private var startDetail: String {
        ([parts.settings.demo == nil ? nil : "demonstration"].compactMap(\.self)
            + parts.outlets.stores.remarks).joined(separator: "; ")
    }

    /// Missing hardware is a state that technicians see, not a reason not to start.
    private func startLocks() {
        do throws(LockFailure) {
            try parts.outlets.locks.start()
        } catch {
            for door in parts.settings.station.doors {
                parts.inbox.put(
                    .lockChanged(isPresent: false, detail: error.detail, door: door.door)
                )
            }
        }
    }

    private func startDevices() {
        do {
            try parts.scanners.start()
        } catch {
            parts.log.write(.error, "scanners could not be started", [("detail", "\(error)")])
        }
        parts.paper.start()
    }
}

/// Reads the configuration again on SIGHUP.
///
/// A wrong one changes nothing.
struct ReloadService: Service {
    let parts: Parts

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() { reload() }
    }

    private func reload() {
        parts.manager.reloading()
        defer { parts.manager.ready("Configuration read") }
        do throws(SettingsFile.Problems) {
            let new = try SettingsFile.load(path: parts.configuration.report.path)
            let old = parts.configuration.current
            parts.configuration.loaded(new, at: parts.clock.now())
            parts.keepConfiguration()
            let late = old.whatNeedsRestart(comparedWith: new)
            let detail =
                late.isEmpty ? "" : "after a restart: \(late.joined(separator: ", "))"
            let station = new.station(watchedSince: parts.settings)
            parts.inbox.put(.reconfigured(station, detail: detail))
            parts.log.write(.notice, "configuration read", [("detail", detail)])
        } catch {
            for problem in error.list {
                parts.log.write(.error, "configuration refused", [("detail", "\(problem)")])
            }
            let first = error.list.first?.description ?? ""
            parts.configuration.failed(first)
            parts.inbox.put(.stationChanged(code: "configuration-refused", detail: first))
        }
    }
}

extension Settings {
    /// What the station takes of these settings while the drivers still watch the lines of those
    /// with which the daemon started: a line that nobody watches says nothing and is not judged.
    func station(watchedSince start: Settings) -> StationSettings {
        var station = station
        station.doors = station.doors.map { door in
            let lines = lines.first { $0.door == door.door }
            let watched = start.lines.first { $0.door == door.door && $0.chip == lines?.chip }
            func isWatched(_ line: KeyPath<DoorLineSettings, DoorLineSettings.Line?>) -> Bool {
                lines?[keyPath: line] == watched?[keyPath: line]
            }
            var door = door
            door.hasContact = door.hasContact && isWatched(\.contact)
            door.hasBoltSense = door.hasBoltSense && isWatched(\.bolt)
            door.hasAlarmLine = door.hasAlarmLine && isWatched(\.alarm)
            return door
        }
        return station
    }

    /// What differs and is taken only by a restart.
    func whatNeedsRestart(comparedWith new: Settings) -> [String] {
        [
            (
                "devices",
                devices == new.devices && stands == new.stands
                    && kioskStands == new.kioskStands
            ),
            ("locks", lines == new.lines && switches == new.switches),
            ("hooks", hooks == new.hooks),
            ("library", library == new.library),
            ("mail", mail == new.mail),
            ("passes", passes?.issuers == new.passes?.issuers),
            ("roster", roster == new.roster),
            ("panel", panel == new.panel && branch == new.branch),
            ("state-directory", stateDirectory == new.stateDirectory),
            ("control-socket", controlSocket == new.controlSocket),
            ("pin-cost", pinCost == new.pinCost),
            ("control-group", controlGroup == new.controlGroup),
            ("roles", controlRoles == new.controlRoles),
            ("time-zone", timeZone == new.timeZone),
        ].filter { !$0.1 }.map(\.0)
    }
}

/// Lets through what libraries call warnings and errors, into the daemon's own log.
struct QuietLogHandler: LogHandler {
    let log: EventLog
    var logLevel: Logger.Level = .warning
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let priority: LogPriority = event.level >= .error ? .error : .warning
        log.write(priority, "\(event.message)", [("part", "server")])
    }
}
