// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import Glibc
import PortnerCore

/// What the driver's thread does where CUPS prints: one run of `lp` for each job.
///
/// It says that a job was printed when CUPS has taken it; what becomes of it then is CUPS' own
/// affair and has to be limited there.
final class SpoolerLoop {
    /// How long a queue that did not take a job is left alone before the next one may try it.
    private static let rest = Duration.seconds(60)

    private let settings: PrinterSettings
    private let program: String
    private let name: String
    private let control: LoopControl
    private let queue: PrintQueue
    private let deliver: @Sendable (PrinterEvent) -> Void
    private var run: SpoolerRun?
    private var job: QueuedJob?
    private var isAvailable: Bool?
    /// When it is looked whether jobs can be handed over.
    private var nextLook: Uptime?
    private var waiting = PollSet()

    init(
        _ settings: PrinterSettings,
        queue name: String,
        program: String,
        control: LoopControl,
        queue: PrintQueue,
        deliver: @escaping @Sendable (PrinterEvent) -> Void
    ) {
        self.settings = settings
        self.name = name
        self.program = program
        self.control = control
        self.queue = queue
        self.deliver = deliver
        nextLook = MonotonicClock.now
    }

    func loop() {
        while !control.shouldStop {
            let now = MonotonicClock.now
            if let due = nextLook, due <= now { look(at: now) }
            for job in queue.takeExpired(at: now) {
                deliver(.dropped(job.number, PrinterError(.timedOut)))
            }
            let (waiting, withdrawn) = queue.takeWithdrawn()
            for job in waiting { deliver(.dropped(job.number, PrinterError(.withdrawn))) }
            if let job, withdrawn.contains(job.number) { end(PrinterError(.withdrawn)) }
            if job == nil, let next = queue.next() { begin(next) }
            if let job, job.deadline <= now { end(PrinterError(.timedOut)) }
            wait()
        }
        run?.kill()
    }

    /// Whoever offers a receipt must know before the first one whether it can be printed.
    private func look(at now: Uptime) {
        // Unsafe: C string argument, made for and kept through the call.
        let isThere = unsafe access(program, X_OK) == 0
        nextLook = isThere ? nil : now + Self.rest
        note(isThere ? nil : PrinterError(.notFound, reason: program))
    }

    private func note(_ error: PrinterError?) {
        guard isAvailable != (error == nil) else { return }
        isAvailable = error == nil
        deliver(error.map { .unavailable($0) } ?? .available)
    }

    private func begin(_ next: QueuedJob) {
        job = next
        do throws(PrinterError) {
            run = try SpoolerRun(
                program: program,
                arguments: ["lp", "-s", "-d", name, "-"],
                input: next.bytes
            )
        } catch {
            end(error)
        }
    }

    private func wait() {
        waiting.removeAll()
        let bell = waiting.add(control.descriptor)
        let input = waiting.add(run?.inputDescriptor ?? -1, events: Int16(POLLOUT))
        let output = waiting.add(run?.outputDescriptor ?? -1)
        let deadlines = [job?.deadline, queue.nextDeadline, nextLook]
        waiting.wait(until: deadlines.compactMap(\.self).min())
        if waiting.readiness(at: bell) != .idle { control.hush() }
        if waiting.readiness(at: input) != .idle { run?.feed() }
        if waiting.readiness(at: output) != .idle, run?.hasEnded() == true {
            let succeeded = run?.finish() ?? false
            end(succeeded ? nil : PrinterError(.spoolerFailed))
        }
    }

    private func end(_ error: PrinterError?) {
        run?.kill()
        run = nil
        guard let job else { return }
        self.job = nil
        // That a patron has gone says nothing about the queue.
        if error != PrinterError(.withdrawn) {
            note(error)
            nextLook = error == nil ? nil : MonotonicClock.now + Self.rest
        }
        deliver(error.map { .dropped(job.number, $0) } ?? .printed(job.number))
    }
}
