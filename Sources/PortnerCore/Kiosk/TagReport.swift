// SPDX-License-Identifier: MPL-2.0

/// What lies on a kiosk's pad of RFID tags, as far as its patron and staff have to know.
public enum TagReport: Sendable, Hashable {
    /// An item lies there with all its parts: it counts as scanned.
    case complete(ItemNumber)
    /// So many parts of an item are missing; 0 where its tags contradict one another.
    case incomplete(ItemNumber, missing: Int)
    /// An item was lifted before its tags were changed; it is to be put back.
    case lifted(ItemNumber)
    /// It was put back.
    case putBack(ItemNumber)
    /// Its tags were read as they should be, or were not to be changed.
    case settled(ItemNumber)
    /// Its tags are not known to be as they should; of an unguarded item the gate says nothing.
    case alarm(ItemNumber, isUnguarded: Bool)
    /// The reader can be used, or cannot.
    case reader(isPresent: Bool, detail: String)
}

/// What is to be done about the tags on a kiosk's pad.
public enum TagOrder: Sendable, Hashable {
    /// A patron has signed in: what was put down before that and was not taken is told again.
    case tellAgain
    /// A transaction with an item begins: its tags wait for the library's answer.
    case prepare(ItemNumber, OutboxEntry.Kind)
    /// The library system has taken the item back: its tags are guarded again, whether or not that
    /// could be recorded.
    case returned(ItemNumber)
    /// What came of it otherwise.
    case answered(ItemNumber, Answer)
    /// The session is over: what lies there is nobody's.
    case endSession

    /// What the library system said.
    public enum Answer: Sendable, Hashable, CaseIterable {
        /// The loan or return was made.
        case yes
        /// It was refused.
        case no
        /// Nobody knows yet.
        case unknown
    }
}
