// SPDX-License-Identifier: MPL-2.0

/// Where in a report a scanner in HID POS mode puts the parts of a code.
///
/// The standard (HID Point of Sale Usage Tables 1.02, page 8Ch) names the parts but leaves their
/// places to the device, so they are read from the report descriptor. For devices whose descriptor
/// cannot be had there are the layouts found in the field.
public struct HIDPOSLayout: Sendable, Hashable {
    /// The id of the report, if the device has ids; it is the first byte then.
    public let reportID: UInt8?
    /// The byte that holds the number of data bytes used; without one, trailing NUL are padding.
    public let lengthOffset: Int?
    /// The first of the three bytes of the AIM identifier.
    public let identifierOffset: Int?
    /// The bytes of decoded data.
    public let data: Range<Int>
    /// The byte with the "Decode Data Continued" flag.
    public let continuedOffset: Int?
    /// The bits of that byte that are the flag.
    public let continuedMask: UInt8

    private init(
        reportID: UInt8?,
        lengthOffset: Int? = nil,
        identifierOffset: Int? = nil,
        data: Range<Int>,
        continuedOffset: Int? = nil,
        continuedMask: UInt8 = 1
    ) {
        self.reportID = reportID
        self.lengthOffset = lengthOffset
        self.identifierOffset = identifierOffset
        self.data = data
        self.continuedOffset = continuedOffset
        self.continuedMask = continuedMask
    }

    /// The layout most scanners share: id 2, length, AIM identifier, 56 bytes, vendor code, flag.
    public static let common = HIDPOSLayout(
        reportID: 2,
        lengthOffset: 1,
        identifierOffset: 2,
        data: 5..<61,
        continuedOffset: 63
    )

    /// The same without a length: id 2, AIM identifier, 56 bytes padded with NUL, flag.
    public static let unmeasured = HIDPOSLayout(
        reportID: 2,
        identifierOffset: 1,
        data: 4..<60,
        continuedOffset: 60
    )

    /// The "simple COM port emulation" of Zebra and the hand-held mode of IBM: length, then data.
    public static let lengthFirst = HIDPOSLayout(reportID: nil, lengthOffset: 0, data: 1..<64)

    /// The least bytes of a report that holds every part.
    public var reportLength: Int {
        let ends = [lengthOffset, identifierOffset.map { $0 + 2 }, continuedOffset].compactMap(
            \.self
        )
        return ends.reduce(data.upperBound) { max($0, $1 + 1) }
    }

    /// Guesses the layout from a report, by where the AIM identifier's `]` is.
    static func guessed(from report: Span<UInt8>) -> HIDPOSLayout? {
        guard report.count >= unmeasured.reportLength, report[0] == 2 else { return nil }
        if report[1] == UInt8(ascii: "]") { return .unmeasured }
        let isCommon = report.count >= common.reportLength && report[1] <= common.data.count
        return isCommon ? .common : nil
    }
}

extension HIDPOSLayout {
    private static let page: UInt16 = 0x8C
    private static let barCodeScanner = HIDReportDescriptor.Usage(page: page, id: 0x02)
    private static let byteCount = HIDReportDescriptor.Usage(page: 0x01, id: 0x3B)
    private static let identifiers = (0xFB...0xFD).map {
        HIDReportDescriptor.Usage(page: page, id: $0)
    }
    private static let decodedData = HIDReportDescriptor.Usage(page: page, id: 0xFE)
    private static let continued = HIDReportDescriptor.Usage(page: page, id: 0xFF)

    /// Finds the places in a report descriptor.
    ///
    /// Only the application "Bar Code Scanner" counts: scanners have vendor-defined interfaces with
    /// the same fields for their own tools.
    ///
    /// - Throws: ``HIDDescriptorError/noScannedData`` if no input report carries decoded data.
    public init(_ descriptor: HIDReportDescriptor) throws(HIDDescriptorError) {
        let inputs = descriptor.fields.filter {
            $0.kind == .input && $0.application == Self.barCodeScanner
        }
        // Some devices mark single bytes as decoded data, too: the text is in the widest field.
        let candidates = inputs.filter { $0.usage == Self.decodedData && $0.byteOffset != nil }
        guard let data = candidates.max(by: { $0.count < $1.count }),
            let dataOffset = data.byteOffset
        else { throw .noScannedData }
        let report = inputs.filter { $0.reportID == data.reportID }

        func offset(of usage: HIDReportDescriptor.Usage) -> Int? {
            report.first { $0.usage == usage }?.byteOffset
        }

        let identifier = Self.identifiers.compactMap(offset)
        let isWhole = identifier.first.map { Array($0..<$0 + AIMIdentifier.length) } == identifier
        let flag = report.first { $0.usage == Self.continued }
        self.init(
            reportID: data.reportID,
            lengthOffset: offset(of: Self.byteCount),
            identifierOffset: isWhole ? identifier.first : nil,
            data: dataOffset..<dataOffset + data.count,
            continuedOffset: flag.map { $0.bitOffset / 8 },
            continuedMask: flag.map(Self.mask) ?? 1
        )
    }

    /// The bits of a flag in its byte; of a flag wider than a bit, any of them counts.
    private static func mask(_ flag: HIDReportDescriptor.Field) -> UInt8 {
        let bits = flag.bitSize < 8 ? (UInt8(1) << UInt8(flag.bitSize)) - 1 : 0xFF
        return bits << UInt8(flag.bitOffset % 8)
    }
}
