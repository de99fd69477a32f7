// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner

extension FuzzTarget {
    /// Reports of a scanner or keypad in keyboard mode, with pauses, deadlines and unplugging.
    static let keyboardReports = FuzzTarget(
        name: "keyboard-reports",
        seeds: KeyboardStory.seeds,
        check: { input in
            var story = KeyboardStory(input)
            story.run()
        }
    )
}

/// The first byte sets the device up; then each byte says what happens next.
private struct KeyboardStory {
    private var choices: Choices
    private var device: DeviceRun
    private let reportID: UInt8?
    private let isKeypad: Bool

    private enum SetUp {
        static let danish: UInt8 = 1
        static let endsBySilence: UInt8 = 2
        static let reportID: UInt8 = 4
        static let keypad: UInt8 = 8
        static let short: UInt8 = 16
        static let onlyTab: UInt8 = 32
    }

    init(_ input: [UInt8]) {
        choices = Choices(input)
        let setUp = choices.byte()
        reportID = setUp & SetUp.reportID != 0 ? 1 : nil
        isKeypad = setUp & SetUp.keypad != 0
        let lengthLimit = setUp & SetUp.short != 0 ? 12 : Scan.lengthLimit
        let settings = KeyboardDecoder.Settings(
            layout: setUp & SetUp.danish != 0 ? .danish : .us,
            suffixes: setUp & SetUp.onlyTab != 0 ? .tab : .all,
            silenceMeaning: setUp & SetUp.endsBySilence != 0 ? .endsScan : .dropsScan,
            lengthLimit: lengthLimit,
            reportID: reportID
        )
        device = DeviceRun(
            isKeypad
                ? .keypad(.init(reportID: reportID)) : .keyboard(settings, DeviceRun.anything()),
            lengthLimit: lengthLimit
        )
    }

    mutating func run() {
        while !choices.isEmpty {
            let what = choices.byte()
            device.wait(.milliseconds(40) * Int(what & 0x0F))
            switch what >> 4 {
            case 12: device.receive(choices.bytes(padded: 12))
            case 13: device.receive(choices.bytes(atMost: 5))
            case 14: device.advanceToDeadline()
            case 15: device.reset()
            default: device.receive(choices.bytes(padded: reportID == nil ? 8 : 9))
            }
        }
        if isKeypad {
            device.receive(report())
            let keys = device.receive(report(Self.usage(of: "7")))
            require(keys == [.key(.digit(7))], "a key after garbage is read as it is")
        } else {
            device.deliversCard(after: report(), Self.typing.map { report($0) })
        }
    }

    /// The keys of a card, each pressed and released, and a Tab at the end.
    private static let typing: [UInt8] =
        DeviceRun.card.flatMap { [usage(of: $0), 0] } + [0x2B, 0]

    /// The key of a digit in the row above the letters.
    private static func usage(of digit: Character) -> UInt8 {
        UInt8(((digit.wholeNumberValue ?? 0) + 9) % 10) + 0x1E
    }

    private func report(_ usage: UInt8 = 0) -> [UInt8] {
        Self.report(usage, id: reportID)
    }

    private static func report(_ usage: UInt8, id: UInt8?) -> [UInt8] {
        (id.map { [$0] } ?? []) + [0, 0, usage, 0, 0, 0, 0, 0]
    }

    static let seeds: [[UInt8]] = [
        0, SetUp.danish, SetUp.endsBySilence, SetUp.reportID, SetUp.keypad, SetUp.short,
    ].map { setUp in
        let id: UInt8? = setUp == SetUp.reportID ? 1 : nil
        return [setUp] + typing.flatMap { [0] + report($0, id: id) }
    }
}
