// SPDX-License-Identifier: MPL-2.0

public import BarcodeScanner
public import PortnerCore

/// Everything that one configuration file says.
public struct Settings: Sendable, Hashable {
    /// The library's name as patrons know it.
    public var branch: String
    /// The time zone of the doors' hours, such as `Europe/Copenhagen`.
    public var timeZone: String
    /// The folder of cache and ledger.
    public var stateDirectory: String
    /// The path of the control socket.
    public var controlSocket: String
    /// The group that may use the control socket; `nil` leaves it to the daemon's own.
    public var controlGroup: String?
    /// The groups that may use the control socket, each for its part; `nil` where one may do
    /// everything.
    public var controlRoles: ControlRoleSettings?
    /// The library system.
    public var library: LibrarySettings
    /// Scanners and keypads.
    public var devices: [DeviceSettings]
    /// The GPIO lines of each door.
    public var lines: [DoorLineSettings]
    /// The GPIO lines of the building's outputs.
    public var switches: [SwitchSettings]
    /// The programs of the library's own that the daemon runs.
    public var hooks: HookSettings
    /// Doors, rules and readers as the core takes them.
    public var station: StationSettings
    /// What is told to whoever a door has let in; doors that tell nothing are not in it.
    public var companions: [DoorName: CompanionText]
    /// Which devices stand at which reader.
    public var stands: [ReaderStand]
    /// Which devices stand at which kiosk.
    public var kioskStands: [KioskStand]
    /// The panels' pages.
    public var panel: PanelSettings
    /// The library's own list of its patrons; nil where there is none.
    public var roster: RosterSettings?
    /// The mail server for receipts; nil where none are mailed.
    public var mail: MailSettings?
    /// How long the personal part of a record is kept.
    public var retention: Duration
    /// After how many days without being shown a card is forgotten, with all that is known of its
    /// patron.
    public var unseenDays: Int
    /// How much work a PIN check is, as the binary logarithm of scrypt's `N`.
    public var pinCost: Int
    /// Whose passes on phones are taken; nil where none are.
    public var passes: PassSettings?
    /// Whether the clock must be synchronised before it is believed.
    public var needsSynchronisedClock: Bool
    /// Who answers for the data; `nil` when it is not said.
    public var privacy: PrivacySettings?
    /// The demonstration with virtual devices; `nil` at a library.
    public var demo: DemoSettings?
    /// What can be used and is probably not what was meant, in the order of the file.
    public var warnings: [SettingsProblem]

    /// What is told to whoever the door of a reader has let in; `nil` where it tells nothing.
    public func companion(at reader: ReaderName) -> CompanionText? {
        station.readers.first { $0.reader == reader }.flatMap { companions[$0.door] }
    }
}

/// Which groups of the machine's users have which role; at least one is given, and none twice.
public struct ControlRoleSettings: Sendable, Hashable {
    /// Those who see how the station stands.
    public var observers: String?
    /// Those who do the work of a library's staff.
    public var staff: String?
    /// Those who do everything.
    public var technicians: String?
}

/// Who answers for the data at the station, for the notice at the door.
public struct PrivacySettings: Sendable, Hashable {
    /// The library, or whoever else is the controller.
    public var library: String
    /// How to reach it about data.
    public var contact: String
    /// How to reach the data-protection officer.
    public var officer: String
    /// Where its own privacy page is.
    public var page: String?
}

/// What the demonstration shows beside the real thing.
public struct DemoSettings: Sendable, Hashable {
    /// The greatest number of demo cards.
    public static let cardsMax = 40

    /// The greatest number of demo items.
    public static let itemsMax = 60

    /// The cards that a visitor can present.
    public var cards: [Card]
    /// The items that a visitor can scan at a kiosk.
    public var items: [Item]

    /// One item with what it shows.
    public struct Item: Sendable, Hashable {
        /// The number on the item.
        public var number: String
        /// How many parts with a tag it is made of.
        public var parts: Int
        /// What the item is there to show, in Danish.
        public var danish: String
        /// What the item is there to show, in English.
        public var english: String
    }

    /// One card with what it shows.
    ///
    /// Made-up data: a real card is never written in a configuration.
    public struct Card: Sendable, Hashable {
        /// The number on the card.
        public var number: String
        /// The right PIN.
        public var pin: String
        /// What the card is there to show, in Danish.
        public var danish: String
        /// What the card is there to show, in English.
        public var english: String
    }
}

