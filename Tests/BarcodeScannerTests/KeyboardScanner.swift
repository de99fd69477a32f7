// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner

/// A scanner in keyboard mode: types text as HID reports, in the styles found in the field.
struct KeyboardScanner {
    enum Style: CaseIterable {
        /// Each key goes down and up again.
        case pressAndRelease
        /// No release between two different keys.
        case packed
        /// The key before is still down when the next one goes down.
        case rollover
        /// Several keys go down in one report.
        case bundled
        /// Every report comes twice.
        case repeated
        /// Digits come from the keypad, each wrapped in NumLock, which changes in the same report.
        case keypad
    }

    /// A key and the modifiers held with it.
    struct Stroke: Hashable {
        var usage: UInt8
        var modifiers: UInt8 = 0
    }

    static let release = report([])
    static let enter = Stroke(usage: 0x28)
    static let leftShift: UInt8 = 0x02
    static let leftAlt: UInt8 = 0x04
    static let rightAlt: UInt8 = 0x40
    static let numLock: UInt8 = 0x53

    var style = Style.pressAndRelease
    var layout = KeyboardLayout.us

    static func report(_ usages: [UInt8], modifiers: UInt8 = 0) -> [UInt8] {
        [modifiers, 0] + usages + [UInt8](repeating: 0, count: 6 - usages.count)
    }

    /// The reports of a text and the Enter after it.
    func reports(typing text: String, suffix: [Stroke] = [enter]) -> [[UInt8]] {
        reports(of: strokes(typing: text) + suffix)
    }

    func strokes(typing text: String) -> [Stroke] {
        let keys = layout == .us ? Self.usKeys : Self.danishKeys
        return text.compactMap { keys[$0] }
    }

    func reports(of strokes: [Stroke]) -> [[UInt8]] {
        switch style {
        case .pressAndRelease:
            strokes.flatMap { [Self.report([$0.usage], modifiers: $0.modifiers), Self.release] }
        case .packed:
            packed(strokes)
        case .rollover:
            rollover(strokes)
        case .bundled:
            bundled(strokes)
        case .repeated:
            strokes.flatMap {
                let down = Self.report([$0.usage], modifiers: $0.modifiers)
                return [down, down, Self.release, Self.release]
            }
        case .keypad:
            strokes.flatMap(keypad)
        }
    }

    private func packed(_ strokes: [Stroke]) -> [[UInt8]] {
        var reports: [[UInt8]] = []
        var last: UInt8?
        for stroke in strokes {
            if stroke.usage == last { reports.append(Self.release) }
            reports.append(Self.report([stroke.usage], modifiers: stroke.modifiers))
            last = stroke.usage
        }
        return reports + [Self.release]
    }

    private func rollover(_ strokes: [Stroke]) -> [[UInt8]] {
        var reports: [[UInt8]] = []
        var last: UInt8?
        for stroke in strokes {
            if stroke.usage == last { reports.append(Self.release) }
            let held = stroke.usage == last ? [] : [last].compactMap(\.self)
            reports.append(Self.report(held + [stroke.usage], modifiers: stroke.modifiers))
            reports.append(Self.report([stroke.usage], modifiers: stroke.modifiers))
            last = stroke.usage
        }
        return reports + [Self.release]
    }

    private func bundled(_ strokes: [Stroke]) -> [[UInt8]] {
        var reports: [[UInt8]] = []
        var rest = strokes[...]
        while let first = rest.first {
            var bundle: [UInt8] = []
            while let next = rest.first, bundle.count < 6, next.modifiers == first.modifiers,
                !bundle.contains(next.usage)
            {
                bundle.append(next.usage)
                rest.removeFirst()
            }
            reports += [Self.report(bundle, modifiers: first.modifiers), Self.release]
        }
        return reports
    }

    private func keypad(_ stroke: Stroke) -> [[UInt8]] {
        let isDigit = (0x1E...0x27).contains(stroke.usage) && stroke.modifiers == 0
        guard isDigit else {
            return [Self.report([stroke.usage], modifiers: stroke.modifiers), Self.release]
        }
        let digit = stroke.usage - 0x1E + 0x59
        return [
            Self.report([Self.numLock]),
            Self.report([Self.numLock, digit]),
            Self.report([digit]),
            Self.report([Self.numLock]),
            Self.release,
        ]
    }
}

extension KeyboardScanner {
    /// Printable ASCII on the layout of the United States.
    static let usKeys = keys(
        punctuation: [
            (0x2C, " ", nil), (0x2D, "-", "_"), (0x2E, "=", "+"), (0x2F, "[", "{"),
            (0x30, "]", "}"), (0x31, "\\", "|"), (0x33, ";", ":"), (0x34, "'", "\""),
            (0x35, "`", "~"), (0x36, ",", "<"), (0x37, ".", ">"), (0x38, "/", "?"),
        ],
        shiftedDigits: Array("!@#$%^&*()"),
        alternate: []
    )

    /// The printable ASCII that has a key of its own on the Danish layout, all but three signs.
    static let danishKeys = keys(
        punctuation: [
            (0x2C, " ", nil), (0x2D, "+", "?"), (0x32, "'", "*"), (0x36, ",", ";"),
            (0x37, ".", ":"), (0x38, "-", "_"), (0x64, "<", ">"),
        ],
        shiftedDigits: Array("!\"#¤%&/()="),
        alternate: [
            (0x1F, "@"), (0x21, "$"), (0x24, "{"), (0x25, "["), (0x26, "]"), (0x27, "}"),
            (0x2E, "|"), (0x64, "\\"),
        ]
    )

    private static func keys(
        punctuation: [(UInt8, Character?, Character?)],
        shiftedDigits: [Character],
        alternate: [(UInt8, Character)]
    ) -> [Character: Stroke] {
        var keys: [Character: Stroke] = [:]
        for (index, letter) in "abcdefghijklmnopqrstuvwxyz".enumerated() {
            let usage = 0x04 + UInt8(index)
            keys[letter] = Stroke(usage: usage)
            keys[Character(letter.uppercased())] = Stroke(usage: usage, modifiers: leftShift)
        }
        for (index, digit) in "1234567890".enumerated() {
            let usage = 0x1E + UInt8(index)
            keys[digit] = Stroke(usage: usage)
            keys[shiftedDigits[index]] = Stroke(usage: usage, modifiers: leftShift)
        }
        for (usage, plain, shifted) in punctuation {
            if let plain { keys[plain] = Stroke(usage: usage) }
            if let shifted { keys[shifted] = Stroke(usage: usage, modifiers: leftShift) }
        }
        for (usage, character) in alternate {
            keys[character] = Stroke(usage: usage, modifiers: rightAlt)
        }
        return keys.filter { $0.key.isASCII }
    }
}
