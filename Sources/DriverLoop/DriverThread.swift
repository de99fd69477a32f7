// SPDX-License-Identifier: MPL-2.0

import Glibc

/// A thread of a driver's own, for waiting in system calls that know nothing of Swift's tasks.
public struct DriverThread: ~Copyable, Sendable {
    /// The greatest number of characters in a thread's name, a limit of the kernel.
    public static let nameLengthMax = 15

    private let thread: pthread_t

    private final class Body: Sendable {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    /// Starts a thread that runs the body once.
    ///
    /// - Parameters:
    ///   - name: What `ps` and a debugger show, cut to ``nameLengthMax``.
    ///   - body: The work; the thread ends when it returns.
    /// - Throws: The reason when there is no memory or no thread left.
    public init(
        name: String,
        body: @escaping @Sendable () -> Void
    ) throws(SystemCallError) {
        let box = Body(name: String(name.prefix(Self.nameLengthMax)), run: body)
        // Unsafe: the box crosses into C as a retained pointer. The thread takes the reference
        // over; where no thread came to be, it is given back below.
        let retained = unsafe Unmanaged.passRetained(box)
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                let box = unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
                Self.name(box.name)
                box.run()
                return nil
            },
            retained.toOpaque()
        )
        self.thread = thread
        guard code == 0 else {
            unsafe retained.release()
            throw SystemCallError("pthread_create", code: code)
        }
    }

    /// Names the thread that calls; where that is not allowed it keeps the program's name.
    private static func name(_ text: String) {
        // Unsafe: C string arguments, made for and kept through the calls.
        let file = unsafe open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        _ = unsafe write(file, text, text.utf8.count)
        close(file)
    }

    /// Waits for the thread to end; it must not be called on the thread itself.
    public consuming func join() {
        pthread_join(thread, nil)
    }
}
