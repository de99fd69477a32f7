// SPDX-License-Identifier: MPL-2.0

import FoundationEssentials
import Hummingbird
import PortnerCore

/// The page of one panel.
struct PanelPage: Encodable {
    /// After how long a silence a page says that it has no connection.
    static let silenceMax = Duration.seconds(12)

    private static let template = Template(PackageResources.panel_html)

    private static let keys = Template.keys(named: "key", word: "word")

    var token: String
    var reader: String
    /// The languages' tags, the first being the one that the page returns to.
    var languages: [String]
    /// Milliseconds.
    var silenceMax = Self.silenceMax.milliseconds
    /// Whether the page reads itself aloud.
    var speaks: Bool
    var words: ByLanguage<PanelWords>

    init(_ reader: ReaderName, look: PanelLook, token: BootToken) {
        self.token = token.text
        self.reader = reader.text
        languages = look.languages.map(\.rawValue)
        speaks = look.speaks
        words = Language.each(of: look.languages) { PanelWords($0, look: look) }
    }

    /// The page as an answer.
    func response(look: PanelLook) throws -> Response {
        let language = look.languages.first ?? .danish
        return Self.template.page(
            text: [
                "language": language.rawValue,
                "title": look.libraryName,
                "reader": reader,
                "page": try json(self),
                "connecting": PanelWords(language, look: look).connecting.title,
            ],
            marks: ["marks": PackageResources.marks_svg, "keys": Self.keys]
        )
    }
}

/// A value as JSON with its keys in order.
func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
