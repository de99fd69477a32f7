// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import LocalHTTP
import PortnerCore
import PortnerSettings
import PortnerStore

/// The state of the whole station, put together from its parts.
extension ControlDesk {
    func status() async throws(ControlFailure) -> StatusReport {
        let station = await inbox.look { $0 }
        let now = clock.now()
        let settings = configuration.current
        // A damaged cache must not hide the rest.
        let statistics = try? stores.cache.statistics()
        do throws(StoreError) {
            let head = try stores.ledger.head()
            return StatusReport(
                startedAt: LocalTime(startedAt.civil),
                now: LocalTime(now.civil),
                clock: now.clock.rawValue,
                doors: doors(of: station, at: now),
                devices: settings.devices.map { report(on: $0) } + reportsOnReceipts(settings),
                library: library.report(at: now),
                cache: StatusReport.Cache(
                    patrons: statistics?.patrons ?? 0,
                    newest: statistics?.newest.map { local($0, at: now) },
                    oldest: statistics?.oldest.map { local($0, at: now) },
                    isTrusted: station.isCacheTrusted && stores.cache.isSound
                        && stores.roster.isSound && statistics != nil
                ),
                ledger: StatusReport.Ledger(
                    entries: Int(head.sequence),
                    lastSequence: UInt64(head.sequence),
                    state: station.isWritingLedger ? .writing : .failing,
                    bytes: ledgerBytes
                ),
                throttledSubjects: station.throttledSubjects,
                counters: StatusReport.Counters(
                    station.counters,
                    eventsDropped: inbox.refusedCount,
                    alarms: outlets.news.alarmCount
                ),
                configuration: configuration.report,
                retention: retention.report,
                occupancy: occupancy(of: station, at: now),
                outbox: settings.kioskStands.isEmpty
                    ? nil : StatusReport.Outbox(station.outbox.entries)
            )
        } catch {
            throw ControlFailure(.ledgerUnreadable, detail: error.description)
        }
    }

    private func doors(of station: Station, at now: Moment) -> [StatusReport.Door] {
        station.doorStates.map { door in
            StatusReport.Door(
                door.name,
                reasons: door.reasons,
                isOpen: door.isOpen,
                availability: door.availability,
                mode: door.schedule.mode(at: now.civil),
                nextChange: door.schedule.nextChange(after: now.civil),
                panels: station.panels.values.filter { $0.door == door.name }
            )
        }
    }

    private func occupancy(of station: Station, at now: Moment) -> StatusReport.Occupancy? {
        guard station.settings.doors.contains(where: \.counts) else { return nil }
        let count = station.occupancy
        return StatusReport.Occupancy(
            inside: count.inside,
            entered: count.entered,
            left: count.left,
            since: local(count.since, at: now),
            lastEntry: count.lastEntry.map { local($0, at: now) },
            lastExit: count.lastExit.map { local($0, at: now) },
            isBlurred: count.isBlurred
        )
    }

    private func report(on device: DeviceSettings) -> StatusReport.Device {
        let state = devices.states[device.name]
        let isVirtual = device.place == .virtual
        return StatusReport.Device(
            name: device.name.text,
            role: device.role.rawValue,
            state: isVirtual || state?.isPresent == true ? .ready : .lost,
            detail: isVirtual ? "virtual" : state?.detail ?? "not found yet"
        )
    }

    /// The kiosks' printers and the mail server, where they are configured.
    private func reportsOnReceipts(_ settings: Settings) -> [StatusReport.Device] {
        let printers = settings.kioskStands.filter { $0.printer != nil }.map { stand in
            let state = devices.printers[stand.kiosk]
            return StatusReport.Device(
                name: stand.kiosk.text,
                role: "printer",
                state: state?.condition.canPrint == true ? .ready : .lost,
                detail: state.map { $0.condition == .ready ? $0.detail : $0.condition.rawValue }
                    ?? "not found yet"
            )
        }
        guard settings.mail?.server != nil else { return printers }
        let state = devices.states[.mail]
        return printers + [
            StatusReport.Device(
                name: DeviceName.mail.text,
                role: "mail",
                state: state?.isPresent == true ? .ready : .lost,
                detail: state?.detail ?? "not found yet"
            )
        ]
    }

    /// The ledger's own file, without the log beside it, which grows and shrinks with every visit.
    private var ledgerBytes: Int64? {
        let path = configuration.current.stateDirectory + "/" + Ledger.fileName
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.int64Value
    }

    func local(_ timestamp: Timestamp, at now: Moment) -> LocalTime {
        LocalTime(CivilTime(timestamp, secondsAheadOfUTC: now.civil.secondsAheadOfUTC))
    }
}
