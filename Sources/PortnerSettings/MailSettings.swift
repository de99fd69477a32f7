// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// The mail server through which kiosks send receipts.
public struct MailSettings: Sendable, Hashable {
    /// How the connection is secured; nothing is ever sent in clear text.
    public enum Security: String, Sendable, Hashable, CaseIterable {
        /// From its beginning, as a rule on port 465.
        case implicit
        /// After a greeting in clear text, as a rule on port 587.
        case startTLS = "starttls"
    }

    /// How the server is reached; nil in the demonstration, where letters are only shown.
    public var server: Server?
    /// The sender's address.
    public var from: MailAddress
    /// The sender's name.
    public var name: String

    /// How the server is reached.
    public struct Server: Sendable, Hashable {
        /// The host name or address, which its certificate must state.
        public var host: String
        /// The TCP port.
        public var port: Int
        /// How the connection is secured.
        public var security: Security
        /// The name in the greeting, a host name of this station.
        public var greeting: String
        /// The user, whose password is a credential; nil for a server that asks for none.
        public var user: String?
        /// The PEM file of the authority that signed the server's certificate; nil for the
        /// machine's own list.
        public var authority: String?
    }
}

extension MailSettings {
    /// Reads the file's `mail`; nil when there is none, or no usable sender.
    init?(in root: SettingsSection, branch: String, isDemo: Bool) {
        guard let section = root.section("mail") else { return nil }
        let from = section.parsed("from", "an address such as kiosk@example.org") {
            MailAddress($0)
        }
        name = section.text("name", lengthMax: 60) ?? branch
        let isVirtual = section.flag("virtual") ?? false
        if isVirtual, !isDemo { section.report("virtual", "exists only in a demo") }
        server = isVirtual ? nil : Server(section)
        section.refuseUnknownKeys()
        guard let from = section.required("from", from.map { Optional($0) }, or: nil) else {
            return nil
        }
        self.from = from
    }
}

extension MailSettings.Server {
    fileprivate init(_ section: SettingsSection) {
        let security: MailSettings.Security = section.choice("security") ?? .implicit
        self.security = security
        host = section.required("host", section.text("host"), or: "")
        port = section.number("port", in: 1...65_535) ?? (security == .implicit ? 465 : 587)
        greeting =
            section.parsed("greeting", "a host name such as kiosk.example.org") { text in
                let isName = text.utf8.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
                    default: false
                    }
                }
                return isName && (1...255).contains(text.utf8.count) ? text : nil
            } ?? "localhost"
        user = section.text("user", lengthMax: 100)
        authority = section.path("authority")
    }
}
