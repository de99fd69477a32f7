// SPDX-License-Identifier: MPL-2.0

/// What the station knows about patrons, and how far a roster has come.
public struct CacheReport: Codable, Sendable, Hashable {
    /// The patrons whom the library system has answered about.
    public struct Answers: Codable, Sendable, Hashable {
        /// How many there are.
        public var patrons: Int
        /// How many of them have a PIN that can be checked here.
        public var verifiers: Int
        /// How many are still under the previous card key; `nil` while none is being exchanged.
        public var underPreviousKey: Int?
        /// How many cards of the station's own list are; `nil` while none is being exchanged.
        public var listedUnderPreviousKey: Int?
        /// When the newest answer was given.
        public var newest: LocalTime?
        /// When the oldest answer was given.
        public var oldest: LocalTime?

        /// Answers made from their parts.
        public init(
            patrons: Int,
            verifiers: Int,
            underPreviousKey: Int? = nil,
            listedUnderPreviousKey: Int? = nil,
            newest: LocalTime?,
            oldest: LocalTime?
        ) {
            self.patrons = patrons
            self.verifiers = verifiers
            self.underPreviousKey = underPreviousKey
            self.listedUnderPreviousKey = listedUnderPreviousKey
            self.newest = newest
            self.oldest = oldest
        }
    }

    /// How the patrons who are known are kept up to date while nobody stands at a door.
    public struct Refresh: Codable, Sendable, Hashable {
        /// How many patrons the library system can be asked about without their card.
        public var askable: Int
        /// How many of them are to be asked about now.
        public var due: Int
        /// How many were asked about successfully within the last hour.
        public var lastHour: Int
        /// When the oldest fact was told that lets somebody in; `nil` when nobody is let in.
        public var oldest: LocalTime?
        /// How many questions in a row have failed.
        public var failures: Int
        /// In how many seconds the next step comes; `nil` while one is under way and while the
        /// library system cannot be reached.
        public var nextSeconds: Int?

        /// A refreshing made from its parts.
        public init(
            askable: Int,
            due: Int,
            lastHour: Int,
            oldest: LocalTime?,
            failures: Int,
            nextSeconds: Int?
        ) {
            self.askable = askable
            self.due = due
            self.lastHour = lastHour
            self.oldest = oldest
            self.failures = failures
            self.nextSeconds = nextSeconds
        }
    }

    /// The library's own list.
    public struct Roster: Codable, Sendable, Hashable {
        /// What is being done about it.
        public enum Phase: String, Codable, Sendable, Hashable, CaseIterable {
            /// Nothing; the file is looked at now and then.
            case idle
            /// The signature is verified.
            case verifying
            /// The file is read.
            case reading
            /// The table is brought to what the file says.
            case applying
        }

        /// What became of a file.
        public struct Outcome: Codable, Sendable, Hashable {
            /// `roster-applied`, `roster-repeated`, or the code of a refusal.
            public var code: String
            /// What became of it, in English for technicians; never what the file says.
            public var text: String
            /// When it was so.
            public var at: LocalTime

            /// An outcome made from its parts.
            public init(code: String, text: String, at: LocalTime) {
                self.code = code
                self.text = text
                self.at = at
            }
        }

        /// How fetching it went, where it is fetched from an address.
        public struct Fetch: Codable, Sendable, Hashable {
            /// What became of the last attempt; `nil` before the first.
            public var last: Outcome?
            /// How many attempts in a row have failed.
            public var failures: Int
            /// When the next one is made.
            public var next: LocalTime?

            /// A fetch made from its parts.
            public init(last: Outcome?, failures: Int, next: LocalTime?) {
                self.last = last
                self.failures = failures
                self.next = next
            }
        }

        /// The file that is looked at, or the address that it is fetched from.
        public var file: String
        /// Whether only signed rosters are taken.
        public var needsSignature: Bool
        /// The library's name for the state that is held; `nil` before the first roster.
        public var cursor: String?
        /// When the library's data were so.
        public var asOf: LocalTime?
        /// How many cards the roster names.
        public var cards: Int
        /// What is being done.
        public var phase: Phase
        /// How much of it is done, of 1000.
        public var permille: Int
        /// What became of the last file; `nil` before the first.
        public var last: Outcome?
        /// The roster that waits to be confirmed, by its cursor; `nil` when none does.
        public var unconfirmed: String?
        /// How fetching it went; `nil` for a file that the library drops.
        public var fetch: Fetch?

        /// A roster made from its parts.
        public init(
            file: String,
            needsSignature: Bool,
            cursor: String? = nil,
            asOf: LocalTime? = nil,
            cards: Int = 0,
            phase: Phase = .idle,
            permille: Int = 0,
            last: Outcome? = nil,
            unconfirmed: String? = nil,
            fetch: Fetch? = nil
        ) {
            self.file = file
            self.needsSignature = needsSignature
            self.cursor = cursor
            self.asOf = asOf
            self.cards = cards
            self.phase = phase
            self.permille = permille
            self.last = last
            self.unconfirmed = unconfirmed
            self.fetch = fetch
        }
    }

    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// Whether what is held can be believed.
    public var isTrusted: Bool
    /// What the library system has answered.
    public var answers: Answers
    /// The library's own list; `nil` where none is configured.
    public var roster: Roster?
    /// How the patrons who are known are kept up to date; `nil` where that is switched off.
    public var refresh: Refresh?

    /// A report made from its parts.
    public init(isTrusted: Bool, answers: Answers, roster: Roster?, refresh: Refresh? = nil) {
        schema = ControlAPI.schema
        self.isTrusted = isTrusted
        self.answers = answers
        self.roster = roster
        self.refresh = refresh
    }
}

/// The order to ask about known patrons now, and to look at the roster or fetch it.
public struct CacheSync: Codable, Sendable, Hashable {
    /// The cursor of a roster that takes many cards out and shall be taken all the same.
    public var confirm: String?
    /// The user who called sudo, as sudo tells it.
    public var sudoUserID: UInt32?

    /// An order made from its parts.
    public init(confirm: String?, sudoUserID: UInt32? = nil) {
        self.confirm = confirm
        self.sudoUserID = sudoUserID
    }
}