/// Where the daemon believes the time from.
public enum ClockSource: String, Sendable, Hashable, CaseIterable {
    /// Time synchronisation; until it has worked, timed access is refused.
    case synchronised
    /// The machine's own clock, as long as it does not jump.
    case freeRunning = "free-running"
}

/// How the library system is reached.
public struct LibrarySettings: Sendable, Hashable {
    /// The way to it.
    public var carrier: Carrier
    /// The host name or address.
    public var host: String
    /// The TCP port.
    public var port: Int
    /// The institution id that goes into `AO`.
    public var institution: String
    /// The user name of this station; only over TCP and TLS there may be none, and no login then.
    public var user: String?
    /// The location code of this station, `CP` and `AP`.
    public var location: String
    /// How text is encoded.
    public var encoding: TextEncodingName
    /// Whether messages carry sequence numbers and checksums.
    public var usesChecksum: Bool
    /// Whether an answer names the card that was asked about; only over TCP and TLS.
    ///
    /// Where it does, an answer about another one is not believed. Where the system answers a card
    /// with the borrower's own number, it must not be expected to.
    public var repeatsCard: Bool
    /// How often an idle connection is kept alive with a status message.
    public var keepAlive: Duration
    /// How long the answer to what changes records is waited for.
    public var changeTimeout: Duration
    /// The path that messages are posted to, or that all calls begin with; only over HTTPS.
    public var path: String
    /// The namespace of the document around each message; only as Cicero takes it.
    public var namespace: String
    /// The versions of single calls of the REST interface, where they are not the usual ones.
    public var versions: [Call: Int]
    /// How the library system proves itself; nil where nothing is secured.
    public var security: LibrarySecurity?

    /// A way to a library system.
    public enum Carrier: String, Sendable, Hashable, CaseIterable {
        /// SIP2 over TCP, in clear text.
        case tcp
        /// SIP2 over TLS.
        case tls
        /// SIP2 in an XML document over HTTPS, as Cicero takes it.
        case cicero
        /// The REST interface of FBS, which tells about patrons but does not lend.
        case fbs
    }

    /// A call of the REST interface, whose version is in its address.
    public enum Call: String, Sendable, Hashable, CaseIterable {
        /// Card and PIN.
        case authenticate
        /// A card without a PIN.
        case preauthenticated
        /// A patron's details.
        case patron
        /// A patron's cards.
        case identifiers
        /// A patron's loans.
        case loans
        /// Renewals.
        case renew
        /// A patron's reservations.
        case reservations
        /// A patron's fees.
        case fees
    }
}

/// What of a configuration file a talk with the library system takes.
public struct LibraryExcerpt: Sendable, Hashable {
    /// The library system.
    public var library: LibrarySettings
    /// The time zone of the library, in which both sides write times.
    public var timeZone: String
}

/// How the library system proves that it is the one that is meant, and this station that it may
/// ask.
public struct LibrarySecurity: Sendable, Hashable {
    /// The greatest number of pins.
    public static let pinsMax = 8

    /// The file of the authority that signed the certificate; nil for the machine's own list.
    public var authority: String?
    /// The name in the certificate, where it is not the host's.
    public var name: String?
    /// The SHA-256 hashes of the keys that are expected, 64 hexadecimal digits each.
    public var pins: [String]
    /// The file of this station's certificate; its key is a credential.
    public var certificate: String?
}

/// The character encodings that SIP2 systems use.
public enum TextEncodingName: String, Sendable, Hashable, CaseIterable {
    /// UTF-8.
    case utf8 = "utf-8"
    /// ISO 8859-1.
    case latin1 = "iso-8859-1"
    /// Code page 850, the standard's own.
    case cp850 = "cp850"
}

/// A scanner or keypad.
public struct DeviceSettings: Sendable, Hashable {
    /// Its name.
    public var name: DeviceName
    /// What it does.
    public var role: Role
    /// Where it is plugged in.
    public var place: Place
    /// The keyboard layout that a typing scanner is set to.
    public var layout: KeyboardLayout
    /// The shapes of the codes it may deliver.
    public var patterns: [ScanPattern]
    /// Whether the scanner sends AIM symbology identifiers.
    public var sendsIdentifiers: Bool
    /// Whether the end of a code may also be a pause.
    public var endsBySilence: Bool

