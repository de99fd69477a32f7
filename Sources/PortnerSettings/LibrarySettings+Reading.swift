// SPDX-License-Identifier: MPL-2.0

import PortnerCore

extension LibrarySettings.Entry {
    init(_ section: SettingsSection) {
        let carrier: LibrarySettings.Carrier = section.choice("carrier") ?? .tcp
        let port = section.number("port", in: 1...65_535)
        let institution = section.text("institution", lengthMax: 60, without: "|")
        let user = section.text("user", lengthMax: 60, without: "|")
        let isDanish = carrier.isDanish
        settings = LibrarySettings(
            carrier: carrier,
            host: section.required("host", section.text("host"), or: ""),
            port: isDanish ? port ?? 443 : section.required("port", port, or: 1),
            institution: isDanish
                ? section.required("institution", institution, or: "") : institution ?? "",
            user: isDanish ? section.required("user", user, or: "") : user,
            location: section.text("location", lengthMax: 60, without: "|") ?? "",
            encoding: section.choice("encoding") ?? .utf8,
            usesChecksum: section.flag("checksum") ?? !isDanish,
            repeatsCard: section.flag("repeats-card") ?? !isDanish,
            keepAlive: section.duration("keep-alive", in: .seconds(5) ... .seconds(600))
                ?? .seconds(30),
            changeTimeout: section.duration("change-timeout", in: .seconds(1) ... .seconds(60))
                ?? .seconds(10),
            path: section.path("path")
                ?? (carrier == .fbs ? "/rest" : "/rest/sip2/\(institution ?? "")"),
            namespace: section.text("namespace") ?? LibrarySettings.ciceroNamespace,
            versions: Self.versions(section.section("versions")),
            security: LibrarySecurity(section.section("tls"), carrier)
        )
        timeout =
            section.duration("timeout", in: .milliseconds(200) ... .seconds(20)) ?? .seconds(2)
        blockCardAfter = section.number("block-card-after", in: ThrottleRule.card.free...50)
        if isDanish, let institution, !LibrarySettings.isISIL(institution) {
            section.report("institution", "must be an ISIL such as DK-700000")
        }
        for key in carrier.foreignKeys where section.value(key) != nil {
            section.report(key, "does not go with the carrier \(carrier)")
        }
        section.refuseUnknownKeys()
    }

    private static func versions(_ section: SettingsSection?) -> [LibrarySettings.Call: Int] {
        guard let section else { return [:] }
        let pairs = LibrarySettings.Call.allCases.compactMap { call in
            section.number(call.rawValue, in: 1...99).map { (call, $0) }
        }
        section.refuseUnknownKeys()
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}

extension LibrarySettings.Carrier {
    /// Whether it is one of the two ways to FBS, which name the library and log this station in.
    fileprivate var isDanish: Bool { self == .cicero || self == .fbs }

    /// The keys that mean nothing on this way.
    fileprivate var foreignKeys: [String] {
        switch self {
        case .tcp: ["tls", "path", "namespace", "versions"]
        case .tls: ["path", "namespace", "versions"]
        // Cicero gives no answer to a block, and the REST interface has none.
        case .cicero: ["encoding", "checksum", "repeats-card", "versions", "block-card-after"]
        case .fbs:
            ["location", "encoding", "checksum", "repeats-card", "namespace", "block-card-after"]
        }
    }
}

extension LibrarySettings {
    /// The namespace of the Danish guideline for SIP2 over HTTPS.
    static let ciceroNamespace = "http://axiell.com/Schema/sip.xsd"

    /// Whether a text has the form of an ISIL, which is also fit for a path.
    static func isISIL(_ text: String) -> Bool {
        (4...16).contains(text.utf8.count) && text.contains("-")
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }
}

extension LibrarySecurity {
    /// What a carrier that is secured is told about it; nil for one that is not.
    init?(_ section: SettingsSection?, _ carrier: LibrarySettings.Carrier) {
        authority = section?.path("authority")
        name = section?.text("name")
        certificate = section?.path("certificate")
        pins =
            section?.texts("pins", max: Self.pinsMax)?.compactMap { text, node in
                guard let pin = Self.pin(text) else {
                    section?.reader.report(
                        node,
                        section?.at("pins") ?? "",
                        "must be SHA-256 hashes of 64 hexadecimal digits"
                    )
                    return nil
                }
                return pin
            } ?? []
        section?.refuseUnknownKeys()
        guard carrier != .tcp else { return nil }
    }

    /// The digits of a pin without the colons that some programs print.
    private static func pin(_ text: String) -> String? {
        let digits = text.lowercased().filter { $0 != ":" }
        let isHash = digits.utf8.count == 64 && digits.allSatisfy { $0.isASCII && $0.isHexDigit }
        return isHash ? digits : nil
    }
}
