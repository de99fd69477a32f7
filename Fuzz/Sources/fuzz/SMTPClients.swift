// SPDX-License-Identifier: MPL-2.0

import MailProtocol
import PortnerCore

extension FuzzTarget {
    /// A mail server that sends anything at any time.
    static let smtpClient = FuzzTarget(
        name: "smtp-client",
        seeds: [
            "220 a\r\n\u{1}250-a\r\n250 STARTTLS\r\n\u{1}220 go\r\n\u{1}\u{2}250 AUTH PLAIN\r\n",
            "\u{2}220 a\r\n\u{1}250-a\r\n250 AUTH LOGIN\r\n\u{1}334 a\r\n\u{1}334 b\r\n",
            "\u{2}220 a\r\n\u{1}250 a\r\n\u{1}550 5.1.1 no\r\n",
        ].map { [0] + Array($0.utf8) },
        check: SMTPStory.run
    )
}

private enum SMTPStory {
    private static let message: MailMessage? = {
        guard let from = MailAddress("kiosk@bibliotek.example"),
            let to = MailAddress("laeser@mail.example")
        else { return nil }
        return MailMessage(
            from: from,
            to: to,
            subject: "Lån",
            text: "Kære læser\n.\n",
            time: CivilTime(Timestamp(milliseconds: 0), secondsAheadOfUTC: 0),
            token: 1
        )
    }()

    /// A byte that chooses the security; then 1 ends a piece, 2 secures, 3 lets time pass and 4
    /// ends the connection.
    static func run(_ input: [UInt8]) {
        var choices = Choices(input)
        guard let message else { fatalError("no letter") }
        let security = choices.element(of: SMTPClient.Security.allCases)
        let configuration = SMTPClient.Configuration(
            security: security,
            clientName: "kiosk.example",
            credentials: MailCredentials(user: "kiosk", password: "hemmelig")
        )
        var now = Uptime(.zero)
        var client = SMTPClient(configuration, message: message, at: now)
        var isSecured = false
        var ends = 0
        var letters = 0
        func note(_ actions: [SMTPClient.Action]) {
            for action in actions {
                switch action {
                case .write(let bytes):
                    if bytes == Array("DATA\r\n".utf8) { letters += 1 }
                    let text = String(decoding: bytes, as: UTF8.self)
                    require(
                        isSecured || text == "STARTTLS\r\n" || text == "EHLO kiosk.example\r\n",
                        "nothing is told in clear text"
                    )
                case .secure: break
                case .finish: ends += 1
                }
            }
        }
        note(client.connected(at: now))
        var piece: [UInt8] = []
        while !choices.isEmpty {
            switch choices.byte() {
            case 1:
                note(client.received(piece, at: now))
                piece = []
            case 2:
                isSecured = isSecured || client.stage == .security
                note(client.secured(at: now))
            case 3:
                now = now + .seconds(20)
                note(client.advance(to: now))
            case 4: note(client.lost(.disconnected))
            case let byte: piece.append(byte)
            }
        }
        note(client.received(piece, at: now))
        note(client.lost(.disconnected))
        require(ends == 1, "it ends once")
        require(letters <= 1, "a letter is sent once")
        require(client.nextDeadline == nil, "nothing is waited for after the end")
    }
}
