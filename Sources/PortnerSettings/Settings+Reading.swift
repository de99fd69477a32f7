// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import Foundation
import PortnerCore
import Yams

extension Settings {
    /// The greatest number of devices.
    static let devicesMax = 32
    /// The greatest number of bytes in the path of a Unix socket on Linux.
    static let socketPathLengthMax = 107

    /// Reads the whole file; problems are with the section's reader.
    init?(_ root: SettingsSection) {
        let demo = root.section("demo").map { DemoSettings($0) }
        let isDemo = demo != nil
        let doorSections = root.sections("doors", max: StationSettings.doorsMax)
        let calendar = CalendarSettings(root.section("calendar"))
        let doors = doorSections.map { DoorEntry($0, calendar, isDemo: isDemo) }
        let doorNames = doors.map(\.settings.door)
        calendar.checkDoors(Set(doorNames))
        let building = BuildingEntry(in: root, doors: doorNames, isDemo: isDemo)
        let deviceSections = root.sections("devices", max: Self.devicesMax)
        var devices = deviceSections.map { DeviceSettings($0, isDemo: isDemo) }
        let readerSections = root.sections("readers", max: StationSettings.readersMax)
        let readers = readerSections.map { ReaderEntry($0) }
        let kioskSections = root.sections("kiosks", max: StationSettings.kiosksMax)
        self.demo = demo
        let clock: ClockSource = root.choice("clock") ?? .synchronised
        needsSynchronisedClock = clock == .synchronised
        timeZone = Self.timeZone(root)
        stateDirectory = root.path("state-directory") ?? "/var/lib/portner"
        (controlGroup, controlRoles) = Self.groups(root)
        controlSocket =
            root.path("control-socket", lengthMax: Self.socketPathLengthMax)
            ?? "/run/portner/control.sock"
        let library = root.section("library").map { LibrarySettings.Entry($0) }
        let panel = PanelSettings(root.section("panel"))
        branch = root.required("branch", root.text("branch", lengthMax: 60), or: "")
        mail = MailSettings(in: root, branch: branch, isDemo: isDemo)
        let kiosks = Self.kiosks(kioskSections, panel, library?.settings.carrier, mail, isDemo)
        self.panel = panel
        roster = root.section("roster").map { RosterSettings($0, isDemo: isDemo) }
        retention = root.duration("keep-personal-parts", in: .days(1)...(.days(90))) ?? .days(30)
        let unseen = root.duration("forget-after", in: .days(7)...(.days(365))) ?? .days(90)
        unseenDays = Int(unseen.components.seconds / 86_400)
        pinCost = root.number("pin-cost", in: 12...16) ?? 14
        passes = root.section("passes").map { PassSettings($0, isDemo: isDemo) }
        station = StationSettings(
            doors: doors.map(\.settings),
            rules: doors.map(\.rules),
            readers: readers.map(\.settings),
            kiosks: kiosks.map(\.settings),
            libraryTimeout: library?.timeout ?? .seconds(2),
            refreshAfter: root.duration("refresh-after", in: .seconds(60)...(.days(7)))
                ?? .seconds(3600),
            blockCardAfter: library?.blockCardAfter,
            sync: Self.sync(root),
            groups: building.groups,
            building: building.settings,
            passes: passes?.rules
        )
        privacy = root.section("privacy").map { PrivacySettings($0) }
        let kioskScanners = Set(kiosks.map(\.stand.scanner))
        Self.readEverything(at: kioskScanners, of: deviceSections, &devices)
        self.devices = devices
        lines = doors.map(\.lines)
        companions = Self.companions(doors)
        (switches, hooks) = (building.switches, building.hooks)
        if mail?.server == nil { hooks.refuseAlertMail(in: root) }
        stands = readers.map(\.stand)
        kioskStands = kiosks.map(\.stand)
        warnings = []
        root.refuseUnknownKeys()
        guard let library = root.required("library", library.map { Optional($0) }, or: nil) else {
            return nil
        }
        self.library = library.settings
        settle(doorSections, deviceSections, readerSections, kioskSections, in: root)
        warnings = root.reader.warnings.sorted { ($0.line, $0.key) < ($1.line, $1.key) }
    }

    /// Checks what several sections say together, and what the scanners are then asked to read.
    private mutating func settle(
        _ doors: [SettingsSection],
        _ devices: [SettingsSection],
        _ readers: [SettingsSection],
        _ kiosks: [SettingsSection],
        in root: SettingsSection
    ) {
        let lists = ["doors", "kiosks"].map { root.value($0) }
        if lists.allSatisfy({ $0 == nil || $0?.sequence?.isEmpty == true }) {
            root.report("doors", "at least one door or kiosk is needed")
        }
        checkReferences(doors: doors, devices: devices, readers: readers)
        checkKiosks(kiosks)
        checkPasses(doors)
        self.devices = readingPasses(self.devices)
    }

