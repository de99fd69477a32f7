// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Yams

extension PanelSettings {
    init(_ section: SettingsSection?) {
        let colour = section?.section("colour")
        port = section?.number("port", in: 1024...65_535) ?? 8090
        identity = Identity(
            hue: colour?.number("hue", in: 0...359) ?? 198,
            saturation: colour?.number("saturation", in: 0...80) ?? 52,
            lightness: colour?.number("lightness", in: 10...25) ?? 25
        )
        let help = section?.section("help")
        helpDanish =
            help?.text("da", lengthMax: 300) ?? "Henvend dig i den betjente åbningstid."
        helpEnglish = help?.text("en", lengthMax: 300) ?? "Please ask in staffed hours."
        colour?.refuseUnknownKeys()
        help?.refuseUnknownKeys()
        section?.refuseUnknownKeys()
    }
}

extension SettingsSection {
    /// `4`, or `4-8`.
    func pinLengths(_ key: String) -> ClosedRange<Int>? {
        let limits = PIN.lengths
        let hint =
            "a length or a range such as 4-8, from \(limits.lowerBound) to \(limits.upperBound)"
        return parsed(key, hint) { text in
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(ends.count), let low = ends[0], let high = ends.last ?? nil,
                limits.contains(low), limits.contains(high), low <= high
            else { return nil }
            return low...high
        }
    }

    /// Whole minutes such as `15m`.
    func minutes(_ key: String, max: Int) -> Int? {
        parsed(key, "a time in whole minutes such as 15m, at most \(max)m") { text in
            guard let time = Duration(shortText: text), time.components.attoseconds == 0,
                time.components.seconds.isMultiple(of: 60)
            else { return nil }
            let minutes = Int(time.components.seconds / 60)
            return (0...max).contains(minutes) ? minutes : nil
        }
    }

    /// `deny-all`, or `admit-verified 24h`.
    func outage(_ key: String) -> OutageRule? {
        parsed(key, "deny-all, or admit-verified with a time of at most 7d") { text in
            if text == "deny-all" { return .denyAll }
            let words = text.split(separator: " ")
            guard words.count == 2, words[0] == "admit-verified",
                let limit = Duration(shortText: String(words[1])),
                limit > .zero, limit <= .days(7)
            else { return nil }
            return .admitVerified(within: limit)
        }
    }

    /// Block codes with `allow` or `deny`, in the place of what usually holds for them.
    func harmlessBlocks(_ key: String) -> Set<BlockCode> {
        var harmless = BlockCode.harmlessAtDoor
        guard let section = section(key) else { return harmless }
        for (name, value) in section.entries(max: BlockCode.countMax) {
            guard let code = name.scalar.flatMap({ BlockCode($0.string) }) else {
                section.reader.report(name, section.path, "is not a block code")
                continue
            }
            switch value.scalar?.string {
            case "allow": harmless.insert(code)
            case "deny": harmless.remove(code)
            default: section.reader.report(value, section.at(code.text), "must be allow or deny")
            }
        }
        return harmless
    }
}
