// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import PortnerCore
import Synchronization

/// One output of the building, which the runtime sets and the driver's thread keeps hold of.
///
/// Unlike a lock it has no level that is safe: it keeps what it was told last, and is at rest only
/// because nobody has told it anything yet.
final class SwitchOutput: Sendable {
    let settings: SwitchLine

    private let state = Mutex(State())

    private struct State: ~Copyable {
        var line: LockLine?
        /// The level that it should have; nothing before it was told one.
        var wanted: Bool?
        /// Why it has not got it, for the driver's thread.
        var loss: LockError?
    }

    init(_ settings: SwitchLine) { self.settings = settings }

    /// Whether the thread has to request the line.
    var isWaiting: Bool { state.withLock { $0.wanted != nil && $0.line == nil } }

    /// Sets the level; a failure is kept for the driver's thread.
    func set(_ isOn: Bool) {
        state.withLock { state in
            state.wanted = isOn
            do throws(SystemCallError) {
                if state.line == nil {
                    state.line = try LockLine.output(
                        settings.line,
                        chip: settings.chip,
                        isActive: isOn
                    )
                } else {
                    try state.line?.set(isOn)
                }
                state.loss = nil
            } catch {
                lose(error, &state)
            }
        }
    }

    /// Requests a lost line with the level that it should have.
    func acquire() throws(LockError) {
        guard let wanted = state.withLock({ $0.wanted }) else { return }
        set(wanted)
        if let loss = state.withLock({ $0.loss }) { throw loss }
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

    /// Gives the line back to the kernel.
    func close() {
        state.withLock { state in
            state.line = nil
            state.wanted = nil
        }
    }

    private func lose(_ error: SystemCallError, _ state: inout State) {
        state.line = nil
        state.loss = LockError(systemCode: error.code, door: nil, line: .output)
    }
}
