// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// What lies on one kiosk's pad, item by item, and what is done about it.
///
/// Tags that arrive are read and sorted into sets; a set counts as scanned when all its parts lie
/// there. Nothing is written before the library has said yes to a transaction. When the session
/// ends, everything that lies there is forgotten, and what was not done is told as an alarm.
public struct TagDesk: Sendable {
    /// How long parts may be missing before it is said: they are put down one after the other.
    public static let patience = Duration.seconds(1)
    /// How often a tag's memory is read before it counts as nothing that can be read.
    public static let readsMax = 5

    /// What to do.
    public enum Action: Sendable, Hashable {
        /// An order for the reader.
        case order(TagReader.Order)
        /// Something that the station is told.
        case report(TagReport)
    }

    /// A transaction whose tags wait to be changed, or are being changed.
    private struct Work {
        let item: ItemNumber
        var security: TagSecurity
    }

    /// A set of which parts are missing, and since when.
    private struct Gap {
        let item: ItemNumber
        var missing: Int
        let due: Uptime
        var isTold = false
    }

    /// A transaction of which nobody can tell yet, and what its yes would make of the tags.
    private struct Doubt {
        let item: ItemNumber
        let wanted: GateSecurity
    }

    private let limits: TagSecurity.Limits
    private var pad = TagPad()
    private var contents: [TagID: TagContent] = [:]
    private var reads: [TagID: Int] = [:]
    private var complete: [ItemNumber] = []
    private var gaps: [Gap] = []
    private var works: [Work] = []
    /// What became of these is not known yet; their tags are as they were.
    private var doubts: [Doubt] = []
    private var isReaderLost = false

    /// A desk with an empty pad.
    public init(limits: TagSecurity.Limits = TagSecurity.Limits()) { self.limits = limits }

    /// When ``advance(to:)`` has something to do.
    public var nextDeadline: Uptime? {
        let gaps = gaps.filter { !$0.isTold }.map(\.due)
        return
            (gaps + works.compactMap(\.security.nextDeadline)
            + [pad.nextDeadline].compactMap(\.self))
            .min()
    }

    // MARK: The reader

    /// The reader reported something.
    public mutating func heard(_ event: TagReader.Event, at now: Uptime) -> [Action] {
        switch event {
        case .saw(let tags): follow(pad.see(tags, at: now), at: now) + advance(to: now)
        case .memory(let tag, let bytes): read(tag, bytes, at: now)
        case .security(let tag, let afi): drive(at: now) { $0.read(tag, afi: afi, at: now) }
        case .wrote(let tag, let succeeded):
            drive(at: now) { $0.wrote(tag, succeeded: succeeded, at: now) }
        case .available: readerChanged(isPresent: true, detail: "")
        case .unavailable(let reason): readerChanged(isPresent: false, detail: reason)
        }
    }

    /// A reader that is there from the beginning is no news.
    private mutating func readerChanged(isPresent: Bool, detail: String) -> [Action] {
        guard isReaderLost || !isPresent else { return [] }
        isReaderLost = !isPresent
        return [.report(.reader(isPresent: isPresent, detail: detail))]
    }

    /// Lets time pass.
    public mutating func advance(to now: Uptime) -> [Action] {
        var actions = follow(pad.advance(to: now), at: now)
        for index in gaps.indices where !gaps[index].isTold && gaps[index].due <= now {
            gaps[index].isTold = true
            actions.append(
                .report(.incomplete(gaps[index].item, missing: gaps[index].missing))
            )
        }
        return actions + drive(at: now) { $0.advance(to: now) }
    }

    // MARK: The station

    /// The station ordered something.
    public mutating func carryOut(_ order: TagOrder, at now: Uptime) -> [Action] {
        switch order {
        case .tellAgain:
            return complete.filter { !isAtWork($0) }.map { .report(.complete($0)) }
        case .prepare(let item, let kind):
            if let wanted = kind.security { prepare(item, for: wanted) }
            return []
        case .returned(let item):
            return drive(item, at: now) { $0.answered(.yes, at: now) }
        case .answered(let item, let answer):
            return answered(item, answer, at: now)
        case .endSession:
            let actions = drive(at: now) { $0.sessionEnded(at: now) }
            pad.endSession()
            (contents, reads, complete, gaps, works, doubts) = ([:], [:], [], [], [], [])
            return actions
        }
    }

    private func isAtWork(_ item: ItemNumber) -> Bool {
        works.contains { $0.item.isSame(as: item) }
    }

    private mutating func prepare(_ item: ItemNumber, for wanted: GateSecurity) {
        doubts.removeAll { $0.item.isSame(as: item) }
        let tags = Set(contents.filter { $0.value.item.isSame(as: item) }.keys)
        guard !tags.isEmpty, !isAtWork(item) else { return }
        works.append(Work(item: item, security: TagSecurity(to: wanted, of: tags, limits: limits)))
    }

    /// An answer changes the tags that wait for it, or those of which it was not known before.
    ///
    /// A yes that comes when they have been taken away leaves them as they are, and is an alarm.
    private mutating func answered(
        _ item: ItemNumber,
        _ answer: TagOrder.Answer,
        at now: Uptime
    ) -> [Action] {
        if let doubt = doubts.first(where: { $0.item.isSame(as: item) }), answer != .unknown {
            doubts.removeAll { $0.item.isSame(as: item) }
            guard answer == .yes else { return [] }
            prepare(item, for: doubt.wanted)
            guard isAtWork(item) else {
                return [.report(.alarm(item, isUnguarded: doubt.wanted == .armed))]
            }
        }
        if answer == .unknown, let work = works.first(where: { $0.item.isSame(as: item) }) {
            doubts.append(Doubt(item: item, wanted: work.security.wanted))
        }
        return drive(item, at: now) { $0.answered(TagSecurity.Answer(answer), at: now) }
    }

