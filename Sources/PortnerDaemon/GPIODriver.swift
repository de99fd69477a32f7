// SPDX-License-Identifier: MPL-2.0

import LockGPIO
import PortnerCore
import PortnerSettings

/// Locks on GPIO lines.
struct GPIODriver: LockDriver {
    private let driver: LockGPIO

    init(
        _ lines: [DoorLineSettings],
        _ switches: [SwitchSettings],
        deliver: @escaping @Sendable (LockEvent) -> Void
    ) {
        driver = LockGPIO(
            doors: lines.map { DoorLines($0) },
            switches: switches.map {
                SwitchLine(
                    name: $0.name,
                    chip: $0.chip,
                    line: OutputLine(name: $0.line.name, isActiveLow: $0.line.isActiveLow)
                )
            },
            deliver: deliver
        )
    }

    func start() throws(LockFailure) {
        do throws(LockError) { try driver.start() } catch { throw LockFailure(error) }
    }

    func release(_ door: DoorName, _ release: Release) throws(LockFailure) {
        do throws(LockError) {
            try driver.release(door, for: release.duration, isKept: release.isKept)
        } catch {
            throw LockFailure(error)
        }
    }

    func secure(_ door: DoorName) throws(LockFailure) {
        do throws(LockError) { try driver.secure(door) } catch { throw LockFailure(error) }
    }

    func secureAll() -> [LockFailure] { driver.secureAll().map { LockFailure($0) } }

    func set(_ output: OutputName, on isOn: Bool) { driver.set(output, on: isOn) }

    func stop() { driver.stop() }

    /// Requests every lock's line secured once, without watching anything.
    static func secureOnce(_ lines: [DoorLineSettings]) -> [LockFailure] {
        LockGPIO.secureAllOnce(doors: lines.map { DoorLines($0) }).map { LockFailure($0) }
    }
}

extension LockFailure {
    fileprivate init(_ error: LockError) { self.init(detail: error.description) }
}

extension DoorLines {
    /// The longest that the driver itself lets a lock stay released: the core orders no more than
    /// an hour at a time, for staffed hours, and renews it.
    static let holdMax = Duration.seconds(3600 + 60)

    /// The driver's settings out of the file's.
    init(_ lines: DoorLineSettings) {
        self.init(
            door: lines.door,
            chip: lines.chip,
            lock: OutputLine(name: lines.lock.name, isActiveLow: lines.lock.isActiveLow),
            kind: LockKind(rawValue: lines.kind.rawValue) ?? .strikeFailSecure,
            contact: lines.contact.map { InputLine($0) },
            exit: lines.exit.map { InputLine($0) },
            fire: lines.fire.map { InputLine($0) },
            tamper: lines.tamper.map { InputLine($0) },
            bolt: lines.bolt.map { InputLine($0) },
            relay: lines.relay.map { InputLine($0) },
            alarm: lines.alarm.map { InputLine($0) },
            impulse: lines.impulse,
            releaseMax: Self.holdMax
        )
    }
}

extension InputLine {
    fileprivate init(_ line: DoorLineSettings.Line) {
        self.init(
            name: line.name,
            isActiveLow: line.isActiveLow,
            bias: LineBias(rawValue: line.bias.rawValue) ?? .asIs
        )
    }
}
