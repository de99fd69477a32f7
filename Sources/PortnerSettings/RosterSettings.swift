// SPDX-License-Identifier: MPL-2.0

public import Roster

/// Where the library drops its roster, and what it takes to believe one.
public struct RosterSettings: Sendable, Hashable {
    /// The file; it is put there by renaming.
    public var file: String
    /// How its lines are written.
    public var form: RosterForm
    /// The library's public key, hexadecimal or base64; nil where none is written here.
    public var key: String?
    /// The PEM file with the library's public key; nil where there is none.
    public var keyFile: String?
    /// The greatest share of the cards held, in hundredths, that goes unconfirmed.
    public var shrinkMax: Int
    /// The greatest number of bytes in the file.
    public var sizeMax: Int
    /// How often the file is looked at.
    public var interval: Duration
}

extension RosterSettings {
    init(_ section: SettingsSection) {
        file = section.required("file", section.path("file"), or: "/")
        let usual: RosterForm = file.hasSuffix(".csv") ? .csv : .ndjson
        form = section.choice("format") ?? usual
        key = section.text("key", lengthMax: 64)
        keyFile = section.path("key-file")
        shrinkMax = section.number("shrink-max", in: 0...100) ?? 10
        sizeMax = (section.number("size-max", in: 1...2048) ?? 256) << 20
        interval = section.duration("every", in: .seconds(1) ... .seconds(3600)) ?? .seconds(30)
        if key != nil, keyFile != nil {
            section.report("key-file", "does not go with the setting 'key'")
        }
        section.refuseUnknownKeys()
    }
}
