// SPDX-License-Identifier: MPL-2.0

/// The state of the whole station at one moment.
public struct StatusReport: Codable, Sendable, Hashable {
    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// The version of the daemon.
    public var version: String
    /// When the daemon started.
    public var startedAt: LocalTime
    /// When the report was made.
    public var now: LocalTime
    /// Whether the clock is believed: `trusted`, `unset` or `jumped`.
    public var clock: String
    /// The doors.
    public var doors: [Door]
    /// The scanners, keypads and other devices.
    public var devices: [Device]
    /// The link to the library system.
    public var library: Library
    /// What is known about patrons.
    public var cache: Cache
    /// The record of decisions.
    public var ledger: Ledger
    /// Cards and readers that wrong attempts are held against.
    public var throttledSubjects: Int
    /// What was counted since the start.
    public var counters: Counters
    /// The settings in force.
    public var configuration: Configuration
    /// The deletion of what has had its time; `nil` from a daemon that does not tell.
    public var retention: Retention?
    /// Who may be inside; `nil` where no door counts, or from a daemon that does not tell.
    public var occupancy: Occupancy?
    /// What waits of the kiosks' transactions; `nil` without kiosks, or from a daemon that does not
    /// tell.
    public var outbox: Outbox?

    /// A report made from its parts.
    public init(
        version: String = ControlAPI.version,
        startedAt: LocalTime,
        now: LocalTime,
        clock: String,
        doors: [Door],
        devices: [Device],
        library: Library,
        cache: Cache,
        ledger: Ledger,
        throttledSubjects: Int,
        counters: Counters,
        configuration: Configuration,
        retention: Retention? = nil,
        occupancy: Occupancy? = nil,
        outbox: Outbox? = nil
    ) {
        schema = ControlAPI.schema
        self.version = version
        self.startedAt = startedAt
        self.now = now
        self.clock = clock
        self.doors = doors
        self.devices = devices
        self.library = library
        self.cache = cache
        self.ledger = ledger
        self.throttledSubjects = throttledSubjects
        self.counters = counters
        self.configuration = configuration
        self.retention = retention
        self.occupancy = occupancy
        self.outbox = outbox
    }
}

extension StatusReport {
    /// How many people may be inside: an estimate from anonymous counts.
    public struct Occupancy: Codable, Sendable, Hashable {
        /// How many may still be inside.
        public var inside: Int
        /// How many were let in and opened a counting door.
        public var entered: Int
        /// How many pressed an exit button and opened a counting door.
        public var left: Int
        /// When the count began.
        public var since: LocalTime
        /// When somebody last went in.
        public var lastEntry: LocalTime?
        /// When somebody last went out.
        public var lastExit: LocalTime?
        /// Whether a counting door was held open since, so that people passed uncounted.
        public var isBlurred: Bool

        /// Puts the estimate together.
        public init(
            inside: Int,
            entered: Int,
            left: Int,
            since: LocalTime,
            lastEntry: LocalTime?,
            lastExit: LocalTime?,
            isBlurred: Bool
        ) {
            self.inside = inside
            self.entered = entered
            self.left = left
            self.since = since
            self.lastEntry = lastEntry
            self.lastExit = lastExit
            self.isBlurred = isBlurred
        }
    }

    /// What a lock does.
    public enum Lock: String, Codable, Sendable, Hashable {
        /// The door can be opened from outside.
        case released
        /// The door cannot be opened from outside.
        case secured
    }

    /// How a door stands.
    public enum Contact: String, Codable, Sendable, Hashable {
        /// Open.
        case open
        /// Closed.
        case closed
    }

    /// One door.
    public struct Door: Codable, Sendable, Hashable {
        /// The name in the settings.
        public var name: String
        /// What the lock does.
        public var lock: Lock
        /// Why it is released: `grant`, `staff`, `exit`, `schedule`, `fire`; empty when secured.
        public var reasons: [String]
        /// How the door stands; `nil` at a door without a contact, or before its first word.
        public var contact: Contact?
        /// `in-service`, `out-of-service` or `locked-down`.
        public var availability: String
        /// What the hours allow now: `staffed`, `self-service` or `closed`.
        public var mode: String
        /// When the hours allow something else; `nil` when they never change.
        public var nextChange: HoursChange?
        /// The readers that open it.
        public var readers: [Reader]

        /// A door made from its parts.
        public init(
            name: String,
            lock: Lock,
            reasons: [String] = [],
            contact: Contact?,
            availability: String,
            mode: String,
            nextChange: HoursChange?,
            readers: [Reader]
        ) {
            self.name = name
            self.lock = lock
            self.reasons = reasons
            self.contact = contact
            self.availability = availability
            self.mode = mode
            self.nextChange = nextChange
            self.readers = readers
        }
    }

    /// A change of what the hours allow.
    public struct HoursChange: Codable, Sendable, Hashable {
        /// The local date, `2026-11-22`.
        public var date: String
        /// The local time, `22:00`; `24:00` is the end of the date.
        public var time: String
        /// What is allowed from then on.
        public var mode: String

        /// A change made from its parts.
        public init(date: String, time: String, mode: String) {
            self.date = date
            self.time = time
            self.mode = mode
        }
    }

    /// One reader.
    public struct Reader: Codable, Sendable, Hashable {
        /// The name in the settings.
        public var name: String
        /// The sign that its panel shows: `ready`, `enter-pin`, `granted`, `denied` and so on.
        public var sign: String

