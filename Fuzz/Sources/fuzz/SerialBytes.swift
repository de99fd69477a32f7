// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner

extension FuzzTarget {
    /// Bytes of a scanner on a serial line, in pieces of any size.
    static let serialBytes = FuzzTarget(
        name: "serial-bytes",
        seeds: [
            [0x07] + Array("\u{3}10\u{2}3829213522\r\n".utf8),
            [0x07] + Array("\u{6}LP-10\u{7}00124\u{3}".utf8),
            [0x0F] + Array("\u{a}3829213522".utf8) + [0xFF],
        ],
        check: SerialStory.run
    )
}

private enum SerialStory {
    /// A byte of settings; then a byte of pause and length before each piece.
    static func run(_ input: [UInt8]) {
        var choices = Choices(input)
        let setUp = choices.byte()
        let settings = SerialDecoder.Settings(
            terminators: .init(rawValue: setUp & 7),
            silenceMeaning: setUp & 8 != 0 ? .endsScan : .dropsScan,
            lengthLimit: setUp & 16 != 0 ? 12 : Scan.lengthLimit
        )
        var device = DeviceRun(
            .serial(settings, DeviceRun.anything()),
            lengthLimit: settings.lengthLimit
        )
        while !choices.isEmpty {
            let what = choices.byte()
            switch what {
            case 0xFF: device.advanceToDeadline()
            case 0xFE: device.reset()
            default:
                device.wait(.milliseconds(50) * Int(what >> 5))
                let piece = choices.bytes(atMost: Int(what & 0x1F))
                cutsDoNotMatter(piece, settings)
                device.receive(piece)
            }
        }
        let end: [UInt8] =
            switch settings.terminators {
            case let some where some.contains(.carriageReturn): [0x0D]
            case let some where some.contains(.lineFeed): [0x0A]
            case let some where some.contains(.endOfText): [0x03]
            default: []
            }
        // Without a terminator only silence can end a code, so silence must mean that.
        if end.isEmpty, settings.silenceMeaning == .dropsScan { return }
        device.deliversCard(after: nil, [Array(DeviceRun.card.utf8) + end])
    }

    /// Bytes that come at one time mean the same however the line cuts them into reads.
    private static func cutsDoNotMatter(_ piece: [UInt8], _ settings: SerialDecoder.Settings) {
        var whole = SerialDecoder(settings)
        var single = SerialDecoder(settings)
        let expected = whole.receive(piece, at: .zero)
        let seen = piece.flatMap { single.receive([$0], at: .zero) }
        require(seen == expected, "the cuts between reads do not matter")
        require(whole.nextDeadline == single.nextDeadline, "nor do they for the deadline")
    }
}
