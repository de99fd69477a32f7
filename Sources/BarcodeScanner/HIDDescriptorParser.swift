// SPDX-License-Identifier: MPL-2.0

/// The state machine that a report descriptor drives: global items persist, local items hold up to
/// the next main item, main items make fields and collections (HID 1.11, section 5.4).
struct HIDDescriptorParser {
    private(set) var fields: [HIDReportDescriptor.Field] = []
    private var global = GlobalState()
    private var pushed: [GlobalState] = []
    private var local = LocalState()
    private var collections: [Collection] = []
    private var reportEnds: [ReportKey: Int] = [:]

    private struct GlobalState {
        var page: UInt16 = 0
        var reportSize = 0
        var reportCount = 0
        var reportID: UInt8?
    }

    /// A usage with its own page, or to be read with the page in force at the main item.
    private struct LocalUsage {
        var page: UInt16?
        var id: UInt16
    }

    private struct LocalState {
        var usages: [LocalUsage] = []
        var minimum: LocalUsage?
    }

    private struct Collection {
        var usage: HIDReportDescriptor.Usage
        var isApplication: Bool
    }

    private struct ReportKey: Hashable {
        var kind: HIDReportDescriptor.ReportKind
        var id: UInt8?
    }

    private struct Item {
        var tag: UInt8
        var size: Int
        var value: UInt32
    }

    private enum Tag {
        static let longItem: UInt8 = 0xFE
        static let input: UInt8 = 0x80
        static let output: UInt8 = 0x90
        static let collection: UInt8 = 0xA0
        static let feature: UInt8 = 0xB0
        static let endCollection: UInt8 = 0xC0
        static let usagePage: UInt8 = 0x04
        static let reportSize: UInt8 = 0x74
        static let reportID: UInt8 = 0x84
        static let reportCount: UInt8 = 0x94
        static let push: UInt8 = 0xA4
        static let pop: UInt8 = 0xB4
        static let usage: UInt8 = 0x08
        static let usageMinimum: UInt8 = 0x18
        static let usageMaximum: UInt8 = 0x28
        static let delimiter: UInt8 = 0xA8
        static let typeMask: UInt8 = 0x0C
        static let reserved: UInt8 = 0x0C
    }

    private static let applicationCollection: UInt32 = 1
    private static let constantFlag: UInt32 = 1
    private static let variableFlag: UInt32 = 2

    mutating func parse(_ bytes: Span<UInt8>) throws(HIDDescriptorError) {
        guard bytes.count <= HIDReportDescriptor.lengthLimit else { throw .tooLong }
        var position = 0
        var items = 0
        while position < bytes.count {
            items += 1
            guard items <= HIDReportDescriptor.itemLimit else { throw .tooManyItems }
            if bytes[position] == Tag.longItem {
                // A long item carries nothing the standard defines: step over it.
                guard position + 1 < bytes.count else { throw .truncated }
                position += 3 + Int(bytes[position + 1])
                guard position <= bytes.count else { throw .truncated }
            } else {
                try take(Self.item(in: bytes, at: &position))
            }
        }
        guard collections.isEmpty, pushed.isEmpty else { throw .unbalanced }
    }

    private static func item(
        in bytes: Span<UInt8>,
        at position: inout Int
    ) throws(HIDDescriptorError) -> Item {
        let prefix = bytes[position]
        let size = prefix & 3 == 3 ? 4 : Int(prefix & 3)
        guard position + size < bytes.count else { throw .truncated }
        var value: UInt32 = 0
        for index in 0..<size {
            value |= UInt32(bytes[position + 1 + index]) << (8 * UInt32(index))
        }
        position += 1 + size
        return Item(tag: prefix & 0xFC, size: size, value: value)
    }

    private mutating func take(_ item: Item) throws(HIDDescriptorError) {
        switch item.tag {
        case Tag.input: try addFields(.input, flags: item.value)
        case Tag.output: try addFields(.output, flags: item.value)
        case Tag.feature: try addFields(.feature, flags: item.value)
        case Tag.collection: try openCollection(item.value)
        case Tag.endCollection: try closeCollection()
        case Tag.usagePage:
            guard let page = UInt16(exactly: item.value) else { throw .invalidItem }
            global.page = page
        case Tag.reportSize: global.reportSize = try Self.quantity(item.value)
        case Tag.reportCount: global.reportCount = try Self.quantity(item.value)
        case Tag.reportID:
            guard let id = UInt8(exactly: item.value), id != 0 else { throw .invalidItem }
            global.reportID = id
        case Tag.push:
            guard pushed.count < HIDReportDescriptor.pushLimit else { throw .tooDeep }
            pushed.append(global)
        case Tag.pop:
            guard let state = pushed.popLast() else { throw .unbalanced }
            global = state
        case Tag.usage: try addUsage(Self.usage(item))
        case Tag.usageMinimum: local.minimum = Self.usage(item)
        case Tag.usageMaximum: try addUsages(upTo: Self.usage(item))
        // Alternative usages for one control: no scanner is known to have them.
        case Tag.delimiter: throw .invalidItem
        case let tag where tag & Tag.typeMask == Tag.reserved: throw .invalidItem
        default: break
        }
    }

