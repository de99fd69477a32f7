// SPDX-License-Identifier: MPL-2.0

import DriverLoop
public import PortnerCore
import Synchronization

/// The driver of locks and of door inputs on GPIO lines.
///
/// It drives each lock's output on demand and at once, from any thread, and has one thread of its
/// own that watches the inputs, gets lost lines back, and secures a lock whose time is over. Events
/// are delivered on that thread, so `deliver` must be quick and must not call ``stop()``.
///
/// A chip that is missing or vanishes is not an error of the driver: it is an event, and the driver
/// goes on trying. Whenever it gets a lock's line it requests it secured, in the same step.
public final class LockGPIO: Sendable {
    private struct Running: ~Copyable {
        let control: LoopControl
        let thread: DriverThread
    }

    private let outputs: [DoorName: LockOutput]
    private let switches: [OutputName: SwitchOutput]
    private let settingsError: LockError?
    private let deliver: @Sendable (LockEvent) -> Void
    private let running = Mutex<Running?>(nil)

    /// A driver for these doors, which does nothing before ``start()``.
    ///
    /// - Parameters:
    ///   - doors: The lines, at most ``DoorLines/doorsMax`` doors.
    ///   - switches: The building's outputs, at most ``SwitchLine/switchesMax``.
    ///   - deliver: Takes the events, in the order in which they happened.
    public init(
        doors: [DoorLines],
        switches: [SwitchLine] = [],
        deliver: @escaping @Sendable (LockEvent) -> Void
    ) {
        settingsError = Self.findMistake(in: doors, switches)
        self.switches = Dictionary(
            switches.map { ($0.name, SwitchOutput($0)) },
            uniquingKeysWith: { first, _ in first }
        )
        outputs = Dictionary(
            doors.map { ($0.door, LockOutput($0)) },
            uniquingKeysWith: { first, _ in first }
        )
        self.deliver = deliver
    }

    /// Requests the locks' lines, secured, and starts the thread.
    ///
    /// - Throws: ``LockError`` with the code `invalidSettings`, or `failed` when the system has no
    ///   descriptor or thread left. Lines that cannot be had are reported as events instead.
    public func start() throws(LockError) {
        if let settingsError { throw settingsError }
        let outputs = outputs.values.sorted { $0.door.door < $1.door.door }
        let switches = switches.values.sorted { $0.settings.name < $1.settings.name }
        let deliver = deliver
        try running.withLock { running throws(LockError) in
            guard running == nil else { throw LockError(.invalidSettings) }
            do throws(SystemCallError) {
                let control = try LoopControl()
                for output in outputs { output.openSecured() }
                let thread = try DriverThread(name: "portner-lock") {
                    LockLoop(
                        outputs: outputs,
                        switches: switches,
                        control: control,
                        deliver: deliver
                    ).run()
                }
                running = Running(control: control, thread: thread)
            } catch {
                throw LockError(.failed, systemCode: error.code)
            }
        }
    }

    /// Releases a lock for a time; releasing it again begins the time anew.
    ///
    /// The caller is expected to call ``secure(_:)`` itself. The driver does so a little later, and
    /// at the latest when the door's ``DoorLines/releaseMax`` has passed. A motor lock gets an
    /// impulse each time, unless it is released already and that is only kept up.
    ///
    /// - Throws: ``LockError`` when the line is lost or cannot be driven; the lock is then secured
    ///   as soon as the line is back.
    public func release(
        _ door: DoorName,
        for duration: Duration,
        isKept: Bool = false
    ) throws(LockError) {
        let output = try output(of: door)
        let now = MonotonicClock.now
        let deadline = ReleaseCap.deadline(
            requested: duration,
            max: output.door.releaseMax,
            at: now
        )
        // The thread has to learn of the new deadline, and of a line that was lost just now.
        defer { wake() }
        try output.release(until: deadline, isKept: isKept, at: now)
    }

