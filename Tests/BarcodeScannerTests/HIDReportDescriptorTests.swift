// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import Testing

@Suite struct `A report descriptor` {
    typealias Usage = HIDReportDescriptor.Usage
    typealias Field = HIDReportDescriptor.Field

    private func error(_ bytes: [UInt8]) -> HIDDescriptorError? {
        do throws(HIDDescriptorError) {
            _ = try HIDReportDescriptor(parsing: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test func `of a HID POS scanner gives every field its place`() throws {
        let fields = try HIDReportDescriptor(parsing: Descriptors.common).fields
        let inputs = fields.filter { $0.kind == .input }
        #expect(inputs.map(\.usage.id) == [0x3B, 0xFB, 0xFC, 0xFD, 0xFE, 0x04, 0x00, 0xFF])
        #expect(inputs.map(\.bitOffset) == [8, 16, 24, 32, 40, 488, 496, 504])
        #expect(inputs.map(\.count) == [1, 1, 1, 1, 56, 1, 1, 8])
        #expect(inputs.map(\.bitSize) == [8, 8, 8, 8, 8, 8, 8, 1])
        #expect(inputs.allSatisfy { $0.reportID == 2 })
        #expect(inputs.allSatisfy { $0.application == Usage(page: 0x8C, id: 0x02) })
    }

    @Test func `keeps output and feature reports apart from input`() throws {
        let fields = try HIDReportDescriptor(parsing: Descriptors.common).fields
        let outputs = fields.filter { $0.kind == .output }
        #expect(outputs.map(\.usage.id) == [0x00, 0x5F, 0x60])
        #expect(outputs.map(\.bitOffset) == [8, 9, 10])
        #expect(outputs.map(\.count) == [1, 1, 6])
        let features = fields.filter { $0.kind == .feature }
        #expect(features.map(\.usage) == [Usage(page: 0xFF66, id: 0x03)])
        #expect(features.map(\.reportID) == [0xFE])
    }

    @Test func `of a boot keyboard begins without a report id and leaves out padding`() throws {
        let fields = try HIDReportDescriptor(parsing: Descriptors.keyboard).fields
        let inputs = fields.filter { $0.kind == .input }
        #expect(inputs.map(\.bitOffset) == Array(0..<8) + [16])
        #expect(inputs.last?.count == 6)
        #expect(inputs.allSatisfy { $0.reportID == nil })
        #expect(inputs.first?.usage == Usage(page: 0x07, id: 0xE0))
    }

    @Test func `saves and restores global items`() throws {
        let fields = try HIDReportDescriptor(parsing: [
            0x05, 0x8C, 0x75, 0x08, 0x95, 0x02, 0xA4,  // page 8Ch, two bytes; push
            0x05, 0x01, 0x75, 0x10, 0x95, 0x01, 0xB4,  // others; pop
            0x09, 0xFE, 0x81, 0x02,
        ]).fields
        #expect(fields.map(\.usage) == [Usage(page: 0x8C, id: 0xFE)])
        #expect(fields.map(\.bitSize) == [8])
        #expect(fields.map(\.count) == [2])
    }

    @Test func `may name the page together with the usage`() throws {
        let fields = try HIDReportDescriptor(parsing: [
            0x05, 0x01, 0x75, 0x08, 0x95, 0x01, 0x0B, 0xFE, 0x00, 0x8C, 0x00, 0x81, 0x02,
        ]).fields
        #expect(fields.map(\.usage) == [Usage(page: 0x8C, id: 0xFE)])
    }

    @Test func `skips long items`() throws {
        let bytes = [0xFE, 0x03, 0x10, 0xAA, 0xBB, 0xCC] + Descriptors.unmeasured
        let fields = try HIDReportDescriptor(parsing: bytes).fields
        #expect(try HIDReportDescriptor(parsing: Descriptors.unmeasured).fields == fields)
    }

    @Test func `of nothing has no fields`() throws {
        #expect(try HIDReportDescriptor(parsing: []).fields.isEmpty)
    }

    @Test func `is refused when it ends inside an item`() {
        #expect(error([0x05]) == .truncated)
        #expect(error([0x26, 0xFF]) == .truncated)
        #expect(error([0xFE]) == .truncated)
        #expect(error([0xFE, 0x02, 0x10, 0x00]) == .truncated)
    }

    @Test func `is refused when collections or pushes do not match`() {
        #expect(error([0xC0]) == .unbalanced)
        #expect(error([0xA1, 0x01]) == .unbalanced)
        #expect(error([0xB4]) == .unbalanced)
        #expect(error([0xA4]) == .unbalanced)
    }

    @Test func `is refused for items the standard does not allow`() {
        #expect(error([0x85, 0x00]) == .invalidItem)
        #expect(error([0x86, 0x00, 0x01]) == .invalidItem)
        #expect(error([0x07, 0x00, 0x00, 0x01, 0x00]) == .invalidItem)
        #expect(error([0x29, 0x05]) == .invalidItem)
        #expect(error([0x19, 0x05, 0x29, 0x04]) == .invalidItem)
        #expect(error([0xA9, 0x01]) == .invalidItem)
        #expect(error([0x0D, 0x01]) == .invalidItem)
    }

    @Test func `is refused above each limit`() {
        let open: [UInt8] = [0xA1, 0x00]
        let long = [UInt8](repeating: 0x04, count: HIDReportDescriptor.lengthLimit + 1)
        #expect(error(long) == .tooLong)
        let items = [UInt8](repeating: 0x04, count: HIDReportDescriptor.itemLimit + 1)
        #expect(error(items) == .tooManyItems)
        let nested = (0...HIDReportDescriptor.nestingLimit).flatMap { _ in open }
        #expect(error(nested) == .tooDeep)
        let pushed = [UInt8](repeating: 0xA4, count: HIDReportDescriptor.pushLimit + 1)
        #expect(error(pushed) == .tooDeep)
        #expect(error([0x1A, 0, 0, 0x2A, 0x00, 0x01]) == .tooManyUsages)
        #expect(error([0x1A, 0, 0, 0x2A, 0xFF, 0x00, 0x09, 0x01]) == .tooManyUsages)
        let usages = (0...HIDReportDescriptor.usageLimit).flatMap { _ in [0x09, 0x01] as [UInt8] }
        #expect(error(usages) == .tooManyUsages)
    }

    @Test func `is refused when it has too many fields or reports`() {
        let field: [UInt8] = [0x09, 0x01, 0x81, 0x02]
        let start: [UInt8] = [0x75, 0x01, 0x95, 0x01]
        let fields = (0..<HIDReportDescriptor.fieldLimit).flatMap { _ in field }
        #expect(error(start + fields) == nil)
        #expect(error(start + fields + field) == .tooManyFields)
        let reports: [UInt8] = (1...HIDReportDescriptor.reportLimit).flatMap {
            [0x85, UInt8($0)] + field
        }
        #expect(error(start + reports) == nil)
        #expect(error(start + reports + [0x85, 0xFF] + field) == .tooManyReports)
    }

    @Test func `is refused when a report is too long`() {
        #expect(error([0x77, 0xFF, 0xFF, 0xFF, 0xFF]) == .reportTooLong)
        #expect(error([0x97, 0xFF, 0xFF, 0xFF, 0x7F]) == .reportTooLong)
        let limit: [UInt8] = [0x75, 0x08, 0x96, 0x00, 0x40, 0x09, 0x01]
        #expect(error(limit + [0x81, 0x02]) == nil)
        #expect(error(limit + [0x81, 0x02, 0x81, 0x03]) == .reportTooLong)
        let square: [UInt8] = [0x77, 0x00, 0x00, 0x02, 0x00, 0x97, 0x00, 0x00, 0x02, 0x00]
        #expect(error(square + [0x81, 0x03]) == .reportTooLong)
    }

    @Test(arguments: [Descriptors.common, Descriptors.unmeasured, Descriptors.keyboard])
    func `cut anywhere is refused or read, never more`(descriptor: [UInt8]) {
        let whole = (try? HIDReportDescriptor(parsing: descriptor).fields.count) ?? 0
        let longer = (0..<descriptor.count).filter { length in
            let cut = try? HIDReportDescriptor(parsing: Array(descriptor[..<length]))
            return cut.map { $0.fields.count > whole } ?? false
        }
        #expect(whole > 0)
        #expect(longer.isEmpty)
    }

    @Test func `with any one byte changed stays inside the limits`() {
        var excesses = 0
        for index in Descriptors.common.indices {
            let original = Descriptors.common[index]
            for byte in (0..<8).map({ original ^ (1 << UInt8($0)) }) + [0x00, 0x7F, 0xFF] {
                var bytes = Descriptors.common
                bytes[index] = byte
                guard let descriptor = try? HIDReportDescriptor(parsing: bytes) else { continue }
                let limit = HIDReportDescriptor.reportLengthLimit * 8
                let ends = descriptor.fields.map { $0.bitOffset + $0.bitSize * $0.count }
                if ends.contains(where: { $0 > limit }) { excesses += 1 }
                if let layout = try? HIDPOSLayout(descriptor), layout.reportLength > limit / 8 {
                    excesses += 1
                }
            }
        }
        #expect(excesses == 0)
    }

    @Test func `has a sentence and a stable code for each error`() {
        #expect(Set(HIDDescriptorError.allCases.map(\.description)).count == 11)
        #expect(Set(HIDDescriptorError.allCases.map(\.rawValue)).count == 11)
    }
}

@Suite struct `The layout of a HID POS report` {
    private func layout(_ bytes: [UInt8]) throws -> HIDPOSLayout {
        try HIDPOSLayout(HIDReportDescriptor(parsing: bytes))
    }

    @Test func `is read from the descriptor`() throws {
        let layout = try layout(Descriptors.common)
        #expect(layout.reportID == 2)
        #expect(layout.lengthOffset == 1)
        #expect(layout.identifierOffset == 2)
        #expect(layout.data == 5..<61)
        #expect(layout.continuedOffset == 63)
        #expect(layout.continuedMask == 1)
        #expect(layout.reportLength == 64)
        #expect(layout == .common)
    }

    @Test func `may be without a length`() throws {
        #expect(try layout(Descriptors.unmeasured) == .unmeasured)
        #expect(try layout(Descriptors.unmeasured).reportLength == 61)
    }

    @Test func `may be without report ids, identifier and flag`() throws {
        let bytes: [UInt8] = [
            0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x75, 0x08, 0x95, 0x20, 0x09, 0xFE, 0x81, 0x02,
            0xC0,
        ]
        let layout = try layout(bytes)
        #expect(layout.reportID == nil)
        #expect(layout.lengthOffset == nil)
        #expect(layout.identifierOffset == nil)
        #expect(layout.data == 0..<32)
        #expect(layout.continuedOffset == nil)
        #expect(layout.reportLength == 32)
    }

    @Test func `takes the widest field of decoded data`() throws {
        let bytes: [UInt8] = [
            0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x85, 0x02, 0x75, 0x08,
            0x95, 0x01, 0x09, 0xFE, 0x81, 0x02, 0x95, 0x38, 0x09, 0xFE, 0x81, 0x02,
            0x95, 0x01, 0x09, 0xFE, 0x81, 0x02, 0xC0,
        ]
        #expect(try layout(bytes).data == 2..<58)
    }

    @Test(arguments: [(1, 0b0000_1000), (2, 0b0001_1000), (8, 0b1111_1000)] as [(UInt8, UInt8)])
    func `takes a flag of any size at any bit`(size: UInt8, mask: UInt8) throws {
        let bytes: [UInt8] = [
            0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x75, 0x08, 0x95, 0x01, 0x09, 0xFE, 0x81, 0x02,
            0x75, 0x03, 0x81, 0x03, 0x75, size, 0x09, 0xFF, 0x81, 0x02, 0xC0,
        ]
        #expect(try layout(bytes).continuedOffset == 1)
        #expect(try layout(bytes).continuedMask == mask)
    }

    @Test func `has no identifier unless its three bytes are neighbours`() throws {
        let bytes: [UInt8] = [
            0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x75, 0x08, 0x95, 0x01,
            0x09, 0xFB, 0x81, 0x02, 0x09, 0xFD, 0x81, 0x02, 0x09, 0xFC, 0x81, 0x02,
            0x95, 0x20, 0x09, 0xFE, 0x81, 0x02, 0xC0,
        ]
        #expect(try layout(bytes).identifierOffset == nil)
    }

    @Test func `is not found in a keyboard`() {
        #expect(throws: HIDDescriptorError.noScannedData) { try layout(Descriptors.keyboard) }
    }

    @Test func `is not taken from a vendor's own interface`() {
        let bytes = [0x06, 0x8C, 0xFF] + Array(Descriptors.common.dropFirst(2))
        #expect(throws: HIDDescriptorError.noScannedData) { try layout(bytes) }
    }

    @Test func `is not found where data is not whole bytes`() {
        let bytes: [UInt8] = [
            0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x75, 0x04, 0x95, 0x01, 0x81, 0x03,
            0x75, 0x08, 0x95, 0x20, 0x09, 0xFE, 0x81, 0x02, 0xC0,
        ]
        #expect(throws: HIDDescriptorError.noScannedData) { try layout(bytes) }
    }
}