        /// A reader made from its parts.
        public init(name: String, sign: String) {
            self.name = name
            self.sign = sign
        }
    }

    /// One scanner, keypad or other device.
    public struct Device: Codable, Sendable, Hashable {
        /// Whether a device can be used.
        public enum State: String, Codable, Sendable, Hashable {
            /// It is there and claimed.
            case ready
            /// It is not there, or cannot be claimed.
            case lost
        }

        /// The name in the settings.
        public var name: String
        /// What it is for: `scanner`, `keypad`, `lock`.
        public var role: String
        /// Whether it can be used.
        public var state: State
        /// Where it is, or what is wrong with it.
        public var detail: String

        /// A device made from its parts.
        public init(name: String, role: String, state: State, detail: String) {
            self.name = name
            self.role = role
            self.state = state
            self.detail = detail
        }
    }

    /// The link to the library system.
    public struct Library: Codable, Sendable, Hashable {
        /// Whether it answers; `nil` before the first word from it.
        public var isReachable: Bool?
        /// Since when; `nil` before the first word.
        public var since: LocalTime?
        /// The system's name or the last failure.
        public var detail: String

        /// A link made from its parts.
        public init(isReachable: Bool?, since: LocalTime?, detail: String) {
            self.isReachable = isReachable
            self.since = since
            self.detail = detail
        }
    }

    /// What is known about patrons.
    public struct Cache: Codable, Sendable, Hashable {
        /// The number of cards.
        public var patrons: Int
        /// When the newest fact was true; `nil` when there is none.
        public var newest: LocalTime?
        /// When the oldest fact was true; `nil` when there is none.
        public var oldest: LocalTime?
        /// Whether decisions may rest on it.
        public var isTrusted: Bool

        /// A cache made from its parts.
        public init(patrons: Int, newest: LocalTime?, oldest: LocalTime?, isTrusted: Bool) {
            self.patrons = patrons
            self.newest = newest
            self.oldest = oldest
            self.isTrusted = isTrusted
        }
    }

    /// The record of decisions.
    public struct Ledger: Codable, Sendable, Hashable {
        /// Whether the ledger takes entries.
        public enum State: String, Codable, Sendable, Hashable {
            /// Entries are written.
            case writing
            /// The last entry could not be written: nobody is let in.
            case failing
        }

        /// The number of entries.
        public var entries: Int
        /// The sequence number of the last one; 0 when there is none.
        public var lastSequence: UInt64
        /// Whether it takes entries.
        public var state: State
        /// The bytes of its file; `nil` from a daemon that does not tell.
        public var bytes: Int64?

        /// A ledger made from its parts.
        public init(entries: Int, lastSequence: UInt64, state: State, bytes: Int64? = nil) {
            self.entries = entries
            self.lastSequence = lastSequence
            self.state = state
            self.bytes = bytes
        }
    }

    /// The transactions of the kiosks whose end is not known.
    public struct Outbox: Codable, Sendable, Hashable {
        /// Those that the library system hears of later, or may have carried out.
        public var waiting: Int
        /// Those that wait for a person.
        public var forStaff: Int

        /// Counts made from their parts.
        public init(waiting: Int, forStaff: Int) {
            self.waiting = waiting
            self.forStaff = forStaff
        }
    }

    /// What was counted since the start.
    public struct Counters: Codable, Sendable, Hashable {
        /// Patrons let in.
        public var granted: Int
        /// Patrons refused, by the code of the denial.
        public var denied: [String: Int]
        /// Scans refused before they became a card, by the scanner's code.
        public var scansRefused: [String: Int]
        /// Inputs that did not fit the state, by reason.
        public var ignored: [String: Int]
        /// Events that the full inbox refused.
        public var eventsDropped: Int
        /// Batches that could not be written to the ledger.
        public var recordsLost: Int
        /// Answers of the library system that came when the patron had been answered without them;
        /// `nil` from a daemon that does not tell.
        public var answersLate: Int?
        /// Alarms in the ledger; `nil` from a daemon that does not tell.
        public var alarms: Int?

        /// Counters made from their parts.
        public init(
            granted: Int,
            denied: [String: Int],
            scansRefused: [String: Int],
            ignored: [String: Int],
            eventsDropped: Int,
            recordsLost: Int,
            answersLate: Int? = nil,
            alarms: Int? = nil
        ) {
            self.granted = granted
            self.denied = denied
            self.scansRefused = scansRefused
            self.ignored = ignored
            self.eventsDropped = eventsDropped
            self.recordsLost = recordsLost
            self.answersLate = answersLate
            self.alarms = alarms
        }
    }

    /// The settings in force.
    public struct Configuration: Codable, Sendable, Hashable {
        /// The file.
        public var path: String
        /// When it was read.
        public var loadedAt: LocalTime
        /// Why a newer version of the file was refused; `nil` when none was.
        public var lastError: String?

        /// Settings described by their parts.
        public init(path: String, loadedAt: LocalTime, lastError: String?) {
            self.path = path
            self.loadedAt = loadedAt
            self.lastError = lastError
        }
    }

    /// The deletion of what has had its time.
    public struct Retention: Codable, Sendable, Hashable {
        /// When everything was last deleted in time; `nil` when not since the start.
        public var lastDone: LocalTime?
        /// What could not be deleted since; `nil` when nothing failed.
        public var failure: String?

        /// A state made from its parts.
        public init(lastDone: LocalTime?, failure: String?) {
            self.lastDone = lastDone
            self.failure = failure
        }
    }
}
