// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// Whether all parts of an item lie on the pad.
public enum SetCompleteness: Sendable, Hashable {
    /// Each part lies there once.
    case complete
    /// Parts are missing, by their numbers.
    case missing([Int])
    /// The tags contradict one another: a part lies there twice, or they count differently.
    case contradictory
}

/// The tags of one item that lie on the pad together.
public struct TagSet: Sendable, Hashable, Personal {
    /// What stands for a set wherever it would be shown.
    public static let standIn = "tag set"

    /// The item's number.
    public let item: ItemNumber
    /// What its tags say, by tag.
    public let tags: [TagID: TagContent]

    /// Sorts tags by their items, in the order of the tags' numbers.
    public static func sets(of tags: [TagID: TagContent]) -> [TagSet] {
        var sets: [(item: ItemNumber, tags: [TagID: TagContent])] = []
        for (tag, content) in tags.sorted(by: { $0.key < $1.key }) {
            if let index = sets.firstIndex(where: { $0.item.isSame(as: content.item) }) {
                sets[index].tags[tag] = content
            } else {
                sets.append((content.item, [tag: content]))
            }
        }
        return sets.map { TagSet(item: $0.item, tags: $0.tags) }
    }

    /// Whether all parts are there; a loan waits until they are.
    public var completeness: SetCompleteness {
        let parts = tags.values.map(\.part)
        guard let count = parts.first?.count, parts.allSatisfy({ $0.count == count }) else {
            return .contradictory
        }
        let numbers = Set(parts.map(\.number))
        guard numbers.count == parts.count else { return .contradictory }
        let missing = (1...count).filter { !numbers.contains($0) }
        return missing.isEmpty ? .complete : .missing(missing)
    }

    /// Whether every part may be borrowed.
    public var isForLoan: Bool { tags.values.allSatisfy(\.usage.isForLoan) }

    /// The library that owns it, where its tags agree on one.
    public var owner: OwnerLibrary? {
        let owners = Set(tags.values.map(\.owner))
        return owners.count == 1 ? owners.first ?? nil : nil
    }
}
