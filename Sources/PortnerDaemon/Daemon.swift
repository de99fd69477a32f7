// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import LibraryLink
import LibrarySetup
import LocalHTTP
import Logging
import PortnerCore
import PortnerSettings
import PortnerStore
import ScannerUSB
import ServiceLifecycle
import UnixSignals

/// The whole daemon: reads the configuration, puts the parts together, runs until told to stop.
struct Daemon {
    let configurationPath: String
    let credentials: String?
    let log = EventLog()
    let manager = ServiceManager()

    /// Runs until SIGTERM or SIGINT.
    ///
    /// - Throws: ``DaemonError`` when it cannot start.
    func run() async throws(DaemonError) {
        let settings = try load()
        guard let zone = TimeZone(identifier: settings.timeZone) else {
            throw .start(what: "time-zone", detail: "there is no time zone '\(settings.timeZone)'")
        }
        let clock = SystemClock(zone: zone, mustBeSynchronised: settings.needsSynchronisedClock)
        let startedAt = clock.now()
        let stores = try Stores(settings, credentials: credentials, at: startedAt)
        let parts = try Parts(
            settings,
            path: configurationPath,
            stores: stores,
            clock: clock,
            startedAt: startedAt,
            log: log,
            manager: manager
        )
        do {
            try await parts.run()
        } catch {
            throw .start(what: "portnerd", detail: String(describing: error))
        }
    }

    private func load() throws(DaemonError) -> Settings {
        do throws(SettingsFile.Problems) {
            return try SettingsFile.load(path: configurationPath)
        } catch {
            throw .settings(error)
        }
    }

    /// Secures every lock once and ends: what `ExecStopPost=` calls after a crash.
    func secureLocks() throws(DaemonError) {
        let failures = GPIODriver.secureOnce(try load().lines)
        guard failures.isEmpty else {
            throw .start(what: "locks", detail: failures.map(\.detail).joined(separator: "; "))
        }
    }
}

/// The parts of a running daemon, wired together.
struct Parts: Sendable {
    let settings: Settings
    let inbox = Inbox()
    let clock: SystemClock
    let log: EventLog
    let manager: ServiceManager
    let outlets: Outlets
    let devices: Devices
    let scanners: ScannerUSB
    let link: any LibraryLinking
    let desk: ControlDesk
    let configuration: ConfigurationState
    let roster: RosterWatch?
    let paper: Paperwork
    let throttleCounts: [ThrottleCount]
    let outboxEntries: [OutboxEntry]
    let list: AccessList
    let standing: StandingOrders
    private let look: PanelLook
    private let kioskLooks: [KioskName: KioskLook]
    private let screens: KioskScreens
    private let logger: Logger

