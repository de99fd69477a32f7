// SPDX-License-Identifier: MPL-2.0

/// The kinds of record in the ledger.
public enum RecordKind: String, Sendable, Hashable, CaseIterable {
    /// Somebody presented a card, and this is what was decided.
    case decision
    /// Something happened at a door.
    case door
    /// A scanner, keypad or other device was lost or returned.
    case device
    /// The library system became reachable or unreachable.
    case library
    /// A technician ordered something.
    case staff
    /// The station started, stopped, or took a new configuration.
    case station
    /// The clock became untrusted or trusted again.
    case clock
    /// Somebody signed in at a kiosk, or was refused.
    case session
    /// A kiosk's transaction came to its end, or further.
    case transaction = "kiosk"
}

/// The names of the values in a record, the same in ledger, journal and `portner events --json`.
public enum RecordField: String, Sendable, Hashable, CaseIterable {
    /// The door's name.
    case door
    /// The reader's name.
    case reader
    /// The device's name.
    case device
    /// The kiosk's name.
    case kiosk
    /// What a transaction does: `checkout`, `checkin`, `renew`, `renew-all`.
    case task
    /// The transaction's name, the same in `portner outbox`.
    case request
    /// `granted` or `denied` for a decision; the event's code otherwise.
    case outcome
    /// The code of a ``Denial``.
    case denial
    /// Where the facts came from: `cache`, `library` or `outage`.
    case source
    /// The age of the facts in seconds.
    case age
    /// The limit that the age was held to, in seconds.
    case limit
    /// The restrictions that were found, comma-separated.
    case blocks
    /// The rule that decided.
    case rule
    /// Why a lock was released or secured; why a technician ordered something.
    case reason
    /// Who ordered it: the user name of the technician.
    case by
    /// Further words for a technician.
    case detail
    /// The local time.
    case local
}

/// One entry of the ledger: what happened, in named values, and whom it concerns.
///
/// The subject is the only personal part. It is stored apart from the rest so that it can be
/// deleted when its time is over while the rest can still be verified.
public struct Record: Sendable, Hashable {
    /// The greatest number of bytes in a value; longer ones are cut.
    public static let valueLengthMax = 200

    /// One named value.
    public struct Field: Sendable, Hashable {
        /// The name.
        public let name: RecordField
        /// The value: one line of text.
        public let value: String
    }

    /// What kind of record it is.
    public let kind: RecordKind
    /// When it happened.
    public let at: Timestamp
    /// The values, in the order in which they were given.
    public private(set) var fields: [Field] = []
    /// The card that it concerns.
    public let subject: CardKey?
    /// Whether staff should look at it.
    public let isAlarm: Bool

    /// A record; values that are `nil` are left out.
    public init(
        _ kind: RecordKind,
        at moment: Moment,
        subject: CardKey? = nil,
        isAlarm: Bool = false,
        _ values: [(RecordField, String?)]
    ) {
        self.kind = kind
        self.at = moment.timestamp
        self.subject = subject
        self.isAlarm = isAlarm
        fields.reserveCapacity(values.count + 1)
        for (name, value) in values {
            if let value { fields.append(Field(name: name, value: Self.line(value))) }
        }
        fields.append(Field(name: .local, value: moment.civil.description))
    }

    /// The value under a name.
    public subscript(name: RecordField) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// Text without control characters, cut to the limit: a record is one line whatever came in.
    private static func line(_ text: String) -> String {
        let fits = text.utf8.count <= valueLengthMax
        if fits, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
        var kept = ""
        for character in text {
            guard kept.utf8.count + character.utf8.count <= valueLengthMax else { break }
            kept.append(character.unicodeScalars.contains(where: breaksLine) ? " " : character)
        }
        return kept
    }

    private static func breaksLine(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
