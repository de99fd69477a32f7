// SPDX-License-Identifier: MPL-2.0

/// A boot keyboard report: modifiers and up to six keys that are down (HID 1.11, appendix B.1).
struct KeyboardReport: Sendable {
    /// The bytes of a report without a report id.
    static let length = 8
    static let keyLimit = 6

    let modifiers: KeyModifiers
    let usages: InlineArray<6, UInt8>

    enum Reading {
        case report(KeyboardReport)
        /// Another report of the same interface, or one that says only that too many keys are down.
        case ignored
        case malformed
    }

    /// Reads a report; bytes after the first eight are ignored, as the standard asks of hosts.
    ///
    /// - Parameters:
    ///   - bytes: the report as the device sent it.
    ///   - reportID: the leading byte that keyboard reports have on this device, if any.
    /// - Returns: the report, or that there is none in the bytes.
    static func read(_ bytes: Span<UInt8>, reportID: UInt8?) -> Reading {
        var start = 0
        if let reportID {
            guard !bytes.isEmpty else { return .malformed }
            guard bytes[0] == reportID else { return .ignored }
            start = 1
        }
        guard bytes.count >= start + length else { return .malformed }
        var modifiers = bytes[start]
        var usages = InlineArray<6, UInt8>(repeating: 0)
        var errors = 0
        for slot in 0..<keyLimit {
            let usage = bytes[start + 2 + slot]
            if KeyUsage.errors.contains(usage) {
                errors += 1
            } else if KeyUsage.modifiers.contains(usage) {
                modifiers |= 1 << (usage - KeyUsage.modifiers.lowerBound)
            } else {
                usages[slot] = usage
            }
        }
        if errors == keyLimit { return .ignored }
        return .report(KeyboardReport(modifiers: KeyModifiers(rawValue: modifiers), usages: usages))
    }
}

/// Turns the states that reports carry into the keys that went down.
///
/// A report lists every key that is held, so a key held over three reports appears three times and
/// must count once. Scanners may leave out the release between two different keys.
struct KeyEdges: Sendable {
    private var held = InlineArray<6, UInt8>(repeating: 0)

    /// The keys of a report that were not in the one before, in the report's order.
    mutating func pressed(in report: KeyboardReport) -> PressedKeys {
        var pressed = PressedKeys()
        for slot in 0..<KeyboardReport.keyLimit {
            let usage = report.usages[slot]
            if usage != 0, !isHeld(usage), !pressed.contains(usage) {
                pressed.append(usage)
            }
        }
        held = report.usages
        return pressed
    }

    mutating func reset() {
        held = InlineArray(repeating: 0)
    }

    private func isHeld(_ usage: UInt8) -> Bool {
        for slot in 0..<KeyboardReport.keyLimit where held[slot] == usage {
            return true
        }
        return false
    }
}

extension KeyEdges: CustomStringConvertible, CustomReflectable {
    /// Not the keys: the last one of a PIN is among them.
    var description: String { "KeyEdges" }

    var customMirror: Mirror { Mirror(self, children: []) }
}

/// The keys that went down in one report, at most six.
struct PressedKeys: Sendable {
    private var usages = InlineArray<6, UInt8>(repeating: 0)
    private(set) var count = 0

    subscript(index: Int) -> UInt8 { usages[index] }

    func contains(_ usage: UInt8) -> Bool {
        for index in 0..<count where usages[index] == usage {
            return true
        }
        return false
    }

    mutating func append(_ usage: UInt8) {
        usages[count] = usage
        count += 1
    }
}
