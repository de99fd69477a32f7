// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// Which tags lie on the pad, made of what the reader sees from round to round.
///
/// A reader misses a tag now and then and sees one that is not there. So a tag has arrived when two
/// rounds saw it, and has left when none did for half a second. What still lies there when a
/// session ends stays the former patron's until it is lifted: it is never offered to the next one.
public struct TagPad: Sendable, Hashable {
    /// The most tags that are told apart; further ones are passed over until others leave.
    public static let tagsMax = 64
    /// How often a tag must be seen to have arrived.
    public static let sightingsMin = 2
    /// How long a tag must not be seen to have left.
    public static let absence = Duration.milliseconds(500)

    /// What happened on the pad.
    public enum Change: Sendable, Hashable {
        /// A tag was put down.
        case arrived(TagID)
        /// A tag was lifted.
        case left(TagID)
    }

    private struct Sighting: Hashable {
        var count: Int
        var last: Uptime
        var isLeftBehind = false
    }

    private var sightings: [TagID: Sighting] = [:]

    /// An empty pad.
    public init() {}

    /// The tags that lie there for the current patron.
    public var present: Set<TagID> {
        Set(sightings.filter { $0.value.count >= Self.sightingsMin && !$0.value.isLeftBehind }.keys)
    }

    /// The tags that a former patron left.
    public var leftBehind: Set<TagID> { Set(sightings.filter(\.value.isLeftBehind).keys) }

    /// When ``advance(to:)`` has something to do at the latest, if no further round comes.
    public var nextDeadline: Uptime? { sightings.values.map { $0.last + Self.absence }.min() }

    /// Takes what one round of the reader saw.
    public mutating func see(_ tags: Set<TagID>, at now: Uptime) -> [Change] {
        // A slow round does not make anything leave that it saw.
        for tag in tags { sightings[tag]?.last = now }
        var changes = advance(to: now)
        for tag in tags.sorted() {
            if let count = sightings[tag]?.count {
                sightings[tag]?.count = min(count + 1, Self.sightingsMin)
                let hasArrived = count + 1 == Self.sightingsMin
                if hasArrived, sightings[tag]?.isLeftBehind == false {
                    changes.append(.arrived(tag))
                }
            } else if sightings.count < Self.tagsMax {
                sightings[tag] = Sighting(count: 1, last: now)
            }
        }
        return changes
    }

    /// Lets time pass.
    public mutating func advance(to now: Uptime) -> [Change] {
        let gone = sightings.filter { $0.value.last + Self.absence <= now }
        for tag in gone.keys { sightings[tag] = nil }
        return gone.filter { $0.value.count >= Self.sightingsMin && !$0.value.isLeftBehind }
            .keys.sorted().map { .left($0) }
    }

    /// Ends a patron's session: what lies there now is nobody's.
    public mutating func endSession() {
        for tag in sightings.keys { sightings[tag]?.isLeftBehind = true }
    }
}