    /// Switches an output of the building on or off.
    ///
    /// Its line is requested with the first level that it is given, so nothing flickers when the
    /// daemon starts; it is the thread that requests it. A line that cannot be had is reported as
    /// an event and gets its level later; an output that the settings do not name is left alone.
    public func set(_ output: OutputName, on isOn: Bool) {
        guard let output = switches[output] else { return }
        output.set(isOn)
        wake()
    }

    /// Secures a lock.
    ///
    /// - Throws: ``LockError`` when the line is lost or cannot be driven; the lock is then secured
    ///   as soon as the line is back.
    public func secure(_ door: DoorName) throws(LockError) {
        let output = try output(of: door)
        defer { wake() }
        try output.secure()
    }

    /// Whether a lock is released; `false` for a door that the settings do not name.
    public func isReleased(_ door: DoorName) -> Bool { outputs[door]?.isReleased ?? false }

    /// Secures all locks but those that a fire input holds released.
    ///
    /// - Returns: The locks that could not be secured, with the reasons.
    public func secureAll() -> [LockError] {
        defer { wake() }
        var failures: [LockError] = []
        for output in outputs.values {
            do { try output.rest() } catch { failures.append(error) }
        }
        return failures
    }

    /// Does the same, ends the thread and gives the lines back.
    ///
    /// - Returns: The locks that could not be secured, with the reasons.
    @discardableResult
    public func stop() -> [LockError] {
        guard let stopping = running.withLock({ $0.take() }) else { return [] }
        var failures: [LockError] = []
        for output in outputs.values {
            do { try output.close() } catch { failures.append(error) }
        }
        stopping.control.stop()
        stopping.thread.join()
        for output in switches.values { output.close() }
        return failures
    }

    /// Requests each lock's line secured and gives it back, for use after a crash of the daemon.
    ///
    /// Some kernels, such as Raspberry Pi's, leave an output driven when the process that held it
    /// is gone: a crash in mid-pulse would leave the lock released. A door whose fire input is
    /// active stays released.
    ///
    /// - Returns: The locks that could not be secured, with the reasons.
    public static func secureAllOnce(doors: [DoorLines]) -> [LockError] {
        var failures: [LockError] = []
        for door in doors {
            let isReleased = door.isReleasedAtRest(isFire: isFire(at: door))
            do {
                _ = try LockLine.output(
                    door.lock,
                    of: door,
                    isActive: isReleased != door.kind.energisedWhenSecured
                )
            } catch {
                failures.append(error)
            }
        }
        return failures
    }

    /// Whether a door's fire input is active; one that cannot be read says nothing.
    private static func isFire(at door: DoorLines) -> Bool {
        guard let fire = door.fire else { return false }
        return (try? LockLine.input(fire, role: .fire, of: door).level()) ?? false
    }

    private func output(of door: DoorName) throws(LockError) -> LockOutput {
        guard let output = outputs[door] else { throw LockError(.unknownDoor, door: door) }
        return output
    }

    private func wake() { running.withLock { $0?.control.wake() } }

    /// The first mistake in the settings, if there is one.
    static func findMistake(
        in doors: [DoorLines],
        _ switches: [SwitchLine] = []
    ) -> LockError? {
        guard doors.count <= DoorLines.doorsMax, switches.count <= SwitchLine.switchesMax else {
            return LockError(.invalidSettings)
        }
        var names: Set<DoorName> = []
        var lines: Set<[String]> = []
        for door in doors {
            guard names.insert(door.door).inserted else {
                return LockError(.invalidSettings, door: door.door)
            }
            let used =
                [(LineRole.lock, door.lock.name)] + door.inputs.map { ($0.role, $0.line.name) }
            for (role, name) in used where !lines.insert([door.chip, name]).inserted {
                return LockError(.invalidSettings, door: door.door, line: role)
            }
        }
        let outputNames = Set(switches.map(\.name))
        let areFree = switches.allSatisfy { lines.insert([$0.chip, $0.line.name]).inserted }
        guard outputNames.count == switches.count, areFree else {
            return LockError(.invalidSettings, line: .output)
        }
        return nil
    }
}
