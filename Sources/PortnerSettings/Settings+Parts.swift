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
        languages = section?.languages("languages") ?? [.danish, .english]
        url = section?.parsed("url", "an address that begins with 'https://'") { text in
            let isLine = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            return isLine && text.hasPrefix("https://") && text.utf8.count <= 100 ? text : nil
        }
        let texts = section?.section("help")
        help = [:]
        for language in Language.allCases {
            help[language] = texts?.text(language.rawValue, lengthMax: Self.helpLengthMax)
        }
        screen = section?.choice("screen") ?? .small
        speaks = section?.flag("speaks") ?? false
        colour?.refuseUnknownKeys()
        texts?.refuseUnknownKeys()
        section?.refuseUnknownKeys()
    }

}

extension CompanionText {
    /// Reads a text for each language; the Danish one has to be there.
    init?(_ section: SettingsSection) {
        var texts: [Language: String] = [:]
        for language in Language.allCases {
            texts[language] = section.text(language.rawValue, lengthMax: Self.lengthMax)
        }
        texts[.danish] = section.required(Language.danish.rawValue, texts[.danish], or: "")
        section.refuseUnknownKeys()
        self.init(texts)
    }
}

extension SettingsSection {
    /// A list such as `[da, en, uk]`, in which the first is the one that screens return to.
    func languages(_ key: String) -> [Language]? {
        guard let list = texts(key, max: Language.allCases.count) else { return nil }
        var languages: [Language] = []
        for (text, node) in list {
            guard let language = Language(rawValue: text), !languages.contains(language) else {
                let all = Language.allCases.map(\.rawValue).joined(separator: ", ")
                reader.report(node, at(key), "must be languages out of \(all), each once")
                continue
            }
            languages.append(language)
        }
        if list.isEmpty { report(key, "must name at least one language") }
        return languages.isEmpty ? nil : languages
    }

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
