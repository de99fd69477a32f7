// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
public import PortnerCore

/// Whose passes on phones stand for a card, and for how long.
public struct PassSettings: Sendable, Hashable {
    /// The greatest number of issuers: an app, a page, and the next key of each.
    public static let issuersMax = 8

    /// Where an issuer's public key is.
    public enum Key: Sendable, Hashable {
        /// Here, hexadecimal or base64.
        case text(String)
        /// In a file.
        case file(String)
    }

    /// The issuers' public keys.
    public var issuers: [Key]
    /// How long passes may hold.
    public var rules: PassRules
}

extension PassSettings {
    init(_ section: SettingsSection, isDemo: Bool) {
        let sections = section.sections("issuers", max: Self.issuersMax)
        issuers = sections.map { entry in
            let (key, file) = (entry.text("key", lengthMax: 64), entry.path("key-file"))
            if (entry.value("key") == nil) == (entry.value("key-file") == nil) {
                entry.reader.report(entry.node, entry.path, "needs either key or key-file")
            }
            entry.refuseUnknownKeys()
            return key.map { .text($0) } ?? .file(file ?? "/")
        }
        if sections.isEmpty { section.report("issuers", "at least one issuer is needed") }
        rules = PassRules(
            lifeMax: section.duration("life-max", in: PassRules.lives) ?? PassRules().lifeMax,
            tolerance: section.duration("tolerance", in: PassRules.tolerances)
                ?? PassRules().tolerance
        )
        if isDemo {
            section.reader.report(section.node, section.path, "has no keys in a demo")
        }
        section.refuseUnknownKeys()
    }
}

extension Settings {
    /// The shape of a pass to a scanner: so many letters and digits.
    private static let passShape = "N{\(SealedPass.textLength)}"

    /// Has the scanners of the doors that take passes read them.
    func readingPasses(_ devices: [DeviceSettings]) -> [DeviceSettings] {
        let doors = Set(station.rules.filter(\.takesPasses).map(\.door))
        let readers = Set(station.readers.filter { doors.contains($0.door) }.map(\.reader))
        let scanners = Set(stands.filter { readers.contains($0.reader) }.map(\.scanner))
        guard passes != nil, let shape = try? ScanPattern(Self.passShape) else { return devices }
        return devices.map { device in
            guard scanners.contains(device.name) else { return device }
            var device = device
            device.patterns.append(shape)
            return device
        }
    }

    /// Checks that a door takes passes only where somebody may issue them.
    func checkPasses(_ doors: [SettingsSection]) {
        for (rules, section) in zip(station.rules, doors)
        where rules.takesPasses && passes == nil {
            section.report("passes", "needs the section 'passes' with an issuer's key")
        }
    }
}
