// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import PortnerCore
import Synchronization

/// The output of one lock, which the driver's thread and the runtime's threads may use at any time.
final class LockOutput: Sendable {
    let door: DoorLines

    private let state = Mutex(State())

    private struct State: ~Copyable {
        var line: LockLine?
        /// When the driver secures the lock itself; nothing while it is secured.
        var releasedUntil: Uptime?
        /// When the impulse to a motor lock ends; nothing while there is none.
        var impulseUntil: Uptime?
        /// Why there is no line.
        var loss: LockError?
        /// Whether the driver's thread has yet to learn of the loss.
        var isLossNew = false
        /// Whether the door's fire input was active when it was last heard.
        var isFire = false
        var isOpen = false
    }

    init(_ door: DoorLines) { self.door = door }

    /// Whether the lock is released.
    var isReleased: Bool { state.withLock { $0.releasedUntil != nil } }

    /// When the driver has to end an impulse or secure the lock.
    var deadline: Uptime? {
        state.withLock { state in
            [state.impulseUntil, state.releasedUntil].compactMap(\.self).min()
        }
    }

    /// Requests the line for the first time; a failure is kept for the driver's thread.
    func openSecured() {
        state.withLock { $0.isOpen = true }
        do {
            try acquire()
        } catch {
            state.withLock { $0.isLossNew = true }
        }
    }

    /// Requests the line, secured.
    func acquire() throws(LockError) {
        let isActive = door.kind.energisedWhenSecured
        var line: LockLine?
        do {
            line = try LockLine.output(door.lock, of: door, isActive: isActive)
        } catch {
            state.withLock { $0.loss = error }
            throw error
        }
        state.withLock { state in
            // Stopped meanwhile: the line goes back to the kernel at the end of this function.
            guard state.isOpen else { return }
            state.line = line.take()
            state.releasedUntil = nil
            state.impulseUntil = nil
            state.loss = nil
            state.isLossNew = false
        }
    }

    /// Releases the lock until the deadline at the latest.
    ///
    /// A motor lock gets an impulse, but not by an order that only keeps up what holds already: it
    /// must not unlock a second time for somebody who has gone.
    func release(until deadline: Uptime, isKept: Bool, at now: Uptime) throws(LockError) {
        try state.withLock { state throws(LockError) in
            let needsImpulse = ReleaseCap.needsImpulse(
                isKept: isKept,
                isReleased: state.releasedUntil != nil
            )
            if !door.kind.isImpulse || needsImpulse {
                try drive(released: true, &state)
                if door.kind.isImpulse { state.impulseUntil = now + door.impulse }
            }
            state.releasedUntil = deadline
        }
    }

    /// Secures the lock.
    func secure() throws(LockError) {
        try state.withLock { state throws(LockError) in try drive(released: false, &state) }
    }

    /// Ends an impulse that is over, and secures a lock whose time is over; answers whether it was.
    func secureIfDue(at now: Uptime) -> Bool {
        state.withLock { state in
            if let until = state.impulseUntil, now >= until {
                state.impulseUntil = nil
                try? drive(released: false, &state, endsRelease: false)
            }
            guard let until = state.releasedUntil, now >= until else { return false }
            // A failure is kept as a loss; the thread then requests the line anew, secured.
            try? drive(released: false, &state)
            return true
        }
    }

    /// Takes what the door's fire input says.
    func fireChanged(isActive: Bool) { state.withLock { $0.isFire = isActive } }

    /// Secures the lock, unless the fire input holds it released.
    func rest() throws(LockError) {
        try state.withLock { state throws(LockError) in
            if !state.isFire { try drive(released: false, &state) }
        }
    }

    /// Secures the lock, unless the fire input holds it released, and gives the line back; nothing
    /// can be driven afterwards.
    func close() throws(LockError) {
        try state.withLock { state throws(LockError) in
            defer {
                state.line = nil
                state.releasedUntil = nil
                state.impulseUntil = nil
                state.isOpen = false
            }
            try drive(released: door.isReleasedAtRest(isFire: state.isFire), &state)
        }
    }

    /// Finds out whether the line still answers, and gives it up if not.
    func check() {
        state.withLock { state in
            do throws(SystemCallError) {
                _ = try state.line?.level()
            } catch {
                lose(error, &state)
            }
        }
    }

    /// The reason for a loss that the driver's thread has not seen yet.
    func takeLoss() -> LockError? {
        state.withLock { state in
            defer { state.isLossNew = false }
            return state.isLossNew ? state.loss : nil
        }
    }

    private func drive(
        released: Bool,
        _ state: inout State,
        endsRelease: Bool = true
    ) throws(LockError) {
        guard state.isOpen else { throw LockError(.notRunning, door: door.door, line: .lock) }
        guard state.line != nil else {
            throw state.loss ?? LockError(.chipMissing, door: door.door, line: .lock)
        }
        do {
            try state.line?.set(released != door.kind.energisedWhenSecured)
            guard !released, endsRelease else { return }
            state.releasedUntil = nil
            state.impulseUntil = nil
        } catch {
            throw lose(error, &state)
        }
    }

    @discardableResult
    private func lose(_ error: SystemCallError, _ state: inout State) -> LockError {
        let loss = LockError(systemCode: error.code, door: door.door, line: .lock)
        state.line = nil
        state.releasedUntil = nil
        state.impulseUntil = nil
        state.loss = loss
        state.isLossNew = true
        return loss
    }
}
