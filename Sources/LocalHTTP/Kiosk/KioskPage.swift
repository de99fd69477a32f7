// SPDX-License-Identifier: MPL-2.0

import Hummingbird
import PortnerCore

/// The page of one kiosk.
struct KioskPage: Encodable {
    private static let template = Template(PackageResources.kiosk_html)
    private static let keys = Template.keys(named: "order", before: "key-", word: "label")

    var token: String
    var kiosk: String
    /// The languages' tags, the first being the one that a kiosk returns to.
    var languages: [String]
    /// Milliseconds of silence after which the page says that it has no connection.
    var silenceMax = PanelPage.silenceMax.milliseconds
    /// Milliseconds between signs of life.
    var beatInterval = KioskPort.beatInterval.milliseconds
    /// Whether tones are played.
    var hasTones: Bool
    /// The path of the code that leads to the library's own page, where there is one.
    var code: QRCode.Drawing?
    var labels: ByLanguage<KioskLabels>
    /// How long until the library closes, in the words of the panels.
    var closing: ByLanguage<Counted>

    init(_ kiosk: KioskName, look: KioskLook, token: BootToken) {
        self.token = token.text
        self.kiosk = kiosk.text
        languages = look.languages.map(\.rawValue)
        hasTones = look.hasTones
        code = look.address.flatMap { QRCode($0)?.drawing }
        labels = Language.each(of: look.languages) { language in
            var labels = KioskWords(language).labels
            labels.helpText = look.common.help[language]
            return labels
        }
        closing = Language.each(of: look.languages) { language in
            PanelWords(language, look: look.common).closing
        }
    }

    /// The page as an answer.
    func response(look: KioskLook) throws -> Response {
        let language = look.languages.first ?? .danish
        return Self.template.page(
            text: [
                "language": language.rawValue,
                "direction": language.direction,
                "title": look.common.libraryName,
                "kiosk": kiosk,
                "page": try json(self),
                "connecting": KioskWords(language).labels.connecting.title,
            ],
            marks: [
                "marks": PackageResources.marks_svg,
                "pictures": PackageResources.pictures_svg, "keys": Self.keys,
            ]
        )
    }
}
