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
        let roles = Dictionary(self.devices.map { ($0.name, $0.role) }) { first, _ in first }
        for (stand, section) in zip(stands, readers) {
            let wanted: [(String, DeviceName?, DeviceSettings.Role)] = [
                ("scanner", stand.scanner, .scanner), ("keypad", stand.keypad, .keypad),
            ]
            for (key, device, role) in wanted {
                guard let device, section.names(device, at: key), roles[device] != role else {
                    continue
                }
                section.report(key, "there is no device '\(device)' with the role \(role)")
            }
        }
        checkLines(in: doors)
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
        var seen: Set<[String]> = []
        for (door, section) in zip(lines, doors) {
            let used = [
                ("lock", door.lock), ("contact", door.contact), ("exit-button", door.exit),
                ("fire", door.fire),
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
