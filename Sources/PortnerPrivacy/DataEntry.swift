// SPDX-License-Identifier: MPL-2.0

/// One kind of data, or one system, and what this station has to do with it.
public struct DataEntry: Sendable, Hashable {
    /// What the station does with the data.
    public enum Handling: String, Sendable, Hashable, CaseIterable {
        /// It is stored in a file of the station.
        case held
        /// It is in memory for one visit and in no file.
        case passesThrough = "passes-through"
        /// It never reaches the station, or is dropped unread.
        case never
    }

    /// Who says that the data exists.
    public enum Source: String, Sendable, Hashable, CaseIterable {
        /// A field named on libraries' privacy pages.
        case pageField = "page-field"
        /// A system or party named on libraries' privacy pages.
        case pageSystem = "page-system"
        /// The station itself makes it.
        case station
    }

    /// A stable name for tests, JSON and scripts.
    public let id: String
    /// Who says that it exists.
    public let source: Source
    /// What it is called.
    public let name: PrivacyText
    /// What the station does with it.
    public let handling: Handling
    /// Every place where it, or what is made of it, can be found.
    public let places: [DataPlace]
    /// What it is used for here; for data that never comes, why not.
    public let purpose: PrivacyText
    /// What allows it.
    public let basis: LegalBasis
    /// How long it is kept here.
    public let keeping: Keeping
    /// Who may see it here.
    public let audience: Audience
    /// Whether it tells anything about one person, as it is stored here.
    public let isPersonal: Bool

    init(
        _ id: String,
        _ source: Source,
        _ name: PrivacyText,
        _ handling: Handling,
        _ purpose: PrivacyText,
        at places: [DataPlace] = [],
        basis: LegalBasis = .none,
        keeping: Keeping = .notKept,
        audience: Audience = .nobody,
        isPersonal: Bool = true
    ) {
        self.id = id
        self.source = source
        self.name = name
        self.handling = handling
        self.places = places
        self.purpose = purpose
        self.basis = basis
        self.keeping = keeping
        self.audience = audience
        self.isPersonal = isPersonal
    }
}

/// A place where data can be found.
public enum DataPlace: Sendable, Hashable {
    /// A column of a table of `cache.sqlite`.
    case cache(table: String, column: String)
    /// A column of a table of `roster.sqlite`.
    case roster(table: String, column: String)
    /// A column of a table of `ledger.sqlite`.
    case ledger(table: String, column: String)
    /// A column of a table of `list.sqlite`.
    case list(table: String, column: String)
    /// A kind of record in the ledger and in the journal.
    case recordKind(String)
    /// A named value of a record, in the ledger and in the journal as `PORTNER_` and its name.
    case recordField(String)
    /// A named value of a line in the journal that is no record.
    case journalField(String)
    /// A credential that the service manager hands over.
    case credential(String)
    /// What the library system is asked, or answers.
    case libraryMessage
    /// The daemon's memory.
    case memory
    /// A panel beside a door.
    case panel
    /// A kiosk's screen and what it prints.
    case kiosk
    /// The configuration file.
    case configuration

    /// Whether the place is a file that outlives the daemon.
    public var isStored: Bool {
        switch self {
        case .cache, .roster, .ledger, .list, .recordKind, .recordField, .journalField,
            .credential, .configuration:
            true
        case .libraryMessage, .memory, .panel, .kiosk: false
        }
    }

    /// The place in words for technicians, the same in both languages.
    public var label: String {
        switch self {
        case .cache(let table, let column): "cache.sqlite: \(table).\(column)"
        case .roster(let table, let column): "roster.sqlite: \(table).\(column)"
        case .ledger(let table, let column): "ledger.sqlite: \(table).\(column)"
        case .list(let table, let column): "list.sqlite: \(table).\(column)"
        case .recordKind(let name): "ledger, journal: kind \(name)"
        case .recordField(let name): "ledger, journal: \(name)"
        case .journalField(let name): "journal: \(name)"
        case .credential(let name): "credential \(name)"
        case .libraryMessage: "library message"
        case .memory: "memory"
        case .panel: "panel"
        case .kiosk: "kiosk: screen and receipt"
        case .configuration: "portner.yaml"
        }
    }
}

/// What allows the station to process data, as the libraries' privacy pages state it.
public enum LegalBasis: Sendable, Hashable, CaseIterable {
    /// A task in the public interest and a legal obligation of the library: GDPR article 6(1), (c)
    /// and (e), as the privacy text that Danish libraries share names it.
    case publicInterest
    /// The same for the CPR number: section 11(1) of the Danish data protection act.
    case civilNumber
    /// The security that the law asks of the library: GDPR article 32.
    case security
    /// None is needed, because nothing is processed or it tells of no person.
    case none

