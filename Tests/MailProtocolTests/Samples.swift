// SPDX-License-Identifier: MPL-2.0

import MailProtocol
import PortnerCore
import Testing

/// Made-up letters and times.
enum Sample {
    static let text = "Kære læser\n.dot\n..\n\nDine lån: Blåbærgrød = godt \n"

    static func address(_ text: String = "laeser@mail.example") throws -> MailAddress {
        try #require(MailAddress(text))
    }

    static func message(
        subject: String = "Søndervig Bibliotek: Kvittering for lån",
        text: String = text,
        html: String? = "<p>Blåbærgrød</p>\n"
    ) throws -> MailMessage {
        try #require(
            MailMessage(
                from: try address("kiosk@bibliotek.example"),
                named: "Søndervig Bibliotek",
                to: try address(),
                subject: subject,
                text: text,
                html: html,
                time: CivilTime(
                    Timestamp(milliseconds: 1_795_439_100_000),
                    secondsAheadOfUTC: 3600
                ),
                token: 12345
            )
        )
    }

    static func time(_ seconds: Double) -> Uptime { Uptime(.seconds(seconds)) }
}

/// Reads letters, for want of a reader that is not our own: as plainly as the standards say.
struct ReadLetter {
    let headers: [(name: String, value: String)]
    let body: String

    init(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        try self.init(text: text)
    }

    private init(text: String) throws {
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        let end = try #require(lines.firstIndex(of: ""))
        var headers: [(String, String)] = []
        for line in lines[..<end] {
            if line.hasPrefix(" "), let last = headers.indices.last {
                headers[last].1 += String(line)
            } else {
                let colon = try #require(line.firstIndex(of: ":"))
                let value = line[line.index(after: colon)...].drop { $0 == " " }
                headers.append((String(line[..<colon]), String(value)))
            }
        }
        self.headers = headers
        body = lines[(end + 1)...].joined(separator: "\r\n")
    }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The parts of a letter that has several.
    func parts() throws -> [ReadLetter] {
        let type = try #require(header("Content-Type"))
        let boundary = try #require(type.split(separator: "\"").last)
        let pieces = body.split(separator: "--\(boundary)", omittingEmptySubsequences: false)
        #expect(pieces.first == "")
        #expect(pieces.last == "--\r\n")
        return try pieces.dropFirst().dropLast().map {
            try ReadLetter(text: String($0.dropFirst()))
        }
    }

    /// The text of a quoted-printable body.
    var decoded: String {
        var bytes: [UInt8] = []
        var rest = Array(body.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else {
                if byte != 0x0D { bytes.append(byte) }
                continue
            }
            let pair = rest.prefix(2)
            rest = rest.dropFirst(2)
            if let value = UInt8(String(decoding: pair, as: UTF8.self), radix: 16) {
                bytes.append(value)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
