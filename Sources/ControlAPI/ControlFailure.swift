// SPDX-License-Identifier: MPL-2.0

/// Why a request was not fulfilled, with what to do about it.
public struct ControlFailure: Error, Codable, Sendable, Hashable {
    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// The code; one of ``Code`` when both programs have the same version.
    public var code: String
    /// The cause in one sentence, without a full stop.
    public var message: String
    /// What to do about it.
    public var remedy: String

    /// A failure with the usual words for its code.
    ///
    /// - Parameters:
    ///   - code: The cause.
    ///   - detail: Added to the message after a colon.
    public init(_ code: Code, detail: String? = nil) {
        schema = ControlAPI.schema
        self.code = code.rawValue
        message = detail.map { "\(code.cause): \($0)" } ?? code.cause
        remedy = code.remedy
    }

    /// The code, when this version knows it.
    public var known: Code? { Code(rawValue: code) }
}

extension ControlFailure: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}

extension ControlFailure {
    /// The causes of a failure; the raw values are stable.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// Nobody listens on the control socket.
        case notRunning = "not-running"
        /// The control socket may not be used by this user.
        case notPermitted = "not-permitted"
        /// The user's role does not allow the request.
        case roleMissing = "role-missing"
        /// The daemon did not answer in time.
        case noAnswer = "no-answer"
        /// The other side speaks another version of the format.
        case notUnderstood = "not-understood"
        /// The request is malformed.
        case badRequest = "bad-request"
        /// The request is too large.
        case tooLarge = "too-large"
        /// There is no such request.
        case notFound = "not-found"
        /// Too many streams are open.
        case tooManyFollowers = "too-many-followers"
        /// There is no earlier configuration to go back to.
        case nothingToUndo = "nothing-to-undo"
        /// The ledger has no entry with the number to go on from.
        case sequenceAhead = "sequence-ahead"
        /// The daemon is stopping.
        case stopping = "stopping"
        /// There is no such door.
        case unknownDoor = "unknown-door"
        /// There is no such reader.
        case unknownReader = "unknown-reader"
        /// There is no such kiosk.
        case unknownKiosk = "unknown-kiosk"
        /// No transaction of a kiosk waits for a person under this name.
        case nothingOpen = "nothing-open"
        /// There are several doors and none was named.
        case whichDoor = "which-door"
        /// The text cannot be a card number.
        case notACard = "not-a-card"
        /// What was typed cannot be a PIN.
        case notAPIN = "not-a-pin"
        /// The library system asks for a password and there is none.
        case noPassword = "no-password"
        /// The text is no local time.
        case notATime = "not-a-time"
        /// The text is no date.
        case notADate = "not-a-date"
        /// The lock cannot be driven.
        case lockLost = "lock-lost"
        /// The door is locked down.
        case lockedDown = "locked-down"
        /// The intruder alarm is armed, or its line has not said yet that it is not.
        case alarmArmed = "alarm-armed"
        /// Another door of the group has to close first.
        case interlocked = "interlocked"
        /// No door is set to count people.
        case nobodyCounts = "nobody-counts"
        /// No wrong attempt is held against the card or reader.
        case notThrottled = "not-throttled"
        /// Nothing of that kind is written down about the card.
        case notListed = "not-listed"
        /// The list has no room for another card.
        case listFull = "list-full"
        /// No reason was given.
        case noReason = "no-reason"
        /// Nobody has confirmed the order.
        case notConfirmed = "not-confirmed"
        /// Cache or ledger kept parts of what was to be erased.
        case notErased = "not-erased"
        /// The configuration does not say who answers for the data.
        case noController = "no-controller"
        /// The order could not be written to the ledger.
        case notRecorded = "not-recorded"
        /// The ledger could not be read.
        case ledgerUnreadable = "ledger-unreadable"
        /// The cache could not be read.
        case cacheUnreadable = "cache-unreadable"
        /// No roster is configured.
        case noRoster = "no-roster"
        /// No roster with this cursor waits to be confirmed.
        case rosterNotAwaited = "roster-not-awaited"
        /// The ledger has no entry with this number.
        case noSuchEntry = "no-such-entry"
        /// A file or address cannot be read.
        case notReadable = "not-readable"
        /// What was read is no opening hours.
        case notHours = "not-hours"
        /// The hours are of several branches, or of others than the one that was named.
        case whichBranch = "which-branch"
        /// The daemon failed in a way that has no code.
        case internalError = "internal-error"
    }
}

