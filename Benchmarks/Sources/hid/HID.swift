// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import CFloors
import Measuring

/// Reports of a scanner in keyboard mode, decoded on one core.
///
/// Under an allocation counter the program also tells what a report allocates.
@main struct HID {
    private static let scans = 100_000
    private static let repetitions = 9
    private static let rateLimit = 5.0

    static func main() {
        let reports = typed("9912345678")
        let allocations = allocations(of: reports)
        if let allocations {
            report(allocations)
        } else {
            report(rates(of: reports))
        }
    }

    /// A card as a scanner types it: each digit pressed and released, then Enter.
    private static func typed(_ text: String) -> [[UInt8]] {
        let keys = text.utf8.map { ($0 - 0x30 + 9) % 10 + 0x1E } + [0x28]
        return keys.flatMap { [[0, 0, $0, 0, 0, 0, 0, 0], [UInt8](repeating: 0, count: 8)] }
    }

    private static func decoder() -> ScannerDecoder { ScannerDecoder(.keyboard(.init(), .card)) }

    /// Feeds whole scans, far enough apart in time that none is a duplicate.
    private static func decode(_ reports: [[UInt8]], into decoder: inout ScannerDecoder) -> Int {
        var found = 0
        for scan in 0..<scans {
            let now = Duration.seconds(scan * 10)
            for report in reports { found += decoder.receive(report.span, at: now).count }
        }
        return found
    }

    // MARK: Speed

    /// Millions of reports a second of floor and decoder, in turns.
    private static func rates(of reports: [[UInt8]]) -> [(floor: Double, decoder: Double)] {
        let flat = reports.flatMap(\.self)
        let count = Double(scans * reports.count)
        var sink: UInt64 = 0
        return (0..<repetitions).map { _ in
            let floor = ContinuousClock().measure {
                for _ in 0..<scans {
                    sink &+= unsafe flat.withUnsafeBufferPointer {
                        unsafe floor_reports($0.baseAddress, reports.count)
                    }
                }
            }
            var decoder = decoder()
            let decoding = ContinuousClock().measure {
                precondition(decode(reports, into: &decoder) == scans)
            }
            return (
                floor: count / (floor / .seconds(1)) / 1e6,
                decoder: count / (decoding / .seconds(1)) / 1e6
            )
        }
    }

    private static func report(_ rates: [(floor: Double, decoder: Double)]) {
        let floor = rates.map(\.floor).sorted()[rates.count / 2]
        let decoder = rates.map(\.decoder).sorted()[rates.count / 2]
        var table = Table(
            "hid: keyboard reports on one core, \(scans) scans, median of \(rates.count)",
            columns: ["M reports/s", "ns/report"]
        )
        table.add("floor: digits and Enter in C", cells(floor))
        table.add("ScannerDecoder", cells(decoder))
        table.add("ratio to the floor", [Table.text(floor / decoder, digits: 2)])
        table.add("limit, at least", [Table.text(rateLimit, digits: 2)])
        table.addVerdicts([decoder >= rateLimit])
        table.print()
    }

    private static func cells(_ rate: Double) -> [String] {
        [Table.text(rate, digits: 2), Table.text(1000 / rate, digits: 1)]
    }

    // MARK: Allocations

    private struct Allocations {
        let perReport: Double
        let perScan: Double
    }

    /// What reports that complete nothing allocate, and what a completed scan does; nil when
    /// nothing counts.
    private static func allocations(of reports: [[UInt8]]) -> Allocations? {
        guard floor_allocations() >= 0 else { return nil }
        var decoder = decoder()
        precondition(decode(reports, into: &decoder) == scans)
        let before = floor_allocations()
        precondition(decode(reports, into: &decoder) == scans)
        let all = floor_allocations() - before
        var quiet: Int64 = 0
        var quietReports = 0
        for scan in 0..<scans {
            let now = Duration.seconds((scans + scan) * 10)
            let start = floor_allocations()
            for report in reports.dropLast(2) {
                quietReports += decoder.receive(report.span, at: now).isEmpty ? 1 : 0
            }
            quiet += floor_allocations() - start
            for report in reports.suffix(2) { _ = decoder.receive(report.span, at: now) }
        }
        precondition(quietReports == scans * (reports.count - 2))
        return Allocations(
            perReport: Double(quiet) / Double(quietReports),
            perScan: Double(all) / Double(scans)
        )
    }

    private static func report(_ allocations: Allocations) {
        var table = Table("hid: allocations", columns: ["count"])
        table.add("a report that completes nothing", [Table.text(allocations.perReport, digits: 4)])
        table.add("limit", ["0"])
        table.addVerdicts([allocations.perReport == 0])
        table.add("a whole scan of 22 reports", [Table.text(allocations.perScan, digits: 2)])
        table.print()
    }
}