    /// The basis in words.
    public var words: PrivacyText {
        switch self {
        case .publicInterest:
            PrivacyText(
                "databeskyttelsesforordningen, artikel 6, stk. 1, litra c og e",
                "GDPR article 6(1)(c) and (e)"
            )
        case .civilNumber:
            PrivacyText(
                "databeskyttelsesloven § 11, stk. 1",
                "Danish data protection act, section 11(1)"
            )
        case .security:
            PrivacyText(
                "databeskyttelsesforordningen, artikel 6, stk. 1, litra e, og artikel 32",
                "GDPR articles 6(1)(e) and 32"
            )
        case .none: PrivacyText("–", "–")
        }
    }
}

/// How long data is kept at the station.
public enum Keeping: Sendable, Hashable, CaseIterable {
    /// Nowhere.
    case notKept
    /// In memory, for one visit to a reader or one question to the library system.
    case visit
    /// As long as the card is shown here or stands on a roster, and a stated time after that.
    case seen
    /// For the stated time after the visit.
    case personalParts
    /// Until a success, a staff act, or a stated time without a wrong attempt.
    case attempts
    /// Until the library system has been told, or a person has decided.
    case untilTold
    /// With the ledger: it tells of no person.
    case ledger
    /// With the ledger, which tells who of the staff it was; a card goes as after a visit.
    case staffActs
    /// With the journal, as long as the machine keeps its journal.
    case journal
    /// Until the library changes it.
    case untilChanged
}

/// Who may see data at the station.
public enum Audience: Sendable, Hashable, CaseIterable {
    /// Nobody.
    case nobody
    /// The programs alone; no command shows it.
    case programs
    /// Technicians with access to the control socket, and the patron on request.
    case technicians
    /// The patron at the door.
    case patron
    /// Everybody.
    case everybody

    /// The audience in words.
    public var words: PrivacyText {
        switch self {
        case .nobody: PrivacyText("ingen", "nobody")
        case .programs: PrivacyText("kun programmet", "the program only")
        case .technicians:
            PrivacyText(
                "udpegede teknikere; dig selv efter anmodning",
                "named technicians; yourself on request"
            )
        case .patron: PrivacyText("dig selv ved døren", "yourself at the door")
        case .everybody: PrivacyText("alle", "everybody")
        }
    }
}

/// The times that a station keeps data for, as configured.
public struct KeepingTimes: Sendable, Hashable {
    /// How many days a record of a visit says whom it concerned.
    public var personalPartDays: Int
    /// After how many days without a visit a patron is forgotten.
    public var unseenDays: Int
    /// After how many quiet hours wrong attempts are forgotten.
    public var attemptHours: Int

    /// What holds when nothing is configured.
    public static let usual = KeepingTimes(
        personalPartDays: 30,
        unseenDays: 90,
        attemptHours: 24
    )

    /// Times from their parts.
    public init(personalPartDays: Int, unseenDays: Int, attemptHours: Int) {
        self.personalPartDays = personalPartDays
        self.unseenDays = unseenDays
        self.attemptHours = attemptHours
    }

    /// How long something is kept, in words.
    public func words(for keeping: Keeping) -> PrivacyText {
        switch keeping {
        case .notKept: PrivacyText("gemmes ikke", "not kept")
        case .visit:
            PrivacyText("kun mens du står ved døren", "only while you stand at the door")
        case .seen:
            PrivacyText(
                "slettes \(unseenDays) dage efter at kortet sidst er vist eller på lånerlisten",
                "deleted \(unseenDays) days after the card was last shown or on the roster"
            )
        case .personalParts:
            PrivacyText(
                "\(personalPartDays) dage efter besøget",
                "\(personalPartDays) days after the visit"
            )
        case .attempts:
            PrivacyText(
                "indtil rigtig pinkode, personalets beslutning eller \(attemptHours) timer uden "
                    + "forkerte forsøg",
                "until a right PIN, a staff decision, or \(attemptHours) hours without a wrong "
                    + "attempt"
            )
        case .untilTold:
            PrivacyText(
                "til bibliotekssystemet har fået besked, eller personalet har taget stilling",
                "until the library system has been told, or staff has decided"
            )
        case .ledger:
            PrivacyText(
                "så længe loggen findes; siger intet om en person",
                "as long as the ledger lasts; tells of no person"
            )
        case .staffActs:
            PrivacyText(
                "så længe loggen findes; et kort som ved et besøg",
                "as long as the ledger lasts; a card as after a visit"
            )
        case .journal:
            PrivacyText(
                "så længe maskinens systemlog gemmes",
                "as long as the machine's journal is kept"
            )
        case .untilChanged:
            PrivacyText("indtil biblioteket ændrer det", "until the library changes it")
        }
    }
}
