// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner

extension FuzzTarget {
    /// A report descriptor, and the HID POS reports that are read by it.
    static let posReports = FuzzTarget(
        name: "pos-reports",
        seeds: [
            story(descriptor, common("3829213522")),
            story([], common("3829213522")),
            story([], [2] + Array("]C03829213522".utf8)),
        ],
        check: POSStory.run
    )

    private static func story(_ descriptor: [UInt8], _ report: [UInt8]) -> [UInt8] {
        [UInt8(descriptor.count >> 8), UInt8(truncatingIfNeeded: descriptor.count)] + descriptor
            + [0] + report + [0x40] + report
    }

    fileprivate static func common(_ text: String) -> [UInt8] {
        let data = Array(text.utf8)
        let padding = [UInt8](repeating: 0, count: 56 - data.count)
        return [2, UInt8(data.count), 0x5D, 0x49, 0x30] + data + padding + [0, 0, 0]
    }

    /// The descriptor that most scanners have: an id, a length, the AIM identifier, 56 bytes of
    /// data, two of the vendor's and the flag "continued".
    private static let descriptor: [UInt8] = [
        0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x09, 0x12, 0xA1, 0x02, 0x85, 0x02, 0x15, 0x00,
        0x26, 0xFF, 0x00, 0x75, 0x08, 0x95, 0x01, 0x05, 0x01, 0x09, 0x3B, 0x81, 0x02,
        0x05, 0x8C, 0x95, 0x03, 0x09, 0xFB, 0x09, 0xFC, 0x09, 0xFD, 0x81, 0x02,
        0x95, 0x38, 0x09, 0xFE, 0x82, 0x02, 0x01, 0x95, 0x02, 0x06, 0x66, 0xFF,
        0x09, 0x04, 0x81, 0x02, 0x05, 0x8C, 0x75, 0x01, 0x95, 0x01, 0x25, 0x01, 0x09, 0xFF,
        0x81, 0x02, 0x75, 0x07, 0x81, 0x03, 0xC0, 0xC0,
    ]
}

private enum POSStory {
    /// The length of the descriptor and the descriptor; then a byte before each report.
    static func run(_ input: [UInt8]) {
        var choices = Choices(input)
        let descriptor = choices.bytes(atMost: choices.word() % 4200)
        let layout = layout(descriptor)
        if let layout { checkLimits(of: layout) }
        var device = DeviceRun(.pos(layout, DeviceRun.anything()))
        let length = layout?.reportLength ?? 64
        while !choices.isEmpty {
            let what = choices.byte()
            device.wait(.milliseconds(100) * Int(what & 0x0F))
            switch what >> 4 {
            case 13: device.receive(choices.bytes(atMost: 20))
            case 14: device.advanceToDeadline()
            case 15: device.reset()
            default: device.receive(choices.bytes(padded: length))
            }
        }
        if let layout {
            guard let report = report(of: layout) else { return }
            device.deliversCard(after: nil, [report])
        } else {
            device.deliversCard(after: nil, [FuzzTarget.common(DeviceRun.card)])
        }
    }

    private static func layout(_ descriptor: [UInt8]) -> HIDPOSLayout? {
        guard let parsed = try? HIDReportDescriptor(parsing: descriptor) else { return nil }
        require(parsed.fields.count <= HIDReportDescriptor.fieldLimit, "fields are limited")
        let bitsMax = HIDReportDescriptor.reportLengthLimit * 8
        for field in parsed.fields {
            require(field.bitSize > 0 && field.count > 0, "a field has room")
            let end = field.bitOffset + field.bitSize * field.count
            require(field.bitOffset >= 0 && end <= bitsMax, "a field lies within its report")
        }
        return try? HIDPOSLayout(parsed)
    }

    private static func checkLimits(of layout: HIDPOSLayout) {
        let limit = HIDReportDescriptor.reportLengthLimit
        require(!layout.data.isEmpty, "there is room for data")
        require(layout.reportLength <= limit, "a report is limited")
        let places = [layout.lengthOffset, layout.identifierOffset, layout.continuedOffset]
        for place in places.compactMap(\.self) {
            require(place >= 0 && place < layout.reportLength, "a part lies within its report")
            require(!layout.data.contains(place), "no part lies within the data")
        }
    }

    /// A report with a card in it, where the layout has room for one.
    private static func report(of layout: HIDPOSLayout) -> [UInt8]? {
        guard layout.data.count >= DeviceRun.card.utf8.count, layout.data.count <= 255 else {
            return nil
        }
        var report = [UInt8](repeating: 0, count: layout.reportLength)
        report.replaceSubrange(
            layout.data.lowerBound..<layout.data.lowerBound + DeviceRun.card.utf8.count,
            with: DeviceRun.card.utf8
        )
        if let id = layout.reportID { report[0] = id }
        if let offset = layout.lengthOffset { report[offset] = UInt8(DeviceRun.card.utf8.count) }
        return report
    }
}
