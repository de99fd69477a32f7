// SPDX-License-Identifier: MPL-2.0

import CFloors
import Measuring
import SIP2

/// A recorded Patron Information Response with its checksum, read from bytes and written to them.
///
/// Under an allocation counter the program tells instead what a message allocates.
///
/// With the name of a row and a count as arguments it only does that, for an instruction counter;
/// with `--message` it prints the message.
@main struct SIP2Codec {
    private static let messages = 10_000
    private static let repetitions = 41
    private static let ratioLimit = 1.5
    private static let rateLimit = 1.5

    private static let dialect = Dialect(encoding: .utf8)
    private static let wanted: [FieldID] = [
        .institutionID, .patronIdentifier, .personalName, .feeAmount, .screenMessage, .printLine,
        .validPatron, .validPatronPassword,
    ]

    static func main() throws {
        let rows = try rows()
        let words = CommandLine.arguments.dropFirst()
        if words.first == "--message" { return print(String(decoding: try bytes(), as: UTF8.self)) }
        if let name = words.first, let count = words.last.flatMap({ Int($0) }) {
            guard let row = rows.first(where: { $0.name.hasPrefix(name) }) else { return }
            var sink = 0
            for _ in 0..<count { sink &+= row.body() }
            precondition(sink > 0)
            return
        }
        if floor_allocations() >= 0 { reportAllocations(rows) } else { report(rows) }
    }

    private struct Row {
        let name: String
        let body: () -> Int
    }

    private static func rows() throws -> [Row] {
        let bytes = try bytes()
        let message = try Message(decoding: bytes, in: dialect)
        guard let typed = PatronInformationResponse(message) else { return [] }
        return [
            Row(name: "floor: memchr and checksum in C") {
                let failed = unsafe bytes.withUnsafeBufferPointer {
                    unsafe floor_sip2($0.baseAddress, $0.count)
                }
                return failed == 0 ? 1 : 0
            },
            Row(name: "outline, all fields in place") { outline(bytes) },
            Row(name: "message") { (try? Message(decoding: bytes, in: dialect).fields.count) ?? 0 },
            Row(name: "texts: message and eight of its texts") { texts(bytes) },
            Row(name: "values: PatronInformationResponse") {
                (try? Message(decoding: bytes, in: dialect))
                    .flatMap { PatronInformationResponse($0) }?.lists.charged.count ?? 0
            },
            Row(name: "write a message") {
                (try? message.encoded(in: dialect, sequence: .zero).count) ?? 0
            },
            Row(name: "write values: PatronInformationResponse") {
                (try? typed.message.encoded(in: dialect, sequence: .zero).count) ?? 0
            },
        ]
    }

    private static func bytes() throws -> [UInt8] {
        let plain = Dialect(encoding: .utf8, detectsErrors: false)
        return try Message(decoding: Array(answer.utf8), in: plain)
            .encoded(in: dialect, sequence: .zero)
    }

    private static func outline(_ bytes: [UInt8]) -> Int {
        let span = bytes.span
        guard let outline = try? MessageOutline(of: span, in: dialect) else { return 0 }
        var scanner = outline.fields
        var length = 0
        while let piece = scanner.next(in: span) {
            if case .field(let id, let range) = piece, id != .screenMessage {
                length &+= range.count
            }
        }
        return length
    }

    private static func texts(_ bytes: [UInt8]) -> Int {
        guard let message = try? Message(decoding: bytes, in: dialect) else { return 0 }
        return wanted.reduce(0) { $0 + (message[$1]?.utf8.count ?? 0) }
    }

    /// Measures the rows in turns, in processor time, so that a busy machine changes little.
    private static func report(_ rows: [Row]) {
        var times = [[Double]](repeating: [], count: rows.count)
        var sink = 0
        for _ in 0..<repetitions {
            for (index, row) in rows.enumerated() {
                let start = floor_processor_time()
                for _ in 0..<messages { sink &+= row.body() }
                times[index].append(Double(floor_processor_time() - start) / Double(messages))
            }
        }
        precondition(sink > 0)
        var table = Table(
            "sip2: a message of 752 bytes with its checksum, median of \(repetitions)",
            columns: ["ns", "ratio", "million/s"]
        )
        let medians = times.map { $0.sorted()[repetitions / 2] }
        for (row, median) in zip(rows, medians) {
            table.add(
                row.name,
                [
                    Table.text(median, digits: 0), Table.text(median / medians[0], digits: 2),
                    Table.text(1000 / median, digits: 2),
                ]
            )
        }
        let isRead = max(medians[1], medians[2]) <= ratioLimit * medians[0]
        let isWritten = 1000 / medians[5] >= rateLimit
        table.add(
            "limit: outline and message; message written",
            ["", Table.text(ratioLimit, digits: 2), Table.text(rateLimit, digits: 2)]
        )
        table.add("", ["", isRead ? "held" : "MISSED", isWritten ? "held" : "MISSED"])
        table.print()
    }

    /// Counts what each row allocates; nothing may be allocated while fields are found.
    private static func reportAllocations(_ rows: [Row]) {
        var table = Table("sip2: allocations for a message", columns: ["number"])
        var counts: [Double] = []
        for row in rows {
            var sink = row.body()
            let start = floor_allocations()
            for _ in 0..<messages { sink &+= row.body() }
            counts.append(Double(floor_allocations() - start) / Double(messages))
            precondition(sink > 0)
        }
        for (row, count) in zip(rows, counts) {
            table.add(row.name, [Table.text(count, digits: 1)])
        }
        table.add("limit: outline", ["0"])
        table.addVerdicts([counts[1] == 0])
        table.print()
    }

    /// A patron with six loans, as a Danish library system tells it.
    private static let answer =
        "64              00920170619    125152000000000006000000000000AODK-775100|"
        + "AALN:3210519784|AETestkort Mickey Mouse|BZ9999|CA9999|CB9999|BLY|CQY|BHDKK|BV0.00|"
        + "CC220.00|AS|AT|AU3846731813%20170626%Prinsesse Mononoke%%m%th%77.7|"
        + "AU3843081011%20170720%The computer game design course: principles, practices and "
        + "techniques for the aspiring game designer%%a%xx%79.41|"
        + "AU4935636731%20170720%Mirjams flugt%Stig Christensen, Christoffer Rosenløv%a%xx%99.4 "
        + "Jurkofsky Mirjam f. 1925|"
        + "AU3847679564%20170720%Handbook of computer game studies%%a%xx%79.41|"
        + "AU3279280422%20170720%Det hemmelige våben%Hergé%a%xx%te sk|"
        + "AU3841409697%20170720%Bjørnens kløer%Derib%a%xx%te sk|AV|BU|CD|"
        + "BDJens Jensen%Hack Kampmanns Plads 2%8000%Aarhus%DK|BEjens@example.dk|PB20000405|"
}
