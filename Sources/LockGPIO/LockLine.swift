// SPDX-License-Identifier: MPL-2.0

import CLibGPIOD
import DriverLoop
import Glibc
import PortnerCore

/// A GPIO line that this process holds; giving the value up gives the line back to the kernel.
///
/// Sendable without the compiler's proof: the handle has one owner, and the library keeps nothing
/// that two handles share.
@safe
struct LockLine: ~Copyable, @unchecked Sendable {
    /// The name that `gpioinfo` shows as the line's consumer.
    static let consumer = "portner"

    // Unsafe: a C handle. It is made by a request, used only while this value lives, and freed by
    // deinit, which runs once because the value cannot be copied.
    private let handle: OpaquePointer

    private init(_ handle: OpaquePointer) { unsafe self.handle = unsafe handle }

    /// Requests an output that has its value from the first moment on.
    static func output(
        _ line: OutputLine,
        of door: DoorLines,
        isActive: Bool
    ) throws(LockError) -> LockLine {
        do throws(SystemCallError) {
            return try output(line, chip: door.chip, isActive: isActive)
        } catch {
            throw LockError(systemCode: error.code, door: door.door, line: .lock)
        }
    }

    /// Requests an output on a chip.
    static func output(
        _ line: OutputLine,
        chip: String,
        isActive: Bool
    ) throws(SystemCallError) -> LockLine {
        // Unsafe: C strings, made for and kept through the call.
        guard
            let handle = unsafe gpio_request_output(
                chip,
                line.name,
                consumer,
                line.isActiveLow,
                isActive
            )
        else { throw .last("request line") }
        return unsafe LockLine(handle)
    }

    /// Requests an input that reports both edges.
    static func input(
        _ line: InputLine,
        role: LineRole,
        of door: DoorLines
    ) throws(LockError) -> LockLine {
        // Unsafe: C strings, made for and kept through the call.
        guard
            let handle = unsafe gpio_request_input(
                door.chip,
                line.name,
                consumer,
                line.isActiveLow,
                line.bias.cValue
            )
        else { throw LockError(systemCode: errno, door: door.door, line: role) }
        return unsafe LockLine(handle)
    }

    deinit { unsafe gpio_release(handle) }

    /// The descriptor that is readable while an edge waits.
    var descriptor: Int32 { unsafe gpio_event_fd(handle) }

    /// Drives an output.
    func set(_ isActive: Bool) throws(SystemCallError) {
        guard unsafe gpio_set(handle, isActive) == 0 else { throw .last("set line") }
    }

    /// Reads the level.
    func level() throws(SystemCallError) -> Bool {
        let level = unsafe gpio_get(handle)
        guard level >= 0 else { throw .last("read line") }
        return level != 0
    }

    /// Takes the oldest waiting edge, if there is one.
    func nextEdge() throws(SystemCallError) -> (level: Bool, time: Uptime)? {
        var edge = gpio_edge()
        // Unsafe: pointer to a local value that lives through the call.
        switch unsafe gpio_read_edge(handle, &edge) {
        case 0: return nil
        case 1: return (edge.active, Uptime(.nanoseconds(edge.nanoseconds)))
        default: throw .last("read edge")
        }
    }
}

extension LineBias {
    fileprivate var cValue: gpio_bias {
        switch self {
        case .asIs: GPIO_BIAS_AS_IS
        case .disabled: GPIO_BIAS_DISABLED
        case .pullUp: GPIO_BIAS_PULL_UP
        case .pullDown: GPIO_BIAS_PULL_DOWN
        }
    }
}