    private static func companions(_ doors: [DoorEntry]) -> [DoorName: CompanionText] {
        Dictionary(
            doors.compactMap { door in door.companion.map { (door.settings.door, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private static func kiosks(
        _ sections: [SettingsSection],
        _ panel: PanelSettings,
        _ carrier: LibrarySettings.Carrier?,
        _ mail: MailSettings?,
        _ isDemo: Bool
    ) -> [KioskEntry] {
        sections.map {
            KioskEntry(
                $0,
                panel: panel,
                carrier,
                mailsReceipts: mail != nil,
                isDemo: isDemo
            )
        }
    }

    /// A kiosk's scanner for which no codes are written reads everything.
    private static func readEverything(
        at scanners: Set<DeviceName>,
        of sections: [SettingsSection],
        _ devices: inout [DeviceSettings]
    ) {
        for (index, section) in sections.enumerated()
        where section.value("codes") == nil && scanners.contains(devices[index].name) {
            devices[index].patterns = [.anything]
        }
    }

    /// Who may use the control socket: one group, or several with their roles.
    private static func groups(_ root: SettingsSection) -> (String?, ControlRoleSettings?) {
        let group = root.text("control-group", lengthMax: 32)
        let roles = root.section("roles").map { ControlRoleSettings($0) }
        if group != nil, roles != nil {
            root.report("control-group", "goes without roles; there it is the group of technicians")
        }
        return (group, roles)
    }

    private static func sync(_ root: SettingsSection) -> SyncSettings? {
        let limits = 0...SyncSettings.questionsPerMinuteMax
        let pace =
            root.number("refresh-per-minute", in: limits) ?? SyncSettings.questionsPerMinuteUsual
        return pace == 0 ? nil : SyncSettings(questionsPerMinute: pace)
    }

    fileprivate static func timeZone(_ root: SettingsSection) -> String {
        root.parsed("time-zone", "a time zone such as Europe/Copenhagen") { name in
            TimeZone(identifier: name) == nil ? nil : name
        } ?? "Europe/Copenhagen"
    }
}

extension LibraryExcerpt {
    /// Reads its part of the file; keys of other parts may be there or not.
    init?(_ root: SettingsSection) {
        timeZone = Settings.timeZone(root)
        let entry = root.section("library").map { LibrarySettings.Entry($0) }
        guard let entry = root.required("library", entry.map { Optional($0) }, or: nil) else {
            return nil
        }
        library = entry.settings
    }
}

extension ControlRoleSettings {
    init(_ section: SettingsSection) {
        observers = section.text("observers", lengthMax: 32)
        staff = section.text("staff", lengthMax: 32)
        technicians = section.text("technicians", lengthMax: 32)
        section.refuseUnknownKeys()
        let keys = ["observers", "staff", "technicians"]
        if keys.allSatisfy({ section.value($0) == nil }) {
            section.reader.report(section.node, section.path, "needs at least one group")
        }
        var given: Set<String> = []
        for (key, group) in zip(keys, [observers, staff, technicians]) {
            guard let group, !given.insert(group).inserted else { continue }
            section.report(key, "is a group that has another role already")
        }
    }
}

extension PrivacySettings {
    init(_ section: SettingsSection) {
        library = section.required("library", section.text("library", lengthMax: 100), or: "")
        contact = section.required("contact", section.text("contact"), or: "")
        officer = section.required("dpo", section.text("dpo"), or: "")
        page = section.parsed("url", "an address that begins with 'https://'") { text in
            let isLine = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            return isLine && text.hasPrefix("https://") && text.count <= 200 ? text : nil
        }
        section.refuseUnknownKeys()
    }
}

extension DemoSettings {
    init(_ section: SettingsSection) {
        cards = section.sections("cards", max: Self.cardsMax).map { entry in
            let card = Card(
                number: entry.required("number", entry.text("number", lengthMax: 32), or: ""),
                pin: entry.text("pin", lengthMax: 12) ?? "",
                danish: entry.text("da") ?? "",
                english: entry.text("en") ?? ""
            )
            entry.refuseUnknownKeys()
            return card
        }
        items = section.sections("items", max: Self.itemsMax).map { entry in
            let item = Item(
                number: entry.required("number", entry.text("number", lengthMax: 64), or: ""),
                parts: entry.number("parts", in: 1...4) ?? 1,
                danish: entry.text("da") ?? "",
                english: entry.text("en") ?? ""
            )
            entry.refuseUnknownKeys()
            return item
        }
        section.refuseUnknownKeys()
    }
}

/// A door's part of the file, before it is divided between core and drivers.
struct DoorEntry {
    let settings: DoorSettings
    let rules: DoorRules
    let lines: DoorLineSettings
    let companion: CompanionText?

    init(_ section: SettingsSection, _ calendar: CalendarSettings, isDemo: Bool) {
        let name: DoorName = section.required("name", section.name("name"), or: "unnamed")
        let contact = section.section("contact").map { DoorLineSettings.Line($0) }
        settings = DoorSettings(
            door: name,
            pulse: section.duration("pulse", in: DoorSettings.pulseLimits) ?? .seconds(5),
            relock: section.choice("relock") ?? .whenTimeIsUp,
            hasContact: contact != nil,
            heldOpenAfter: section.duration("held-open-after", in: .seconds(5) ... .seconds(600))
                ?? .seconds(20),
            heldOpenWarning: section.duration("held-open-warning", in: .zero ... .seconds(300))
                ?? .zero,
            holdsOpenWhenStaffed: section.flag("hold-open-when-staffed") ?? false,
            waitsForStaffCard: section.flag("hold-open-after-staff-card") ?? false,
            exitReleases: section.flag("exit-releases") ?? true,
            hasBoltSense: section.value("bolt") != nil,
            hasAlarmLine: !isDemo && section.value("alarm-armed") != nil,
            relockWithin: section.duration("relock-within", in: .seconds(1) ... .seconds(60))
                ?? .seconds(5),
            passbackWithin: section.duration(
                "passback-hint",
                in: .zero...DoorSettings.passbackMax
            ) ?? .zero,
            counts: section.flag("counts") ?? false
        )
        rules = DoorRules(section, of: name, calendar)
        rules.warn(in: section, holdsOpenWhenStaffed: settings.holdsOpenWhenStaffed)
        let lock = section.section("lock")
        if lock == nil { section.report("lock", "is missing") }
        let chip = lock.map { $0.required("chip", $0.text("chip"), or: "") } ?? ""
        let kind: DoorLineSettings.Kind? = lock?.choice("kind")
        lines = DoorLineSettings(
            door: name,
            chip: chip,
            lock: lock.map { DoorLineSettings.Line($0) }
                ?? DoorLineSettings.Line(name: "", isActiveLow: false, bias: .asIs),
            kind: lock?.required("kind", kind, or: .strikeFailSecure) ?? .strikeFailSecure,
            contact: contact,
            exit: section.section("exit-button").map { DoorLineSettings.Line($0) },
            fire: section.section("fire").map { DoorLineSettings.Line($0) },
            bolt: section.section("bolt").map { DoorLineSettings.Line($0) },
            relay: section.section("relay").map { DoorLineSettings.Line($0) },
            tamper: section.section("tamper").map { DoorLineSettings.Line($0) },
            alarm: section.section("alarm-armed").map { DoorLineSettings.Line($0) },
            impulse: lock?.duration("impulse", in: .milliseconds(100) ... .seconds(5))
                ?? .seconds(1)
        )
        companion = section.section("companion-text").flatMap { CompanionText($0) }
        Self.checkKind(lines.kind, settings, lock, in: section)
        if chip == "virtual", !isDemo {
            lock?.report("chip", "virtual chips exist only in a demo")
        }
        lock?.refuseUnknownKeys()
        section.refuseUnknownKeys()
    }

    /// What the kind of a lock rules out.
    private static func checkKind(
        _ kind: DoorLineSettings.Kind,
        _ settings: DoorSettings,
        _ lock: SettingsSection?,
        in section: SettingsSection
    ) {
        if kind == .motor, settings.holdsOpenWhenStaffed {
            section.report(
                "hold-open-when-staffed",
                "a motor lock locks again by itself; hold it open by its own control"
            )
        }
        if kind != .motor, lock?.value("impulse") != nil {
            lock?.report("impulse", "only a motor lock takes an impulse")
        }
        if settings.waitsForStaffCard, !settings.holdsOpenWhenStaffed {
            section.report(
                "hold-open-after-staff-card",
                "works only with hold-open-when-staffed"
            )
        }
    }
}

extension DoorRules {
    fileprivate init(
        _ section: SettingsSection,
        of name: DoorName,
        _ calendar: CalendarSettings
    ) {
        self.init(
            door: name,
            schedule: Schedule(section.section("hours"), in: section, of: name, calendar),
            lastEntry: section.minutes("last-entry", max: DoorRules.lastEntryMax) ?? 0,
            asksPIN: section.flag("pin") ?? true,
            takesTypedCards: section.flag("typed-card") ?? false,
            pinLengths: section.pinLengths("pin-length") ?? 4...8,
            ageMin: section.number("age-min", in: 0...99) ?? 0,
            consentOpens: section.flag("consent-opens") ?? false,
            asksEnrolment: section.flag("enrolment") ?? false,
            isForResidents: section.flag("residents-only") ?? false,
            takesPasses: section.flag("passes") ?? false,
            order: section.choice("decide") ?? .cacheFirst,
            outage: section.outage("outage") ?? .denyAll,
            limits: FactLimits(section.section("fact-limits")),
            harmlessBlocks: section.harmlessBlocks("blocks")
        )
    }
}

extension DoorLineSettings.Line {
    init(_ section: SettingsSection, isWhole: Bool? = nil) {
        name = section.required("line", section.text("line", lengthMax: 32), or: "")
        isActiveLow = section.flag("active-low") ?? false
        let isWhole = isWhole ?? !section.path.hasSuffix(".lock")
        bias = section.choice("bias") ?? .asIs
        if isWhole { section.refuseUnknownKeys() }
    }
}

extension FactLimits {
    fileprivate init(_ section: SettingsSection?) {
        let range = Duration.seconds(60)...(.days(30))
        self = .standard
        guard let section else { return }
        blocks = section.duration("blocks", in: range) ?? blocks
        debts = section.duration("debts", in: range) ?? debts
        validity = section.duration("validity", in: range) ?? validity
        section.refuseUnknownKeys()
    }
}

/// A reader's part of the file.
struct ReaderEntry {
    let settings: ReaderSettings
    let stand: ReaderStand

    init(_ section: SettingsSection) {
        let name: ReaderName = section.required("name", section.name("name"), or: "unnamed")
        settings = ReaderSettings(
            reader: name,
            door: section.required("door", section.name("door"), or: "unnamed"),
            pinTimeout: section.duration("pin-timeout", in: .seconds(20) ... .seconds(300))
                ?? .seconds(30),
            denialShownFor: section.duration("refusal-shown", in: .seconds(4) ... .seconds(60))
                ?? .seconds(8)
        )
        stand = ReaderStand(
            reader: name,
            scanner: section.required("scanner", section.name("scanner"), or: "unnamed"),
            keypad: section.name("keypad")
        )
        section.refuseUnknownKeys()
    }
}

extension DeviceSettings {
    init(_ section: SettingsSection, isDemo: Bool) {
        name = section.required("name", section.name("name"), or: "unnamed")
        role = section.required("role", section.choice("role"), or: .scanner)
        layout = section.choice("layout") ?? .us
        patterns =
            section.texts("codes")?.compactMap { text, node in
                do throws(ScanPatternError) {
                    return try ScanPattern(text)
                } catch {
                    section.reader.report(node, section.at("codes"), "\(error)")
                    return nil
                }
            } ?? [.tenDigits]
        sendsIdentifiers = section.flag("sends-identifiers") ?? false
        endsBySilence = section.flag("ends-by-silence") ?? false
        place = Self.place(section, isDemo: isDemo)
        if role == .keypad, case .serialPort = place {
            section.report("serial-port", "a keypad is on usb")
        }
        section.refuseUnknownKeys()
    }

    private static func place(_ section: SettingsSection, isDemo: Bool) -> Place {
        let usb = section.section("usb").map(usbPlace)
        let serialPort = section.path("serial-port").map(Place.serialPort)
        let isVirtual = section.flag("virtual") ?? false
        if isVirtual, !isDemo { section.report("virtual", "exists only in a demo") }
        let given = ["usb", "serial-port"].filter { section.value($0) != nil }
        if given.count + (isVirtual ? 1 : 0) != 1 {
            section.reader.report(
                section.node,
                section.path,
                "needs exactly one of usb, serial-port, virtual"
            )
        }
        return usb ?? serialPort ?? .virtual
    }

    private static func usbPlace(_ section: SettingsSection) -> Place {
        let id = section.parsed("id", "vendor and product such as \"0c2e:0b61\"") { text in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2,
                parts.allSatisfy({ $0.utf8.count == 4 && $0.allSatisfy(\.isHexDigit) }),
                let vendor = UInt16(parts[0], radix: 16), let product = UInt16(parts[1], radix: 16)
            else { return nil as (UInt16, UInt16)? }
            return (vendor, product)
        }
        let port = section.parsed("port", "a port path such as \"1-1.4\"") { text in
            let isPath = text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || [0x2D, 0x2E].contains($0)
            }
            return isPath && text.contains("-") ? text : nil
        }
        let serial = section.text("serial", lengthMax: 64)
        section.refuseUnknownKeys()
        if ["id", "port", "serial"].allSatisfy({ section.value($0) == nil }) {
            section.reader.report(section.node, section.path, "needs a port, an id or a serial")
        }
        return .usb(port: port, vendor: id?.0, product: id?.1, serial: serial)
    }
}

extension LibrarySettings {
    /// The part of the file together with the time that the core waits for an answer.
    struct Entry {
        let settings: LibrarySettings
        let timeout: Duration
        let blockCardAfter: Int?
    }
}

extension Duration {
    static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}
