// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// The GPIO line of an output of the building.
public struct SwitchSettings: Sendable, Hashable {
    /// The output.
    public var name: OutputName
    /// The label of the chip; `virtual` in the demonstration.
    public var chip: String
    /// The line.
    public var line: DoorLineSettings.Line
}

/// Programs of the library's own that the daemon runs.
public struct HookSettings: Sendable, Hashable {
    /// The most people who are told by e-mail.
    public static let alertMailMax = 8

    /// What plays an announcement; its argument is the file.
    public var announce: String?
    /// What tells staff or guards of alarms; its arguments are a subject and a text.
    public var alert: String?
    /// Who is told of alarms by e-mail.
    public var alertMail: [MailAddress] = []
    /// How often alarms are told at most.
    public var alertEvery = Duration.seconds(60)
}

extension HookSettings {
    /// Letters need a server that takes them.
    func refuseAlertMail(in root: SettingsSection) {
        guard !alertMail.isEmpty else { return }
        root.report("building", "has alert-mail, which needs the server of 'mail'")
    }
}

/// The building's parts of the file, before it is divided between core and drivers.
struct BuildingEntry {
    var groups: [DoorGroup]
    var settings: BuildingSettings?
    var switches: [SwitchSettings] = []
    var hooks = HookSettings()

    init(in root: SettingsSection, doors: [DoorName], isDemo: Bool) {
        groups = root.sections("groups", max: DoorGroup.groupsMax).map { DoorGroup($0, of: doors) }
        if let section = root.section("building") { read(section, doors: doors, isDemo: isDemo) }
    }

    private mutating func read(_ section: SettingsSection, doors: [DoorName], isDemo: Bool) {
        let followed = Self.door(section, "hours-of", of: doors)
        let sections = section.sections("outputs", max: BuildingOutput.outputsMax)
        let outputs = sections.map { entry in
            let line = DoorLineSettings.Line(entry, isWhole: false)
            let chip = entry.required("chip", entry.text("chip"), or: "")
            if chip == "virtual", !isDemo {
                entry.report("chip", "virtual chips exist only in a demo")
            }
            let name: OutputName = entry.required("name", entry.name("name"), or: "unnamed")
            switches.append(SwitchSettings(name: name, chip: chip, line: line))
            return Self.output(entry, name, followed: followed, of: doors)
        }
        Self.refuseDoubles(outputs.map(\.name), in: sections)
        let announcements = section.sections(
            "announcements",
            max: Announcement.announcementsMax
        ).map { entry in
            let file = entry.required("file", entry.path("file"), or: "")
            let before = entry.required(
                "before",
                entry.minutes("before", max: Announcement.beforeMax),
                or: 1
            )
            if before == 0 { entry.report("before", "must be 1m or more") }
            entry.refuseUnknownKeys()
            return Announcement(before: before, file: file)
        }
        hooks.announce = section.path("announce-command")
        if !announcements.isEmpty, hooks.announce == nil {
            section.report("announce-command", "is missing: nothing would be heard")
        }
        hooks.alert = section.path("alert-command")
        hooks.alertMail = Self.alertMail(section)
        hooks.alertEvery =
            section.duration("alert-every", in: .seconds(10) ... .seconds(3600)) ?? .seconds(60)
        settings = followed.map { door in
            BuildingSettings(
                door: door,
                outputs: outputs,
                announcements: announcements,
                capacity: section.number("capacity", in: 1...10_000)
            )
        }
        section.refuseUnknownKeys()
    }

    private static func alertMail(_ section: SettingsSection) -> [MailAddress] {
        let texts = section.texts("alert-mail", max: HookSettings.alertMailMax) ?? []
        let people = texts.compactMap { MailAddress($0.text) }
        if people.count < texts.count {
            section.report("alert-mail", "must be addresses such as guard@example.org")
        }
        return people
    }

    private static func output(
        _ entry: SettingsSection,
        _ name: OutputName,
        followed: DoorName?,
        of doors: [DoorName]
    ) -> BuildingOutput {
        let modes = entry.texts("during", max: 3)?.compactMap { text, node -> HoursMode? in
            let mode = HoursMode(rawValue: text)
            if mode == nil {
                entry.reader.report(
                    node,
                    entry.at("during"),
                    "must be one of: \(HoursMode.allCases.map(\.rawValue).joined(separator: ", "))"
                )
            }
            return mode
        }
        let door =
            entry.value("hours-of") == nil ? followed : Self.door(entry, "hours-of", of: doors)
        let output = BuildingOutput(
            name: name,
            door: door ?? "unnamed",
            modes: Set(entry.required("during", modes, or: [.staffed])),
            onAfter: offset(entry, "on-before", "on-after"),
            offAfter: offset(entry, "off-before", "off-after")
        )
        entry.refuseUnknownKeys()
        return output
    }

    /// A signed offset out of two keys, of which one may be given.
    private static func offset(_ entry: SettingsSection, _ before: String, _ after: String) -> Int {
        let (early, late) = (
            entry.minutes(before, max: BuildingOutput.offsetMax),
            entry.minutes(after, max: BuildingOutput.offsetMax)
        )
        if early != nil, late != nil { entry.report(after, "cannot be with \(before)") }
        return late ?? -(early ?? 0)
    }

    /// A door by name, or the first one where none is named.
    private static func door(
        _ section: SettingsSection,
        _ key: String,
        of doors: [DoorName]
    ) -> DoorName? {
        guard section.value(key) != nil else { return doors.first }
        guard let name: DoorName = section.name(key) else { return nil }
        if !doors.contains(name) { section.report(key, "there is no door '\(name)'") }
        return name
    }

    private static func refuseDoubles(_ names: [OutputName], in sections: [SettingsSection]) {
        var seen: Set<OutputName> = []
        for (name, section) in zip(names, sections) where !seen.insert(name).inserted {
            section.report("name", "'\(name)' is used twice")
        }
    }
}

extension DoorGroup {
    /// Reads a group of doors; it needs two that are there.
    init(_ section: SettingsSection, of known: [DoorName]) {
        let names = section.texts("doors", max: StationSettings.doorsMax)?.compactMap {
            text,
            node -> DoorName? in
            let name = DoorName(text)
            if name.map(known.contains) != true {
                section.reader.report(node, section.at("doors"), "there is no door '\(text)'")
            }
            return name
        }
        self.init(
            name: section.required("name", section.name("name"), or: "unnamed"),
            doors: section.required("doors", names, or: [])
        )
        if let names, Set(names).count < 2 {
            section.report("doors", "needs two doors or more")
        }
        section.refuseUnknownKeys()
    }
}