    // MARK: Sets

    private mutating func follow(_ changes: [TagPad.Change], at now: Uptime) -> [Action] {
        changes.flatMap { change -> [Action] in
            switch change {
            case .arrived(let tag): arrived(tag, at: now)
            case .left(let tag): left(tag, at: now)
            }
        }
    }

    private mutating func arrived(_ tag: TagID, at now: Uptime) -> [Action] {
        if let work = works.first(where: { $0.security.phase(of: tag) != nil }) {
            let wasAway = work.security.phase(of: tag) == .away
            let actions = drive(at: now) { $0.arrived(tag, at: now) }
            return (wasAway ? [.report(.putBack(work.item))] : []) + actions
        }
        reads[tag] = 1
        return [.order(.readMemory(tag, length: TagMemory.length))]
    }

    private mutating func left(_ tag: TagID, at now: Uptime) -> [Action] {
        let actions = drive(at: now) { $0.left(tag, at: now) }
        reads[tag] = nil
        guard !works.contains(where: { $0.security.phase(of: tag) != nil }) else { return actions }
        contents[tag] = nil
        review(at: now)
        return actions
    }

    private mutating func read(_ tag: TagID, _ bytes: [UInt8]?, at now: Uptime) -> [Action] {
        guard let count = reads[tag], pad.present.contains(tag) else { return [] }
        guard let bytes else {
            reads[tag] = count < Self.readsMax ? count + 1 : nil
            return count < Self.readsMax
                ? [.order(.readMemory(tag, length: TagMemory.length))] : []
        }
        reads[tag] = nil
        switch TagMemory.read(bytes) {
        case .item(let content), .damaged(let content): contents[tag] = content
        case .patronCard, .blank, .foreign: return []
        }
        return review(at: now)
    }

    /// Finds the sets that have become complete, and those that no longer are.
    @discardableResult
    private mutating func review(at now: Uptime) -> [Action] {
        let sets = TagSet.sets(of: contents)
        var actions: [Action] = []
        complete.removeAll { item in !sets.contains { $0.item.isSame(as: item) } }
        gaps.removeAll { gap in !sets.contains { $0.item.isSame(as: gap.item) } }
        for set in sets {
            let isKnown = complete.contains { $0.isSame(as: set.item) }
            switch set.completeness {
            case .complete:
                gaps.removeAll { $0.item.isSame(as: set.item) }
                guard !isKnown else { continue }
                complete.append(set.item)
                actions.append(.report(.complete(set.item)))
            case .missing(let parts): note(set.item, missing: parts.count, at: now)
            case .contradictory: note(set.item, missing: 0, at: now)
            }
        }
        return actions
    }

    private mutating func note(_ item: ItemNumber, missing: Int, at now: Uptime) {
        complete.removeAll { $0.isSame(as: item) }
        guard let index = gaps.firstIndex(where: { $0.item.isSame(as: item) }) else {
            return gaps.append(Gap(item: item, missing: missing, due: now + Self.patience))
        }
        guard gaps[index].missing != missing else { return }
        gaps[index].missing = missing
        gaps[index].isTold = false
    }

    // MARK: Security

    /// Does something to one item's security, or to that of every item.
    private mutating func drive(
        _ item: ItemNumber? = nil,
        at now: Uptime,
        _ act: (inout TagSecurity) -> [TagSecurity.Action]
    ) -> [Action] {
        var actions: [Action] = []
        for index in works.indices {
            let concerned = works[index].item
            if let item, !concerned.isSame(as: item) { continue }
            actions += act(&works[index].security).map { action in
                switch action {
                case .read(let tag): .order(.readSecurity(tag))
                case .write(let tag, let security): .order(.writeSecurity(tag, security))
                case .askBack: .report(.lifted(concerned))
                case .finish(.alarm(let alarm)):
                    .report(.alarm(concerned, isUnguarded: alarm.isUnguarded))
                case .finish(.unchanged), .finish(.verified): .report(.settled(concerned))
                }
            }
        }
        let count = works.count
        works.removeAll { $0.security.outcome != nil }
        return works.count == count ? actions : actions + forgetLifted(at: now)
    }

    /// Forgets the tags that were lifted while they were at work: a set that is put down again is
    /// complete anew, and no part counts that is not there.
    private mutating func forgetLifted(at now: Uptime) -> [Action] {
        let lifted = contents.keys.filter { tag in
            !pad.present.contains(tag) && !works.contains { $0.security.phase(of: tag) != nil }
        }
        guard !lifted.isEmpty else { return [] }
        for tag in lifted { contents[tag] = nil }
        return review(at: now)
    }
}

extension OutboxEntry.Kind {
    /// What the gate is to make of an item after it; nil where nothing changes.
    fileprivate var security: GateSecurity? {
        switch self {
        case .checkout: .released
        case .checkin: .armed
        case .renew, .renewAll: nil
        }
    }
}

extension TagSecurity.Answer {
    fileprivate init(_ answer: TagOrder.Answer) {
        self =
            switch answer {
            case .yes: .yes
            case .no: .no
            case .unknown: .unknown
            }
    }
}
