// SPDX-License-Identifier: MPL-2.0

import LibrarySetup
import PortnerCore
public import PortnerSettings
public import PortnerStore

/// Cache, ledger and keys, opened together.
struct Stores: Sendable {
    /// What keeps another daemon from the same files.
    private let lock: StateLock
    let keys: StationKeys
    /// The keys of passes on phones; nil where none are taken.
    let passes: PassKeys?
    let cache: PatronCache
    let roster: PatronRoster
    let ledger: Ledger
    /// What hides the numbers in the kiosks' transactions.
    let outboxSeal: OutboxSeal
    /// The cards of which the cache lacks something.
    let unwritten: UnwrittenChanges
    /// Where the list of single cards is kept.
    let list: AccessListFile
    /// Where it is kept what staff have ordered until they lift it.
    let standing: StandingOrderFiles
    /// What they had ordered when the last process ended.
    let orders: StandingOrders
    /// What the station proves itself with at the library system.
    let librarySecrets: LibrarySecrets
    /// The folder of credentials; nil in the demonstration.
    let credentials: String?
    /// What somebody has to see to, for an alarm: its code and its detail.
    let alarms: [(code: String, detail: String)]
    /// What there is to tell about the opening: files made, or damaged ones set aside.
    let remarks: [String]

    /// Opens both files in the state folder.
    ///
    /// - Throws: ``DaemonError`` when a key is missing or a file cannot be used; the station does
    ///   not start without a ledger it can trust.
    init(_ settings: Settings, credentials: String?, at moment: Moment) throws(DaemonError) {
        let now = moment.timestamp
        keys = try Self.keys(credentials, isDemo: settings.demo != nil)
        passes = try settings.passes.map { passes throws(DaemonError) in
            try PassKeys(passes, credentials: credentials)
        }
        outboxSeal = OutboxSeal(keys: keys)
        librarySecrets = LibrarySecrets(credentials: credentials)
        self.credentials = credentials
        do throws(StoreError) {
            let folder = settings.stateDirectory
            lock = try StateLock(in: folder)
            // What a crash has left of a download holds card numbers, whatever is configured now
            // and however far this start gets.
            RosterDownload.deleteFile(in: folder)
            let (ledger, ledgerOpening) = try Ledger.open(in: folder, at: now)
            if let restoration = ledger.restoration { try ledger.settle(restoration, at: moment) }
            if let rescue = ledger.rescue { try ledger.record(rescue, at: moment) }
            unwritten = try UnwrittenChanges(in: folder)
            var (cache, cacheOpening) = try PatronCache.open(in: folder, at: now)
            var (roster, rosterOpening) = try PatronRoster.open(in: folder, at: now)
            // The keys of a demonstration last as long as it does, and nothing was made with them.
            if settings.demo == nil {
                let (hasher, previous) = (CardHasher(keys: keys), CardHasher(previousOf: keys))
                if let lost = try ledger.claim(hasher, previous: previous) {
                    try ledger.settle(lost, at: moment)
                    try ledger.adopt(hasher)
                }
                if cache.refusal == nil,
                    try cache.claim(hasher, previous: previous, doubting: unwritten.cards)
                        == .foreign
                {
                    (cache, cacheOpening) = try cache.setAside(in: folder, at: now)
                    _ = try cache.claim(hasher, previous: previous)
                }
                if roster.refusal == nil, try roster.claim(hasher, previous: previous) == .foreign {
                    (roster, rosterOpening) = try roster.setAside(at: now)
                    _ = try roster.claim(hasher, previous: previous)
                }
            }
            self.ledger = ledger
            self.cache = cache
            self.roster = roster
            let listOpening: StoreOpening
            let unlisted: [Listing.Kind: Int]
            (list, listOpening, unlisted) = try Self.openList(
                in: folder,
                at: now,
                settings.demo == nil ? keys : nil
            )
            standing = StandingOrderFiles(in: folder)
            let isWhole: Bool
            (orders, isWhole) = standing.read(doors: settings.station.doors.map(\.door))
            alarms =
                Self.alarms(cache, roster, listOpening, unlisted)
                + orders.alarms(isWhole: isWhole)
            remarks =
                [
                    ("ledger", ledgerOpening), ("cache", cacheOpening), ("roster", rosterOpening),
                    ("list", listOpening),
                ].compactMap { $1.remark(about: $0) }
                + [orders.description].filter { !$0.isEmpty }
        } catch {
            throw .store(error, folder: settings.stateDirectory)
        }
    }