    init(
        _ settings: Settings,
        path: String,
        stores: Stores,
        clock: SystemClock,
        startedAt: Moment,
        log: EventLog,
        manager: ServiceManager
    ) throws(DaemonError) {
        self.settings = settings
        self.clock = clock
        self.log = log
        self.manager = manager
        logger = Logger(label: "portnerd") { _ in QuietLogHandler(log: log) }
        (throttleCounts, outboxEntries, list) = try Self.kept(stores, settings)
        standing = stores.orders
        (look, kioskLooks) = try Self.looks(settings)
        let inbox = inbox
        let devices = Devices(settings, inbox: inbox)
        paper = try Paperwork(settings, stores, devices: devices, inbox: inbox, clock, log)
        let (questions, library) = (Answers<LibraryReply>(), LibraryState())
        let port = LibraryLinkPort(
            clock: clock,
            inbox: inbox,
            questions: questions,
            library: library
        )
        link = try LibraryWay(settings.library, stores.librarySecrets).daemonLink(port)
        outlets = Outlets(
            stores: stores,
            inbox: inbox,
            clock: clock,
            locks: settings.demo == nil
                ? GPIODriver(settings.lines, settings.switches) { devices.take($0) }
                : VirtualLocks(),
            link: link,
            panels: PanelHub(),
            kiosks: KioskHub(),
            pins: PINWorker(PINHasher(keys: stores.keys, settings), inbox: inbox),
            receipts: paper.desk,
            pads: paper.pads,
            log: log,
            news: LedgerNews(),
            orders: Answers(),
            demo: settings.demo == nil ? nil : DemoFeed(),
            announcer: HookQueue(settings.hooks.announce, name: "announce", log: log)
        )
        let usb = settings.devices.compactMap { ScannerDevice($0) }
        scanners = ScannerUSB(devices: usb) { devices.take($0) }
        self.devices = devices
        screens = KioskScreens(settings.kioskStands, clock: clock, hub: outlets.kiosks)
        configuration = ConfigurationState(settings, path: path, at: startedAt)
        roster = try RosterWatch(settings, stores, inbox: inbox, log: log, clock: clock)
        desk = ControlDesk(
            inbox: inbox,
            clock: clock,
            stores: stores,
            outlets: outlets,
            devices: devices,
            configuration: configuration,
            library: library,
            questions: questions,
            roster: roster,
            retention: RetentionState(),
            screens: screens,
            refusals: RefusedRequests(inbox: inbox, clock: clock),
            startedAt: startedAt
        )
    }

    /// What the station takes up where it stopped.
    private static func kept(
        _ stores: Stores,
        _ settings: Settings
    ) throws(DaemonError) -> ([ThrottleCount], [OutboxEntry], AccessList) {
        do throws(StoreError) {
            return (
                try stores.ledger.throttleCounts(),
                try stores.ledger.outbox(opening: stores.outboxSeal),
                try stores.list.list()
            )
        } catch {
            throw .store(error, folder: settings.stateDirectory)
        }
    }

    private static func looks(
        _ settings: Settings
    ) throws(DaemonError) -> (PanelLook, [KioskName: KioskLook]) {
        func look(_ languages: [Language]) throws(DaemonError) -> PanelLook {
            do throws(PanelLook.Flaw) {
                return try PanelLook(settings, languages)
            } catch {
                throw .start(what: "panel", detail: error.rawValue)
            }
        }
        var kiosks: [KioskName: KioskLook] = [:]
        for stand in settings.kioskStands {
            let common = try look(stand.screen.languages)
            do throws(KioskLook.Flaw) {
                kiosks[stand.kiosk] = try KioskLook(
                    common,
                    address: settings.panel.url,
                    hasTones: stand.screen.hasTones
                )
            } catch {
                throw .start(what: "kiosk", detail: error.rawValue)
            }
        }
        return (try look(settings.panel.languages), kiosks)
    }

    /// Keeps the file that came into force for an undo; without room for it the doors still open.
    func keepConfiguration() {
        do {
            let kept = KeptConfiguration(stateDirectory: settings.stateDirectory)
            try kept.keep(configuration.report.path)
        } catch {
            let detail = "no undo: \(error.localizedDescription)"
            log.write(.warning, "configuration could not be kept", [("detail", detail)])
        }
    }