    /// What a device does.
    public enum Role: String, Sendable, Hashable, CaseIterable {
        /// Delivers codes.
        case scanner
        /// Delivers single keys.
        case keypad
    }

    /// Where a device is plugged in.
    public enum Place: Sendable, Hashable {
        /// A USB device by port path, by product, by serial number, or any of these together.
        case usb(port: String?, vendor: UInt16?, product: UInt16?, serial: String?)
        /// A serial port by its lasting link.
        case serialPort(String)
        /// A virtual device of the demonstration.
        case virtual
    }
}

/// The GPIO lines of a door.
public struct DoorLineSettings: Sendable, Hashable {
    /// The door.
    public var door: DoorName
    /// The label of the chip; `virtual` in the demonstration.
    public var chip: String
    /// The line that drives the lock.
    public var lock: Line
    /// What the lock does without power.
    public var kind: Kind
    /// The door contact; active while the door is open.
    public var contact: Line?
    /// The exit button; active while pressed.
    public var exit: Line?
    /// The fire input; active during an alarm.
    public var fire: Line?
    /// The bolt or bond sense; active while the bolt is thrown or the magnet holds.
    public var bolt: Line?
    /// The feedback of the lock's output; active while it is energised.
    public var relay: Line?
    /// The tamper switch; active while the cabinet is open.
    public var tamper: Line?
    /// The intruder alarm's output; active while the alarm is armed.
    public var alarm: Line?
    /// How long the impulse to a motor lock lasts.
    public var impulse = Duration.seconds(1)

    /// How a lock behaves.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A strike that is locked without power.
        case strikeFailSecure = "strike-fail-secure"
        /// A strike that is released without power.
        case strikeFailSafe = "strike-fail-safe"
        /// A magnet that is released without power.
        case maglock = "maglock"
        /// A motor lock that an impulse unlocks once.
        case motor = "motor"
    }

    /// One line.
    public struct Line: Sendable, Hashable {
        /// The line's name on its chip.
        public var name: String
        /// Whether a low level means active.
        public var isActiveLow: Bool
        /// The pull resistor to ask the chip for.
        public var bias: Bias
    }

    /// A pull resistor.
    public enum Bias: String, Sendable, Hashable, CaseIterable {
        /// As the system has it.
        case asIs = "as-is"
        /// None.
        case disabled = "disabled"
        /// Up.
        case pullUp = "pull-up"
        /// Down.
        case pullDown = "pull-down"
    }
}

/// Which devices stand at a reader.
public struct ReaderStand: Sendable, Hashable {
    /// The reader.
    public var reader: ReaderName
    /// Its scanner.
    public var scanner: DeviceName
    /// Its keypad; without one the panel's touch keypad is used.
    public var keypad: DeviceName?
}

/// The look of the panels and where their pages are served.
public struct PanelSettings: Sendable, Hashable {
    /// The TCP port on the loopback interface.
    public var port: Int
    /// The library's colour: hue in degrees, saturation and lightness in per cent.
    public var identity: Identity
    /// The languages that panels and kiosks offer; they return to the first.
    public var languages: [Language]
    /// The library's own page, where a patron signs in and pays; kiosks show it as a code.
    public var url: String?
    /// What a patron can do who needs help; English stands in for a language that has no text.
    public var help: [Language: String]
    /// The screen that the panels are shown on.
    public var screen: Screen
    /// Whether the panels read aloud what they ask for and answer.
    public var speaks: Bool

    /// A screen that the panels are made for.
    public enum Screen: String, Sendable, Hashable, CaseIterable {
        /// 800 by 480 pixels on 7 inches, read from 400 mm.
        case small
        /// 1080 by 1920 pixels on 24 inches, read from 600 mm.
        case tall
    }

    /// The greatest number of characters in a help text: more does not fit a small screen.
    public static let helpLengthMax = 130

    /// A colour that white text can be read on.
    public struct Identity: Sendable, Hashable {
        /// 0 to 359.
        public var hue: Int
        /// 0 to 80.
        public var saturation: Int
        /// 10 to 25: above that white text is hard to read on some hues.
        public var lightness: Int
    }
}
