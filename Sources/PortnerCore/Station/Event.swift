// SPDX-License-Identifier: MPL-2.0

/// A key on a PIN pad or on the panel's touch keypad.
public enum Key: Sendable, Hashable {
    /// A digit, 0 to 9.
    case digit(UInt8)
    /// OK.
    case enter
    /// Takes back the last digit.
    case clear
    /// Gives up.
    case cancel
}

extension Key: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What kind of key it is: a line of digits in a log would be a PIN.
    public var description: String {
        switch self {
        case .digit: "digit"
        case .enter: "enter"
        case .clear: "clear"
        case .cancel: "cancel"
        }
    }
    /// What kind of key it is, without the digit.
    public var debugDescription: String { description }
    /// Nothing, so that a dump never shows the digit.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// What a technician can order at a door.
public enum StaffOrder: String, Sendable, Hashable, CaseIterable {
    /// Release the lock for one entry.
    case unlock
    /// Secure the lock and lock the door down until ``resume``.
    case secure
    /// Lift the lock-down.
    case resume
    /// Release the lock for one entry to see whether it works.
    case test
}

/// What a technician can order about a transaction that waits for a person.
public enum OutboxOrder: String, Sendable, Hashable, CaseIterable {
    /// Tell the library system again.
    case retry
    /// It is settled by hand; nothing of it is kept.
    case resolve
    /// Show whom and what it concerns.
    case reveal
}

/// Why an order was not carried out.
public enum StaffRefusal: String, Sendable, Hashable, CaseIterable, Error {
    /// There is no such door.
    case unknownDoor = "unknown-door"
    /// The lock cannot be driven.
    case lockLost = "lock-lost"
    /// Another door of the group has to close first.
    case interlocked = "interlocked"
    /// The door is locked down.
    case lockedDown = "locked-down"
    /// The intruder alarm is armed, or its line has not said yet that it is not.
    case alarmArmed = "alarm-armed"
    /// There is no such kiosk.
    case unknownKiosk = "unknown-kiosk"
    /// No transaction of that name waits for a person.
    case nothingOpen = "nothing-open"
    /// No wrong attempt is held against the card or reader.
    case notThrottled = "not-throttled"
    /// Nothing of that kind is written down about the card.
    case notListed = "not-listed"
    /// The list has no room for another card.
    case listFull = "list-full"
    /// No reason was given.
    case noReason = "no-reason"
    /// The order could not be written to the ledger.
    case notRecorded = "not-recorded"
}

/// What the library system answered to a question about a card.
public enum LibraryReply: Sendable, Hashable {
    /// It knows the card; `pinAccepted` is `nil` when no PIN was asked about.
    case known(PatronFacts, pinAccepted: Bool?)
    /// It does not know the card.
    case unknownCard
    /// It did not answer, or not in a way that can be used.
    case noAnswer
}

/// Marks a question or check, so that a late answer cannot be taken for another's.
public struct Ticket: Sendable, Hashable {
    /// Counts up from 1 in each life of the station.
    public let number: UInt64

    /// A ticket with a number.
    public init(number: UInt64) { self.number = number }
}

