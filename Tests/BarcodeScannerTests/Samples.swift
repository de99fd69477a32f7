// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner

/// Numbers that are the same in every run: the SplitMix64 sequence of a seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &self) }
    }

    mutating func text(of characters: [Character], length: ClosedRange<Int>) -> String {
        let count = Int.random(in: length, using: &self)
        return String((0..<count).compactMap { _ in characters.randomElement(using: &self) })
    }
}

/// What a decoder made of reports, as values a test can write down.
enum Seen: Hashable {
    case text(String, ScanTerminator)
    case refused(ScanRefusal)

    init(_ outcome: ScanFrame.Outcome) {
        switch outcome {
        case .success(let frame): self = .text(frame.text, frame.terminator)
        case .failure(let refusal): self = .refused(refusal)
        }
    }

    init?(_ output: ScannerOutput) {
        switch output {
        case .scan(let scan): self = .text(scan.text, scan.terminator)
        case .refused(let refusal): self = .refused(refusal)
        case .key: return nil
        }
    }
}

extension KeyboardDecoder {
    /// Takes reports two milliseconds apart, as over USB.
    mutating func see(_ reports: [[UInt8]], from start: Duration = .zero) -> [Seen] {
        var now = start
        return reports.flatMap { report in
            now += .milliseconds(2)
            return receive(report, at: now).map(Seen.init)
        }
    }
}

extension ScanFilter.Settings {
    /// Everything printable, as often as it comes.
    static let anything = ScanFilter.Settings(
        patterns: [anyText].compactMap(\.self),
        duplicateWindow: .zero,
        intervalMin: .zero
    )

    private static let anyText = try? ScanPattern("?{1,256}")
}

/// Report descriptors as scanners have them.
enum Descriptors {
    /// A HID POS scanner with every field: report 2 with length, AIM identifier, 56 bytes, vendor
    /// code and flag; report 4 to trigger it; vendor reports FEh and FDh.
    static let common: [UInt8] = [
        0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01,  // Bar Code Scanner, application
        0x09, 0x12, 0xA1, 0x02, 0x85, 0x02,  // Scanned Data Report, id 2
        0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08,  // 0 to 255, 8 bits
        0x95, 0x01, 0x05, 0x01, 0x09, 0x3B, 0x81, 0x02,  // Byte Count
        0x95, 0x03, 0x05, 0x8C, 0x09, 0xFB, 0x09, 0xFC, 0x09, 0xFD, 0x81, 0x02,  // identifier
        0x95, 0x38, 0x09, 0xFE, 0x82, 0x02, 0x01,  // Decoded Data, 56 bytes
        0x06, 0x66, 0xFF, 0x95, 0x02, 0x09, 0x04, 0x09, 0x00, 0x81, 0x02,  // vendor code
        0x05, 0x8C, 0x25, 0x01, 0x75, 0x01, 0x95, 0x08, 0x09, 0xFF, 0x81, 0x02,  // continued
        0xC0,
        0x09, 0x14, 0xA1, 0x02, 0x85, 0x04,  // Trigger Report, id 4
        0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x08,
        0x09, 0x00, 0x09, 0x5F, 0x09, 0x60, 0x91, 0x86,
        0xC0,
        0x06, 0x66, 0xFF, 0x75, 0x08, 0x26, 0xFF, 0x00, 0x09, 0x03, 0xA1, 0x02,
        0x85, 0xFE, 0x95, 0x01, 0x09, 0x03, 0xB2, 0x82, 0x01,  // feature FEh
        0xC0,
        0xC0,
    ]

    /// A HID POS scanner without a length: report 2 with AIM identifier, 56 bytes and a flag of one
    /// bit, padded to a byte.
    static let unmeasured: [UInt8] = [
        0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x85, 0x02,
        0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08, 0x95, 0x01,
        0x09, 0xFB, 0x81, 0x02, 0x09, 0xFC, 0x81, 0x02, 0x09, 0xFD, 0x81, 0x02,
        0x95, 0x38, 0x09, 0xFE, 0x82, 0x02, 0x01,
        0x75, 0x01, 0x95, 0x01, 0x25, 0x01, 0x09, 0xFF, 0x81, 0x02,
        0x75, 0x07, 0x81, 0x03,
        0xC0,
    ]

    /// The boot keyboard of the standard (HID 1.11, appendix B.1).
    static let keyboard: [UInt8] = [
        0x05, 0x01, 0x09, 0x06, 0xA1, 0x01, 0x05, 0x07, 0x19, 0xE0, 0x29, 0xE7, 0x15, 0x00,
        0x25, 0x01, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0x95, 0x01, 0x75, 0x08, 0x81, 0x03,
        0x95, 0x05, 0x75, 0x01, 0x05, 0x08, 0x19, 0x01, 0x29, 0x05, 0x91, 0x02, 0x95, 0x01,
        0x75, 0x03, 0x91, 0x03, 0x95, 0x06, 0x75, 0x08, 0x15, 0x00, 0x25, 0x65, 0x05, 0x07,
        0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xC0,
    ]
}

/// A scanner in HID POS mode with the common layout.
enum POSScanner {
    static func reports(_ data: [UInt8], identifier: String = "]I0") -> [[UInt8]] {
        let parts = stride(from: 0, to: max(data.count, 1), by: 56).map { start in
            Array(data[start..<min(start + 56, data.count)])
        }
        return parts.enumerated().map { index, part in
            report(part, identifier: identifier, isContinued: index < parts.count - 1)
        }
    }

    static func report(
        _ part: [UInt8],
        identifier: String = "]I0",
        isContinued: Bool = false
    ) -> [UInt8] {
        let data = part + [UInt8](repeating: 0, count: 56 - part.count)
        return [2, UInt8(part.count)] + Array(identifier.utf8) + data
            + [0x65, 0, isContinued ? 1 : 0]
    }

    static func reports(_ text: String, identifier: String = "]I0") -> [[UInt8]] {
        reports(Array(text.utf8), identifier: identifier)
    }
}
