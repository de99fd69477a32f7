// SPDX-License-Identifier: MPL-2.0

public import RFIDTags
import Synchronization

/// A reader with a pad on which tags can be put by hand, and which fails as real ones do.
public final class TagReaderEmulator: Sendable {
    /// A tag as it is in an item.
    public struct Tag: Sendable, Hashable {
        /// What is in its memory.
        public var memory: [UInt8]
        /// Its AFI.
        public var afi: UInt8

        /// A tag with this content, armed as in the library.
        public init(_ content: TagContent, _ security: GateSecurity = .armed) {
            self.init(memory: TagMemory.block(content) ?? [], afi: security.afi)
        }

        /// A tag of any content: another layout, a blank one, a travel card.
        public init(memory: [UInt8], afi: UInt8) {
            self.memory = memory
            self.afi = afi
        }
    }

    /// What goes wrong with a tag.
    public enum Fault: Sendable, Hashable {
        /// The next writes fail.
        case writesFail(Int)
        /// The next writes are reported as done and are not.
        case writesAreLost(Int)
        /// The next reads of the AFI fail.
        case readsFail(Int)
        /// The tag is lifted at the next write, which may have been done.
        case liftedAtWrite(isWritten: Bool)
        /// No order is answered.
        case silent
    }

    private struct State {
        var tags: [TagID: Tag] = [:]
        var pad: Set<TagID> = []
        var faults: [TagID: Fault] = [:]
        var deliver: (@Sendable (TagReader.Event) -> Void)?
    }

    private let state = Mutex(State())

    /// A reader with an empty pad.
    public init() {}

    /// The reader as a driver presents itself.
    public var reader: TagReader {
        TagReader(
            start: { deliver in
                self.state.withLock { $0.deliver = deliver }
                deliver(.available)
            },
            carryOut: { self.carryOut($0) },
            stop: { self.state.withLock { $0.deliver = nil } }
        )
    }

    // MARK: The pad

    /// Puts a tag on the pad, with a new content or the one that it had.
    public func put(_ id: TagID, _ tag: Tag? = nil) {
        state.withLock { state in
            if let tag { state.tags[id] = tag }
            state.pad.insert(id)
        }
    }

    /// Lifts a tag; it keeps what was written.
    public func lift(_ id: TagID) {
        state.withLock { _ = $0.pad.remove(id) }
    }

    /// Has something go wrong with a tag, or nothing any more.
    public func setFault(_ fault: Fault?, of id: TagID) {
        state.withLock { $0.faults[id] = fault }
    }

    /// What is on a tag, wherever it is.
    public func tag(_ id: TagID) -> Tag? { state.withLock { $0.tags[id] } }

    /// Looks round once; whoever drives the emulator calls this as often as a reader would.
    public func lookRound() {
        let (pad, deliver) = state.withLock { ($0.pad, $0.deliver) }
        deliver?(.saw(pad))
    }

    // MARK: Orders

    private func carryOut(_ order: TagReader.Order) {
        let (event, deliver) = state.withLock { (Self.event(of: order, in: &$0), $0.deliver) }
        if let event { deliver?(event) }
    }

    private static func event(of order: TagReader.Order, in state: inout State) -> TagReader.Event?
    {
        switch order {
        case .readMemory(let id, let length):
            guard state.faults[id] != .silent else { return nil }
            let tag = state.pad.contains(id) ? state.tags[id] : nil
            let limit = min(max(0, length), TagReader.readMax)
            return .memory(id, tag.map { Array($0.memory.prefix(limit)) })
        case .readSecurity(let id): return readSecurity(id, in: &state)
        case .writeSecurity(let id, let security): return write(security, to: id, in: &state)
        }
    }

    private static func readSecurity(_ id: TagID, in state: inout State) -> TagReader.Event? {
        switch state.faults[id] {
        case .silent: return nil
        case .readsFail(let times) where times > 0:
            state.faults[id] = .readsFail(times - 1)
            return .security(id, afi: nil)
        default: return .security(id, afi: state.pad.contains(id) ? state.tags[id]?.afi : nil)
        }
    }

    private static func write(
        _ security: GateSecurity,
        to id: TagID,
        in state: inout State
    ) -> TagReader.Event? {
        guard state.faults[id] != .silent else { return nil }
        guard state.pad.contains(id), state.tags[id] != nil else {
            return .wrote(id, succeeded: false)
        }
        switch state.faults[id] {
        case .writesFail(let times) where times > 0:
            state.faults[id] = .writesFail(times - 1)
            return .wrote(id, succeeded: false)
        case .writesAreLost(let times) where times > 0:
            state.faults[id] = .writesAreLost(times - 1)
            return .wrote(id, succeeded: true)
        case .liftedAtWrite(let isWritten):
            state.faults[id] = nil
            state.pad.remove(id)
            if isWritten { state.tags[id]?.afi = security.afi }
            return .wrote(id, succeeded: false)
        default:
            state.tags[id]?.afi = security.afi
            return .wrote(id, succeeded: true)
        }
    }
}
