// SPDX-License-Identifier: MPL-2.0

import Foundation
import MailLink
import MailProtocol
import PortnerCore
import PortnerSettings
import Receipts
import Synchronization

/// The way to the mail server, and what it has to tell staff.
///
/// No address is in any of it: a refusal is told by the server's codes alone.
final class ReceiptMailer: ReceiptMailing {
    /// The name of the credential with the password of the mail server's user.
    static let passwordName = "portner-mail-password"
    /// The greatest number of bytes in a password.
    private static let passwordBytesMax = 256

    /// What keeps the line and delivers.
    let link: MailLink
    private let waits = LetterWaits()
    private let sender: MailSettings
    private let lastNumber = Atomic<UInt64>(0)

    /// A way to a server that nothing was sent to yet.
    ///
    /// - Throws: ``DaemonError`` when the password is missing or a file cannot be used.
    init(
        _ sender: MailSettings,
        _ server: MailSettings.Server,
        credentials: String?,
        inbox: Inbox,
        states: DeviceStates,
        limits: MailQueue.Limits = MailQueue.Limits()
    ) throws(DaemonError) {
        self.sender = sender
        var settings = MailLinkSettings(server, try Self.login(server, credentials))
        settings.limits = limits
        // Whether it is on record that the server refuses alerts.
        let isRefusalKnown = SharedFlag()
        let waits = waits
        do throws(MailLinkError) {
            link = try MailLink(settings) { event in
                switch event {
                case .delivered(let letter):
                    if waits.ended(letter.rawValue, isDelivered: true) { isRefusalKnown.set(false) }
                case .dropped(let letter, let refusal):
                    // An alert that is refused is told again, and again: on record once, and as no
                    // alarm, which would be the next one to tell.
                    let isAlert = waits.ended(letter.rawValue, isDelivered: false)
                    guard !isAlert || !isRefusalKnown.set(true) else { break }
                    inbox.put(
                        .deviceNoted(
                            code: isAlert ? "alert-refused" : "letter-dropped",
                            detail: refusal.words,
                            name: DeviceName.mail.text,
                            isAlarm: !isAlert
                        )
                    )
                case .troubled(let problem):
                    states.note(.mail, isPresent: false, problem.description)
                    inbox.put(
                        .deviceChanged(
                            isPresent: false,
                            detail: problem.description,
                            device: .mail
                        )
                    )
                case .recovered:
                    states.note(.mail, isPresent: true, server.host)
                    inbox.put(
                        .deviceChanged(isPresent: true, detail: server.host, device: .mail)
                    )
                }
            }
        } catch {
            throw .start(what: "mail", detail: error.description)
        }
        states.note(.mail, isPresent: true, server.host)
    }

    func send(
        _ mail: ReceiptMail,
        to: MailAddress,
        kiosk: KioskName,
        at time: CivilTime
    ) -> Bool {
        let letter = MailMessage(
            from: sender.from,
            named: sender.name,
            to: to,
            subject: mail.subject,
            text: mail.text,
            html: mail.html,
            time: time,
            token: .random(in: .min ... .max)
        )
        guard let letter else { return false }
        let number = lastNumber.add(1, ordering: .relaxed).newValue
        do throws(MailLinkError) {
            try link.send(letter, as: MailNumber(number))
            return true
        } catch {
            return false
        }
    }

    /// Sends an alert to some people and waits, on a thread that may, until it is known what
    /// becomes of it.
    ///
    /// - Throws: ``AlertMailFailure`` when nobody gets it.
    func alert(
        _ words: [String],
        to people: [MailAddress],
        at time: CivilTime
    ) throws(AlertMailFailure) {
        let letters = people.compactMap { person in
            MailMessage(
                from: sender.from,
                named: sender.name,
                to: person,
                subject: words.first ?? "",
                text: words.dropFirst().joined(separator: "\n"),
                time: time,
                token: .random(in: .min ... .max)
            )
        }
        let last = lastNumber.add(UInt64(letters.count), ordering: .relaxed).newValue
        let numbers = letters.indices.map { last - UInt64($0) }
        let wait = waits.begin(numbers)
        for (number, letter) in zip(numbers, letters) {
            do throws(MailLinkError) {
                try link.send(letter, as: MailNumber(number))
            } catch {
                _ = waits.ended(number, isDelivered: false)
            }
        }
        guard wait.delivered() > 0 else { throw AlertMailFailure() }
    }

    /// Lets nobody wait any more for what becomes of an alert.
    func stopWaiting() { waits.stop() }

    /// What the server is told of who this station is; nil where it asks for nothing.
    private static func login(
        _ server: MailSettings.Server,
        _ credentials: String?
    ) throws(DaemonError) -> MailCredentials? {
        guard let user = server.user else { return nil }
        let data = credentials.flatMap {
            FileManager.default.contents(atPath: "\($0)/\(passwordName)")
        }
        let text = String(
            decoding: (data ?? Data()).prefix(passwordBytesMax),
            as: UTF8.self
        ).trimmingCharacters(in: .newlines)
        guard let login = MailCredentials(user: user, password: text) else {
            throw .start(what: "mail", detail: "no usable credential \(passwordName)")
        }
        return login
    }
}

/// A flag that outlives the call that made it.
private final class SharedFlag: Sendable {
    private let isOn = Atomic(false)

    /// Sets it and tells what it was.
    @discardableResult
    func set(_ isOn: Bool) -> Bool { self.isOn.exchange(isOn, ordering: .relaxed) }
}

/// Nobody got an alert: the mail server took it for nobody, or the daemon stops.
struct AlertMailFailure: Error, CustomStringConvertible {
    /// What happened, for a technician.
    var description: String { "the mail server took it for nobody; portner status: mail" }
}

extension DeviceName {
    /// The mail server among the devices of `portner status`.
    static var mail: DeviceName { "mail" }
}

extension MailLinkSettings {
    fileprivate init(_ server: MailSettings.Server, _ login: MailCredentials?) {
        self.init(
            host: server.host,
            port: server.port,
            client: SMTPClient.Configuration(
                security: server.security == .implicit ? .implicit : .startTLS,
                clientName: server.greeting,
                credentials: login
            )
        )
        authorityFile = server.authority
    }
}

extension MailRefusal {
    /// The refusal in a technician's words, without an address.
    fileprivate var words: String {
        switch self {
        case .byServer(let codes): "the mail server refused it: \(codes)"
        case .tooLarge: "larger than the mail server takes"
        case .tooOld: "it could not be delivered in time"
        }
    }
}
