// SPDX-License-Identifier: MPL-2.0

/// How a reader is timed and which door it opens.
public struct ReaderSettings: Sendable, Hashable {
    /// The reader.
    public var reader: ReaderName
    /// The door it opens.
    public var door: DoorName
    /// How long a patron may take to type the PIN, begun anew with each key; 30 s.
    public var pinTimeout: Duration
    /// How long a refusal is shown; long enough to be read aloud, 8 s.
    public var denialShownFor: Duration

    /// The longest a PIN check may take before it counts as failed.
    public static let pinCheckMax = Duration.seconds(10)

    /// A reader with the usual times.
    public init(
        reader: ReaderName,
        door: DoorName,
        pinTimeout: Duration = .seconds(30),
        denialShownFor: Duration = .seconds(8)
    ) {
        self.reader = reader
        self.door = door
        self.pinTimeout = pinTimeout
        self.denialShownFor = denialShownFor
    }
}

/// Everything that is configured about this box.
public struct StationSettings: Sendable, Hashable {
    /// The doors: how they are built and timed.
    public var doors: [DoorSettings]
    /// The doors' rules for letting people in, one for each door.
    public var rules: [DoorRules]
    /// The readers.
    public var readers: [ReaderSettings]
    /// The kiosks.
    public var kiosks: [KioskSettings]
    /// How long the library system may take to answer; 2 s.
    public var libraryTimeout: Duration
    /// How old facts may be before a patron who was let in from the cache is asked about again.
    public var refreshAfter: Duration
    /// After how many wrong PINs in a row the library system is asked to block the card; nil never.
    public var blockCardAfter: Int?
    /// How known patrons are kept up to date; nil where they are only asked about at visits.
    public var sync: SyncSettings?
    /// Doors that depend on each other.
    public var groups: [DoorGroup]
    /// What in the building follows the hours; nil where nothing does.
    public var building: BuildingSettings?
    /// How long passes on phones may hold; nil where none are taken.
    public var passes: PassRules?

    /// The greatest number of doors on one box.
    public static let doorsMax = 16
    /// The greatest number of readers on one box.
    public static let readersMax = 32
    /// The greatest number of kiosks on one box.
    public static let kiosksMax = 4

    /// Settings for a box.
    public init(
        doors: [DoorSettings],
        rules: [DoorRules],
        readers: [ReaderSettings],
        kiosks: [KioskSettings] = [],
        libraryTimeout: Duration = .seconds(2),
        refreshAfter: Duration = .seconds(3600),
        blockCardAfter: Int? = nil,
        sync: SyncSettings? = nil,
        groups: [DoorGroup] = [],
        building: BuildingSettings? = nil,
        passes: PassRules? = nil
    ) {
        self.doors = doors
        self.rules = rules
        self.readers = readers
        self.kiosks = kiosks
        self.libraryTimeout = libraryTimeout
        self.refreshAfter = refreshAfter
        self.blockCardAfter = blockCardAfter
        self.sync = sync
        self.groups = groups
        self.building = building
        self.passes = passes
    }

    /// Every age that any door asks for at any hour.
    public var ageLimits: Set<Int> { rules.reduce(into: []) { $0.formUnion($1.ageLimits) } }

    /// What may be kept of what the library system told: where a patron lives concerns only a
    /// station with a door for residents.
    func kept(_ facts: PatronFacts) -> PatronFacts {
        guard facts.residence != nil, !rules.contains(where: \.isForResidents) else {
            return facts
        }
        var facts = facts
        facts.residence = nil
        return facts
    }
}