    /// Runs all services; on a signal they stop in the reverse order, the doors first.
    func run() async throws {
        keepConfiguration()
        let services: [any Service] =
            [
                ReloadService(parts: self), Housekeeping(parts: self), RosterService(parts: self),
                AlertService(parts: self), KioskScreenWatch(screens: screens, inbox: inbox), link,
            ] + [paper.mail?.link].compactMap(\.self)
            + [panelServer, controlServer, StationService(parts: self)]
        var group = ServiceGroupConfiguration(
            services: services.map {
                .init(
                    service: $0,
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup
                )
            },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        group.maximumGracefulShutdownDuration = .seconds(5)
        try await ServiceGroup(configuration: group).run()
    }

    private var controlServer: ControlServer {
        ControlServer(
            socket: ControlSocket(path: settings.controlSocket, access: settings.controlAccess),
            port: desk.port,
            logger: logger
        ) { [manager] in manager.ready("Starter") }
    }

    private var panelServer: PanelServer {
        let look = look
        let readers = Set(settings.station.readers.map(\.reader))
        let (inbox, clock, paper) = (inbox, clock, paper)
        let demo = outlets.demo.flatMap { feed in
            settings.demo.map {
                DemoPort($0, of: settings, inbox: inbox, feed: feed, paper: paper)
            }
        }
        let (kioskLooks, screens, configuration) = (kioskLooks, screens, configuration)
        return PanelServer(
            panels: PanelPort(
                hub: outlets.panels,
                now: { clock.now() },
                look: { readers.contains($0) ? look : nil },
                companion: { configuration.current.companion(at: $0) },
                press: { inbox.put(.keyPressed($0, reader: $1)) }
            ),
            kiosks: kioskLooks.isEmpty
                ? nil
                : KioskPort(
                    hub: outlets.kiosks,
                    now: { clock.now() },
                    look: { kioskLooks[$0] },
                    hours: { _ in KioskPort.Hours(configuration.current, at: clock.now()) },
                    press: { inbox.put(.kioskPressed($0, kiosk: $1)) },
                    beat: { screens.beat($0) },
                    screen: { screens.report(on: $0) }
                ),
            demo: demo,
            tcpPort: settings.panel.port,
            logger: logger
        )
    }

    /// The line for `systemctl status`: what a technician wants to know first.
    static func statusLine(_ station: Station) -> String {
        let doors = station.doorStates.map { door in
            let lock =
                switch door.availability {
                case .inService, .interlocked: door.reasons.isEmpty ? "secured" : "released"
                case .outOfService: "OUT OF SERVICE"
                case .lockedDown: "locked down"
                case .alarmArmed: "alarm armed"
                }
            return "\(door.name) \(lock)"
        }
        let lost = station.lostDevices.keys.sorted().map { "\($0) LOST" }
        let printers = station.printers.sorted { $0.key < $1.key }.filter { !$0.value.canPrint }
            .map { "\($0.key) CANNOT PRINT" }
        let library =
            switch station.isLibraryReachable {
            case true?: "library reachable"
            case false?: "LIBRARY UNREACHABLE"
            case nil: "library not asked yet"
            }
        let ledger = station.isWritingLedger ? [] : ["LEDGER FAILING"]
        return (doors + lost + printers + [library] + ledger).joined(separator: " · ")
    }
}

extension PanelLook {
    /// The look that the configuration asks for.
    fileprivate init(_ settings: Settings, _ languages: [Language]) throws(Flaw) {
        let colour = settings.panel.identity
        let panel = settings.panel
        let usual = Self.usualHelp
        try self.init(
            libraryName: settings.branch,
            identity: Identity(
                hue: colour.hue,
                saturation: colour.saturation,
                lightness: colour.lightness
            ),
            screen: panel.screen == .tall ? .tall : .small,
            languages: languages,
            help: panel.help.isEmpty
                ? usual
                : Wording(
                    danish: panel.help[.danish] ?? usual.danish,
                    english: panel.help[.english] ?? usual.english,
                    german: panel.help[.german],
                    ukrainian: panel.help[.ukrainian],
                    arabic: panel.help[.arabic]
                ),
            speaks: panel.speaks
        )
    }
}

extension Settings {
    /// Who may connect to the control socket.
    fileprivate var controlAccess: ControlSocket.Access {
        guard let roles = controlRoles else { return .group(controlGroup) }
        let groups: [(ControlRole, String?)] = [
            (.observer, roles.observers), (.staff, roles.staff), (.technician, roles.technicians),
        ]
        return .roles(
            Dictionary(
                uniqueKeysWithValues: groups.compactMap { role, group in
                    group.map { (role, $0) }
                }
            )
        )
    }
}
