// SPDX-License-Identifier: MPL-2.0

/// What a reader's panel shows: the whole of it, so that a page needs no memory.
public struct PanelView: Sendable, Hashable {
    /// The reader that the panel belongs to.
    public var reader: ReaderName
    /// The door beside it.
    public var door: DoorName
    /// The sign it shows.
    public var sign: Sign
    /// Whether somebody without the card can begin to type its number.
    public var takesNumbers: Bool
    /// What the hours allow now.
    public var mode: HoursMode
    /// When the hours allow something else, and what.
    public var nextChange: Schedule.Change?
    /// Whether the lock is released now, whatever the sign says.
    public var isReleased: Bool
    /// Whether the door stands open; `nil` without a contact.
    public var isOpen: Bool?

    /// A view made from its parts.
    public init(
        reader: ReaderName,
        door: DoorName,
        sign: Sign,
        takesNumbers: Bool = false,
        mode: HoursMode,
        nextChange: Schedule.Change?,
        isReleased: Bool,
        isOpen: Bool?
    ) {
        self.reader = reader
        self.door = door
        self.sign = sign
        self.takesNumbers = takesNumbers
        self.mode = mode
        self.nextChange = nextChange
        self.isReleased = isReleased
        self.isOpen = isOpen
    }

    /// The signs, one at a time.
    public enum Sign: Sendable, Hashable {
        /// Scan your card.
        case ready
        /// Come in: staff are there and the door is held open.
        case heldOpen
        /// Type your PIN; this many digits are typed, out of so many when the number is fixed.
        case enterPIN(typed: Int, length: Int?)
        /// Type the number of your card and press OK; this many digits are typed.
        case enterNumber(typed: Int, hint: NumberHint?)
        /// One moment.
        case asking
        /// Come in; the lock is released for this long.
        case granted(Duration)
        /// No; the message says why and what to do next.
        case denied(Message)
        /// Wait this long, then try again.
        case wait(Duration)
        /// Closed.
        case closed
        /// Out of service.
        case outOfService
        /// Leave the building: the fire input is active.
        case fire
        /// Leave the building: staff ordered it.
        case evacuation
    }
}
