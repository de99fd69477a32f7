// SPDX-License-Identifier: MPL-2.0

public import Roster

/// Where the library has its roster, and what it takes to believe one.
public struct RosterSettings: Sendable, Hashable {
    /// Where a roster comes from.
    public enum Place: Sendable, Hashable {
        /// A file that the library puts there by renaming.
        case file(String)
        /// An address from which it is fetched, `https` but for a demonstration on one machine.
        case address(String)
    }

    /// Where it comes from.
    public var place: Place
    /// How its lines are written.
    public var form: RosterForm
    /// The library's public key, hexadecimal or base64; nil where none is written here.
    public var key: String?
    /// The PEM file with the library's public key; nil where there is none.
    public var keyFile: String?
    /// The PEM file of the authority that signed the server's certificate; nil for the machine's
    /// own list.
    public var authority: String?
    /// The greatest share of the cards held, in hundredths, that goes unconfirmed.
    public var shrinkMax: Int
    /// The greatest number of bytes in the file.
    public var sizeMax: Int
    /// How often the file is looked at, or the server is asked.
    public var interval: Duration
}

extension RosterSettings {
    init(_ section: SettingsSection, isDemo: Bool) {
        let file = section.path("file")
        let hint = "an address such as https://example.org/roster.csv, without user or password"
        let address = section.parsed("url", hint) {
            Self.isAddress($0, isDemo: isDemo) ? $0 : nil
        }
        let isFetched = section.value("url") != nil
        if isFetched, section.value("file") != nil {
            section.report("url", "does not go with the setting 'file'")
        }
        place =
            isFetched
            ? .address(address ?? "https://localhost/")
            : .file(section.required("file", file, or: "/"))
        let path = address.map { $0.prefix { $0 != "?" } } ?? file?[...] ?? ""
        form = section.choice("format") ?? (path.hasSuffix(".csv") ? .csv : .ndjson)
        key = section.text("key", lengthMax: 64)
        keyFile = section.path("key-file")
        authority = section.path("authority")
        shrinkMax = section.number("shrink-max", in: 0...100) ?? 10
        sizeMax = (section.number("size-max", in: 1...2048) ?? 256) << 20
        interval =
            isFetched
            ? section.duration("every", in: .seconds(60) ... .seconds(86_400)) ?? .seconds(900)
            : section.duration("every", in: .seconds(1) ... .seconds(3600)) ?? .seconds(30)
        if key != nil, keyFile != nil {
            section.report("key-file", "does not go with the setting 'key'")
        }
        if authority != nil, !isFetched {
            section.report("authority", "goes only with the setting 'url'")
        }
        section.refuseUnknownKeys()
    }

    /// Whether a text is an address that a roster may come from: a list of patrons does not travel
    /// in clear text, except from this machine to itself in a demonstration.
    private static func isAddress(_ text: String, isDemo: Bool) -> Bool {
        guard text.utf8.count <= 200, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !text.contains("@"), !text.contains("#"), !text.contains("\\")
        else { return false }
        for scheme in isDemo ? ["https://", "http://127.0.0.1:"] : ["https://"]
        where text.hasPrefix(scheme) {
            let rest = text.dropFirst(scheme.count)
            return rest.first.map { $0.isLetter || $0.isNumber || $0 == "[" } ?? false
                && rest.contains("/")
        }
        return false
    }
}
