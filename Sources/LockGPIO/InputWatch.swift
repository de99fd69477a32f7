// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import PortnerCore

/// One input of a door, used on the driver's thread only.
final class InputWatch {
    let output: LockOutput
    let role: LineRole
    var attempts = LineAttempts()
    /// Where the line is in the set of descriptors of the current wait.
    var position: Int?

    private let settings: InputLine
    private var line: LockLine?
    private var debouncer: Debouncer

    init(_ settings: InputLine, role: LineRole, of output: LockOutput) {
        self.output = output
        self.role = role
        self.settings = settings
        debouncer = Debouncer(period: settings.debounce)
    }

    /// The door that it belongs to.
    var door: DoorLines { output.door }

    /// When a level will count that does not yet.
    var deadline: Uptime? { line == nil ? nil : debouncer.deadline }

    /// The descriptor to wait for; negative while the line is lost.
    var descriptor: Int32 { line?.descriptor ?? -1 }

    /// Requests the line and gives its level.
    func acquire() throws(LockError) -> Bool {
        let line = try LockLine.input(settings, role: role, of: door)
        do {
            let level = try line.level()
            debouncer.start(at: level)
            self.line = consume line
            return level
        } catch {
            throw LockError(systemCode: error.code, door: door.door, line: role)
        }
    }

    /// Takes the waiting edges and gives the levels that have come to count.
    func readEdges() throws(LockError) -> [Bool] {
        var levels: [Bool] = []
        do {
            // At most as many as the kernel queues: a line that swings without end cannot hold up
            // the other doors, and what is left is read next time.
            for _ in 0..<Self.edgesMax {
                guard let edge = try line?.nextEdge() else {
                    // The kernel drops edges when its queue is full, so the level itself has the
                    // last word.
                    if let level = try line?.level() {
                        note(level, at: MonotonicClock.now, into: &levels)
                    }
                    return levels
                }
                // A clock other than ours would give times that never come.
                note(edge.level, at: min(edge.time, MonotonicClock.now), into: &levels)
            }
        } catch {
            throw lose(error)
        }
        return levels
    }

    /// Gives the level that has held for long enough.
    func advance(to now: Uptime) -> Bool? { line == nil ? nil : debouncer.advance(to: now) }

    /// Finds out whether the line still answers, and gives it up if not.
    func check() throws(LockError) {
        do {
            _ = try line?.level()
        } catch {
            throw lose(error)
        }
    }

    /// Gives the line up because the kernel says that its chip is gone.
    func drop() -> LockError {
        line = nil
        return LockError(.chipMissing, door: door.door, line: role)
    }

    /// The number of edges that the kernel queues for a line.
    private static let edgesMax = 16

    private func note(_ level: Bool, at time: Uptime, into levels: inout [Bool]) {
        if let settled = debouncer.note(level, at: time) { levels.append(settled) }
    }

    private func lose(_ error: SystemCallError) -> LockError {
        line = nil
        return LockError(systemCode: error.code, door: door.door, line: role)
    }
}
