// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// Changes the security of one item's tags, and is not content before it has read it back.
///
/// Nothing is changed before the library has said yes. Then each tag is read, written where it
/// differs, and read again. What fails is tried again while the item lies there. A tag that is
/// lifted too early is waited for, so that whoever lifted it can be asked to put it back; if it
/// does not come back, or the session ends, the outcome is an alarm that names what is left undone.
/// An item never counts as changed that was not read so.
///
/// The machine belongs to one transaction of one patron and ends with it.
public struct TagSecurity: Sendable, Hashable {
    /// How patient it is.
    public struct Limits: Sendable, Hashable {
        /// How often a tag may fail.
        public var failuresMax = 5
        /// How long the reader may take for one order.
        public var orderTimeout = Duration.seconds(1)
        /// The pause before another attempt.
        public var pause = Duration.milliseconds(200)
        /// How long a lifted tag is waited for.
        public var returnTimeout = Duration.seconds(20)

        /// The usual limits.
        public init() {}
    }

    /// What the library system said.
    public enum Answer: Sendable, Hashable, CaseIterable {
        /// The loan or return was made.
        case yes
        /// It was refused.
        case no
        /// Nobody knows: the line was lost.
        case unknown
    }

    /// What to do.
    public enum Action: Sendable, Hashable {
        /// Read a tag's security.
        case read(TagID)
        /// Write a tag's security.
        case write(TagID, GateSecurity)
        /// Ask the patron to put an item back whose tag was lifted too early.
        case askBack(TagID)
        /// It is over.
        case finish(Outcome)
    }

    /// How it ended.
    public enum Outcome: Sendable, Hashable {
        /// Nothing was changed, and nothing had to be.
        case unchanged
        /// All tags have been read with this security.
        case verified(GateSecurity)
        /// Tags are not known to have this security; somebody of the staff must look.
        case alarm(Alarm)
    }

    /// What is left undone.
    public struct Alarm: Sendable, Hashable {
        /// The security that the item should have.
        public let wanted: GateSecurity
        /// The tags that were lifted too early.
        public let lifted: [TagID]
        /// The tags that could not be written or did not read as they were written.
        public let failed: [TagID]

        /// Whether an item that nobody has borrowed may pass the gate.
        public var isUnguarded: Bool { wanted == .armed }
    }

    /// How far one tag is.
    public enum Phase: String, Sendable, Hashable, CaseIterable {
        /// The library has not answered; the tag is there.
        case waiting
        /// The library has not answered; the tag was lifted.
        case waitingAway = "waiting-away"
        /// Its security is being read.
        case reading
        /// Its security is being written.
        case writing
        /// What was written is being read.
        case verifying
        /// It failed and will be tried again.
        case pausing
        /// It was lifted and is waited for.
        case away
        /// It has been read as it should be, or was not to be changed.
        case done
        /// It failed too often.
        case failed
        /// It was lifted and did not come back.
        case lifted
    }

    /// What a step has to know besides the tag.
    private struct Circumstances {
        let wanted: GateSecurity
        let limits: Limits
        let isRefused: Bool
        let now: Uptime
    }

    private struct Tag: Hashable {
        let id: TagID
        var phase = Phase.waiting
        var failures = 0
        var deadline: Uptime?
        /// Whether its security may have been changed by now.
        var isTouched = false
        /// Whether it was read with the wanted security.
        var isVerified = false

        mutating func begin(_ phase: Phase, _ given: Circumstances) -> [Action] {
            self.phase = phase
            deadline = given.now + given.limits.orderTimeout
            isTouched = isTouched || phase == .writing
            return [phase == .writing ? .write(id, given.wanted) : .read(id)]
        }

        /// It was lifted: that matters, unless it is as it was before a loan that was refused.
        mutating func wait(_ given: Circumstances) -> [Action] {
            guard isTouched || !given.isRefused else { return end(.done) }
            phase = .away
            deadline = given.now + given.limits.returnTimeout
            return [.askBack(id)]
        }

        mutating func fail(_ given: Circumstances) -> [Action] {
            failures += 1
            guard failures < given.limits.failuresMax else { return end(.failed) }
            phase = .pausing
            deadline = given.now + given.limits.pause
            return []
        }

        mutating func end(_ phase: Phase) -> [Action] {
            self.phase = phase
            deadline = nil
            return []
        }
    }

    /// Whether the library refused the loan.
    private var isRefused = false
    /// The security that the tags are to have.
    public private(set) var wanted: GateSecurity
    /// How it ended, once it has.
    public private(set) var outcome: Outcome?

    private let limits: Limits
    private var tags: [TagID: Tag]

    /// A change for tags that lie on the pad, which waits for the library's answer.
    ///
    /// - Parameters:
    ///   - wanted: `released` for a loan, `armed` for a return.
    ///   - tags: The tags of one item, all its parts.
    ///   - limits: How patient to be.
    public init(to wanted: GateSecurity, of tags: Set<TagID>, limits: Limits = Limits()) {
        self.wanted = wanted
        self.limits = limits
        self.tags = Dictionary(uniqueKeysWithValues: tags.map { ($0, Tag(id: $0)) })
    }

    /// How far a tag is; nil for a tag of another item.
    public func phase(of tag: TagID) -> Phase? { tags[tag]?.phase }

    /// When ``advance(to:)`` has something to do.
    public var nextDeadline: Uptime? { tags.values.compactMap(\.deadline).min() }

