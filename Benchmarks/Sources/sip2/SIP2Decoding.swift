// SPDX-License-Identifier: MPL-2.0

import CFloors
import Measuring
import SIP2

/// A Patron Information Response with its checksum, read from bytes.
@main struct SIP2Decoding {
    private static let messages = 100_000
    private static let repetitions = 9

    static func main() throws {
        let dialect = Dialect(encoding: .utf8)
        let plain = Dialect(encoding: .utf8, detectsErrors: false)
        let bytes = try Message(decoding: Array(answer.utf8), in: plain)
            .encoded(in: dialect, sequence: .zero)
        let wanted: [FieldID] = [
            .institutionID, .patronIdentifier, .personalName, .feeAmount, .screenMessage,
            .printLine, .validPatron, .validPatronPassword,
        ]
        var floor: [Double] = []
        var decoded: [Double] = []
        var read: [Double] = []
        var typed: [Double] = []
        var sink = 0
        for _ in 0..<repetitions {
            floor.append(
                time {
                    let failed = unsafe bytes.withUnsafeBufferPointer {
                        unsafe floor_sip2($0.baseAddress, $0.count)
                    }
                    sink &+= Int(failed)
                }
            )
            decoded.append(
                try time { sink &+= try Message(decoding: bytes, in: dialect).fields.count }
            )
            read.append(
                try time {
                    let message = try Message(decoding: bytes, in: dialect)
                    for id in wanted { sink &+= message[id]?.utf8.count ?? 0 }
                }
            )
            typed.append(
                try time {
                    let message = try Message(decoding: bytes, in: dialect)
                    let response = PatronInformationResponse(message)
                    sink &+= response?.lists.charged.count ?? 0
                }
            )
        }
        precondition(sink > 0)
        report(
            bytes.count,
            [
                ("floor: memchr and checksum in C", floor), ("Message", decoded),
                ("Message and eight of its texts", read), ("PatronInformationResponse", typed),
            ]
        )
    }

    /// A patron with loans, made up.
    private static let answer =
        "64" + "              " + "00920261122    204605" + "000000000008000000000000"
        + "AO714700|AALN:U1000124|AEJens Hansen|BZ0100|CA0100|CB0100|BLY|CQY|BHDKK|BV12.50|CC200.00"
        + (0..<8).map { "|AU501234567\($0)%20261222%En titel på dansk" }.joined()
        + "|BDVej 1%8000%Aarhus|BEj@example.dk|PB19800401|AFVelkommen|AGHej|"

    private static func time(_ body: () throws -> Void) rethrows -> Double {
        let total = try ContinuousClock().measure {
            for _ in 0..<messages { try body() }
        }
        return total / .nanoseconds(messages)
    }

    private static func report(_ length: Int, _ rows: [(name: String, times: [Double])]) {
        var table = Table(
            "sip2: a message of \(length) bytes with its checksum, median of \(repetitions)",
            columns: ["ns", "ratio"]
        )
        let medians = rows.map { $0.times.sorted()[repetitions / 2] }
        for (row, median) in zip(rows, medians) {
            table.add(
                row.name,
                [Table.text(median, digits: 0), Table.text(median / medians[0], digits: 2)]
            )
        }
        table.print()
    }
}