    /// Bits and counts of a field; both are bounded by the longest report.
    private static func quantity(_ value: UInt32) throws(HIDDescriptorError) -> Int {
        guard value <= UInt32(HIDReportDescriptor.reportLengthLimit * 8) else {
            throw .reportTooLong
        }
        return Int(value)
    }

    private static func usage(_ item: Item) -> LocalUsage {
        LocalUsage(
            page: item.size == 4 ? UInt16(truncatingIfNeeded: item.value >> 16) : nil,
            id: UInt16(truncatingIfNeeded: item.value)
        )
    }

    private mutating func addUsage(_ usage: LocalUsage) throws(HIDDescriptorError) {
        guard local.usages.count < HIDReportDescriptor.usageLimit else { throw .tooManyUsages }
        local.usages.append(usage)
    }

    private mutating func addUsages(upTo last: LocalUsage) throws(HIDDescriptorError) {
        guard let first = local.minimum, first.id <= last.id else { throw .invalidItem }
        local.minimum = nil
        guard Int(last.id) - Int(first.id) < HIDReportDescriptor.usageLimit else {
            throw .tooManyUsages
        }
        for id in first.id...last.id {
            try addUsage(LocalUsage(page: first.page, id: id))
        }
    }

    private mutating func openCollection(_ kind: UInt32) throws(HIDDescriptorError) {
        guard collections.count < HIDReportDescriptor.nestingLimit else { throw .tooDeep }
        collections.append(
            Collection(
                usage: resolved(local.usages.first ?? LocalUsage(id: 0)),
                isApplication: kind == Self.applicationCollection
            )
        )
        local = LocalState()
    }

    private mutating func closeCollection() throws(HIDDescriptorError) {
        guard collections.popLast() != nil else { throw .unbalanced }
        local = LocalState()
    }

    private mutating func addFields(
        _ kind: HIDReportDescriptor.ReportKind,
        flags: UInt32
    ) throws(HIDDescriptorError) {
        let key = ReportKey(kind: kind, id: global.reportID)
        let start = reportEnds[key] ?? (global.reportID == nil ? 0 : 8)
        let (bits, overflow) = global.reportSize.multipliedReportingOverflow(
            by: global.reportCount
        )
        guard !overflow, start + bits <= HIDReportDescriptor.reportLengthLimit * 8 else {
            throw .reportTooLong
        }
        reportEnds[key] = start + bits
        guard reportEnds.count <= HIDReportDescriptor.reportLimit else { throw .tooManyReports }
        defer { local = LocalState() }
        let isData = flags & Self.constantFlag == 0 && bits > 0
        guard isData, let firstUsage = local.usages.first else { return }
        if flags & Self.variableFlag == 0 {
            // An array holds any of its usages; the first one stands for them.
            try addField(firstUsage, key, at: start, count: global.reportCount)
        } else {
            try addVariables(key, at: start)
        }
    }

    /// Hands the usages out to the elements; the last usage is that of all further elements.
    private mutating func addVariables(_ key: ReportKey, at start: Int) throws(HIDDescriptorError) {
        var element = 0
        for (index, usage) in local.usages.enumerated() where element < global.reportCount {
            let isLast = index == local.usages.count - 1
            let count = isLast ? global.reportCount - element : 1
            try addField(usage, key, at: start + element * global.reportSize, count: count)
            element += count
        }
    }

    private mutating func addField(
        _ usage: LocalUsage,
        _ key: ReportKey,
        at bitOffset: Int,
        count: Int
    ) throws(HIDDescriptorError) {
        guard fields.count < HIDReportDescriptor.fieldLimit else { throw .tooManyFields }
        fields.append(
            HIDReportDescriptor.Field(
                usage: resolved(usage),
                application: collections.last { $0.isApplication }?.usage,
                kind: key.kind,
                reportID: key.id,
                bitOffset: bitOffset,
                bitSize: global.reportSize,
                count: count
            )
        )
    }

    private func resolved(_ usage: LocalUsage) -> HIDReportDescriptor.Usage {
        HIDReportDescriptor.Usage(page: usage.page ?? global.page, id: usage.id)
    }
}