    // MARK: Events

    /// The library answered.
    ///
    /// A refused loan leaves the item armed, and one that is found not to be is armed; whoever
    /// takes it away before that is not asked for it. A refused return and an unknown answer
    /// change nothing: what is true will be known when the transaction is settled.
    public mutating func answered(_ answer: Answer, at now: Uptime) -> [Action] {
        guard outcome == nil, tags.values.contains(where: \.phase.isWaiting) else { return [] }
        switch (answer, wanted) {
        case (.yes, _): break
        case (.no, .released):
            wanted = .armed
            isRefused = true
        case (.no, .armed), (.unknown, _): return leaveUnchanged()
        }
        return change(at: now) { tag, given in
            switch tag.phase {
            case .waiting: tag.begin(.reading, given)
            case .waitingAway: tag.wait(given)
            default: []
            }
        }
    }

    /// A tag was lifted.
    public mutating func left(_ id: TagID, at now: Uptime) -> [Action] {
        change(id, at: now) { tag, given in
            switch tag.phase {
            case .waiting: tag.end(.waitingAway)
            case .reading, .writing, .verifying, .pausing: tag.wait(given)
            default: []
            }
        }
    }

    /// A tag was put down again; it may have been written while it was being lifted, so it is read.
    public mutating func arrived(_ id: TagID, at now: Uptime) -> [Action] {
        change(id, at: now) { tag, given in
            switch tag.phase {
            case .waitingAway: tag.end(.waiting)
            case .away: tag.begin(.reading, given)
            default: []
            }
        }
    }

    /// The reader has written a tag, or could not.
    public mutating func wrote(_ id: TagID, succeeded: Bool, at now: Uptime) -> [Action] {
        change(id, at: now) { tag, given in
            guard tag.phase == .writing else { return [] }
            return succeeded ? tag.begin(.verifying, given) : tag.fail(given)
        }
    }

    /// The reader has read a tag's AFI, or could not.
    public mutating func read(_ id: TagID, afi: UInt8?, at now: Uptime) -> [Action] {
        change(id, at: now) { tag, given in
            guard tag.phase == .reading || tag.phase == .verifying else { return [] }
            guard let afi else { return tag.fail(given) }
            tag.isVerified = afi == given.wanted.afi
            if tag.isVerified { return tag.end(.done) }
            return tag.phase == .reading ? tag.begin(.writing, given) : tag.fail(given)
        }
    }

    /// The patron's session is over: what is not done by now is not done.
    public mutating func sessionEnded(at now: Uptime) -> [Action] {
        guard outcome == nil else { return [] }
        guard !tags.values.contains(where: \.phase.isWaiting) else { return leaveUnchanged() }
        return change(at: now) { tag, given in
            guard tag.phase.isOpen else { return [] }
            return tag.end(given.isRefused && !tag.isTouched ? .done : .lifted)
        }
    }

    /// Lets time pass.
    public mutating func advance(to now: Uptime) -> [Action] {
        change(at: now) { tag, given in
            guard let deadline = tag.deadline, deadline <= now else { return [] }
            return switch tag.phase {
            case .pausing: tag.begin(.reading, given)
            case .away: tag.end(.lifted)
            default: tag.fail(given)
            }
        }
    }

    // MARK: Steps

    private mutating func leaveUnchanged() -> [Action] {
        for id in tags.keys { tags[id]?.phase = .done }
        outcome = .unchanged
        return [.finish(.unchanged)]
    }

    private mutating func change(
        _ id: TagID,
        at now: Uptime,
        _ act: (inout Tag, Circumstances) -> [Action]
    ) -> [Action] {
        change(at: now) { tag, given in tag.id == id ? act(&tag, given) : [] }
    }

    /// Does something to each tag in the order of their numbers, and ends when none is open.
    private mutating func change(
        at now: Uptime,
        _ act: (inout Tag, Circumstances) -> [Action]
    ) -> [Action] {
        guard outcome == nil else { return [] }
        let given = Circumstances(
            wanted: wanted,
            limits: limits,
            isRefused: isRefused,
            now: now
        )
        var actions: [Action] = []
        for id in tags.keys.sorted() {
            guard var tag = tags[id] else { continue }
            actions += act(&tag, given)
            tags[id] = tag
        }
        guard !tags.values.contains(where: { $0.phase.isOpen || $0.phase.isWaiting }) else {
            return actions
        }
        let outcome = finalOutcome
        self.outcome = outcome
        return actions + [.finish(outcome)]
    }

    private var finalOutcome: Outcome {
        func tags(_ phase: Phase) -> [TagID] {
            self.tags.filter { $0.value.phase == phase }.keys.sorted()
        }
        let (lifted, failed) = (tags(.lifted), tags(.failed))
        guard !lifted.isEmpty || !failed.isEmpty else {
            let isVerified = !self.tags.isEmpty && self.tags.values.allSatisfy(\.isVerified)
            return isVerified ? .verified(wanted) : .unchanged
        }
        return .alarm(Alarm(wanted: wanted, lifted: lifted, failed: failed))
    }
}

extension TagSecurity.Phase {
    fileprivate var isWaiting: Bool { self == .waiting || self == .waitingAway }

    fileprivate var isOpen: Bool {
        switch self {
        case .reading, .writing, .verifying, .pausing, .away: true
        case .waiting, .waitingAway, .done, .failed, .lifted: false
        }
    }
}