/// Something that happened outside, told to the station in the order in which it happened.
public enum Event: Sendable {
    /// A card was presented at a reader.
    case cardPresented(CardNumber, reader: ReaderName)
    /// A pass was shown at a reader, on a phone.
    case passPresented(SealedPass, reader: ReaderName)
    /// A scan was refused before it could become a card; the code says why.
    ///
    /// A code read twice, or too soon after another, is not worth telling the patron.
    case scanRefused(code: String, isWorthTelling: Bool, reader: ReaderName)
    /// Something was scanned at a kiosk, where a code may be a card, an item or an order.
    case codeScanned(ScannedCode, reader: ReaderName)
    /// A key was pressed at a reader.
    case keyPressed(Key, reader: ReaderName)
    /// Something was pressed on a kiosk's page.
    case kioskPressed(KioskPress, kiosk: KioskName)
    /// A kiosk's printer is another way than before.
    case printerChanged(PrinterCondition, detail: String, kiosk: KioskName)
    /// A receipt came out of the printer or was taken to be mailed, or could not be.
    case receiptEnded(succeeded: Bool, session: UInt64, kiosk: KioskName)
    /// Something changed on a kiosk's pad of tags.
    case padChanged(TagReport, kiosk: KioskName)
    /// The library system answered, or did not.
    case libraryReplied(LibraryReply, Ticket)
    /// A request came to its end.
    case libraryAnswered(LibraryAnswer)
    /// A search found patrons who are to be asked about.
    case patronsFound(SyncFinding, Ticket)
    /// A technician wants the patrons that are known asked about now.
    case syncOrdered
    /// A PIN was checked against a verifier.
    case pinChecked(matches: Bool, Ticket)
    /// A verifier was made from a PIN that the library system had accepted.
    case verifierDerived(PINVerifier, Ticket)
    /// A verifier that was found right was made anew with what a check costs now.
    case verifierRenewed(CardKey, from: PINVerifier, to: PINVerifier)
    /// A door's contact changed.
    case contactChanged(isOpen: Bool, door: DoorName)
    /// A door's exit button changed.
    case exitChanged(isPressed: Bool, door: DoorName)
    /// A door's fire input changed.
    case fireChanged(isActive: Bool, door: DoorName)
    /// A door's lock reports that it is locked, or no longer.
    case boltChanged(isThrown: Bool, door: DoorName)
    /// The feedback of a lock's output says released, or secured.
    case relayChanged(isReleased: Bool, door: DoorName)
    /// A door's cabinet was opened or closed.
    case tamperChanged(isActive: Bool, door: DoorName)
    /// The line at a door says that the intruder alarm is armed, or no longer.
    case alarmChanged(isArmed: Bool, door: DoorName)
    /// A door's lock was released as ordered, at that time.
    case lockReleased(door: DoorName, at: Uptime)
    /// A door's lock can no longer be driven, or can be again.
    case lockChanged(isPresent: Bool, detail: String, door: DoorName)
    /// A scanner or keypad was lost or returned.
    case deviceChanged(isPresent: Bool, detail: String, device: DeviceName)
    /// A driver noted something about a device or line that changes nothing else.
    case deviceNoted(code: String, detail: String, name: String, isAlarm: Bool = true)
    /// The library system became reachable or unreachable.
    case libraryChanged(isReachable: Bool, detail: String)
    /// A technician ordered something at a door.
    case staffOrdered(StaffOrder, door: DoorName, reason: String, by: String, Ticket)
    /// Staff ordered that everybody leave the building, or that this is over.
    case evacuationOrdered(Bool, reason: String, by: String, Ticket)
    /// A technician ordered that a card or reader need not wait any longer; the card had the former
    /// key until the card key was exchanged.
    case waitLiftOrdered(
        ThrottleSubject,
        formerly: CardKey? = nil,
        reason: String,
        by: String,
        Ticket
    )
    /// A technician ordered something about a transaction that waits for a person.
    case outboxOrdered(OutboxOrder, RequestID, reason: String, by: String, Ticket)
    /// A technician took a kiosk out of service, or back.
    case kioskOrdered(inService: Bool, kiosk: KioskName, reason: String, by: String, Ticket)
    /// A technician looked at, erased or took away what the station knows about people.
    case privacyActOrdered(PrivacyAct, reason: String, by: String, Ticket)
    /// A technician wrote something down about a card, or took it off the list; the card had the
    /// former key until the card key was exchanged.
    case listChangeOrdered(
        ListChange,
        formerly: CardKey? = nil,
        reason: String,
        by: String,
        Ticket
    )
    /// The station itself started or stopped, or refused a configuration; the code says what.
    case stationChanged(code: String, detail: String)
    /// Something failed that the station does for itself and that staff must hear of.
    case stationFailed(code: String, detail: String)
    /// The ledger could not be written; nothing after it in the batch released a lock. Under these
    /// tickets orders were answered with "not recorded", and PINs were not tried; these requests
    /// were not sent, these transactions of kiosks were not entered, and these do not stand there
    /// as queued.
    case recordingFailed(
        orders: Set<Ticket>,
        requests: Set<RequestID> = [],
        entries: Set<RequestID> = [],
        queued: Set<RequestID> = []
    )
    /// The ledger can be written again.
    case recordingRecovered
    /// New settings were read and found good.
    case reconfigured(StationSettings, detail: String)
}
