// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// How a panel looks: whose it is, in what colour, on what screen, in which languages.
public struct PanelLook: Sendable, Hashable {
    /// Why a look cannot be used.
    public enum Flaw: String, Error, Sendable, Hashable, CaseIterable {
        /// The library has no name, or one of more than ``PanelLook/nameLengthMax`` characters.
        case libraryName = "library-name"
        /// The hue is not an angle of 0 to 359 degrees.
        case hue = "hue"
        /// The saturation is more than ``PanelLook/saturationMax`` percent.
        case saturation = "saturation"
        /// The lightness is more than ``PanelLook/lightnessMax`` percent.
        case lightness = "lightness"
        /// The screen's fineness is outside of ``PanelLook/pixelsPerMillimetreLimits``.
        case pixelsPerMillimetre = "pixels-per-millimetre"
        /// The reading distance is outside of ``PanelLook/readingDistanceLimits``.
        case readingDistance = "reading-distance"
        /// No language, or one of them twice.
        case languages = "languages"
        /// A help text of more than ``PanelLook/helpLengthMax`` characters.
        case help = "help"
    }

    /// The colour that everything else is derived from.
    public struct Identity: Sendable, Hashable {
        /// The hue in degrees, 0 to 359.
        public var hue: Int
        /// The saturation in percent.
        public var saturation: Int
        /// The lightness in percent.
        public var lightness: Int

        /// A colour by hue, saturation and lightness.
        public init(hue: Int, saturation: Int, lightness: Int) {
            self.hue = hue
            self.saturation = saturation
            self.lightness = lightness
        }
    }

    /// The screen and the person in front of it.
    public struct Screen: Sendable, Hashable {
        /// CSS pixels per millimetre of the screen.
        public var pixelsPerMillimetre: Double
        /// The distance in millimetres from which it is read.
        public var readingDistance: Double

        /// A screen of a fineness, read from a distance.
        public init(pixelsPerMillimetre: Double, readingDistance: Double) {
            self.pixelsPerMillimetre = pixelsPerMillimetre
            self.readingDistance = readingDistance
        }

        /// 800 by 480 pixels on 7 inches, read from 400 mm.
        public static let small = Screen(pixelsPerMillimetre: 5.247, readingDistance: 400)
        /// 1080 by 1920 pixels on 24 inches, read from 600 mm.
        public static let tall = Screen(pixelsPerMillimetre: 3.614, readingDistance: 600)
    }

    /// The greatest number of characters in a library's name.
    public static let nameLengthMax = 60
    /// The greatest number of characters in a help text: more does not fit a 7-inch screen.
    public static let helpLengthMax = 130
    /// The greatest saturation; with ``lightnessMax`` it keeps white text at 5:1 or better.
    public static let saturationMax = 80
    /// The greatest lightness; with ``saturationMax`` it keeps white text at 5:1 or better.
    public static let lightnessMax = 25
    /// The screens that the pages are made for.
    public static let pixelsPerMillimetreLimits = 2.0...10.0
    /// The distances that the pages are made for, in millimetres.
    public static let readingDistanceLimits = 250.0...1000.0

    /// What a patron reads who asks for help, where the library has not written its own.
    public static let usualHelp = Wording(
        danish: "Scan stregkoden på dit sundhedskort eller lånerkort. "
            + "Spørg i den betjente åbningstid.",
        english: "Scan the barcode on your health card or library card. Ask in staffed hours.",
        german: "Scannen Sie den Strichcode Ihrer Gesundheits- oder Bibliothekskarte. "
            + "Fragen Sie, wenn Personal da ist.",
        ukrainian: "Відскануйте штрихкод картки здоров’я або читацького квитка. "
            + "Запитуйте, коли працює персонал.",
        arabic: "امسح الرمز الشريطي على بطاقتك الصحية أو بطاقة المكتبة. "
            + "اسأل الموظفين في أوقات وجودهم."
    )

    /// The library's name.
    public let libraryName: String
    /// The library's colour.
    public let identity: Identity
    /// The screen.
    public let screen: Screen
    /// The languages; the first is the one that the panel returns to.
    public let languages: [Language]
    /// What a patron reads who asks for help: whom to call, where else to go.
    public let help: Wording
    /// Whether the page reads aloud what it asks for and answers, where the screen has a voice for
    /// the language.
    public let speaks: Bool

    /// Checks and puts together a look.
    ///
    /// - Throws: ``Flaw`` when a value is outside of its limits.
    public init(
        libraryName: String,
        identity: Identity = Identity(hue: 198, saturation: 52, lightness: 25),
        screen: Screen = .small,
        languages: [Language] = [.danish, .english],
        help: Wording = Self.usualHelp,
        speaks: Bool = false
    ) throws(Flaw) {
        guard (1...Self.nameLengthMax).contains(libraryName.count) else { throw .libraryName }
        guard (0..<360).contains(identity.hue) else { throw .hue }
        guard (0...Self.saturationMax).contains(identity.saturation) else { throw .saturation }
        guard (0...Self.lightnessMax).contains(identity.lightness) else { throw .lightness }
        guard Self.pixelsPerMillimetreLimits.contains(screen.pixelsPerMillimetre) else {
            throw .pixelsPerMillimetre
        }
        guard Self.readingDistanceLimits.contains(screen.readingDistance) else {
            throw .readingDistance
        }
        guard !languages.isEmpty, Set(languages).count == languages.count else {
            throw .languages
        }
        guard languages.allSatisfy({ help[$0].count <= Self.helpLengthMax }) else { throw .help }
        self.libraryName = libraryName
        self.identity = identity
        self.screen = screen
        self.languages = languages
        self.help = help
        self.speaks = speaks
    }

    /// The look as the values that the style sheets are built on.
    var css: String {
        """
        :root {
          --identity-h: \(identity.hue);
          --identity-s: \(identity.saturation)%;
          --identity-l: \(identity.lightness)%;
          --px-per-mm: \(screen.pixelsPerMillimetre);
          --distance: \(screen.readingDistance);
        }

        """
    }
}