    /// Opens the list of single cards, and claims it for the keys that it is to be under.
    ///
    /// - Returns: The list, how it was found, and how many listings went with a former key.
    private static func openList(
        in folder: String,
        at now: Timestamp,
        _ keys: StationKeys?
    ) throws(StoreError) -> (AccessListFile, StoreOpening, unlisted: [Listing.Kind: Int]) {
        let (list, opening) = try AccessListFile.open(in: folder, at: now)
        guard let keys else { return (list, opening, [:]) }
        let (hasher, previous) = (CardHasher(keys: keys), CardHasher(previousOf: keys))
        if let dropped = try list.claim(hasher, previous: previous) {
            return (list, opening, dropped)
        }
        let (anew, setAside) = try list.setAside(in: folder, at: now)
        _ = try anew.claim(hasher, previous: previous)
        return (anew, setAside, [:])
    }

    private static func alarms(
        _ cache: PatronCache,
        _ roster: PatronRoster,
        _ list: StoreOpening,
        _ unlisted: [Listing.Kind: Int]
    ) -> [(code: String, detail: String)] {
        var alarms: [(code: String, detail: String)] = []
        for (file, refusal) in Self.refused(cache, roster) {
            alarms.append(("cache-too-new", "\(file) is not used: \(refusal.explanation)"))
        }
        switch list {
        case .setAside:
            alarms.append(("list-lost", "the list of single cards was damaged and is empty now"))
        case .keyChanged:
            alarms.append(
                ("list-lost", "the list of single cards is under another card key and empty now")
            )
        case .existing, .created, .tooNew: break
        }
        if !unlisted.isEmpty {
            let kinds = unlisted.sorted { $0.key.rawValue < $1.key.rawValue }
                .map { "\($0.key.rawValue) \($0.value)" }
            alarms.append(
                (
                    "list-lost",
                    "listed cards were still under the previous card key and are dropped: "
                        + kinds.joined(separator: ", ") + "; write them down anew"
                )
            )
        }
        return alarms
    }

    private static func refused(
        _ cache: PatronCache,
        _ roster: PatronRoster
    ) -> [(name: String, refusal: StoreError)] {
        [(PatronCache.fileName, cache.refusal), (PatronRoster.fileName, roster.refusal)]
            .compactMap { name, refusal in refusal.map { (name, $0) } }
    }

    /// The files that a newer release wrote: nothing in them can be read, changed or deleted.
    var refused: [(name: String, refusal: StoreError)] { Self.refused(cache, roster) }

    /// The cache, unless a newer release wrote it.
    var usableCache: PatronCache? { cache.refusal == nil ? cache : nil }

    /// The roster, unless a newer release wrote it.
    var usableRoster: PatronRoster? { roster.refusal == nil ? roster : nil }

    /// A reader of cache and roster, under the previous card key, too, while that is there.
    func reader() throws(StoreError) -> PatronCache.Reader {
        try cache.reader(
            hasher: CardHasher(keys: keys),
            previous: CardHasher(previousOf: keys),
            roster: roster
        )
    }

    /// The key of a card.
    func key(of card: CardNumber) -> CardKey { CardHasher(keys: keys).key(for: card) }

    /// The key that a card had, while the card key is being exchanged.
    func formerKey(of card: CardNumber) -> CardKey? {
        CardHasher(previousOf: keys)?.key(for: card)
    }

    /// The keys of a card: the one it has and the one it had.
    func keys(of card: CardNumber) -> [CardKey] {
        [key(of: card), formerKey(of: card)].compactMap(\.self)
    }