extension ControlFailure.Code {
    /// The cause in one sentence, without a full stop.
    public var cause: String {
        switch self {
        case .notRunning: "portnerd is not running"
        case .notPermitted: "this user may not use the control socket"
        case .roleMissing: "this user's role does not allow it"
        case .noAnswer: "portnerd did not answer in time"
        case .notUnderstood: "portnerd and portner do not understand each other"
        case .badRequest: "the request is malformed"
        case .tooLarge: "the request is too large"
        case .notFound: "portnerd does not know this request"
        case .tooManyFollowers: "too many programs follow the events already"
        case .sequenceAhead: "the ledger is shorter than it was"
        case .stopping: "portnerd is stopping"
        case .unknownDoor: "there is no such door"
        case .unknownReader: "there is no such reader"
        case .unknownKiosk: "there is no such kiosk"
        case .nothingOpen: "no transaction of this name waits for a person"
        case .whichDoor: "there are several doors"
        case .notACard: "this cannot be a card number"
        case .notAPIN: "this cannot be a PIN"
        case .noPassword: "there is no password for the library system"
        case .notATime: "this is not a local time"
        case .notADate: "this is not a date"
        case .lockLost: "the lock cannot be driven"
        case .lockedDown: "the door is locked down"
        case .alarmArmed: "the intruder alarm is armed, or nobody knows that it is not"
        case .interlocked: "another door of the group is open or released"
        case .nobodyCounts: "no door counts who goes through"
        case .notThrottled: "no wrong attempt is held against it"
        case .notListed: "nothing of that kind is written down about the card"
        case .listFull: "the list has no room for another card"
        case .noReason: "a reason is needed; it goes to the ledger"
        case .notConfirmed: "nobody has confirmed the order"
        case .notErased: "the erasure was recorded but not finished"
        case .noController: "the configuration does not say who answers for the data"
        case .notRecorded:
            "the order could not be written to the ledger; only a lock-down or everybody-out is "
                + "carried out all the same"
        case .ledgerUnreadable: "the ledger could not be read"
        case .cacheUnreadable: "the cache could not be read"
        case .noRoster: "no roster is configured"
        case .rosterNotAwaited: "no roster with this cursor waits to be confirmed"
        case .nothingToUndo: "there is no earlier configuration to go back to"
        case .noSuchEntry: "the ledger has no entry with this number"
        case .notReadable: "this cannot be read"
        case .notHours: "this is not what a website or FBS answers about opening hours"
        case .whichBranch: "the hours are not of one branch"
        case .internalError: "portnerd failed"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .notRunning: "systemctl status portnerd"
        case .notPermitted: "use sudo, or ask to be added to a group that may; man portner.yaml"
        case .roleMissing: "use sudo, or ask to be added to the group that is named; id shows yours"
        case .noAnswer, .internalError: "journalctl -u portnerd -n 50"
        case .notUnderstood, .notFound: "portner version; install both from one package"
        case .badRequest, .tooLarge: "portner help"
        case .tooManyFollowers: "end another portner events --follow"
        case .sequenceAhead: "portner ledger verify"
        case .stopping: "wait until it has started again: systemctl status portnerd"
        case .unknownDoor, .unknownReader, .unknownKiosk: "portner status"
        case .nothingOpen: "portner outbox list"
        case .whichDoor: "name one with --door; portner status lists them"
        case .notACard: "scan or type the number printed on the card"
        case .notAPIN: "type the digits of the PIN"
        case .noPassword: "name the folder with --credentials, or type it at a terminal"
        case .notATime: "write 20:46 or 2026-11-22T20:46"
        case .notADate: "write 2026-11-22"
        case .lockLost: "portner events --alarms"
        case .lockedDown: "portner door resume lifts it"
        case .alarmArmed: "disarm it; portner events shows what its line said last"
        case .interlocked: "close the other door; portner status shows how it stands"
        case .nobodyCounts: "set counts: true at the door that leads into the building"
        case .notThrottled: "portner access check --explain says what else refuses a card"
        case .notListed: "portner access allow list, and the same with deny and assist"
        case .listFull: "remove what has run out; patrons belong in the library system"
        case .noReason: "add --reason"
        case .notConfirmed: "add --yes where nobody can be asked"
        case .cacheUnreadable: "systemctl restart portnerd; a damaged cache is set aside then"
        case .noRoster: "add the section roster to the configuration"
        case .rosterNotAwaited: "portner cache status names the one that does"
        case .nothingToUndo: "portnerd keeps one once it has taken a second configuration"
        case .noSuchEntry: "portner events --json shows the numbers"
        case .notReadable: "check the path or address; at most 4 MiB are read"
        case .notHours: "save the answer of /api/v1/opening_hours or openinghours as it came"
        case .whichBranch: "name one with --branch"
        case .notErased: "the same once more; it goes on where it stopped"
        case .noController: "add the section privacy to the configuration; man portner.yaml"
        case .notRecorded, .ledgerUnreadable: "check the disk: df -h; journalctl -u portnerd -n 50"
        }
    }
}
