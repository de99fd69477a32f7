// SPDX-License-Identifier: MPL-2.0

/// What a HID device says about its reports (HID 1.11, section 6.2.2).
///
/// Only what a decoder needs is kept: where in which report a usage is. Physical units, strings and
/// ranges are passed over. A descriptor comes from the device and is not trusted: every quantity in
/// it has a limit.
public struct HIDReportDescriptor: Sendable, Hashable {
    /// The most bytes of a descriptor; Linux has the same limit.
    public static let lengthLimit = 4096
    /// The most items of a descriptor.
    public static let itemLimit = 2048
    /// The most collections inside one another.
    public static let nestingLimit = 16
    /// The most saved states of the "push" item.
    public static let pushLimit = 8
    /// The most fields that are kept.
    public static let fieldLimit = 256
    /// The most usages of one main item.
    public static let usageLimit = 256
    /// The most reports that are told apart.
    public static let reportLimit = 64
    /// The most bytes of one report; Linux has the same limit.
    public static let reportLengthLimit = 16_384

    /// A usage: what a field or collection is for.
    public struct Usage: Sendable, Hashable {
        /// The page, for instance 8Ch for bar code scanners.
        public let page: UInt16
        /// The usage on that page.
        public let id: UInt16

        /// Creates a usage.
        public init(page: UInt16, id: UInt16) {
            self.page = page
            self.id = id
        }
    }

    /// The direction of a report.
    public enum ReportKind: UInt8, Sendable, Hashable {
        /// From the device to the host.
        case input
        /// From the host to the device.
        case output
        /// Both ways, through control requests.
        case feature
    }

    /// Neighbouring elements of one report that have the same usage.
    public struct Field: Sendable, Hashable {
        /// What the elements are for.
        public let usage: Usage
        /// The usage of the application collection around the field.
        public let application: Usage?
        /// The direction of the report.
        public let kind: ReportKind
        /// The id of the report, if the device has ids.
        public let reportID: UInt8?
        /// Where the first element begins, in bits from the start of the report, its id included.
        public let bitOffset: Int
        /// The bits of one element.
        public let bitSize: Int
        /// The number of elements.
        public let count: Int

        /// The byte at which the field begins, if it consists of whole bytes.
        var byteOffset: Int? {
            bitSize == 8 && bitOffset.isMultiple(of: 8) ? bitOffset / 8 : nil
        }
    }

    /// The fields that carry data, in the order of the descriptor; padding is left out.
    public let fields: [Field]

    /// Reads a descriptor.
    ///
    /// - Throws: ``HIDDescriptorError`` if the descriptor breaks the standard or a limit.
    public init(parsing bytes: Span<UInt8>) throws(HIDDescriptorError) {
        var parser = HIDDescriptorParser()
        try parser.parse(bytes)
        fields = parser.fields
    }

    /// Reads a descriptor from an array.
    ///
    /// - Throws: ``HIDDescriptorError`` if the descriptor breaks the standard or a limit.
    public init(parsing bytes: [UInt8]) throws(HIDDescriptorError) {
        try self.init(parsing: bytes.span)
    }
}

/// Why a report descriptor cannot be used.
///
/// The raw values are stable and meant for logs.
public enum HIDDescriptorError: String, Error, Sendable, Hashable, CaseIterable {
    /// The descriptor is longer than ``HIDReportDescriptor/lengthLimit``.
    case tooLong = "descriptor-too-long"
    /// The descriptor has more items than ``HIDReportDescriptor/itemLimit``.
    case tooManyItems = "too-many-items"
    /// The descriptor has more fields than ``HIDReportDescriptor/fieldLimit``.
    case tooManyFields = "too-many-fields"
    /// A main item has more usages than ``HIDReportDescriptor/usageLimit``.
    case tooManyUsages = "too-many-usages"
    /// The descriptor has more reports than ``HIDReportDescriptor/reportLimit``.
    case tooManyReports = "too-many-reports"
    /// Collections or pushed states are nested too deeply.
    case tooDeep = "nested-too-deep"
    /// A report is longer than ``HIDReportDescriptor/reportLengthLimit``.
    case reportTooLong = "report-too-long"
    /// The descriptor ends inside an item.
    case truncated = "descriptor-truncated"
    /// A collection or pushed state is closed that was not opened, or the other way round.
    case unbalanced
    /// An item is reserved, or has a value the standard does not allow.
    case invalidItem = "invalid-item"
    /// The descriptor has no report with decoded bar code data in whole bytes.
    case noScannedData = "no-scanned-data"
}

extension HIDDescriptorError: CustomStringConvertible {
    /// One sentence for a log or a technician.
    public var description: String {
        switch self {
        case .tooLong: "The report descriptor is too long."
        case .tooManyItems: "The report descriptor has too many items."
        case .tooManyFields: "The report descriptor has too many fields."
        case .tooManyUsages: "An item of the report descriptor has too many usages."
        case .tooManyReports: "The report descriptor has too many reports."
        case .tooDeep: "The report descriptor is nested too deeply."
        case .reportTooLong: "The report descriptor describes a report that is too long."
        case .truncated: "The report descriptor ends inside an item."
        case .unbalanced: "A collection of the report descriptor is not closed properly."
        case .invalidItem: "The report descriptor has an item the standard does not allow."
        case .noScannedData: "The device does not offer bar codes in HID POS form."
        }
    }
}
