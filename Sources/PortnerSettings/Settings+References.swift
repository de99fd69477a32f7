// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Yams

extension Settings {
    /// Checks that names are given once, that everything named is there, and that nothing serves
    /// two purposes.
    func checkReferences(
        doors: [SettingsSection],
        devices: [SettingsSection],
        readers: [SettingsSection]
    ) {
        Self.refuseDoubles(station.doors.map(\.door), "name", in: doors)
        Self.refuseDoubles(self.devices.map(\.name), "name", in: devices)
        Self.refuseDoubles(station.readers.map(\.reader), "name", in: readers)
        Self.refuseDoubles(stands.map(\.scanner), "scanner", in: readers)
        Self.refuseDoubles(stands.map(\.keypad), "keypad", in: readers)
        let known = Set(station.doors.map(\.door))
        for (reader, section) in zip(station.readers, readers)
        where section.names(reader.door, at: "door") && !known.contains(reader.door) {
            section.report("door", "there is no door '\(reader.door)'")
        }
        for (stand, section) in zip(stands, readers) {
            checkDevices([("scanner", stand.scanner), ("keypad", stand.keypad)], in: section)
        }
        checkLines(in: doors)
        warnOfBlocks(doors)
        warnOfUntold(doors)
    }

    /// Warns of doors that ask for what nobody here ever tells.
    private func warnOfUntold(_ doors: [SettingsSection]) {
        guard roster == nil else { return }
        for (rules, section) in zip(station.rules, doors) {
            if rules.asksEnrolment {
                section.warn(
                    "enrolment",
                    "only a roster tells who has enrolled, and there is none: nobody would be let "
                        + "in but cards of the station's own list"
                )
            }
            if rules.isForResidents, library.carrier != .fbs {
                section.warn(
                    "residents-only",
                    "only fbs and a roster tell who lives here, and there is neither: nobody would "
                        + "be let in but cards of the station's own list"
                )
            }
        }
    }

    /// Warns of doors at which anybody could have anybody's card blocked.
    private func warnOfBlocks(_ doors: [SettingsSection]) {
        guard station.blockCardAfter != nil else { return }
        for (rules, section) in zip(station.rules, doors) where rules.takesTypedCards {
            section.warn(
                "typed-card",
                "with block-card-after whoever knows the number of a card could have it blocked "
                    + "everywhere, without having held it"
            )
        }
    }

    /// Checks the kiosks: a name or a scanner that a reader has too would serve two purposes.
    func checkKiosks(_ kiosks: [SettingsSection]) {
        let names = kioskStands.map(\.kiosk)
        Self.refuseDoubles(names, "name", in: kiosks)
        Self.refuseDoubles(kioskStands.map(\.scanner), "scanner", in: kiosks)
        checkPrinters(kiosks)
        let readers = Set(station.readers.map(\.reader))
        let taken = Set(stands.map(\.scanner) + stands.compactMap(\.keypad))
        for (stand, section) in zip(kioskStands, kiosks) {
            checkDevices([("scanner", stand.scanner), ("keypad", stand.keypad)], in: section)
            if readers.contains(stand.reader) {
                section.report("name", "there is a reader of this name")
            }
            for (key, device) in [("scanner", stand.scanner), ("keypad", stand.keypad)] {
                guard let device, taken.contains(device) else { continue }
                section.report(key, "'\(device)' stands at a reader")
            }
        }
    }

    /// Two kiosks can share a printer on the network or a queue, but not a line of their own.
    private func checkPrinters(_ kiosks: [SettingsSection]) {
        var seen: Set<String> = []
        for (stand, section) in zip(kioskStands, kiosks) {
            let path: String
            switch stand.printer?.place {
            case .device(let device): path = device
            case .serialPort(let port, _, _): path = port
            case .network, .queue, .virtual, nil: continue
            }
            if !seen.insert(path).inserted {
                section.report("printer", "'\(path)' is another kiosk's printer")
            }
            if devices.contains(where: { $0.place == .serialPort(path) }) {
                section.report("printer", "'\(path)' is the port of a scanner")
            }
        }
    }

    private func checkDevices(
        _ wanted: [(key: String, device: DeviceName?)],
        in section: SettingsSection
    ) {
        let roles = Dictionary(devices.map { ($0.name, $0.role) }) { first, _ in first }
        for (key, device) in wanted {
            let role: DeviceSettings.Role = key == "keypad" ? .keypad : .scanner
            guard let device, section.names(device, at: key), roles[device] != role else {
                continue
            }
            section.report(key, "there is no device '\(device)' with the role \(role)")
        }
    }

    private static func refuseDoubles<Subject>(
        _ names: [Name<Subject>?],
        _ key: String,
        in sections: [SettingsSection]
    ) {
        var seen: Set<Name<Subject>> = []
        for (name, section) in zip(names, sections) {
            guard let name, section.names(name, at: key) else { continue }
            if !seen.insert(name).inserted { section.report(key, "'\(name)' is used twice") }
        }
    }

    /// Checks that no GPIO line serves two purposes.
    private func checkLines(in doors: [SettingsSection]) {
        var seen = Set(switches.map { [$0.chip, $0.line.name] })
        if seen.count < switches.count {
            doors.first?.reader.report(nil, "building.outputs", "a line is used twice")
        }
        for (door, section) in zip(lines, doors) {
            let used = [
                ("lock", door.lock), ("contact", door.contact), ("exit-button", door.exit),
                ("fire", door.fire), ("bolt", door.bolt), ("relay", door.relay),
                ("tamper", door.tamper), ("alarm-armed", door.alarm),
            ]
            for (key, line) in used {
                guard let line, !line.name.isEmpty else { continue }
                if !seen.insert([door.chip, line.name]).inserted {
                    section.report(key, "the line '\(line.name)' is used twice")
                }
            }
        }
    }
}

extension SettingsSection {
    /// Whether a name is what the file says under a key, and not the fallback for a missing one.
    fileprivate func names<Subject>(_ name: Name<Subject>, at key: String) -> Bool {
        value(key)?.scalar?.string == name.text
    }
}
