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
    }

    init(_ settings: SwitchLine) { self.settings = settings }

    /// Whether the thread has to request the line.
    var isWaiting: Bool { state.withLock { $0.wanted != nil && $0.line == nil } }

    /// Sets the level; where there is no line, the driver's thread requests it.
    func set(_ isOn: Bool) {
        state.withLock { state in
            state.wanted = isOn
            do throws(SystemCallError) {
                try state.line?.set(isOn)
            } catch {
                state.line = nil
            }
        }
    }

    /// Requests the line with the level that it should have; the thread alone does that, and
    /// nobody gives it another level meanwhile.
    func acquire() throws(LockError) {
        try state.withLock { state throws(LockError) in
            guard let wanted = state.wanted, state.line == nil else { return }
            do throws(SystemCallError) {
                state.line = try LockLine.output(
                    settings.line,
                    chip: settings.chip,
                    isActive: wanted
                )
            } catch {
                throw LockError(systemCode: error.code, door: nil, line: .output)
            }
        }
    }

    /// Finds out whether the line still answers, and gives it up if not.
    func check() {
        state.withLock { state in
            do throws(SystemCallError) {
                _ = try state.line?.level()
            } catch {
                state.line = nil
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
}
