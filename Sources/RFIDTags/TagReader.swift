// SPDX-License-Identifier: MPL-2.0

/// A reader of tags, as a driver presents it to the rest.
///
/// A driver carries out one order after the other and reports each by exactly one event, in time or
/// not. Between orders it looks round, and reports every round, at least four in a second, also
/// where nothing has changed. It keeps no memory of tags: whoever uses it does (``TagPad``).
public struct TagReader: Sendable {
    /// The most orders that wait; further ones fail at once.
    public static let ordersMax = 64
    /// The most bytes that are read from one tag.
    public static let readMax = TagMemory.lengthMax

    /// What a reader is asked to do.
    public enum Order: Sendable, Hashable {
        /// Read the memory from its beginning, up to this many bytes.
        case readMemory(TagID, length: Int)
        /// Read the AFI.
        case readSecurity(TagID)
        /// Write the AFI; the tag is not locked by it.
        case writeSecurity(TagID, GateSecurity)
    }

    /// What a reader reports.
    public enum Event: Sendable, Hashable {
        /// The tags that one round has seen.
        case saw(Set<TagID>)
        /// A tag's memory, fewer bytes where it has fewer; nil where it could not be read.
        case memory(TagID, [UInt8]?)
        /// A tag's AFI; nil where it could not be read.
        case security(TagID, afi: UInt8?)
        /// A tag's AFI was written, or could not be.
        case wrote(TagID, succeeded: Bool)
        /// The reader is there and looks round.
        case available
        /// The reader cannot be used, with the reason for a technician.
        case unavailable(String)
    }

    /// Begins to look round; events come until ``stop`` has returned.
    public var start: @Sendable (_ deliver: @escaping @Sendable (Event) -> Void) -> Void
    /// Does one thing.
    public var carryOut: @Sendable (Order) -> Void
    /// Ends.
    public var stop: @Sendable () -> Void

    /// A reader made of what it does.
    public init(
        start: @escaping @Sendable (_ deliver: @escaping @Sendable (Event) -> Void) -> Void,
        carryOut: @escaping @Sendable (Order) -> Void,
        stop: @escaping @Sendable () -> Void
    ) {
        self.start = start
        self.carryOut = carryOut
        self.stop = stop
    }
}