    /// What has to be written to the cache before it is believed: no older word about the cards of
    /// which the last process could not write a newer one.
    func changesLeft(at now: Timestamp) -> [CacheChange] {
        let roster = try? roster.origin()?.asOf
        return unwritten.changes(asOf: max(now, roster ?? now))
    }

    private static func keys(
        _ credentials: String?,
        isDemo: Bool
    ) throws(DaemonError) -> StationKeys {
        guard isDemo || credentials != nil else { throw .noCredentials }
        do throws(StationKeysError) {
            if isDemo { return try StationKeys.random() }
            return try StationKeys(credentials: credentials ?? "")
        } catch {
            throw .keys(error)
        }
    }
}

extension PINHasher {
    /// A hasher with the station's pepper and the cost that the settings name.
    init(keys: StationKeys, _ settings: Settings) {
        self.init(keys: keys, cost: Cost(log2Rounds: settings.pinCost) ?? .standard)
    }
}

extension StandingOrders {
    /// What staff must hear of when a process begins with these.
    fileprivate func alarms(isWhole: Bool) -> [(code: String, detail: String)] {
        var alarms: [(code: String, detail: String)] = []
        if isEvacuation { alarms.append(("everybody-out", "goes on as ordered before the start")) }
        if !isWhole {
            let detail = "\(StandingOrderFiles.doorsFile): every door is locked down"
            alarms.append(("lock-downs-unreadable", detail))
        }
        return alarms
    }
}

extension StoreOpening {
    fileprivate func remark(about file: String) -> String? {
        switch self {
        case .existing: nil
        case .created: "\(file) created"
        case .setAside: "\(file) was damaged and set aside"
        case .tooNew: "\(file) is a newer release's and not used"
        case .keyChanged: "\(file) was made with another card key and set aside"
        }
    }
}

/// Why the daemon cannot start.
public enum DaemonError: Error, Sendable {
    /// The configuration has problems.
    case settings(SettingsFile.Problems)
    /// No folder of credentials was given.
    case noCredentials
    /// A key is missing or has the wrong size.
    case keys(StationKeysError)
    /// Cache or ledger cannot be used.
    case store(StoreError, folder: String)
    /// A driver or server could not start.
    case start(what: String, detail: String)

    /// The exit status: 78 for a configuration that must be mended first, 75 while another daemon
    /// runs on the same state folder, 1 for the rest.
    public var exitStatus: Int32 {
        switch self {
        case .settings, .noCredentials, .keys: 78
        case .store(.inUse, _): 75
        case .store, .start: 1
        }
    }

    /// The causes, a line each, with what to do.
    public var lines: [String] {
        switch self {
        case .settings(let problems): problems.list.map(\.description)
        case .noCredentials:
            [
                "no keys: systemd puts them into $CREDENTIALS_DIRECTORY, or use --credentials"
            ]
        case .keys(let error): ["keys: \(error.description)"]
        case .store(let error, let folder): ["\(folder): \(error.description)"]
        case .start(let what, let detail): ["\(what): \(detail)"]
        }
    }
}

/// How the station reads the cache: a connection of its own, used on its thread only.
struct CacheReading: PatronReading {
    private let reader: PatronCache.Reader?
    private let hasher: CardHasher
    private let passes: PassKeys?

    /// Opens the connection; without one every card is answered with "failed".
    init(_ stores: Stores) {
        hasher = CardHasher(keys: stores.keys)
        passes = stores.passes
        reader = try? stores.reader()
    }

    func formerKey(for card: CardNumber) -> CardKey? { reader?.formerKey(for: card) }

    func open(_ pass: SealedPass) -> PassOpening { passes?.open(pass) ?? .foreign }

    func patron(for key: CardKey, formerly former: CardKey?) -> CacheAnswer {
        reader?.patron(for: key, formerly: former) ?? .failed
    }

    func key(for card: CardNumber) -> CardKey { hasher.key(for: card) }

    func patron(for key: CardKey) -> CacheAnswer { reader?.patron(for: key) ?? .failed }
}
